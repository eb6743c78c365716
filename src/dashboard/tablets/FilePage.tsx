/** A file that staff exported from a tablet: chosen, looked at, and only then taken in. */
import { useRef, useState } from 'preact/hooks';
import { TabletFileReply } from '../../domain/tablet-file.ts';
import { TABLET_EVIDENCE_WORDS } from '../../ui/words/tablet-evidence.ts';
import { TABLET_WORDS } from '../../ui/words/tablets.ts';
import { SaveRow } from '../settings/SaveRow.tsx';
import { useSave } from '../settings/use-save.ts';
import { Link } from '../shell/Link.tsx';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';

function PartsTable({ reply: { parts }, stored }: { reply: TabletFileReply; stored: boolean }) {
  const { language, format } = useShell();
  const words = TABLET_EVIDENCE_WORDS[language];
  return (
    // A wide table is scrolled with the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section class="file-parts" tabIndex={0} aria-label={words.fileTitle}>
      <table>
        <thead>
          <tr>
            {words.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map(({ device, name, records, known, unsigned, aside, added, refused }) => (
            <tr key={device}>
              <th scope="row">{name ?? (device === '' ? words.nobody : words.unknown(device.slice(0, 8)))}</th>
              {[records, known, stored ? added : records - known - aside, unsigned, aside, refused].map((count, at) => (
                <td key={at}>{format.count(count)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function FilePage({ reload }: { reload: () => void }) {
  const { language, format } = useShell();
  const words = TABLET_EVIDENCE_WORDS[language];
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [checked, setChecked] = useState<TabletFileReply | null>(null);
  const [done, setDone] = useState<TabletFileReply | null>(null);
  const saving = useSave();
  const look = async (chosen: File) => {
    setFile(chosen);
    setChecked(null);
    setDone(null);
    const options = { method: 'POST', body: chosen } as const;
    setChecked(await saving.save(TabletFileReply, 'tablets/files/check', options, ''));
  };
  const take = async () => {
    if (!file || saving.busy) return;
    const reply = await saving.save(TabletFileReply, 'tablets/files', { method: 'POST', body: file }, '');
    if (!reply) return;
    setDone(reply);
    reload();
  };
  const shown = done ?? checked;
  const sum = (count: 'known' | 'aside' | 'added' | 'unsigned') =>
    (shown?.parts ?? []).reduce((total, part) => total + part[count], 0);
  const fresh = (shown?.records ?? 0) - sum('known') - sum('aside');
  return (
    <>
      <Link to="/dashboard/tablets" class="link">
        {TABLET_WORDS[language].back}
      </Link>
      <div class="section-head">
        <h1>{words.fileTitle}</h1>
      </div>
      <form
        class="form file-form"
        onSubmit={sends(() => {
          if (checked && !done && fresh + sum('aside') > 0) void take();
          else if (!saving.busy) input.current?.click();
        })}
      >
        <p>{words.fileText}</p>
        <input
          ref={input}
          type="file"
          hidden
          accept=".ndjson,application/x-ndjson"
          aria-label={words.choose}
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.files?.[0];
            if (chosen) void look(chosen);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
        {shown && (
          <>
            <h2 aria-live="polite">
              {done ? words.done(format.count(sum('added'))) : words.found(format.count(shown.records))}
            </h2>
            <PartsTable reply={shown} stored={done !== null} />
            {sum('unsigned') > 0 && <p class="notice">{words.unsignedText}</p>}
          </>
        )}
        {checked && !done && fresh + sum('aside') === 0 && <p>{words.nothingNew}</p>}
        <SaveRow
          state={saving}
          label={
            saving.busy
              ? words.reading
              : checked && !done && fresh + sum('aside') > 0
                ? fresh > 0
                  ? words.take(format.count(fresh))
                  : words.keepAside(format.count(sum('aside')))
                : shown
                  ? words.another
                  : words.choose
          }
        />
      </form>
    </>
  );
}
