/** The three roles, each with what it lets a person do. */
import { useId } from 'preact/hooks';
import type { Role } from '../../domain/account.ts';
import { ACCOUNTS_WORDS } from '../../ui/words/accounts.ts';
import { useShell } from '../shell/shell.ts';

const ROLES: readonly Role[] = ['viewer', 'team', 'administrator'];

export function RoleField({ value, onValue }: { value: Role; onValue: (role: Role) => void }) {
  const { language, words: shellWords } = useShell();
  const words = ACCOUNTS_WORDS[language];
  const id = useId();
  return (
    <fieldset class="roles">
      <legend>{words.fields.role}</legend>
      {ROLES.map((role) => (
        <label key={role} class="check">
          <input
            type="radio"
            name={id}
            value={role}
            checked={value === role}
            aria-describedby={`${id}-${role}`}
            onChange={() => onValue(role)}
          />
          <span>
            {shellWords.roles[role]}
            <span class="field-hint" id={`${id}-${role}`}>
              {words.roleHints[role]}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
