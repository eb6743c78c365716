/** All batches: what waits for somebody first, then what is done. */
import { type Batch, BatchList } from '../../domain/paper.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';

const HERE = '/dashboard/ballots';

/** The stack as people speak of it: day, counter, channel. The counter stands by its id until its name is known. */
function Row({ batch }: { batch: Batch }) {
  const { language, format } = useShell();
  const words = BALLOTS_WORDS[language];
  const { id, day, counterName, channel, state, typed, counted, size, openedBy, differences } = batch;
  const last = state === 'second' ? typed[1] : typed[0];
  const ended = state === 'done' || state === 'differences' || !batch.double;
  return (
    <tr>
      <th scope="row">
        <Link to={`${HERE}/${id}`} class="ballots-name">
          {format.day(day)} · {counterName}
        </Link>
        <span class="quiet ballots-sub">
          {words.channels[channel]} · {openedBy}
        </span>
      </th>
      <td>
        <span class={state === 'done' ? 'tag' : 'tag tag-strong'}>{words.states[state]}</span>
        {differences > 0 && <span class="quiet ballots-sub">{words.lagging(format.count(differences))}</span>}
      </td>
      <td class="number">
        <span class="ballots-label">{words.columns.typed} </span>
        {size === null ? format.count(last) : words.ofSize(format.count(last), format.count(size))}
      </td>
      <td class="number">
        <span class="ballots-label">{words.columns.counted} </span>
        {ended ? format.count(counted) : '–'}
      </td>
    </tr>
  );
}

function Group({ title, batches }: { title: string; batches: readonly Batch[] }) {
  const words = BALLOTS_WORDS[useShell().language];
  if (batches.length === 0) return null;
  return (
    <section class="ballots-group">
      <h2>{title}</h2>
      <div class="ballots-wide">
        <table class="table ballots-list">
          <thead>
            <tr>
              <th scope="col">{words.columns.stack}</th>
              <th scope="col">{words.columns.state}</th>
              <th scope="col" class="number">
                {words.columns.typed}
              </th>
              <th scope="col" class="number">
                {words.columns.counted}
              </th>
            </tr>
          </thead>
          <tbody>
            {batches.map((batch) => (
              <Row key={batch.id} batch={batch} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Batches() {
  const { language } = useShell();
  const words = BALLOTS_WORDS[language];
  const { value, state, code, reload } = useLoad(BatchList, 'paper/batches');
  return (
    <>
      <div class="section-head">
        <h1>{words.title}</h1>
        <div class="buttons">
          <Link to={`${HERE}/new`} class="button">
            {words.newBatch}
          </Link>
          <Link to={`${HERE}/import`} class="button button-quiet">
            {words.importFile}
          </Link>
        </div>
      </div>
      {!value && state === 'failed' && <LoadFailed code={code} onRetry={reload} />}
      {!value && state === 'loading' && <Loading />}
      {value?.batches.length === 0 && (
        <div class="empty">
          <h2>{words.empty}</h2>
          <p>{words.emptyHow}</p>
        </div>
      )}
      {value && (
        <>
          <Group title={words.groups.todo} batches={value.batches.filter((one) => one.state !== 'done')} />
          <Group title={words.groups.done} batches={value.batches.filter((one) => one.state === 'done')} />
        </>
      )}
    </>
  );
}
