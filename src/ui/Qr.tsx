/**
 * A QR code as a drawing in the page: dark on white in every theme, because many readers do not read the reverse, and with
 * the four empty modules around it that ISO/IEC 18004 asks for. What it says never leaves the page.
 */
import { encode } from 'uqr';

const QUIET = 4;

/**
 * The dark modules of a QR code, error correction level M.
 * @param text at most about 2 300 bytes; more throws.
 * @returns the side in modules with the quiet zone, and the path of the dark modules, one unit each.
 */
export function qrPath(text: string): { side: number; path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET });
  const runs: string[] = [];
  for (const [y, row] of data.entries())
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue;
      const start = x;
      while (row[x + 1] === true) x++;
      runs.push(`M${start} ${y}h${x + 1 - start}v1h-${x + 1 - start}z`);
    }
  return { side: size, path: runs.join('') };
}

/** @param label what it leads to, for those who do not see it. Sized by the CSS of where it stands (`svg.qr`). */
export function Qr({ text, label }: { text: string; label: string }) {
  const { side, path } = qrPath(text);
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
