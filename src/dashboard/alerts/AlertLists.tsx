/** The open alerts with what can be done about them, then those that were closed. Looks again every minute. */
import { useEffect } from 'preact/hooks';
import { AlertList } from '../../domain/alert.ts';
import { ALERT_WORDS } from '../../ui/words/alerts.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { AlertCard } from './AlertCard.tsx';

const LOOK_MS = 60_000;

export function AlertLists() {
  const { language, format } = useShell();
  const words = ALERT_WORDS[language];
  const { value, state, code, reload } = useLoad(AlertList, 'alerts');
  useEffect(() => {
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [reload]);
  if (!value) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />;
  return (
    <>
      {state === 'failed' && <p class="notice notice-alert">{words.stale}</p>}
      {value.open.length === 0 ? (
        <section class="empty">
          <h2>{words.noneTitle}</h2>
          <p>{words.noneText}</p>
        </section>
      ) : (
        <section class="alert-part">
          <h2>{words.openTitle(format.count(value.open.length))}</h2>
          <ul class="alerts">
            {value.open.map((alert) => (
              <AlertCard key={alert.id} alert={alert} reload={reload} />
            ))}
          </ul>
        </section>
      )}
      {value.closed.length > 0 && (
        <section class="alert-part">
          <h2>{words.historyTitle}</h2>
          <ul class="alerts">
            {value.closed.map((alert) => (
              <AlertCard key={alert.id} alert={alert} reload={reload} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
