/** Which days: the last month, quarter or year that is over, or any two days. */
import { DateField } from '../shell/DateField.tsx';
import { useId } from 'preact/hooks';
import { isDay, type Period } from '../../domain/period.ts';
import { lastClosed, periodText } from '../../domain/report-period.ts';
import { REPORT_WORDS } from '../../ui/words/reports.ts';
import { useShell } from '../shell/shell.ts';

export type Kind = 'month' | 'quarter' | 'year' | 'range';
export interface Chosen extends Period {
  kind: Kind;
}
const KINDS: readonly Kind[] = ['month', 'quarter', 'year', 'range'];

export const firstChoice = (today: string): Chosen => ({ kind: 'quarter', ...lastClosed('quarter', today) });
/** What is wrong with the days; `null` when they can be asked for. */
export const faultOf = ({ from, to }: Period): 'badRange' | null =>
  isDay(from) && isDay(to) && from <= to ? null : 'badRange';

export function PeriodFields({ value, onChoose }: { value: Chosen; onChoose: (chosen: Chosen) => void }) {
  const { language, session } = useShell();
  const words = REPORT_WORDS[language];
  const id = useId();
  const choose = (kind: Kind) =>
    onChoose(kind === 'range' ? { ...value, kind } : { kind, ...lastClosed(kind, session.today) });
  const day = (name: 'from' | 'to') => (
    <DateField
      label={words[name]}
      value={value[name]}
      max={session.today}
      onDay={(found) => onChoose({ ...value, [name]: found })}
    />
  );
  return (
    <>
      <div class="field">
        <label for={`${id}-kind`}>{words.kind}</label>
        <select
          id={`${id}-kind`}
          value={value.kind}
          onChange={(event) => {
            const kind = KINDS.find((one) => one === event.currentTarget.value);
            if (kind) choose(kind);
          }}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {words.kinds[kind]}
              {kind !== 'range' && ` (${periodText(lastClosed(kind, session.today), language)})`}
            </option>
          ))}
        </select>
      </div>
      {value.kind === 'range' && day('from')}
      {value.kind === 'range' && day('to')}
    </>
  );
}
