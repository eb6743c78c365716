/**
 * The five faces and the sign for "don't know". Each differs in outline, brow and mouth, so that it reads at 40 px, in
 * grey and to the colour-blind; all cover about the same area, so that none weighs more than another.
 */
import type { Level } from '../domain/survey.ts';

// Circle, squircle, square, hexagon, diamond with soft corners; all centred on 50,50.
const OUTLINES: Record<Level, string> = {
  5: 'M50 6a44 44 0 1 1 0 88a44 44 0 1 1 0-88z',
  4: 'M50 9C81 9 91 19 91 50S81 91 50 91S9 81 9 50S19 9 50 9z',
  3: 'M24 12H76Q88 12 88 24V76Q88 88 76 88H24Q12 88 12 76V24Q12 12 24 12z',
  2: 'M43 8Q50 4 57 8L82 22Q89 26 89 34V66Q89 74 82 78L57 92Q50 96 43 92L18 78Q11 74 11 66V34Q11 26 18 22z',
  1: 'M42 6Q50 -2 58 6L94 42Q102 50 94 58L58 94Q50 102 42 94L6 58Q-2 50 6 42z',
};
const MOUTHS: Record<Level, string> = {
  5: 'M30 58H70A20 19 0 0 1 30 58z',
  4: 'M31 60Q50 77 69 60',
  3: 'M33 66H67',
  2: 'M34 70Q50 60 66 70',
  1: 'M32 75Q50 49 68 75',
};
const BROWS: Record<Level, string> = {
  5: 'M27 31Q34 24 41 30M59 30Q66 24 73 31',
  4: '',
  3: '',
  2: 'M27 34L40 30M73 34L60 30',
  1: 'M30 31L43 36M70 31L57 36',
};
/** Where the eyes stand. */
const EYES: Record<Level, number> = { 5: 42, 4: 40, 3: 40, 2: 44, 1: 47 };

/** Decoration beside a label: hidden from screen readers. Sized by CSS. */
export function Face({ level }: { level: Level }) {
  return (
    <svg class={`face face-${level}`} viewBox="-2 -2 104 104" aria-hidden="true" focusable="false">
      <path class="face-outline" d={OUTLINES[level]} />
      <path class="face-line" d={BROWS[level]} />
      <circle class="face-dot" cx="35" cy={EYES[level]} r="5" />
      <circle class="face-dot" cx="65" cy={EYES[level]} r="5" />
      <path class={level === 5 ? 'face-line face-dot' : 'face-line'} d={MOUTHS[level]} />
    </svg>
  );
}
