/** Tablets: the list, one tablet, and a new one. Looks again every minute, as long as it is open. */
import { useEffect } from 'preact/hooks';
import './tablets.css';
import { mayAct } from '../../domain/account.ts';
import { Fleet } from '../../domain/fleet.ts';
import { TABLET_WORDS } from '../../ui/words/tablets.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { EnrolPage } from './EnrolPage.tsx';
import { FilePage } from './FilePage.tsx';
import { TabletList } from './TabletList.tsx';
import { TabletPage } from './TabletPage.tsx';

const LOOK_MS = 60_000;

export function Section() {
  const { address, language, session } = useShell();
  const words = TABLET_WORDS[language];
  const { value: fleet, state, code, reload } = useLoad(Fleet, 'tablets');
  useEffect(() => {
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [reload]);
  if (!fleet) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />;
  const [part] = address.rest;
  if (part === undefined)
    return (
      <>
        {state === 'failed' && <p class="notice notice-alert">{words.stale}</p>}
        <TabletList fleet={fleet} reload={reload} />
      </>
    );
  if (part === 'enrol' && mayAct(session.account.role, 'administrator'))
    return <EnrolPage fleet={fleet} reload={reload} />;
  if (part === 'file' && mayAct(session.account.role, 'team')) return <FilePage reload={reload} />;
  const tablet = fleet.tablets.find(({ id }) => id === part);
  if (tablet) return <TabletPage tablet={tablet} fleet={fleet} reload={reload} />;
  return (
    <section class="state">
      <h1>{words.gone}</h1>
      <Link to="/dashboard/tablets" class="link">
        {words.back}
      </Link>
    </section>
  );
}
