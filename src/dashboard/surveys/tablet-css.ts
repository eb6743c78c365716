/**
 * The kiosk's own style sheets, for a tablet drawn inside the dashboard: the same rules, measured by the frame around the
 * tablet instead of the window, and kept from the rest of the page in a shadow root.
 */
import ask from '../../ui/kiosk-ask.css?inline';
import face from '../../ui/face.css?inline';
import kiosk from '../../ui/kiosk.css?inline';
import tokens from '../../ui/tokens.css?inline';

/** Rules about the screen become rules about the frame; the root becomes `.tablet`. */
export const framed = (css: string): string =>
  css
    .replace(/@media ?\((?!prefers)/g, '@container (')
    .replace(/:root/g, '.tablet')
    .replace(/(?<=[\d.])vmin\b/g, 'cqmin')
    .replace(/(?<=[\d.])vmax\b/g, 'cqmax');

const FRAME = `
  .frame { position: relative; container-type: size; transform-origin: 0 0; }
  .tablet { height: 100%; }
  .kiosk { position: absolute; }
`;

let sheet: CSSStyleSheet | null = null;
/** One sheet for every tablet on the page. Not text in the page: the policy forbids styles that come as text. */
export function tabletSheet(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync([tokens, kiosk, ask, face].map(framed).join('\n') + FRAME);
  }
  return sheet;
}
