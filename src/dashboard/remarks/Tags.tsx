/** The tags of a remark: taken away with one press, added by typing; what the office uses already is offered. */
import { useId, useState } from 'preact/hooks';
import { cleanTag, RemarkDetail, type RemarkOptions, TAG_LIMIT } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { faultText } from './fault.ts';

export function Tags({
  remark,
  known,
  onDetail,
}: {
  remark: RemarkDetail;
  known: RemarkOptions['tags'];
  onDetail: (remark: RemarkDetail) => void;
}) {
  const shell = useShell();
  const { ask, language } = shell;
  const words = REMARK_WORDS[language];
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  const change = async (body: { add: string[]; remove: string[] }) => {
    const asked = await ask(RemarkDetail, `remarks/${remark.id}/tags`, { method: 'POST', body });
    setFault(asked.state === 'ok' ? null : faultText(shell, asked.code));
    if (asked.state !== 'ok') return;
    if (body.add.length > 0) setText('');
    onDetail(asked.value);
  };
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{words.tags}</h3>
      {remark.tags.length > 0 && (
        <ul class="remark-tags">
          {remark.tags.map((tag) => (
            <li key={tag}>
              <button
                type="button"
                class="tag remark-tag-button"
                aria-label={words.removeTag(tag)}
                onClick={() => void change({ add: [], remove: [tag] })}
              >
                <bdi>{tag}</bdi> <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form class="remark-inline" onSubmit={sends(() => cleanTag(text) !== '' && change({ add: [text], remove: [] }))}>
        <label class="field">
          <span>{words.addTag}</span>
          <input
            value={text}
            maxLength={TAG_LIMIT}
            list={`${id}-known`}
            aria-describedby={`${id}-hint`}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <datalist id={`${id}-known`}>
          {known.map(({ tag }) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
        </datalist>
        <button type="submit" class="button button-quiet">
          {words.add}
        </button>
      </form>
      <p
        id={`${id}-hint`}
        class={fault === null ? 'field-hint' : 'field-fault'}
        role={fault === null ? undefined : 'alert'}
      >
        {fault ?? words.tagHint}
      </p>
    </section>
  );
}
