/** A stack being typed: the ballot in hand, the last ones, what is not saved yet, and the end of the stack. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type BallotContent, BatchDetail, type Pass } from '../../domain/paper.ts';
import { criteriaAt } from '../../domain/survey.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { BallotForm } from './BallotForm.tsx';
import { faultText } from './fault-text.ts';
import { queueFor, useQueue } from './queues.ts';
import { Recent } from './Recent.tsx';
import { pendingIn } from './save-queue.ts';
import { Unsent } from './Unsent.tsx';

export interface TypeBatchProps {
  detail: BatchDetail;
  pass: Pass;
  onClosed: (detail: BatchDetail) => void;
}

export function TypeBatch({ detail, pass, onClosed }: TypeBatchProps) {
  const shell = useShell();
  const { language, format, ask, announce, session } = shell;
  const words = BALLOTS_WORDS[language];
  const { batch, survey } = detail;
  const criteria = useMemo(() => criteriaAt(survey, batch.stage), [survey, batch.stage]);
  const queue = queueFor(batch.id, pass, ask);
  const state = useQueue(queue);
  // A new form for each ballot; one that is taken back begins with what was typed.
  const [turn, setTurn] = useState<{ count: number; from: BallotContent | null }>({ count: 0, from: null });
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const finish = useRef<HTMLDivElement>(null);

  const typed = Math.max(state.stored ?? 0, batch.typed[pass - 1] ?? 0) + pendingIn(state);
  const number = typed + 1;
  const size = batch.size;
  const next = (from: BallotContent | null) => setTurn(({ count }) => ({ count: count + 1, from }));
  const add = (content: BallotContent) => {
    queue.add(content);
    announce(words.saved(format.count(number)));
    next(null);
  };
  const takeBack = () => {
    const content = queue.takeBack();
    if (content) next(content);
  };

  async function close(): Promise<void> {
    setFault(null);
    queue.flush();
    if (!(await queue.settled())) return setFault(words.stillSending);
    const asked = await ask(BatchDetail, `paper/batches/${batch.id}/close`, { method: 'POST', body: { pass } });
    if (asked.state === 'ok') onClosed(asked.value);
    else setFault(faultText(shell, asked.code));
  }
  useEffect(() => {
    if (asking) finish.current?.querySelector('button')?.focus();
  }, [asking]);

  return (
    <div class="ballots-typing">
      <section class="ballots-desk">
        <div class="ballots-count">
          <h2>
            {batch.double && <span class="tag">{words.pass[pass]}</span>} {words.ballotNumber(format.count(number))}
          </h2>
          {(state.offline || state.refused !== null) && (
            <span class="tag fault">{words.unsent(format.count(pendingIn(state)))}</span>
          )}
          {size !== null && (
            <p class="ballots-of">
              {words.ofSize(format.count(typed), format.count(size))}
              <progress max={size} value={Math.min(typed, size)} aria-label={words.columns.typed} />
            </p>
          )}
        </div>
        {size !== null && typed >= size && <p class="notice">{words.tooMany(format.count(size))}</p>}
        <BallotForm
          key={turn.count}
          survey={survey}
          criteria={criteria}
          from={turn.from}
          focus={turn.count > 0 || !asking}
          onSave={add}
          onTakeBack={takeBack}
        />
      </section>
      <aside class="ballots-side">
        <Unsent state={state} queue={queue} onTakeOut={next} />
        <Recent
          state={state}
          stored={detail.recent}
          survey={survey}
          criteria={criteria}
          next={number}
          onTakeBack={takeBack}
        />
        <p class="quiet ballots-small">{batch.double ? words.correctDouble : words.correct}</p>
        {!batch.double && session.account.role === 'administrator' && (
          <Link to={`/dashboard/remarks/ballots?day=${batch.day}`} class="link">
            {words.toVoids}
          </Link>
        )}
        <div class="ballots-finish" ref={finish}>
          {asking ? (
            <div class="notice">
              <p>
                {typed === 0
                  ? words.finishNone
                  : words.finishAsk(format.count(typed), size === null ? '?' : format.count(size))}
              </p>
              <div class="buttons">
                <button type="button" class="button" onClick={() => void close()}>
                  {words.finishYes}
                </button>
                <button type="button" class="button button-quiet" onClick={() => setAsking(false)}>
                  {words.goOn}
                </button>
              </div>
            </div>
          ) : (
            <button
              type="button"
              class={typed === size ? 'button' : 'button button-quiet'}
              onClick={() => (typed === size ? void close() : setAsking(true))}
            >
              {words.finish}
            </button>
          )}
          {fault !== null && (
            <p class="fault" role="alert">
              {fault}
            </p>
          )}
        </div>
      </aside>
    </div>
  );
}
