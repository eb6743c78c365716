/** The days of tablets with something to look at: what, from which numbers, and what may be done. */
import { BALLOT_SIGNALS } from '../../domain/signal.ts';
import type { DaySignal, SignalList, TabletDaySignals } from '../../domain/signal-list.ts';
import { SIGNAL_WORDS, type SignalWords } from '../../ui/words/signals.ts';
import { useShell } from '../shell/shell.ts';

type Kind = keyof SignalWords['kinds'];
/** `null` for a kind that a newer server knows. */
const kindOf = (kind: string): Kind | null => BALLOT_SIGNALS.find((one) => one === kind) ?? null;

function useWhy(): (kind: Kind, facts: DaySignal['facts']) => string {
  const { language, format } = useShell();
  const words = SIGNAL_WORDS[language].why;
  return (kind, facts) => {
    const count = (name: string) => format.count(facts[name] ?? 0);
    const seconds = (name: string) => format.decimal(((facts[name] ?? 0) / 1000).toFixed(1));
    switch (kind) {
      case 'too-quick':
        return words[kind](seconds('quickest'), seconds('limit'));
      case 'burst':
      case 'straight-top':
        return words[kind](count('ballots'), count('seconds'));
      case 'out-of-hours':
        return words[kind](count('grace'));
      case 'compensation':
        return words[kind](count('minutes'), count('percent'));
      case 'channel-misfit':
        return words[kind];
    }
  };
}

function Signal({ signal, all }: { signal: DaySignal; all: number }) {
  const { language, format } = useShell();
  const words = SIGNAL_WORDS[language];
  const why = useWhy();
  const kind = kindOf(signal.kind);
  return (
    <li class="signal">
      <h4>
        {kind ? words.kinds[kind] : signal.kind}
        <span class="signal-count">{words.ballotsOf(format.count(signal.ballots), format.count(all))}</span>
      </h4>
      {kind && (
        <p>
          {why(kind, signal.facts)} <span class="quiet">{words.todo[kind]}</span>
        </p>
      )}
    </li>
  );
}

function Tablet({ entry, counter }: { entry: TabletDaySignals; counter: string }) {
  const { language } = useShell();
  const words = SIGNAL_WORDS[language];
  return (
    <li class="panel signals-tablet">
      <h3>
        {entry.name || words.paper} <span class="quiet">{counter}</span>
      </h3>
      <ul>
        {entry.signals.map((signal) => (
          <Signal key={signal.kind} signal={signal} all={entry.ballots} />
        ))}
      </ul>
    </li>
  );
}

export function Days({ list }: { list: SignalList }) {
  const { format } = useShell();
  const days = [...new Set(list.days.map(({ day }) => day))];
  const counterName = (id: string) => list.counters.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      {days.map((day) => (
        <section key={day} class="signals-day">
          <h2>{format.day(day)}</h2>
          <ul>
            {list.days
              .filter((entry) => entry.day === day)
              .map((entry) => (
                <Tablet key={entry.device} entry={entry} counter={counterName(entry.counter)} />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}
