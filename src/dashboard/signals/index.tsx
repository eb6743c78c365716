/** What was pointed out about ballots, by tablet and day: with the numbers, and what may be done. It accuses nobody. */
import { useEffect, useMemo } from 'preact/hooks';
import './signals.css';
import { mayAct } from '../../domain/account.ts';
import { SignalList } from '../../domain/signal-list.ts';
import { DASHBOARD_WORDS } from '../../ui/dashboard-words.ts';
import { SIGNAL_WORDS } from '../../ui/words/signals.ts';
import { periodLabel } from '../overview/labels.ts';
import { PeriodBar } from '../overview/PeriodBar.tsx';
import { parseView, periodOf, requestQuery, viewSearch, type View } from '../overview/view.ts';
import { Link } from '../shell/Link.tsx';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { Days } from './Days.tsx';
import { Places } from './Places.tsx';

function Found({ list }: { list: SignalList }) {
  const { language, format } = useShell();
  const words = SIGNAL_WORDS[language];
  const { days, places, ballots, more, hidden, waiting } = list;
  return (
    <>
      {waiting > 0 && <p class="notice">{words.waiting(format.count(waiting))}</p>}
      {days.length + places.length + hidden === 0 ? (
        <section class="empty">
          <h2>{words.none}</h2>
          <p>{words.noneText}</p>
        </section>
      ) : (
        <p class="signals-total">{words.total(format.count(ballots))}</p>
      )}
      <Days list={list} />
      {more > 0 && <p class="quiet">{words.more(format.count(more))}</p>}
      {hidden > 0 && <p class="quiet">{words.hidden(format.count(hidden))}</p>}
      {places.length > 0 && <Places list={list} />}
    </>
  );
}

export function Section() {
  const { address, language, session, format, go: goTo } = useShell();
  const words = SIGNAL_WORDS[language];
  const view = useMemo(() => parseView(`?${address.query.toString()}`), [address]);
  const { span } = view;
  const { value, state, code, reload } = useLoad(SignalList, `signals?${requestQuery({ span, narrowing: {} })}`);
  const pageWords = DASHBOARD_WORDS[language];
  const text = periodLabel(span.name, periodOf(span, session.today), session.today, pageWords, format);
  const waits = value !== null && value.waiting > 0;
  useEffect(() => {
    document.title = `${words.title}, ${text}`;
  }, [words, text]);
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setTimeout(reload, 5000);
    return () => clearTimeout(timer);
  }, [waits, value]);
  return (
    <>
      <div class="section-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.intro}</p>
        </div>
        {mayAct(session.account.role, 'administrator') && (
          <Link to="/dashboard/settings/signals" class="button button-quiet">
            {words.thresholds}
          </Link>
        )}
      </div>
      <PeriodBar
        view={view}
        words={pageWords}
        today={session.today}
        text={text}
        go={(to: View) => goTo(viewSearch(to))}
      />
      {value ? <Found list={value} /> : state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />}
    </>
  );
}
