/** Keeps the screen on while the office is open, where the browser can. The browser lets go of it whenever the page is hidden. */
import { useEffect } from 'preact/hooks';

export function useWakeLock(on: boolean): void {
  useEffect(() => {
    const { wakeLock } = navigator as { wakeLock?: WakeLock }; // Missing in some browsers, and without HTTPS.
    if (!on || !wakeLock) return;
    let held: WakeLockSentinel | null = null;
    let over = false;
    const hold = async () => {
      if (over || document.visibilityState !== 'visible' || held?.released === false) return;
      try {
        held = await wakeLock.request('screen');
        if (over) await held.release();
      } catch (error) {
        console.info('the screen is not kept on', error); // A low battery: the system's own setting decides then.
      }
    };
    const again = () => void hold();
    again();
    document.addEventListener('visibilitychange', again);
    return () => {
      over = true;
      document.removeEventListener('visibilitychange', again);
      void held?.release();
    };
  }, [on]);
}
