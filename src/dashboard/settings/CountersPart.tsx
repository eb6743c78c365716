/** The counters in their order: added, edited, moved, retired and taken into use again, each at once. */
import { useState } from 'preact/hooks';
import { Changed, Fleet, type ListedCounter } from '../../domain/fleet.ts';
import { OFFICE_SETTINGS_WORDS } from '../../ui/words/office-settings.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { CounterForm, draftOf, NEW_COUNTER } from './CounterForm.tsx';
import { useSave } from './use-save.ts';

function useAsksText(fleet: Fleet): (counter: ListedCounter) => string {
  const { language } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const say = (asks: boolean, fixed: string | null, choices: Fleet['fields']) => {
    const label = choices.find(({ id }) => id === fixed)?.label[language];
    if (asks) return words.asks.toLowerCase();
    return label === undefined ? words.nothing.toLowerCase() : label;
  };
  return ({ asksField, field, asksStage, stage }) =>
    [words.fieldText(say(asksField, field, fleet.fields)), words.stageText(say(asksStage, stage, fleet.stages))].join(
      ' · ',
    );
}

function Counters({ fleet, reload }: { fleet: Fleet; reload: () => void }) {
  const { language, format } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const asksText = useAsksText(fleet);
  const saving = useSave();
  /** The id of the counter that is edited; '' is a new one. */
  const [editing, setEditing] = useState<string | null>(null);
  const { counters } = fleet;
  const send = async (method: 'POST' | 'PUT', path: string, body: unknown) => {
    if (saving.busy || !(await saving.save(Changed, path, { method, body }))) return false;
    setEditing(null);
    reload();
    return true;
  };
  const move = (at: number, by: -1 | 1) => {
    const order = counters.map(({ id }) => id);
    const [moved] = order.splice(at, 1);
    if (moved !== undefined) void send('PUT', 'counters', { order: order.toSpliced(at + by, 0, moved) });
  };
  const put = (counter: ListedCounter, change: object) =>
    send('PUT', `counters/${counter.id}`, { ...draftOf(counter), retired: counter.retired, ...change });
  return (
    <>
      <p>{words.countersIntro}</p>
      {saving.fault !== null && editing === null && (
        <p class="notice notice-alert" role="alert">
          {saving.fault}
        </p>
      )}
      <ul class="settings-list">
        {counters.map((counter, at) => (
          <li key={counter.id}>
            {editing === counter.id ? (
              <CounterForm
                id={counter.id}
                start={draftOf(counter)}
                fleet={fleet}
                state={saving}
                onSave={(draft) => put(counter, draft)}
                onCancel={() => setEditing(null)}
              />
            ) : (
              <>
                <span class="settings-value">
                  <strong>{counter.name}</strong> {counter.retired && <span class="tag">{words.retired}</span>}{' '}
                  {counter.tablets > 0 && <span class="tag">{words.tabletsHere(format.count(counter.tablets))}</span>}
                  <span class="quiet settings-line">{asksText(counter)}</span>
                </span>
                <span class="buttons">
                  <button
                    type="button"
                    class="button button-quiet settings-move"
                    aria-label={words.up(counter.name)}
                    disabled={at === 0}
                    onClick={() => move(at, -1)}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    class="button button-quiet settings-move"
                    aria-label={words.down(counter.name)}
                    disabled={at === counters.length - 1}
                    onClick={() => move(at, 1)}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    class="button button-quiet"
                    aria-label={words.editOne(counter.name)}
                    onClick={() => setEditing(counter.id)}
                  >
                    {words.edit}
                  </button>
                  <button
                    type="button"
                    class="button button-quiet"
                    aria-label={(counter.retired ? words.restoreOne : words.retireOne)(counter.name)}
                    onClick={() => void put(counter, { retired: !counter.retired })}
                  >
                    {counter.retired ? words.restore : words.retire}
                  </button>
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
      {editing === '' ? (
        <section class="panel" aria-label={words.newCounter}>
          <h3>{words.newCounter}</h3>
          <CounterForm
            id=""
            start={NEW_COUNTER}
            fleet={fleet}
            state={saving}
            onSave={(draft) => send('POST', 'counters', draft)}
            onCancel={() => setEditing(null)}
          />
        </section>
      ) : (
        <button type="button" class="button" onClick={() => setEditing('')}>
          {words.addCounter}
        </button>
      )}
    </>
  );
}

export function CountersPart() {
  const { value, state, code, reload } = useLoad(Fleet, 'tablets');
  if (!value) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />;
  return <Counters fleet={value} reload={reload} />;
}
