/** Address -> what is shown. Holds the view, asks `live` for its results, and hands both to the page. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { dayHour } from '../domain/period.ts';
import { summarise } from '../domain/summary.ts';
import { DASHBOARD_WORDS } from '../ui/dashboard-words.ts';
import { createFormat } from './format.ts';
import { createLabels, isOpen, periodLabel } from './labels.ts';
import { useLive, type Live, type Source } from './live.ts';
import { PageProvider, type Page } from './page.ts';
import { Failed, Loading } from './pages/Failed.tsx';
import { Fresh, Head } from './pages/Head.tsx';
import { Overview } from './pages/Overview.tsx';
import { PeriodBar } from './pages/PeriodBar.tsx';
import { TokenForm } from './pages/TokenForm.tsx';
import { parseView, periodOf, requestQuery, viewSearch, type View } from './view.ts';

export interface AppProps {
  source: Source;
  now: () => number;
  /** The office's zone until the server has told it. */
  zone: string;
}

function useView(): [View, (view: View) => void] {
  const [view, setView] = useState(() => parseView(location.search));
  useEffect(() => {
    const back = () => setView(parseView(location.search));
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const go = (to: View) => {
    if (viewSearch(to) !== location.search) history.pushState(null, '', viewSearch(to));
    setView(to);
  };
  return [view, go];
}

function pageOf(view: View, { results, at }: Live, go: (view: View) => void): Page | null {
  if (results === null || at === null) return null;
  const { survey, zone, total, period, today } = results;
  const words = DASHBOARD_WORDS[view.language];
  const format = createFormat(view.language, zone, survey.goal);
  const method = view.method ?? survey.method;
  const label = periodLabel(view.span.name, period, today, words, format);
  return {
    view,
    language: view.language,
    words,
    format,
    method,
    results,
    at,
    go,
    labels: createLabels(results, words, view.language),
    summary: summarise(total, survey, method),
    periodText: isOpen(period, today) ? `${label}, ${words.upToNow}` : label,
  };
}

export function App({ source, now, zone }: AppProps) {
  const [view, go] = useView();
  const query = requestQuery(view);
  const live = useLive(source, query);
  const words = DASHBOARD_WORDS[view.language];
  const { results, problem } = live;
  // Between two periods the old figures stay, dimmed, under their own heading.
  const waiting = results !== null && live.query !== query;
  const page = useMemo(() => pageOf(view, live, go), [view, live.results, live.at]);
  const today = results?.today ?? dayHour(now(), zone).day;
  const format = page?.format ?? createFormat(view.language, zone, 85);
  const text = periodLabel(view.span.name, periodOf(view.span, today), today, words, format);

  useEffect(() => {
    document.documentElement.lang = view.language;
    document.title = `${text} – ${words.title}`;
  }, [view.language, text, words]);

  return (
    <div class="page">
      <Head view={view} words={words} office={results?.office.name ?? null} go={go} />
      {problem?.state !== 'token' && <PeriodBar view={view} words={words} today={today} text={text} go={go} />}
      {page && (
        <Fresh
          words={words}
          when={page.format.time(page.at, page.results.today)}
          state={live.stale || live.connection === 'lost' ? 'lost' : live.connection === 'open' ? 'live' : 'connecting'}
        />
      )}
      <main aria-busy={waiting}>
        {problem?.state === 'token' ? (
          <TokenForm
            words={words}
            refused={source.hasToken()}
            onToken={(token) => {
              source.keepToken(token);
              live.opened();
            }}
          />
        ) : problem?.state === 'failed' ? (
          <Failed words={words} code={problem.code} onRetry={live.reload} />
        ) : page ? (
          <PageProvider value={page}>
            <Overview />
          </PageProvider>
        ) : (
          <Loading words={words} />
        )}
      </main>
    </div>
  );
}
