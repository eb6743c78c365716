/** The key of a tablet: its fingerprint to be compared with the tablet's own screen, or that it has only a token. */
import { mayAct } from '../../domain/account.ts';
import { Changed, type Tablet } from '../../domain/fleet.ts';
import { TABLET_EVIDENCE_WORDS } from '../../ui/words/tablet-evidence.ts';
import { SaveRow } from '../settings/SaveRow.tsx';
import { useSave } from '../settings/use-save.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';

export function KeyPart({ tablet, reload }: { tablet: Tablet; reload: () => void }) {
  const { language, format, session } = useShell();
  const words = TABLET_EVIDENCE_WORDS[language];
  const saving = useSave();
  const { fingerprint, confirmedAt } = tablet;
  if (fingerprint === null)
    return (
      <section class="panel">
        <h2>{words.keyWeak}</h2>
        <p>{words.keyWeakText}</p>
      </section>
    );
  const confirm = async () => {
    const options = { method: 'POST', body: { fingerprint } } as const;
    if (await saving.save(Changed, `tablets/${tablet.id}/confirmation`, options, words.confirmed)) reload();
  };
  return (
    <form class="form panel" onSubmit={sends(() => !saving.busy && confirm())}>
      <h2>{words.fingerprint}</h2>
      <p class="fingerprint" translate={false}>
        {fingerprint}
      </p>
      {confirmedAt === null ? (
        <p>{words.fingerprintText}</p>
      ) : (
        <p class="quiet">{words.confirmedOn(format.time(confirmedAt, session.today))}</p>
      )}
      {confirmedAt === null && mayAct(session.account.role, 'administrator') && (
        <SaveRow state={saving} label={words.confirm} />
      )}
    </form>
  );
}
