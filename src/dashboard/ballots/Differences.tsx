/** Sheets that two people have typed differently, side by side. Each is decided once; until then it does not count. */
import { useMemo, useState } from 'preact/hooks';
import { type BallotContent, BatchDetail, type BatchDifference, type Decision } from '../../domain/paper.ts';
import { type Criterion, criteriaAt, OTHER_REASON, type Survey } from '../../domain/survey.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { useShell } from '../shell/shell.ts';
import { BallotForm } from './BallotForm.tsx';
import { faultText } from './fault-text.ts';
import { newId } from './queues.ts';

interface Line {
  id: string;
  label: string;
  first: string;
  second: string;
}

/** What each typing says about each criterion, in words. */
function linesOf(
  { first, second }: BatchDifference,
  criteria: readonly Criterion[],
  { levels, unknown, otherReason }: Survey,
  language: 'vi' | 'en',
): Line[] {
  const words = BALLOTS_WORDS[language];
  const say = (content: BallotContent | null, criterion: Criterion) => {
    const answer = content?.answers.find((one) => one.criterion === criterion.id);
    if (!content) return '';
    if (!answer) return words.blank;
    const level =
      answer.level === 'unknown' ? unknown[language] : `${answer.level} · ${levels[answer.level]?.[language] ?? ''}`;
    const reasons = (answer.reasons ?? []).map((id) =>
      id === OTHER_REASON
        ? otherReason[language]
        : (criterion.reasons.find((reason) => reason.id === id)?.label[language] ?? id),
    );
    return [level, ...reasons].join('; ');
  };
  const rows = criteria.map((criterion) => ({
    id: criterion.id,
    label: criterion.name[language],
    first: say(first, criterion),
    second: say(second, criterion),
  }));
  const remarks = { id: '', label: words.remark, first: first?.remark ?? '', second: second?.remark ?? '' };
  return remarks.first === '' && remarks.second === '' ? rows : [...rows, remarks];
}

function Sheet({
  difference,
  survey,
  criteria,
  onDecide,
}: {
  difference: BatchDifference;
  survey: Survey;
  criteria: readonly Criterion[];
  onDecide: (decision: Decision) => Promise<string | null>;
}) {
  const { language, format } = useShell();
  const words = BALLOTS_WORDS[language];
  const { number, first, second } = difference;
  const [mode, setMode] = useState<'look' | 'retype' | 'none'>('look');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const decide = async (decision: Omit<Decision, 'number'>) => {
    setBusy(true);
    setFault(await onDecide({ number, ...decision }));
    setBusy(false);
  };
  return (
    <section class="panel ballots-sheet">
      <h3>{words.ballotNumber(format.count(number))}</h3>
      <div class="ballots-wide">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words.criterion}</th>
              <th scope="col">{words.first}</th>
              <th scope="col">{words.second}</th>
            </tr>
          </thead>
          <tbody>
            {linesOf(difference, criteria, survey, language).map(({ id, label, first: one, second: other }) => {
              const differs = first !== null && second !== null && one !== other;
              return (
                <tr key={id} class={differs ? 'ballots-differs' : ''}>
                  <th scope="row">
                    {label} {differs && <span class="tag">≠ {words.differs}</span>}
                  </th>
                  <td dir="auto">{first ? one : words.notTyped}</td>
                  <td dir="auto">{second ? other : words.notTyped}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {mode === 'retype' ? (
        <BallotForm
          survey={survey}
          criteria={criteria}
          from={null}
          focus={true}
          onSave={(content) => {
            setMode('look');
            void decide({ choose: 'typed', typed: { id: newId(), ...content } });
          }}
          onCancel={() => setMode('look')}
        />
      ) : mode === 'none' ? (
        <div class="notice">
          <p>{words.noneAsk}</p>
          <div class="buttons">
            <button
              type="button"
              class="button button-danger"
              disabled={busy}
              onClick={() => void decide({ choose: 'none' })}
            >
              {words.none}
            </button>
            <button type="button" class="button button-quiet" onClick={() => setMode('look')}>
              {words.cancel}
            </button>
          </div>
        </div>
      ) : (
        <div class="buttons">
          {first && (
            <button type="button" class="button" disabled={busy} onClick={() => void decide({ choose: 'first' })}>
              {words.chooseFirst}
            </button>
          )}
          {second && (
            <button type="button" class="button" disabled={busy} onClick={() => void decide({ choose: 'second' })}>
              {words.chooseSecond}
            </button>
          )}
          <button type="button" class="button button-quiet" disabled={busy} onClick={() => setMode('retype')}>
            {words.retype}
          </button>
          <button type="button" class="button button-quiet" disabled={busy} onClick={() => setMode('none')}>
            {words.none}
          </button>
        </div>
      )}
      {fault !== null && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  );
}

export interface DifferencesProps {
  detail: BatchDetail;
  onDecided: (detail: BatchDetail) => void;
}

export function Differences({ detail, onDecided }: DifferencesProps) {
  const shell = useShell();
  const { language, ask, announce, format } = shell;
  const words = BALLOTS_WORDS[language];
  const { batch, survey, differences } = detail;
  const criteria = useMemo(() => criteriaAt(survey, batch.stage), [survey, batch.stage]);
  async function decide(decision: Decision): Promise<string | null> {
    const asked = await ask(BatchDetail, `paper/batches/${batch.id}/decide`, { method: 'POST', body: decision });
    if (asked.state === 'failed') return faultText(shell, asked.code);
    announce(words.decided(format.count(decision.number)));
    onDecided(asked.value);
    return null;
  }
  return (
    <div class="ballots-sheets">
      <h2>
        {words.differencesTitle}: {words.lagging(format.count(differences.length))}
      </h2>
      <p>{words.differencesHow}</p>
      {differences.map((difference) => (
        <Sheet key={difference.number} difference={difference} survey={survey} criteria={criteria} onDecide={decide} />
      ))}
    </div>
  );
}
