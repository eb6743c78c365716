/** Whether all that a tablet made has arrived, in words: "1–418 đủ", or which numbers have not, and since when. */
import type { Tablet } from '../../domain/fleet.ts';
import { TABLET_EVIDENCE_WORDS } from '../../ui/words/tablet-evidence.ts';
import { useShell } from '../shell/shell.ts';

const COMPLETE = 'M3 8.5L6.5 12L13 4.5';
const MISSING = 'M8 2.5L14.5 13.5H1.5Z';
const WAITING = 'M8 2A6 6 0 1 0 8 14A6 6 0 1 0 8 2M8 4.5V8L10.5 9.5';

function Line({ shape, text, bad = false }: { shape: string; text: string; bad?: boolean }) {
  return (
    <li class={bad ? 'evidence-bad' : undefined}>
      <svg class="tablet-shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d={shape} />
      </svg>
      <span>{text}</span>
    </li>
  );
}

export function Evidence({ tablet: { evidence } }: { tablet: Pick<Tablet, 'evidence'> }) {
  const { language, format, session } = useShell();
  const words = TABLET_EVIDENCE_WORDS[language];
  const epochs = evidence.epochs.filter(({ last }) => last > 0);
  if (epochs.length === 0) return <p class="quiet evidence-none">{words.none}</p>;
  const several = epochs.length > 1;
  const place = (first: number, last: number) =>
    first === last ? format.count(first) : `${format.count(first)}–${format.count(last)}`;
  const of = (epoch: number, text: string) =>
    several ? `${words.epoch(String(epoch))}: ${text}` : text.charAt(0).toUpperCase() + text.slice(1);
  const listed = evidence.gaps.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const more = epochs.reduce((sum, { missing }) => sum + missing, 0) - listed;
  return (
    <div class="evidence">
      <ul aria-label={words.evidence}>
        {epochs.map(({ epoch, last, missing }) => {
          const text =
            missing === 0
              ? words.complete(format.count(last))
              : words.partly(format.count(last - missing), format.count(last), format.count(missing));
          return <Line key={epoch} shape={missing === 0 ? COMPLETE : WAITING} text={of(epoch, text)} />;
        })}
        {evidence.gaps.map(({ epoch, first, last, since, late }) => {
          const text = (late ? words.late : words.waiting)(place(first, last), format.time(since, session.today));
          return <Line key={`${epoch}:${first}`} shape={late ? MISSING : WAITING} text={of(epoch, text)} bad={late} />;
        })}
        {more > 0 && <Line shape={WAITING} text={words.others(format.count(more))} />}
      </ul>
      {(evidence.gaps.length > 0 || several) && (
        <p class="field-hint evidence-hint">
          {evidence.gaps.length > 0 ? words.asked : ''} {several ? words.epochHint : ''}
        </p>
      )}
    </div>
  );
}
