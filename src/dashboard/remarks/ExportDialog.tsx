/** Before remarks leave the dashboard as a file: how many, by which filter, and that it is written down. The size needs a fresh proof already. */
import { useState } from 'preact/hooks';
import { RemarkExportSize } from '../../domain/remark.ts';
import { filterQuery, type RemarkFilter } from '../../domain/remark-filter.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { useShell } from '../shell/shell.ts';
import { Dialog } from './Dialog.tsx';

/** The button; it asks how many there are, then shows the dialog. */
export function Export({ filter, onFault }: { filter: RemarkFilter; onFault: (code: string | null) => void }) {
  const { ask, language, format } = useShell();
  const words = REMARK_WORDS[language];
  const [asked, setAsked] = useState<{ query: string; count: number } | null>(null);
  const query = filterQuery(filter);
  const count = asked?.query === query ? asked.count : null;
  const begin = async () => {
    const reply = await ask(RemarkExportSize, `remarks/export/size?${query}`);
    if (reply.state === 'ok') setAsked({ query, count: reply.value.count });
    else if (reply.code !== 'not-fresh') onFault(reply.code);
  };
  const close = () => setAsked(null);
  return (
    <>
      <button type="button" class="link" onClick={() => void begin()}>
        {words.export}
      </button>
      {count !== null && (
        <Dialog title={words.exportTitle} onClose={close}>
          <p>{count === 0 ? words.exportNone : words.exportWhy(format.count(count))}</p>
          <div class="buttons">
            {count > 0 && (
              <a
                class="button"
                href={`/api/remarks/export?${query}&lang=${language}`}
                download
                onClick={() => setTimeout(close, 0)}
              >
                {words.download}
              </a>
            )}
            <button type="button" class="button button-quiet" onClick={close}>
              {words.close}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
