/** Signs for a verdict, always beside its word: they differ in shape first, in colour second. */
import type { Figure } from '../../domain/summary.ts';
import { usePage } from './page.ts';

export type Sign = Figure['verdict'] | 'unsure';

const SHAPES: Record<Sign, string> = {
  met: 'M12 1.5a10.5 10.5 0 1 0 0 21a10.5 10.5 0 1 0 0-21zM6.4 12.4l3.9 4 7.5-8.2-1.9-1.7-5.7 6.2-2-2.1z',
  notMet: 'M12 22.5L1 3.5h22zM10.8 8.2l.4 6h1.6l.4-6zM12 15.4a1.2 1.2 0 1 0 0 2.4a1.2 1.2 0 1 0 0-2.4z',
  unsure: 'M1 4h3v6.5h2.5v3H4V20H1zM23 4h-3v6.5h-2.5v3H20V20h3zM12 6.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z',
  noData: 'M3 10.5h18v3H3z',
};

export function VerdictSign({ sign }: { sign: Sign }) {
  return (
    <svg class={`sign sign-${sign}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path fill-rule="evenodd" d={SHAPES[sign]} />
    </svg>
  );
}

/** The verdict of one figure in words: met or not by the unrounded value, and whether chance could turn it. */
export function VerdictText({ figure }: { figure: Figure }) {
  const { words } = usePage();
  return (
    <span class="verdict-text">
      <span class="verdict-line">
        <VerdictSign sign={figure.verdict} />
        {words.verdicts[figure.verdict]}
      </span>
      {figure.index !== null && !figure.certain && <span class="verdict-unsure">{words.unsure}</span>}
      {figure.index !== null && figure.small && <span class="verdict-unsure">{words.small}</span>}
    </span>
  );
}
