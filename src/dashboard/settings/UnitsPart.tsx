/** The offices beneath this one: added, renamed, dated and closed. */
import { useState } from 'preact/hooks';
import { type NewUnit, type UnitBeneath, UnitList } from '../../domain/offices.ts';
import { UNIT_WORDS } from '../../ui/words/units.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { UnitForm } from './UnitForm.tsx';
import { useSave } from './use-save.ts';

function Units({ list, replace }: { list: UnitList; replace: (list: UnitList) => void }) {
  const { language, format, reloadSession } = useShell();
  const words = UNIT_WORDS[language];
  const saving = useSave();
  /** The code of the office that is edited; '' is a new one. */
  const [editing, setEditing] = useState<string | null>(null);
  const send = async (method: 'POST' | 'PUT', path: string, body: unknown) => {
    const saved = await saving.save(UnitList, path, { method, body });
    if (!saved) return false;
    replace(saved);
    setEditing(null);
    // The navigation has another page where there are offices beneath.
    await reloadSession();
    return true;
  };
  const put = ({ code, name, kind, validFrom, validTo, predecessors }: NewUnit) =>
    send('PUT', `offices/${encodeURIComponent(code)}`, { name, kind, validFrom, validTo, predecessors });
  const nameOf = (code: string) => list.units.find((one) => one.code === code)?.name ?? list.office.name;
  const factsOf = ({ code, kind, under, validFrom, validTo }: UnitBeneath) =>
    [
      kind === '' ? code : `${kind} ${code}`,
      ...(under === list.office.code ? [] : [words.isUnder(nameOf(under))]),
      ...(validFrom === null ? [] : [words.since(format.day(validFrom))]),
      ...(validTo === null ? [] : [words.until(format.day(validTo))]),
    ].join(' · ');
  return (
    <>
      <p>{words.intro}</p>
      {list.units.length === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <ul class="settings-list">
          {list.units.map((unit) => (
            <li key={unit.code}>
              {editing === unit.code ? (
                <UnitForm unit={unit} list={list} state={saving} onSave={put} onCancel={() => setEditing(null)} />
              ) : (
                <>
                  <span class="settings-value">
                    <strong>{unit.name}</strong>
                    <span class="quiet settings-line">{factsOf(unit)}</span>
                  </span>
                  <button
                    type="button"
                    class="button button-quiet"
                    aria-label={words.editOne(unit.name)}
                    onClick={() => setEditing(unit.code)}
                  >
                    {words.edit}
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing === '' ? (
        <section class="panel" aria-label={words.newUnit}>
          <h3>{words.newUnit}</h3>
          <UnitForm
            unit={null}
            list={list}
            state={saving}
            onSave={(unit) => send('POST', 'offices', unit)}
            onCancel={() => setEditing(null)}
          />
        </section>
      ) : (
        <button type="button" class="button" onClick={() => setEditing('')}>
          {words.add}
        </button>
      )}
    </>
  );
}

export function UnitsPart() {
  const { value, state, code, reload, replace } = useLoad(UnitList, 'offices');
  if (!value) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />;
  return <Units list={value} replace={replace} />;
}
