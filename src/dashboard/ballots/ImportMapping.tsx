/** Which column is what, then the whole file read and shown, then the start of the import. */
import { useRef, useState } from 'preact/hooks';
import {
  CheckReply,
  type ColumnGuess,
  type ColumnMap,
  type ImportFile,
  ImportState,
} from '../../domain/paper-import.ts';
import { isDay } from '../../domain/period.ts';
import type { PaperSetup } from '../../domain/paper.ts';
import { BALLOTS_IMPORT_WORDS } from '../../ui/words/ballots-import.ts';
import { useShell } from '../shell/shell.ts';
import { faultText } from './fault-text.ts';
import { choiceOf, finishMap, TARGETS, unusedOf, withCriterion, withTarget } from './import-map.ts';
import { ImportCheck, type Checked } from './ImportCheck.tsx';

export interface ImportMappingProps {
  file: ImportFile;
  setup: PaperSetup;
  onAgain: () => void;
  onStarted: (state: ImportState) => void;
}

export function ImportMapping({ file, setup, onAgain, onStarted }: ImportMappingProps) {
  const shell = useShell();
  const { language, ask, format } = shell;
  const words = BALLOTS_IMPORT_WORDS[language];
  const [guess, setGuess] = useState<ColumnGuess>(file.guess);
  const [checked, setChecked] = useState<{ map: ColumnMap; reply: Checked } | null>(null);
  const [busy, setBusy] = useState<'check' | 'start' | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const result = useRef<HTMLElement>(null);
  const change = (next: ColumnGuess) => {
    setGuess(next);
    // What was shown is no longer what would be imported.
    setChecked(null);
    setFault(null);
  };
  const failed = (code: string | null) => setFault(code === 'not-found' ? words.gone : faultText(shell, code));

  async function check(after: number): Promise<void> {
    const map = finishMap(guess);
    if (map === 'date' || map === 'counter') return setFault(map === 'date' ? words.dateMissing : words.counterMissing);
    setBusy('check');
    setFault(null);
    const asked = await ask(CheckReply, `paper/files/${file.id}/check`, { method: 'POST', body: { map, after } });
    setBusy(null);
    if (asked.state === 'failed') return failed(asked.code);
    const reply = asked.value;
    if (reply.state === 'refused') return setFault(words.problems[reply.code]);
    const before = after > 0 ? (checked?.reply.badRows ?? []) : [];
    setChecked({ map, reply: { ...reply, badRows: [...before, ...reply.badRows] } });
    if (after === 0) requestAnimationFrame(() => result.current?.focus());
  }
  async function start(sameName: 'correction' | 'other' | null): Promise<void> {
    if (!checked) return;
    setBusy('start');
    const body = { map: checked.map, sameName };
    const asked = await ask(ImportState, `paper/files/${file.id}/import`, { method: 'POST', body });
    setBusy(null);
    if (asked.state === 'failed') return failed(asked.code);
    if (asked.value.state === 'refused' && asked.value.code !== null) return setFault(words.problems[asked.value.code]);
    onStarted(asked.value);
  }

  const options = file.columns.map(({ name }, at) => (
    <option key={at} value={choiceOf(at)}>
      {name === '' ? `(${at + 1})` : name}
    </option>
  ));
  const example = (column: number | null) => {
    const samples = column === null ? [] : (file.columns[column]?.samples ?? []);
    const values = samples.map((sample) => (isDay(sample) ? format.day(sample) : sample));
    return values.length === 0 ? null : <span class="field-hint">{words.example(values.join(' · '))}</span>;
  };
  const counters = setup.counters.map(({ id, name }) => (
    <option key={id} value={choiceOf(null, id)}>
      {words.oneCounter(name)}
    </option>
  ));

  const unused = unusedOf(file.columns, guess);

  return (
    <>
      <section class="ballots-map">
        <p class="ballots-file">
          <strong dir="auto">{file.name}</strong>
          {file.sheet !== null && <span class="quiet"> {words.sheet(file.sheet)}</span>}{' '}
          <button type="button" class="link" onClick={onAgain}>
            {words.another}
          </button>
        </p>
        <h2>{words.mapTitle}</h2>
        <p class="quiet">{words.mapHow(format.count(guess.headerLine))}</p>
        <div class="ballots-columns">
          {TARGETS.map((target) => (
            <label key={target} class="field">
              <span>{words.targets[target]}</span>
              <select
                value={choiceOf(guess[target], target === 'counter' ? guess.counterId : null)}
                onChange={(event) => change(withTarget(guess, target, event.currentTarget.value))}
              >
                <option value="">{words.noColumn}</option>
                {options}
                {target === 'counter' && counters}
              </select>
              {example(guess[target])}
            </label>
          ))}
          {setup.survey.criteria.map(({ id, name }) => {
            const column = guess.criteria.find((one) => one.id === id)?.column ?? null;
            return (
              <label key={id} class="field">
                <span>{name[language]}</span>
                <select
                  value={choiceOf(column)}
                  onChange={(event) => change(withCriterion(guess, id, event.currentTarget.value))}
                >
                  <option value="">{words.noColumnBlank}</option>
                  {options}
                </select>
                {example(column)}
              </label>
            );
          })}
        </div>
        {unused.length > 0 && <p class="notice">{words.unusedColumns(unused.join(', '))}</p>}
        {fault !== null && (
          <p class="notice notice-alert" role="alert">
            {fault}
          </p>
        )}
        <div class="buttons">
          <button
            type="button"
            class={checked ? 'button button-quiet' : 'button'}
            disabled={busy !== null}
            onClick={() => void check(0)}
          >
            {busy === 'check' ? words.reading : words.check}
          </button>
        </div>
      </section>
      {checked && (
        <section class="ballots-check" tabIndex={-1} ref={result} aria-label={words.checkTitle}>
          <ImportCheck
            key={JSON.stringify(checked.map)}
            reply={checked.reply}
            setup={setup}
            map={checked.map}
            busy={busy !== null}
            onMore={(after) => void check(after)}
            onStart={(sameName) => void start(sameName)}
          />
        </section>
      )}
    </>
  );
}
