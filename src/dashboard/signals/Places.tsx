/** Counters far above their peers, by week: shown, and taken into no figure. */
import { fraction } from '../../domain/fraction.ts';
import type { SignalList } from '../../domain/signal-list.ts';
import { SIGNAL_WORDS } from '../../ui/words/signals.ts';
import { useShell } from '../shell/shell.ts';

export function Places({ list }: { list: SignalList }) {
  const { language, format } = useShell();
  const words = SIGNAL_WORDS[language];
  const share = (part: number, all: number) => format.percent(format.share(fraction(100 * part, all)));
  return (
    <section class="signals-places">
      <h2>{words.placesTitle}</h2>
      <p class="quiet">{words.placesIntro}</p>
      <ul>
        {list.places.map(({ counter, week, valid, satisfied, peersValid, peersSatisfied }) => (
          <li key={`${week} ${counter}`}>
            <strong>{list.counters.find((one) => one.id === counter)?.name ?? counter}</strong> ·{' '}
            {words.week(format.day(week))}
            <br />
            {words.place(
              share(satisfied, valid),
              format.count(valid),
              share(peersSatisfied, peersValid),
              format.count(peersValid),
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
