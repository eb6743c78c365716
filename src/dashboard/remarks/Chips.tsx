/** The small facts of a remark: what is being done, until when, how the ballot rated, and what was noticed. Never by colour alone. */
import type { RemarkItem } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { useShell } from '../shell/shell.ts';

export function Chips({ remark }: { remark: RemarkItem }) {
  const { language, format } = useShell();
  const words = REMARK_WORDS[language];
  const { status, due, dueState: state, lowest, personal, isVoid, tags, assignee } = remark;
  // A day far off is worth a word only where somebody works on it.
  const dueState = state === 'open' && status !== 'in-hand' ? 'none' : state;
  const dueText = { open: words.dueOn, soon: words.dueSoon, overdue: words.dueOver };
  return (
    <span class="remark-chips">
      <span class={status === 'new' ? 'tag tag-strong' : 'tag'}>{words.status[status]}</span>
      {isVoid && <span class="tag">{words.isVoid}</span>}
      {due !== null && dueState !== 'none' && (
        <span class={`tag remark-due-${dueState}`}>{dueText[dueState](format.day(due))}</span>
      )}
      {lowest !== null && lowest <= 2 && (
        <span class="tag">
          <span class={`remark-level remark-level-${lowest}`} aria-hidden="true" />
          {words.lowest(String(lowest))}
        </span>
      )}
      {personal && <span class="tag">{words.personal}</span>}
      {assignee && <span class="tag">{assignee.name}</span>}
      {tags.map((tag) => (
        <span key={tag} class="tag remark-tag">
          <bdi>{tag}</bdi>
        </span>
      ))}
    </span>
  );
}

/** Counter, field and stage in one line. */
export function usePlace(): (remark: Pick<RemarkItem, 'counter' | 'field' | 'stage' | 'channel'>) => string {
  const { language } = useShell();
  const { channels } = REMARK_WORDS[language];
  return ({ counter, field, stage, channel }) => {
    const by = Object.entries(channels).find(([key]) => key === channel)?.[1] ?? channel;
    const kind = channel === 'kiosk' ? [] : [by];
    return [counter.name, field?.[language], stage?.[language], ...kind].filter(Boolean).join(' · ');
  };
}
