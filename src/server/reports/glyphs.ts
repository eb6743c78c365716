/**
 * Digits and the few signs that a chart needs, as strokes in a box one high, y downwards. Names stand beside the charts as
 * text of the document: a picture needs no font, looks the same everywhere and is the same bytes everywhere.
 */
export type Stroke = readonly (readonly [x: number, y: number])[];
interface Glyph {
  width: number;
  strokes: readonly Stroke[];
}

/** Part of an ellipse; degrees, 0 to the right, clockwise. */
function arc(x: number, y: number, rx: number, ry: number, from: number, to: number): Stroke {
  const steps = Math.ceil(Math.abs(to - from) / 15);
  return Array.from({ length: steps + 1 }, (_, at) => {
    const angle = ((from + ((to - from) * at) / steps) * Math.PI) / 180;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)] as const;
  });
}
const ring = (x: number, y: number, rx: number, ry: number) => arc(x, y, rx, ry, 0, 360);
const glyph = (width: number, ...strokes: Stroke[]): Glyph => ({ width, strokes });

const GLYPHS: Readonly<Record<string, Glyph>> = {
  '0': glyph(0.6, ring(0.3, 0.5, 0.27, 0.48)),
  '1': glyph(0.6, [
    [0.12, 0.22],
    [0.36, 0.02],
    [0.36, 0.98],
  ]),
  '2': glyph(0.6, [...arc(0.3, 0.28, 0.25, 0.26, 180, 385), [0.04, 0.98], [0.57, 0.98]]),
  '3': glyph(0.6, [...arc(0.28, 0.26, 0.23, 0.24, 200, 430), ...arc(0.27, 0.73, 0.28, 0.25, 285, 520)]),
  '4': glyph(0.6, [
    [0.45, 0.98],
    [0.45, 0.02],
    [0.02, 0.7],
    [0.59, 0.7],
  ]),
  '5': glyph(0.6, [[0.52, 0.02], [0.12, 0.02], [0.08, 0.47], ...arc(0.28, 0.67, 0.28, 0.31, 225, 505)]),
  '6': glyph(0.6, ring(0.3, 0.68, 0.26, 0.3), [
    [0.46, 0.02],
    [0.25, 0.2],
    [0.1, 0.42],
    [0.04, 0.68],
  ]),
  '7': glyph(0.6, [
    [0.04, 0.02],
    [0.56, 0.02],
    [0.2, 0.98],
  ]),
  '8': glyph(0.6, ring(0.3, 0.26, 0.22, 0.24), ring(0.3, 0.74, 0.27, 0.25)),
  '9': glyph(0.6, ring(0.3, 0.32, 0.26, 0.3), [
    [0.14, 0.98],
    [0.35, 0.8],
    [0.5, 0.58],
    [0.56, 0.32],
  ]),
  ',': glyph(0.24, [
    [0.14, 0.9],
    [0.06, 1.16],
  ]),
  '/': glyph(0.44, [
    [0.42, -0.04],
    [0.02, 1.06],
  ]),
  '%': glyph(0.78, ring(0.16, 0.24, 0.14, 0.22), ring(0.62, 0.76, 0.14, 0.22), [
    [0.62, 0.02],
    [0.16, 0.98],
  ]),
  T: glyph(0.66, [
    [0.04, 0.02],
    [0.62, 0.02],
    [0.33, 0.02],
    [0.33, 0.98],
  ]),
  C: glyph(0.64, arc(0.34, 0.5, 0.3, 0.48, 310, 50)),
  ' ': glyph(0.3),
};
const GAP = 0.16;

/** @throws where a sign has no strokes: only what is listed here may stand in a chart. */
export function strokesOf(text: string): { width: number; strokes: Stroke[] } {
  let width = 0;
  const strokes: Stroke[] = [];
  for (const char of text) {
    const one = GLYPHS[char];
    if (!one) throw new Error(`a chart has no sign for ${char}`);
    const left = width;
    strokes.push(...one.strokes.map((stroke) => stroke.map(([x, y]) => [x + left, y] as const)));
    width += one.width + GAP;
  }
  return { width: Math.max(0, width - GAP), strokes };
}
