/** A tablet as it would look, drawn at its real size and made smaller to the width that there is. */
import { render } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { overflows, SCREENS } from './fit.ts';
import { tabletSheet } from './tablet-css.ts';
import { TabletRate, type TabletRateProps } from './TabletRate.tsx';

export interface TabletProps extends TabletRateProps {
  screen: 'landscape' | 'portrait';
  label: string;
  onFit: (fits: boolean) => void;
}

export function Tablet({ screen, label, onFit, ...rate }: TabletProps) {
  const host = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLElement | null>(null);
  const [room, setRoom] = useState(0);
  const [width, height] = SCREENS[screen];

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [tabletSheet()];
    const inside = document.createElement('div');
    inside.className = 'frame';
    // A picture of buttons, not buttons.
    inside.inert = true;
    root.append(inside);
    frame.current = inside;
    const watch = new ResizeObserver(() => setRoom(element.clientWidth));
    watch.observe(element);
    setRoom(element.clientWidth);
    return () => {
      watch.disconnect();
      render(null, inside);
      inside.remove();
    };
  }, []);

  useLayoutEffect(() => {
    const inside = frame.current;
    if (!inside) return;
    Object.assign(inside.style, { width: `${width}px`, height: `${height}px`, transform: `scale(${room / width})` });
    render(<TabletRate {...rate} />, inside);
    onFit(!overflows(inside));
  });

  return (
    <figure class={`survey-tablet survey-tablet-${screen}`} aria-label={label}>
      <div ref={host} style={{ aspectRatio: `${width} / ${height}` }} />
    </figure>
  );
}
