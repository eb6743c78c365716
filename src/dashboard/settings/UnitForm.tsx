/** What is known of an office beneath this one. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { KINDS, NewUnit, type Predecessor, type UnitBeneath, type UnitList } from '../../domain/offices.ts';
import { UNIT_WORDS } from '../../ui/words/units.ts';
import { DateField } from '../shell/DateField.tsx';
import { useKept } from '../shell/kept.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { SaveRow } from './SaveRow.tsx';
import type { Save } from './use-save.ts';

/** As it is typed: days are '' where there are none, and what it was made from is a line each. */
interface Draft {
  code: string;
  under: string;
  name: string;
  kind: string;
  validFrom: string;
  validTo: string;
  madeFrom: string;
}
const lineOf = ({ code, name }: Predecessor): string => (code === null ? name : `${code} ${name}`);
/** A line that begins with a number begins with the code. */
function predecessorIn(line: string): Predecessor {
  const [, code, name] = /^(\d{2,}) +(.+)$/.exec(line) ?? [];
  return code !== undefined && name !== undefined ? { code, name } : { code: null, name: line };
}

const draftOf = (unit: UnitBeneath | null, office: string): Draft => ({
  code: unit?.code ?? '',
  under: unit?.under ?? office,
  name: unit?.name ?? '',
  kind: unit?.kind ?? '',
  validFrom: unit?.validFrom ?? '',
  validTo: unit?.validTo ?? '',
  madeFrom: (unit?.predecessors ?? []).map(lineOf).join('\n'),
});
const unitOf = ({ code, under, name, kind, validFrom, validTo, madeFrom }: Draft) =>
  NewUnit.safeParse({
    code: code.trim(),
    under,
    name,
    kind,
    validFrom: validFrom || null,
    validTo: validTo || null,
    predecessors: madeFrom
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map(predecessorIn),
  });

export function UnitForm(props: {
  /** `null` for a new one. */
  unit: UnitBeneath | null;
  list: UnitList;
  state: Pick<Save, 'busy' | 'fault'>;
  /** @returns whether it was stored. */
  onSave: (unit: NewUnit) => Promise<boolean>;
  onCancel: () => void;
}) {
  const { unit, list, state, onSave, onCancel } = props;
  const { language, words: shell } = useShell();
  const words = UNIT_WORDS[language];
  const kept = useKept(`unit ${unit?.code ?? ''}`, draftOf(unit, list.office.code));
  const { value: draft, set } = kept;
  const [wrong, setWrong] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const take = (change: Partial<Draft>) => set({ ...draft, ...change });
  const send = () => {
    const parsed = unitOf(draft);
    setWrong(!parsed.success);
    if (parsed.success && !state.busy) void onSave(parsed.data).then((done) => done && kept.forget());
  };
  const text = (key: 'code' | 'name' | 'kind', label: string, longest: number, hint?: string) => (
    <label class="field">
      <span>{label}</span>
      <input
        value={draft[key]}
        maxLength={longest}
        required={key !== 'kind'}
        autocomplete="off"
        list={key === 'kind' ? 'unit-kinds' : undefined}
        {...(key === (unit ? 'name' : 'code') && { ref: first })}
        onInput={({ currentTarget }) => take({ [key]: currentTarget.value })}
      />
      {hint !== undefined && <span class="field-hint">{hint}</span>}
    </label>
  );
  return (
    <form class="form" noValidate onSubmit={sends(send)}>
      {unit === null && text('code', words.code, 32, words.codeHint)}
      {text('name', words.name, 120)}
      {text('kind', words.kind, 40)}
      <datalist id="unit-kinds">
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {kind}
          </option>
        ))}
      </datalist>
      {unit === null && list.units.length > 0 && (
        <label class="field">
          <span>{words.under}</span>
          <select value={draft.under} onChange={({ currentTarget }) => take({ under: currentTarget.value })}>
            {[list.office, ...list.units].map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="field-row">
        <DateField label={words.validFrom} value={draft.validFrom} onDay={(validFrom) => take({ validFrom })} />
        <DateField label={words.validTo} value={draft.validTo} onDay={(validTo) => take({ validTo })} />
      </div>
      <label class="field">
        <span>{words.madeFrom}</span>
        <textarea
          rows={3}
          maxLength={4000}
          value={draft.madeFrom}
          onInput={({ currentTarget }) => take({ madeFrom: currentTarget.value })}
        />
        <span class="field-hint">{words.madeFromHint}</span>
      </label>
      {wrong && (
        <p class="notice notice-alert" role="alert">
          {words.bad}
        </p>
      )}
      <SaveRow
        state={state}
        label={shell.save}
        onCancel={() => {
          kept.forget();
          onCancel();
        }}
      />
    </form>
  );
}
