/** How a tablet is, in words: the state in a sentence, and what it reported last. */
import { type Tablet, type TabletState, tabletState } from '../../domain/fleet.ts';
import { dayHour } from '../../domain/period.ts';
import { TABLET_EVIDENCE_WORDS } from '../../ui/words/tablet-evidence.ts';
import { TABLET_WORDS } from '../../ui/words/tablets.ts';
import { useShell } from '../shell/shell.ts';
import { useSize } from '../shell/size.ts';
import { Evidence } from './Evidence.tsx';

/** A shape for each state besides its word, so that neither colour nor reading alone carries it. */
const SHAPES: Record<TabletState, string> = {
  'in-touch': 'M3 8.5L6.5 12L13 4.5',
  silent: 'M8 2.5L14.5 13.5H1.5Z',
  new: 'M8 3V13M3 8H13',
  never: 'M8 2.5L14.5 13.5H1.5Z',
  quiet: 'M11 3A6 6 0 1 0 13.5 10A5 5 0 0 1 11 3Z',
  revoked: 'M4 4L12 12M12 4L4 12',
};

export function StateBadge({ tablet, now }: { tablet: Tablet; now: number }) {
  const { language } = useShell();
  const state = tabletState(tablet, now);
  return (
    <span class={state === 'silent' || state === 'never' ? 'tag tablet-bad' : 'tag'}>
      <svg class="tablet-shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d={SHAPES[state]} />
      </svg>
      {TABLET_WORDS[language].badges[state]}
    </span>
  );
}

/** @param now by the server's clock, when the list was made. */
export function useStateText(): (tablet: Tablet, now: number) => string {
  const { language, format, session } = useShell();
  const { states } = TABLET_WORDS[language];
  const time = (instant: number | null) => (instant === null ? '' : format.time(instant, session.today));
  return (tablet, now) => {
    switch (tabletState(tablet, now)) {
      case 'in-touch':
        return states.inTouch(time(tablet.lastSeenAt));
      case 'silent':
        return states.silent(time(tablet.lastSeenAt));
      case 'quiet':
        return states.quiet(time(tablet.lastSeenAt));
      case 'new':
        return states.new;
      case 'never':
        return states.never;
      case 'revoked':
        return states.revoked(format.day(dayHour(tablet.revokedAt ?? 0, session.zone).day));
    }
  };
}

const MINUTE = 60_000;
type Report = NonNullable<Tablet['report']>;

/** What only newer programs and some browsers tell. */
function useMore(): (tablet: Tablet, report: Report) => [string, string][] {
  const { language, format } = useShell();
  const more = TABLET_EVIDENCE_WORDS[language];
  const size = useSize();
  return (tablet, { battery, usage, quota, kept, stores }) => {
    const key =
      tablet.fingerprint === null ? more.keyWeak : tablet.confirmedAt === null ? more.keyOpen : more.keyConfirmed;
    const level = battery && format.percent(format.count(Math.round(battery.level * 100)));
    const bad = (['database', 'journal'] as const).filter((store) => stores !== null && stores[store] !== 'ok');
    return [
      [more.key, key],
      ...(usage !== null && quota !== null
        ? ([[more.space, more.spaceOf(size(usage), size(quota))]] as [string, string][])
        : []),
      ...(battery && level !== null
        ? ([[more.battery, battery.charging ? more.charging(level) : level]] as [string, string][])
        : []),
      ...(kept === null ? [] : ([[more.kept, format.count(kept)]] as [string, string][])),
      ...(stores === null
        ? []
        : ([
            [more.stores, bad.length === 0 ? more.storesGood : bad.map((store) => more.storesBad[store]).join('; ')],
          ] as [string, string][])),
    ];
  };
}

export function TabletFacts({ tablet }: { tablet: Tablet }) {
  const { language, format, session } = useShell();
  const words = TABLET_WORDS[language];
  const more = useMore();
  const { report } = tablet;
  if (!report) return <Evidence tablet={tablet} />;
  const minutes = Math.round(Math.abs(report.clockAhead) / MINUTE);
  const clock =
    minutes === 0
      ? words.clockRight
      : (report.clockAhead > 0 ? words.clockAhead : words.clockBehind)(format.count(minutes));
  const storage =
    report.persisted === null ? words.storageUnknown : report.persisted ? words.storageKept : words.storageLoose;
  const oldest = report.oldestUnsentAt;
  const facts: [string, string][] = [
    [words.unsent, format.count(report.unsent)],
    ...(oldest === null
      ? []
      : [[words.oldest, words.fromHour(format.time(oldest, session.today))] as [string, string]]),
    [words.refused, format.count(report.refused)],
    [words.clock, clock],
    [words.storage, storage],
    ...more(tablet, report),
    [words.app, report.app],
  ];
  return (
    <>
      <Evidence tablet={tablet} />
      <dl class="tablet-facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
