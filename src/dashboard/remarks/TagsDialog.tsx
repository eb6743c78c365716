/** Gives a tag another name on every remark; where that is a tag already, both become one. */
import { useState } from 'preact/hooks';
import { type RemarkOptions, TAG_LIMIT, TagRenamed } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Dialog } from './Dialog.tsx';
import { faultText } from './fault.ts';

export function TagsDialog({
  tags,
  onClose,
  onRenamed,
}: {
  tags: RemarkOptions['tags'];
  onClose: () => void;
  onRenamed: () => void;
}) {
  const shell = useShell();
  const { ask, language, format, announce } = shell;
  const words = REMARK_WORDS[language];
  const [from, setFrom] = useState(tags[0]?.tag ?? '');
  const [to, setTo] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const send = async () => {
    if (to.trim() === '') return;
    const asked = await ask(TagRenamed, 'remarks/tags/rename', { method: 'POST', body: { from, to } });
    if (asked.state === 'failed') return setFault(faultText(shell, asked.code));
    announce(words.renamed(format.count(asked.value.remarks)), 'seen');
    onRenamed();
    onClose();
  };
  return (
    <Dialog title={words.manageTags} onClose={onClose}>
      <p>{tags.length === 0 ? words.noTags : words.manageTagsWhy}</p>
      <form class="form" onSubmit={sends(send)}>
        {tags.length > 0 && (
          <>
            <label class="field">
              <span>{words.oldTag}</span>
              <select value={from} onChange={(event) => setFrom(event.currentTarget.value)}>
                {tags.map(({ tag, count }) => (
                  <option key={tag} value={tag}>
                    {words.tagCount(tag, format.count(count))}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>{words.newTag}</span>
              <input value={to} maxLength={TAG_LIMIT} onInput={(event) => setTo(event.currentTarget.value)} />
            </label>
          </>
        )}
        {fault !== null && (
          <p class="field-fault" role="alert">
            {fault}
          </p>
        )}
        <div class="buttons">
          {tags.length > 0 && (
            <button type="submit" class="button">
              {words.rename}
            </button>
          )}
          <button type="button" class="button button-quiet" onClick={onClose}>
            {words.close}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
