/** When each tablet last spoke and what it still keeps: figures without its unsent ballots are not complete. */
import type { DeviceState } from '../../domain/results.ts';
import { Link } from '../shell/Link.tsx';
import { usePage } from './page.ts';

/** "Máy ở quầy 2 liên lạc lần cuối 07:58" */
export function DeviceLine({ device: { counter, name, lastSeenAt, unsent } }: { device: DeviceState }) {
  const { words, labels, format, results } = usePage();
  return (
    <>
      {words.device(labels.counter(counter))}
      {name !== '' && <span class="quiet"> ({name})</span>}{' '}
      {lastSeenAt === null ? words.neverSeen : words.lastSeen(format.time(lastSeenAt, results.today))}
      {unsent !== null && unsent > 0 && <strong>, {words.unsent(format.count(unsent))}</strong>}
    </>
  );
}

/** `heading` is the level that fits the page around it. */
export function Devices({ heading: Heading }: { heading: 'h2' | 'h3' }) {
  const { results, words } = usePage();
  return (
    <div class="devices">
      <Heading>{words.devices}</Heading>
      {results.devices.length === 0 ? (
        <p class="quiet">
          {words.emptyNoDevice} <Link to="/dashboard/tablets">{words.toTablets}</Link>
        </p>
      ) : (
        <ul>
          {results.devices.map((device) => (
            <li key={device.id}>
              <DeviceLine device={device} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
