/** Settings of the office, a part at a time: each is saved by itself. */
import './settings.css';
import type { JSX } from 'preact';
import { type Inherited, OfficeSettings } from '../../domain/office-settings.ts';
import { OFFICE_SETTINGS_WORDS, type OfficeSettingsWords } from '../../ui/words/office-settings.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { BackupsPart } from './BackupsPart.tsx';
import { CountersPart } from './CountersPart.tsx';
import { FromAbove } from './FromAbove.tsx';
import { HolidaysPart } from './HolidaysPart.tsx';
import { HoursPart } from './HoursPart.tsx';
import { OfficePart } from './OfficePart.tsx';
import { PopulationPart } from './PopulationPart.tsx';
import { RecipientsPart } from './RecipientsPart.tsx';
import { SignalsPart } from './SignalsPart.tsx';
import { TabletsPart } from './TabletsPart.tsx';
import { UnitsPart } from './UnitsPart.tsx';
import type { PartProps } from './use-change.ts';

type PartName = keyof OfficeSettingsWords['parts'];
const PARTS: Readonly<Record<PartName, (props: PartProps) => JSX.Element>> = {
  office: OfficePart,
  counters: CountersPart,
  tablets: TabletsPart,
  hours: HoursPart,
  holidays: HolidaysPart,
  population: PopulationPart,
  alerts: RecipientsPart,
  signals: SignalsPart,
  units: UnitsPart,
  backups: BackupsPart,
};
/** The setting of a part that may come from above. */
const COMES_FROM_ABOVE: Readonly<Partial<Record<PartName, Inherited>>> = {
  tablets: 'rules',
  hours: 'openingHours',
  holidays: 'holidays',
  signals: 'signals',
};
const NAMES: readonly PartName[] = [
  'office',
  'counters',
  'tablets',
  'hours',
  'holidays',
  'population',
  'alerts',
  'signals',
  'units',
  'backups',
];

export function Section() {
  const { address, language } = useShell();
  const words = OFFICE_SETTINGS_WORDS[language];
  const { value, state, code, reload, replace } = useLoad(OfficeSettings, 'office-settings');
  const name = NAMES.find((one) => one === address.rest[0]) ?? 'office';
  const Part = PARTS[name];
  const inherited = COMES_FROM_ABOVE[name];
  return (
    <>
      <div class="section-head">
        <h1>{words.title}</h1>
      </div>
      <div class="settings">
        <nav class="settings-nav" aria-label={words.title}>
          <ul>
            {NAMES.map((one) => (
              <li key={one}>
                <Link to={`/dashboard/settings/${one}`} aria-current={one === name ? 'page' : undefined}>
                  {words.parts[one]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <section class="settings-part" aria-label={words.parts[name]}>
          <h2>{words.parts[name]}</h2>
          {value ? (
            <>
              {inherited !== undefined && <FromAbove part={inherited} settings={value} replace={replace} />}
              <Part
                key={`${name} ${JSON.stringify(inherited && value.from[inherited])}`}
                settings={value}
                replace={replace}
              />
            </>
          ) : state === 'failed' ? (
            <LoadFailed code={code} onRetry={reload} />
          ) : (
            <Loading />
          )}
        </section>
      </div>
    </>
  );
}
