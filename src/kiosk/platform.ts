/**
 * Safari on an iPad or iPhone clears what a page in a tab has written after seven days without use; only an app on the home
 * screen keeps it. So a tab is refused there.
 */
interface Surroundings {
  /** `navigator.standalone` exists in Safari on these machines only; true on the home screen. */
  standalone: unknown;
  touchPoints: number;
  /** How the page is shown, as CSS knows it. */
  display: (mode: 'standalone' | 'fullscreen') => boolean;
}

export const needsHomeScreen = ({ standalone, touchPoints, display }: Surroundings): boolean =>
  standalone === false && touchPoints > 1 && !display('standalone') && !display('fullscreen');

export const surroundings = (): Surroundings => ({
  standalone: 'standalone' in navigator ? navigator.standalone : undefined,
  touchPoints: navigator.maxTouchPoints,
  display: (mode) => matchMedia(`(display-mode: ${mode})`).matches,
});
