/** A grey picture that is drawn on in millimetres, with smooth edges. White paper; 0 is black ink, 255 none. */
import { strokesOf } from './glyphs.ts';
import { pngOf } from './png.ts';

const PER_MM = 10;

export interface Picture {
  png: Uint8Array;
  /** Millimetres on paper. */
  width: number;
  height: number;
}
export interface Canvas {
  fill: (x: number, y: number, width: number, height: number, shade: number) => void;
  /** Slanted lines inside a box, `gap` apart. */
  hatch: (x: number, y: number, width: number, height: number, gap: number, thick: number, rising: boolean) => void;
  line: (x0: number, y0: number, x1: number, y1: number, thick: number, shade: number) => void;
  /** Digits and signs of glyphs.ts; `y` is the middle of the line, `x` its left, middle or right. */
  text: (x: number, y: number, text: string, align?: 'left' | 'middle' | 'right', size?: number) => void;
  picture: () => Picture;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

export function createCanvas(width: number, height: number): Canvas {
  const [columns, rows] = [Math.round(width * PER_MM), Math.round(height * PER_MM)];
  const pixels = new Uint8Array(columns * rows).fill(255);
  /** Lays ink over a pixel; `cover` is how much of the pixel it takes. */
  const blend = (x: number, y: number, shade: number, cover: number) => {
    if (cover <= 0 || x < 0 || y < 0 || x >= columns || y >= rows) return;
    const at = y * columns + x;
    const under = pixels[at] ?? 255;
    pixels[at] = Math.round(under + (shade - under) * cover);
  };
  const overlap = (pixel: number, from: number, to: number) => clamp(Math.min(pixel + 1, to) - Math.max(pixel, from));

  /** A straight line with round ends, kept inside a box when one is given (pixels). */
  const stroke = (
    [x0, y0, x1, y1]: readonly [number, number, number, number],
    thick: number,
    shade: number,
    [left, top, right, bottom]: readonly [number, number, number, number] = [0, 0, columns, rows],
  ) => {
    const radius = thick / 2;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length2 = dx * dx + dy * dy || 1;
    const first = { x: Math.max(left, Math.min(x0, x1) - radius - 1), y: Math.max(top, Math.min(y0, y1) - radius - 1) };
    const last = {
      x: Math.min(right - 1, Math.max(x0, x1) + radius + 1),
      y: Math.min(bottom - 1, Math.max(y0, y1) + radius + 1),
    };
    for (let y = Math.floor(first.y); y <= last.y; y++)
      for (let x = Math.floor(first.x); x <= last.x; x++) {
        const t = clamp(((x + 0.5 - x0) * dx + (y + 0.5 - y0) * dy) / length2);
        const distance = Math.hypot(x + 0.5 - x0 - t * dx, y + 0.5 - y0 - t * dy);
        blend(x, y, shade, clamp(radius - distance + 0.5));
      }
  };

  return {
    fill(x, y, w, h, shade) {
      const [x0, y0, x1, y1] = [x * PER_MM, y * PER_MM, (x + w) * PER_MM, (y + h) * PER_MM];
      for (let row = Math.floor(y0); row < y1; row++)
        for (let column = Math.floor(x0); column < x1; column++)
          blend(column, row, shade, overlap(column, x0, x1) * overlap(row, y0, y1));
    },
    hatch(x, y, w, h, gap, thick, rising) {
      const pixel = (mm: number) => Math.round(mm * PER_MM);
      const box = [pixel(x), pixel(y), pixel(x + w), pixel(y + h)] as const;
      for (let at = -h; at < w; at += gap) {
        const [from, to] = rising ? [y + h, y] : [y, y + h];
        stroke([(x + at) * PER_MM, from * PER_MM, (x + at + h) * PER_MM, to * PER_MM], thick * PER_MM, 40, box);
      }
    },
    line: (x0, y0, x1, y1, thick, shade) =>
      stroke([x0 * PER_MM, y0 * PER_MM, x1 * PER_MM, y1 * PER_MM], thick * PER_MM, shade),
    text(x, y, text, align = 'left', size = 2.7) {
      const { width: wide, strokes } = strokesOf(text);
      const left = x - (align === 'left' ? 0 : align === 'middle' ? wide / 2 : wide) * size;
      for (const points of strokes)
        for (const [at, [px, py]] of points.entries()) {
          const next = points[at + 1];
          if (!next) continue;
          const place = (sx: number, sy: number) =>
            [(left + sx * size) * PER_MM, (y + (sy - 0.5) * size) * PER_MM] as const;
          stroke([...place(px, py), ...place(...next)], 0.13 * size * PER_MM, 0);
        }
    },
    picture: () => ({ png: pngOf(pixels, columns, rows, PER_MM * 1000), width, height }),
  };
}
