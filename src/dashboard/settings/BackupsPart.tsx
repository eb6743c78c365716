/** How the backups of the server are: what is wrong with them first, then the facts. Nothing is changed here. */
import { BackupState, isLate } from '../../domain/backup.ts';
import { BACKUP_WORDS } from '../../ui/words/backups.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { useSize } from '../shell/size.ts';

const HOUR = 3_600_000;

/** One sentence for each trouble: those that mean that nothing can be brought back come first. */
function Troubles({ state }: { state: BackupState }) {
  const { language, format } = useShell();
  const words = BACKUP_WORDS[language];
  const { last, failed } = state;
  const grave = [
    ...(failed ? [`${words.failed(format.moment(failed.at))} ${words.reasons[failed.reason]} ${words.again}`] : []),
    ...(isLate(state) ? [words.late(format.count(state.hours))] : []),
    ...(last && !state.isThere ? [words.lost] : []),
  ];
  const mild = [...(last && !last.elsewhere ? [words.sameDisk] : []), ...(state.keysBackedUp ? [] : [words.noKeys])];
  return (
    <>
      {grave.map((text) => (
        <p key={text} class="notice notice-alert">
          {text}
        </p>
      ))}
      {last && grave.length === 0 && <p class="backup-good">{words.good}</p>}
      {mild.map((text) => (
        <p key={text} class="notice">
          {text}
        </p>
      ))}
    </>
  );
}

function Facts({ state }: { state: BackupState }) {
  const { language, format } = useShell();
  const words = BACKUP_WORDS[language];
  const size = useSize();
  const { last, hours, keep, folder, now } = state;
  const due = last && last.at + hours * HOUR;
  const facts: [string, string][] = [
    ...(last
      ? ([
          [words.last, format.moment(last.at)],
          [words.content, words.contentOf(format.count(last.submissions), size(last.bytes))],
        ] as [string, string][])
      : []),
    [words.next, due !== null && due > now ? format.moment(due) : words.soon],
    [words.pace, words.paceOf(format.count(hours), format.count(keep))],
    [words.folder, folder],
    ...(last ? ([[words.file, last.name]] as [string, string][]) : []),
  ];
  return (
    <dl class="backup-facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function BackupsPart() {
  const { language } = useShell();
  const words = BACKUP_WORDS[language];
  const size = useSize();
  const { value, state, code, reload } = useLoad(BackupState, 'backups');
  if (!value) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading heading="h3" />;
  return (
    <>
      <p>{words.intro}</p>
      {value.last === null && (
        <section class="empty">
          <h3>{words.none}</h3>
          <p class="quiet">{words.noneWhy}</p>
        </section>
      )}
      <Troubles state={value} />
      <Facts state={value} />
      {value.beforeUpdates.length > 0 && (
        <>
          <h3>{words.updates}</h3>
          <p class="quiet">{words.updatesWhy}</p>
          <ul class="settings-list">
            {value.beforeUpdates.map(({ name, bytes }) => (
              <li key={name}>
                <span class="settings-value">{name}</span>
                <span class="quiet">{size(bytes)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
