/**
 * The frame of a section about a period: the address as a view, the period, what it is narrowed by, and the figures, which
 * follow new answers. Between two periods the old figures stay, dimmed, under their own heading.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type * as z from 'zod/mini';
import type { Results } from '../../domain/results.ts';
import { DASHBOARD_WORDS } from '../../ui/dashboard-words.ts';
import '../charts/charts.css';
import { watchChanges } from '../api.ts';
import { dropFirstAnswer } from '../shell/first-answer.ts';
import { Loading } from '../shell/Load.tsx';
import { useShell, type Shell } from '../shell/shell.ts';
import { Chips } from './Chips.tsx';
import { Empty } from './Empty.tsx';
import { Failed } from './Failed.tsx';
import { Fresh } from './Fresh.tsx';
import { periodLabel } from './labels.ts';
import { useLive, type Source } from './live.ts';
import './overview.css';
import './period.css';
import './fresh.css';
import './answer.css';
import './finding.css';
import './facts.css';
import './chips.css';
import './method.css';
import { Caution } from './Method.tsx';
import { pageOf } from './page-of.ts';
import { PageProvider } from './page.ts';
import { PeriodBar } from './PeriodBar.tsx';
import { parseView, periodOf, requestQuery, viewSearch, type View } from './view.ts';

export interface PeriodPageProps<T> {
  /** Title and introduction above the period; none on the overview, where the answer comes first. */
  head: { title: string; intro: string } | null;
  schema: z.ZodMiniType<T>;
  /** Below /api/, without a query. */
  path: string;
  /** The least time between two fetches, in milliseconds: longer where the question is a heavy one. */
  gap?: number;
  /** Whether the page can leave flagged ballots out; reasons and groups count all, and so does everything beside them. */
  leavesOut?: boolean;
  /** Whether the page can be narrowed to a counter, a field, a stage or a channel. */
  narrows?: boolean;
  /** Shown also where the period has no ballots. */
  always?: boolean;
  resultsOf: (value: T) => Results;
  children: (value: T) => ComponentChildren;
}

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const sourceOf = <T,>({ ask, access, now }: Shell, schema: z.ZodMiniType<T>, path: string): Source<T> => ({
  load: async (query, signal, automatic) => {
    const asked = await ask(schema, `${path}?${query}`, { signal, automatic });
    return asked.state === 'ok' ? { ...asked, at: now() } : asked;
  },
  watch: (onChange, onConnection, signal) =>
    watchChanges(access, { onChange, onConnection, wait, chance: Math.random }, signal),
});

export function PeriodPage<T>({
  head,
  schema,
  path,
  gap,
  leavesOut = false,
  narrows = true,
  always = false,
  resultsOf,
  children,
}: PeriodPageProps<T>) {
  const shell = useShell();
  const { session, address } = shell;
  const view = useMemo(() => {
    const asked = parseView(`?${address.query.toString()}`);
    const narrowing = narrows ? asked.narrowing : {};
    return { ...asked, narrowing, withoutFlagged: leavesOut && asked.withoutFlagged };
  }, [address, leavesOut, narrows]);
  const go = (to: View) => shell.go(viewSearch(to));
  const source = useMemo(() => sourceOf(shell, schema, path), [shell.ask, shell.access, schema, path]);
  const query = requestQuery(view);
  const live = useLive(source, query, gap);
  const { value, at, problem } = live;
  const words = DASHBOARD_WORDS[view.language];
  const waiting = value !== null && live.query !== query;
  const page = useMemo(
    () => (value !== null && at !== null ? pageOf(view, resultsOf(value), at, go) : null),
    [view, value, at],
  );
  const today = page?.results.today ?? session.today;
  const text = periodLabel(view.span.name, periodOf(view.span, today), today, words, page?.format ?? shell.format);
  const title = head ? `${head.title}, ${text}` : `${text} – ${words.title}`;

  useEffect(() => {
    if (page || problem) dropFirstAnswer();
  }, [page, problem]);
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <>
      {head && (
        <div class="section-head">
          <div>
            <h1>{head.title}</h1>
            <p class="quiet">{head.intro}</p>
          </div>
        </div>
      )}
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
          <Failed words={words} code={problem.code} onRetry={live.reload} heading={head ? 'h2' : 'h1'} />
        ) : page && value !== null ? (
          <PageProvider value={page}>
            {head && <p class="print-only period-printed">{text}</p>}
            <Chips />
            {page.summary.ballots.all === 0 && !always ? <Empty /> : children(value)}
            <Caution />
          </PageProvider>
        ) : (
          <Loading heading={head ? 'h2' : 'h1'} />
        )}
      </div>
    </>
  );
}
