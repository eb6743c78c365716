/** Where one is signed in; any of the sessions can be ended from here. */
import { useRef, useState } from 'preact/hooks';
import { EndedReply, SessionsReply } from '../../domain/account.ts';
import { dayHour } from '../../domain/period.ts';
import { ACCOUNT_WORDS } from '../../ui/words/account.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import { faultText } from '../people/fault-text.ts';
import { LoadFailed, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';

type Listed = SessionsReply['sessions'][number];

export function SessionsPart() {
  const { ask, language, format, now, session } = useShell();
  const words = ACCOUNT_WORDS[language].sessions;
  const list = useLoad(SessionsReply, 'account/sessions');
  const [said, setSaid] = useState('');
  const [fault, setFault] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const today = dayHour(now(), session.zone).day;

  const end = async (path: string, done: (ended: number) => string) => {
    const asked = await ask(EndedReply, path, { method: 'DELETE' });
    setFault(asked.state === 'ok' ? '' : faultText(PEOPLE_WORDS[language], asked));
    setSaid(asked.state === 'ok' ? done(asked.value.ended) : '');
    list.reload();
    // The button that was pressed is about to go.
    heading.current?.focus();
  };
  const whereOf = ({ browser, system }: Listed) =>
    browser && system ? words.where(browser, system) : (browser ?? system ?? words.unknown);
  const sessions = list.value?.sessions ?? [];
  const others = sessions.filter(({ current }) => !current);
  return (
    <section class="account-part">
      <h2 ref={heading} tabIndex={-1}>
        {words.heading}
      </h2>
      <p class="quiet">{words.lead}</p>
      <output class={said === '' ? 'visually-hidden' : 'notice'}>{said}</output>
      {fault !== '' && (
        <p class="notice notice-alert" role="alert">
          {fault}
        </p>
      )}
      {list.state === 'failed' && !list.value && <LoadFailed code={list.code} onRetry={list.reload} />}
      <ul class="account-sessions">
        {sessions.map((one) => (
          <li key={one.id}>
            <div>
              <p>
                {whereOf(one)} {one.current && <span class="tag">{words.here}</span>}
              </p>
              <p class="quiet">{words.times(format.time(one.createdAt, today), format.time(one.lastSeenAt, today))}</p>
            </div>
            {!one.current && (
              <button
                type="button"
                class="button button-quiet"
                aria-label={words.endOne(whereOf(one))}
                onClick={() => void end(`account/sessions/${encodeURIComponent(one.id)}`, () => words.ended)}
              >
                {words.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {list.value &&
        (others.length > 0 ? (
          <div class="buttons">
            <button
              type="button"
              class="button button-quiet"
              onClick={() => void end('account/sessions', words.endedOthers)}
            >
              {words.endOthers}
            </button>
          </div>
        ) : (
          <p class="quiet">{words.alone}</p>
        ))}
    </section>
  );
}
