/** The frame of a section about a period: the address as a view, the period, what it is narrowed by, and what was fetched. */
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type * as z from 'zod/mini';
import type { Results } from '../../domain/results.ts';
import { DASHBOARD_WORDS } from '../../ui/dashboard-words.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { Chips } from './Chips.tsx';
import { Empty } from './Empty.tsx';
import { periodLabel } from './labels.ts';
import { Caution } from './Method.tsx';
import { pageOf } from './page-of.ts';
import { PageProvider } from './page.ts';
import { PeriodBar } from './PeriodBar.tsx';
import { parseView, periodOf, requestQuery, viewSearch, type View } from './view.ts';

export interface PeriodPageProps<T> {
  title: string;
  intro: string;
  schema: z.ZodMiniType<T>;
  /** Below /api/, without a query. */
  path: string;
  resultsOf: (value: T) => Results;
  children: (value: T) => ComponentChildren;
}

export function PeriodPage<T>({ title, intro, schema, path, resultsOf, children }: PeriodPageProps<T>) {
  const shell = useShell();
  const { address, session } = shell;
  const view = useMemo(() => parseView(`?${address.query.toString()}`), [address]);
  const go = (to: View) => shell.go(viewSearch(to));
  const { value, code, state, reload } = useLoad(schema, `${path}?${requestQuery(view)}`);
  const words = DASHBOARD_WORDS[view.language];
  const page = useMemo(() => (value === null ? null : pageOf(view, resultsOf(value), shell.now(), go)), [view, value]);
  const today = page?.results.today ?? session.today;
  const text = periodLabel(view.span.name, periodOf(view.span, today), today, words, page?.format ?? shell.format);
  useEffect(() => {
    document.title = `${title}, ${text}`;
  }, [title, text]);
  return (
    <>
      <div class="section-head">
        <div>
          <h1>{title}</h1>
          <p class="quiet">{intro}</p>
        </div>
      </div>
      <PeriodBar view={view} words={words} today={today} text={text} go={go} />
      {page && value !== null ? (
        <PageProvider value={page}>
          <Chips />
          {page.summary.ballots.all === 0 ? <Empty /> : children(value)}
          <Caution />
        </PageProvider>
      ) : state === 'failed' ? (
        <LoadFailed code={code} onRetry={reload} />
      ) : (
        <Loading />
      )}
    </>
  );
}
