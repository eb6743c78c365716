/** What a viewer sees of remarks: how many, never the words. */
import { RemarkCounts } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { LoadFailed, Loading, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { tabLabel, countOf } from './StatusTabs.tsx';
import { useChanges } from './use-changes.ts';

export function Counts() {
  const { language, format } = useShell();
  const words = REMARK_WORDS[language];
  const { value, state, code, reload } = useLoad(RemarkCounts, 'remarks/counts');
  useChanges(reload);
  if (!value) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />;
  return (
    <section class="panel remark-viewer">
      <h2>{words.viewerTitle}</h2>
      <dl class="remark-counts">
        {(['new', 'seen', 'in-hand', 'overdue', 'done'] as const).map((tab) => (
          <div key={tab}>
            <dt>{tabLabel(tab, words)}</dt>
            <dd>{format.count(countOf(tab, value))}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{words.viewerWhy}</p>
    </section>
  );
}
