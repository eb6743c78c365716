/** The last three ballots, so that a slip is seen while the sheet is still in the hand. */
import type { BallotContent, RecentBallot } from '../../domain/paper.ts';
import type { Criterion, Survey } from '../../domain/survey.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { useShell } from '../shell/shell.ts';
import type { QueueState } from './save-queue.ts';

const SHOWN = 3;

export interface RecentProps {
  state: QueueState;
  /** As the server had them when the page was opened. */
  stored: readonly RecentBallot[];
  survey: Survey;
  criteria: readonly Criterion[];
  /** The number of the ballot in hand. */
  next: number;
  onTakeBack: () => void;
}

/** Levels in a row: 5 4 K –. Each is read out with its criterion. */
function Levels({ content, criteria, survey }: { content: BallotContent } & Pick<RecentProps, 'criteria' | 'survey'>) {
  const { language } = useShell();
  const words = BALLOTS_WORDS[language];
  return (
    <span class="ballots-levels">
      {criteria.map(({ id, name }) => {
        const level = content.answers.find(({ criterion }) => criterion === id)?.level;
        const short = level === undefined ? words.blankShort : level === 'unknown' ? words.unknownShort : level;
        const long =
          level === undefined
            ? words.blank
            : level === 'unknown'
              ? survey.unknown[language]
              : survey.levels[level]?.[language];
        return (
          <span key={id} class="ballots-level" data-level={level ?? 'blank'}>
            <span aria-hidden="true">{short}</span>
            <span class="visually-hidden">
              {name[language]}: {long}.
            </span>
          </span>
        );
      })}
    </span>
  );
}

export function Recent({ state, stored, survey, criteria, next, onTakeBack }: RecentProps) {
  const { language, format } = useShell();
  const words = BALLOTS_WORDS[language];
  const { held, waiting, saved } = state;
  const coming = [...waiting, ...(held ? [held] : [])].toReversed();
  const fresh = coming.map((item, at) => ({ ...item, number: next - 1 - at, how: item === held ? 'held' : 'sending' }));
  const sent = saved.map((item) => ({ ...item, how: 'saved' }));
  const oldest = Math.min(next, ...[...fresh, ...sent].map(({ number }) => number));
  const before = stored
    .filter(({ number }) => number < oldest)
    .map(({ number, content }) => ({ id: `stored-${number}`, number, content, how: 'saved' }));
  const rows = [...fresh, ...sent, ...before].slice(0, SHOWN);
  return (
    <section class="ballots-recent">
      <h3>{words.recent}</h3>
      {rows.length === 0 && <p class="quiet">{words.recentNone}</p>}
      <ol>
        {rows.map(({ id, number, content, how }) => (
          <li key={id}>
            <p class="ballots-recent-head">
              <strong>{words.ballotNumber(format.count(number))}</strong>
              <span class={how === 'saved' ? 'quiet' : 'tag'}>
                {how === 'saved' ? words.savedOne : how === 'held' ? words.held : words.sending}
              </span>
            </p>
            <Levels content={content} criteria={criteria} survey={survey} />
            {content.remark !== null && (
              <p class="ballots-remark" dir="auto">
                {content.remark}
              </p>
            )}
            {how === 'held' && (
              <button type="button" class="link" onClick={onTakeBack}>
                {words.takeBack} (Z)
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
