/** Asks for the read token. It goes to the tab's own storage and a header, never into an address. */
import { useState } from 'preact/hooks';
import type { DashboardWords } from '../../ui/dashboard-words.ts';

export interface TokenFormProps {
  words: DashboardWords;
  /** True when a token was sent and refused. */
  refused: boolean;
  onToken: (token: string) => void;
}

export function TokenForm({ words, refused, onToken }: TokenFormProps) {
  const [token, setToken] = useState('');
  const [empty, setEmpty] = useState(false);
  const fault = empty ? words.tokenEmpty : refused ? words.tokenWrong : null;
  return (
    <section class="state">
      <h1>{words.tokenTitle}</h1>
      <p>{words.tokenWhy}</p>
      <form
        class="token-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const given = token.trim();
          setEmpty(given === '');
          if (given !== '') onToken(given);
        }}
      >
        <label class="field">
          <span>{words.tokenLabel}</span>
          <input
            type="password"
            name="read-token"
            autocomplete="off"
            value={token}
            aria-invalid={fault !== null}
            aria-describedby="token-note"
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
        </label>
        <output id="token-note" class={fault === null ? 'quiet' : 'fault'}>
          {fault ?? words.tokenKept}
        </output>
        <button type="submit" class="button">
          {words.tokenOpen}
        </button>
      </form>
    </section>
  );
}
