/** The overview: holds the view that the address says, asks `live` for its results, and hands both to the page. */
import { useEffect, useMemo } from 'preact/hooks';
import { Results } from '../../domain/results.ts';
import { DASHBOARD_WORDS } from '../../ui/dashboard-words.ts';
import '../charts.css';
import { watchChanges } from '../api.ts';
import { dropFirstAnswer } from '../shell/first-answer.ts';
import { useShell, type Shell } from '../shell/shell.ts';
import { Failed, Loading } from './Failed.tsx';
import { Fresh } from './Fresh.tsx';
import { Chips } from './Chips.tsx';
import { periodLabel } from './labels.ts';
import { useLive, type Source } from './live.ts';
import { Overview } from './Overview.tsx';
import { pageOf } from './page-of.ts';
import { PageProvider } from './page.ts';
import { PeriodBar } from './PeriodBar.tsx';
import './overview.css';
import { parseView, periodOf, requestQuery, viewSearch, type View } from './view.ts';

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const sourceOf = ({ ask, access, now }: Shell): Source => ({
  load: async (query, signal, automatic) => {
    const asked = await ask(Results, `results?${query}`, { signal, automatic });
    return asked.state === 'ok' ? { state: 'ok', results: asked.value, at: now() } : asked;
  },
  watch: (onChange, onConnection, signal) =>
    watchChanges(access, { onChange, onConnection, wait, chance: Math.random }, signal),
});

export function Section() {
  const shell = useShell();
  const { session, address } = shell;
  const view = useMemo(() => parseView(`?${address.query.toString()}`), [address]);
  const go = (to: View) => shell.go(viewSearch(to));
  const source = useMemo(() => sourceOf(shell), [shell.ask, shell.access]);
  const query = requestQuery(view);
  const live = useLive(source, query);
  const words = DASHBOARD_WORDS[view.language];
  const { results, problem } = live;
  // Between two periods the old figures stay, dimmed, under their own heading.
  const waiting = results !== null && live.query !== query;
  const page = useMemo(
    () => (results && live.at !== null ? pageOf(view, results, live.at, go) : null),
    [view, results, live.at],
  );
  const today = results?.today ?? session.today;
  const format = page?.format ?? shell.format;
  const text = periodLabel(view.span.name, periodOf(view.span, today), today, words, format);

  useEffect(() => {
    if (page || problem) dropFirstAnswer();
  }, [page, problem]);
  useEffect(() => {
    document.title = `${text} – ${words.title}`;
  }, [text, words]);

  return (
    <>
      <PeriodBar view={view} words={words} today={today} text={text} go={go} />
      {page && (
        <div class="fresh-row screen-only">
          <Fresh
            words={words}
            when={page.format.time(page.at, page.results.today)}
            state={
              live.stale || live.connection === 'lost' ? 'lost' : live.connection === 'open' ? 'live' : 'connecting'
            }
          />
          <button type="button" class="link" onClick={() => window.print()}>
            {words.print}
          </button>
        </div>
      )}
      <div class="overview" aria-busy={waiting}>
        {problem ? (
          <Failed words={words} code={problem.code} onRetry={live.reload} />
        ) : page ? (
          <PageProvider value={page}>
            <Chips />
            <Overview />
          </PageProvider>
        ) : (
          <Loading words={words} />
        )}
      </div>
    </>
  );
}
