/** One batch, by its state: typed, waiting for the second person, compared, done. */
import { useState } from 'preact/hooks';
import { BatchDetail } from '../../domain/paper.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { Differences } from './Differences.tsx';
import { TypeBatch } from './TypeBatch.tsx';

function Head({ detail }: { detail: BatchDetail }) {
  const { language, format } = useShell();
  const words = BALLOTS_WORDS[language];
  const { batch, survey } = detail;
  const label = (list: readonly { id: string; label: { vi: string; en: string } }[], id: string | null) =>
    list.find((one) => one.id === id)?.label[language];
  const facts = [
    words.channels[batch.channel],
    label(survey.fields, batch.field),
    label(survey.stages, batch.stage),
    words.surveyOf(format.day(batch.day), format.count(survey.version)),
  ].filter((fact) => fact !== undefined);
  return (
    <div class="section-head">
      <div>
        <h1>
          {format.day(batch.day)} · {batch.counterName}
        </h1>
        <p class="quiet">{facts.join(' · ')}</p>
      </div>
      <Link to="/dashboard/ballots" class="link">
        {words.toBatches}
      </Link>
    </div>
  );
}

/** What a person who has nothing to type is told. */
function Standing({ detail, onStart }: { detail: BatchDetail; onStart: () => void }) {
  const { language, format } = useShell();
  const words = BALLOTS_WORDS[language];
  const { batch } = detail;
  if (batch.state === 'done')
    return (
      <section class="panel ballots-standing">
        <h2>{words.doneTitle}</h2>
        <p>{batch.counted === 0 ? words.doneNone : words.doneText(format.count(batch.counted))}</p>
        {batch.counted > 0 && (
          <Link to={`/dashboard?from=${batch.day}&to=${batch.day}`} class="link">
            {words.seeResults}
          </Link>
        )}
      </section>
    );
  if (batch.mayType === 'same-person')
    return (
      <section class="panel ballots-standing">
        <h2>{words.waitingTitle}</h2>
        <p>{batch.state === 'second' ? words.secondRunning : words.waitingOwn(format.count(batch.typed[0]))}</p>
        <p class="quiet">{words.samePerson}</p>
      </section>
    );
  return (
    <section class="panel ballots-standing">
      <h2>{words.secondTitle}</h2>
      <p>{words.secondHow}</p>
      <button type="button" class="button" onClick={onStart}>
        {words.startSecond}
      </button>
    </section>
  );
}

export function BatchPage({ id }: { id: string }) {
  const { value, state, code, reload, replace } = useLoad(BatchDetail, `paper/batches/${encodeURIComponent(id)}`);
  const [started, setStarted] = useState(false);
  if (!value) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />;
  const { batch } = value;
  const types = batch.mayType === 1 || (batch.mayType === 2 && (started || batch.state === 'second'));
  return (
    <>
      <Head detail={value} />
      {types ? (
        <TypeBatch key={batch.mayType} detail={value} pass={batch.mayType === 2 ? 2 : 1} onClosed={replace} />
      ) : batch.state === 'differences' ? (
        <Differences detail={value} onDecided={replace} />
      ) : (
        <Standing detail={value} onStart={() => setStarted(true)} />
      )}
    </>
  );
}
