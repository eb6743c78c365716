/** One criterion of the ballot in hand: a button for each level, two for no answer, and the reasons after a level of 1 or 2. */
import { asksReasons, type Criterion, levelsOf, OTHER_REASON, type Survey } from '../../domain/survey.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { useShell } from '../shell/shell.ts';
import { type Mark, REASON_KEYS, reasonIds } from './typing.ts';

export interface BallotRowProps {
  survey: Survey;
  criterion: Criterion;
  number: number;
  mark: Mark | null;
  reasons: readonly string[];
  /** The next key goes here. */
  current: boolean;
  /** Letters give this row its reasons. */
  letters: boolean;
  onMark: (mark: Mark, event: MouseEvent) => void;
  onReason: (reason: string, event: MouseEvent) => void;
}

export function BallotRow(props: BallotRowProps) {
  const { survey, criterion, number, mark, reasons, current, letters, onMark, onReason } = props;
  const { language } = useShell();
  const words = BALLOTS_WORDS[language];
  const marks: { mark: Mark; short: string; long: string }[] = [
    ...levelsOf(survey).map(({ level, label }) => ({ mark: level, short: String(level), long: label[language] })),
    { mark: 'unknown', short: words.unknownShort, long: survey.unknown[language] },
    { mark: 'blank', short: words.blankShort, long: words.blank },
  ];
  const name = `${number}. ${criterion.name[language]}`;
  const low = mark !== null && mark !== 'blank' && asksReasons(mark);
  const chosen = marks.find((one) => one.mark === mark)?.long;
  return (
    <fieldset class={current ? 'ballots-row ballots-current' : 'ballots-row'} aria-label={name}>
      <p class="ballots-criterion" aria-hidden="true">
        {name}
        {chosen !== undefined && <span class="quiet"> {chosen}</span>}
      </p>
      <div class="ballots-marks">
        {marks.map(({ mark: one, short, long }) => (
          <button
            key={one}
            type="button"
            class="ballots-mark"
            data-level={one}
            aria-pressed={mark === one}
            aria-label={typeof one === 'number' ? `${one}: ${long}` : long}
            title={long}
            onClick={(event) => onMark(one, event)}
          >
            {short}
          </button>
        ))}
      </div>
      {low && (
        <fieldset class="ballots-reasons" aria-label={words.reasonsFor(criterion.name[language])}>
          {reasonIds(criterion).map((id, at) => (
            <button
              key={id}
              type="button"
              class="ballots-reason"
              aria-pressed={reasons.includes(id)}
              onClick={(event) => onReason(id, event)}
            >
              {letters && <kbd aria-hidden="true">{REASON_KEYS[at]?.toUpperCase()}</kbd>}
              {id === OTHER_REASON
                ? survey.otherReason[language]
                : criterion.reasons.find((reason) => reason.id === id)?.label[language]}
            </button>
          ))}
        </fieldset>
      )}
    </fieldset>
  );
}
