/** What happened to a tablet, newest first, with its time by the server's clock and what it means. */
import type { Tablet } from '../../domain/fleet.ts';
import { EVENT_SENTENCES } from '../../domain/device-event-sentence.ts';
import { FOUND_EVENTS, FAULT_EVENTS, type DeviceEventKind } from '../../domain/device-event.ts';
import { TABLET_EVIDENCE_WORDS } from '../../ui/words/tablet-evidence.ts';
import { useShell } from '../shell/shell.ts';

const GRAVE: readonly DeviceEventKind[] = [...FOUND_EVENTS, ...FAULT_EVENTS];
/** Told so much later than it happened, both times are worth saying. */
const LATER_MS = 600_000;

export function TabletEvents({ events }: Pick<Tablet, 'events'>) {
  const { language, format, session } = useShell();
  const words = TABLET_EVIDENCE_WORDS[language];
  const time = (instant: number) => format.time(instant, session.today);
  return (
    <section class="panel" aria-labelledby="tablet-events">
      <h2 id="tablet-events">{words.events}</h2>
      {events.length === 0 ? (
        <p class="quiet">{words.noEvents}</p>
      ) : (
        <ol class="tablet-events">
          {events.map(({ kind, at, receivedAt, place, note }, index) => {
            const sentence = EVENT_SENTENCES[kind][language];
            const more = [
              ...(place ? [words.eventPlace(format.count(place.seq))] : []),
              ...(receivedAt - at > LATER_MS ? [words.eventHeard(time(receivedAt))] : []),
              ...(note ? [note] : []),
            ];
            return (
              <li key={index} class={GRAVE.includes(kind) ? 'evidence-bad' : undefined}>
                <time dateTime={new Date(at).toISOString()}>{time(at)}</time>
                <span>
                  {sentence.charAt(0).toUpperCase() + sentence.slice(1)}
                  {more.length > 0 && <span class="quiet"> ({more.join('; ')})</span>}
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
