/** One alert: what was found, since when, on how many answers, what people did, and the way to the figures behind it. */
import { mayAct } from '../../domain/account.ts';
import type { Alert } from '../../domain/alert.ts';
import { alertSentence } from '../../domain/alert-sentence.ts';
import { ALERT_WORDS } from '../../ui/words/alerts.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { AlertActions } from './AlertActions.tsx';

/** The overview of the days that the rule looked at, narrowed to its object. */
function figuresOf({ object, measured }: Alert): string | null {
  if (measured.kind !== 'share') return null;
  const query = new URLSearchParams({ from: measured.from, to: measured.to });
  if (object.kind === 'counter' || object.kind === 'criterion') query.set(object.kind, object.id);
  return `/dashboard?${query.toString()}`;
}

function Facts({ alert }: { alert: Alert }) {
  const { language, format, session } = useShell();
  const words = ALERT_WORDS[language];
  const time = (instant: number) => format.time(instant, session.today);
  const { measured } = alert;
  const facts = [
    words.opened(time(alert.openedAt)),
    ...(measured.kind === 'share'
      ? [words.window(format.day(measured.from), format.day(measured.to)), words.basis(format.count(measured.n))]
      : []),
    ...(alert.recoveredAt === null || alert.closedAt !== null ? [] : [words.recovered(time(alert.recoveredAt))]),
    ...(alert.acknowledgedAt === null
      ? []
      : [words.acknowledged(alert.acknowledgedBy ?? '', time(alert.acknowledgedAt))]),
    ...(alert.closedAt === null
      ? []
      : [
          alert.closedBy === null
            ? words.closedItself(time(alert.closedAt))
            : words.closedBy(alert.closedBy, time(alert.closedAt)),
        ]),
    // A first try that has not been made yet is no news.
    ...alert.deliveries
      .filter(({ state, tries }) => state === 'failed' || (state === 'waiting' && tries > 0))
      .map(({ channel, state }) => (state === 'failed' ? words.gaveUp : words.notSent)[channel]),
  ];
  return (
    <ul class="alert-facts">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

export function AlertCard({ alert, reload }: { alert: Alert; reload: () => void }) {
  const { language, session } = useShell();
  const words = ALERT_WORDS[language];
  const open = alert.closedAt === null;
  const figures = figuresOf(alert);
  return (
    <li class={open ? 'panel alert alert-open' : 'panel alert'}>
      <h3 dir="auto">{alertSentence(alert)[language]}</h3>
      {open && alert.acknowledgedAt === null && <p class="tag alert-fresh">{words.fresh}</p>}
      <Facts alert={alert} />
      {alert.note !== '' && (
        <p class="alert-note" dir="auto">
          {alert.note}
        </p>
      )}
      <div class="alert-foot">
        {open && mayAct(session.account.role, 'team') && <AlertActions alert={alert} reload={reload} />}
        {figures !== null && (
          <Link to={figures} class="link">
            {words.seeFigures}
          </Link>
        )}
        {alert.object.kind === 'device' && (
          <Link to={`/dashboard/tablets/${encodeURIComponent(alert.object.id)}`} class="link">
            {words.seeTablet}
          </Link>
        )}
      </div>
    </li>
  );
}
