/** From the state of the visit to the screen. All that a screen may ask for goes through the port or the visit. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/face.css';
import '../ui/kiosk.css';
import '../ui/kiosk-ask.css';
import '../ui/kiosk-screens.css';
import type { DeviceSettings } from '../domain/place.ts';
import { asksReasons } from '../domain/survey.ts';
import { useClosed, type Closed as Hours } from './hours.ts';
import { useIdle } from './idle.ts';
import { useArrival, useBackTrap, usePageView } from './page.ts';
import type { KioskPort, Use } from './port.ts';
import { Answering } from './screens/Answering.tsx';
import { Closed } from './screens/Closed.tsx';
import { Saving, Thanks, Unsaved } from './screens/Ending.tsx';
import { Later } from './screens/Later.tsx';
import { Progress } from './screens/Rate.tsx';
import { StillThere } from './screens/StillThere.tsx';
import { Tools } from './screens/Tools.tsx';
import { OfficeName, Welcome } from './screens/Welcome.tsx';
import { moment, useVisit, type VisitHandle } from './useVisit.ts';
import { useWakeLock } from './wake.ts';
import { chosenAt, PLAIN_VIEW, placeOf, progressOf, type Place, type View, type Visit } from './visit.ts';

// Staff only, so none of it is loaded with the first screen.
const loadStaff = () => import('./screens/Staff.tsx').then(({ Staff }) => Staff);
const loadEnrol = () => import('./screens/Enrol.tsx').then(({ Enrol }) => Enrol);
const loadTrial = () => import('./screens/Trial.tsx').then(({ Trial }) => Trial);
const loadHomeScreen = () => import('./screens/HomeScreen.tsx').then(({ HomeScreen }) => HomeScreen);

/** What the tablet was told, and who may use it. */
interface Known {
  settings: DeviceSettings | null;
  use: Use;
}
function useKnown(port: KioskPort): Known {
  const [known, setKnown] = useState<Known>(() => ({ settings: port.settings(), use: port.use() }));
  useEffect(() => {
    const look = () => setKnown({ settings: port.settings(), use: port.use() });
    look();
    return port.onSettings(look);
  }, [port]);
  return known;
}

type Aside = 'staff' | 'enrol' | 'trial' | 'home-screen' | 'closed' | 'still-there';
type ScreenName = Exclude<Visit['phase'], 'answering'> | Place['name'] | Aside;
/** The screens at which nobody is in the middle of anything. */
const RESTING: readonly ScreenName[] = ['welcome', 'closed', 'enrol', 'trial', 'home-screen'];

function nameOf(visit: Visit, { settings, use }: Known, staff: boolean, asked: boolean, closed: boolean): ScreenName {
  if (visit.phase === 'answering') return asked ? 'still-there' : placeOf(visit.ballot).name;
  if (visit.phase !== 'welcome') return visit.phase;
  if (staff) return 'staff';
  if (use === 'home-screen') return use;
  if (!settings) return 'enrol';
  return use === 'trial' ? use : closed ? 'closed' : 'welcome';
}
/** Differs for every screen that a person takes in anew; the language makes no difference. */
function keyOf(name: ScreenName, visit: Visit): string {
  const place = name === 'rate' && visit.phase === 'answering' ? placeOf(visit.ballot) : null;
  return place?.name === 'rate' ? `${name} ${place.criterion.id}` : name;
}
function reasonsOpen(visit: Visit): boolean {
  const chosen = visit.phase === 'answering' ? chosenAt(visit.ballot) : null;
  return chosen !== null && typeof chosen === 'object' && asksReasons(chosen.level);
}

function Top(props: { name: ScreenName; visit: Visit; office: string; onStaff: () => void }) {
  const { name, visit, office, onStaff } = props;
  // Also a tablet that is not in use holds records that staff may have to send or take away.
  if (office !== '' && name !== 'enrol' && RESTING.includes(name))
    return <OfficeName name={office} onStaff={onStaff} />;
  if (name !== 'rate' || visit.phase !== 'answering') return <span />;
  return <Progress {...progressOf(visit.ballot)} language={visit.view.language} />;
}

function Screen(props: { settings: DeviceSettings; handle: VisitHandle; closed: Hours | null }) {
  const { settings, closed } = props;
  const { visit, act } = props.handle;
  const { language } = visit.view;
  const close = useCallback(() => act({ type: 'close' }), [act]);
  switch (visit.phase) {
    case 'welcome': {
      const begin = () => act({ type: 'begin', settings, moment: moment() });
      if (closed) return <Closed reopens={closed.reopens} language={language} onBegin={begin} />;
      return <Welcome survey={settings.survey} language={language} onBegin={begin} />;
    }
    case 'answering':
      return <Answering ballot={visit.ballot} language={language} act={act} />;
    case 'saving':
      return <Saving language={language} />;
    case 'unsaved':
      return <Unsaved language={language} onClose={close} />;
    case 'thanks':
      return <Thanks language={language} onClose={close} />;
  }
}

export function App({ port }: { port: KioskPort }) {
  const known = useKnown(port);
  const { settings } = known;
  const closed = useClosed(settings?.hours);
  const handle = useVisit(port);
  const { visit, act, pending } = handle;
  const [staff, setStaff] = useState(false);
  const ballot = visit.phase === 'answering' ? visit.ballot : null;
  const [seconds, stay] = useIdle(ballot?.settings.rules ?? null, () => act({ type: 'leave', moment: moment() }));
  const openStaff = useCallback(() => setStaff(true), []);
  const closeStaff = useCallback(() => setStaff(false), []);
  const name = nameOf(visit, known, staff, seconds !== null, closed !== null);
  const screen = useArrival(keyOf(name, visit), reasonsOpen(visit));

  usePageView(visit.view);
  useWakeLock(name !== 'closed');
  useBackTrap(() => (staff ? closeStaff() : act({ type: 'back' })));

  // Whoever walks away from the welcome screen leaves no language or display behind.
  const { rules } = settings ?? {};
  useEffect(() => {
    if ((name !== 'welcome' && name !== 'closed') || visit.view === PLAIN_VIEW) return;
    const plain = setTimeout(() => act({ type: 'leave', moment: moment() }), (rules?.idleSeconds ?? 30) * 1000);
    return () => clearTimeout(plain);
  }, [name, visit.view, rules, act]);

  const resting = RESTING.includes(name) && pending === 0;
  useEffect(() => port.atRest(resting), [port, resting]);

  const onView = (view: Partial<View>) => act({ type: 'view', view });
  const { language } = visit.view;
  const inside = () => {
    if (name === 'staff') return <Later load={loadStaff} give={{ port, language, pending, onClose: closeStaff }} />;
    if (name === 'enrol') return <Later load={loadEnrol} give={{ port, language }} />;
    if (name === 'trial') return <Later load={loadTrial} give={{ port, language }} />;
    if (name === 'home-screen') return <Later load={loadHomeScreen} give={{ language }} />;
    if (name === 'still-there') return <StillThere seconds={seconds ?? 0} language={language} onStay={stay} />;
    // A visit goes on under the settings it began with, whatever becomes of the tablet's.
    const valid = ballot?.settings ?? settings;
    return valid && <Screen settings={valid} handle={handle} closed={closed} />;
  };
  return (
    <div class="kiosk" data-screen={name}>
      <header class="top">
        <Top {...{ name, visit }} office={settings?.office.name ?? ''} onStaff={openStaff} />
        <Tools view={visit.view} onView={onView} />
      </header>
      <main class="screen" ref={screen}>
        {inside()}
      </main>
      <div class="shield" />
    </div>
  );
}
