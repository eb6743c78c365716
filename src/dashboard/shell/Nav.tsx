/** The sections that this person may open: a column beside the page, and on a phone a sheet over it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { AlertCount } from '../../domain/alert.ts';
import { mayAct } from '../../domain/account.ts';
import { PEOPLE_WORDS } from '../../ui/words/people.ts';
import { faultText } from '../people/fault-text.ts';
import { inLanguage, ROOT } from './address.ts';
import { rememberLanguage } from './language.ts';
import { Link } from './Link.tsx';
import { sectionAt, SECTIONS, type SectionEntry } from './sections.ts';
import { useShell } from './shell.ts';

const LOOK_MS = 60_000;
const GROUPS = ['results', 'work', 'setup'] as const;
const LANGUAGES = [
  { id: 'vi', name: 'Tiếng Việt' },
  { id: 'en', name: 'English' },
] as const;

/** How many alerts are open; nothing while there are none, or when it cannot be told now. */
function OpenAlerts() {
  const { ask, words, format } = useShell();
  const [open, setOpen] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const look = async () => {
      const asked = await ask(AlertCount, 'alerts/count', { automatic: true, signal: stop.signal });
      if (asked.state === 'ok') setOpen(asked.value.open);
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [ask]);
  if (open === 0) return null;
  return (
    <span class="nav-count" title={words.openAlerts(format.count(open))}>
      <span aria-hidden="true">{format.count(open)}</span>
      <span class="visually-hidden">{words.openAlerts(format.count(open))}</span>
    </span>
  );
}

function Entry({ entry, onGo }: { entry: SectionEntry; onGo: () => void }) {
  const { address, words } = useShell();
  const path = entry.path === '' ? ROOT : `${ROOT}/${entry.path}`;
  // From one page of results to another the period stays, and what it is narrowed by.
  const stays = entry.group === 'results' && sectionAt(address.section)?.group === 'results';
  return (
    <li>
      <Link
        to={stays ? `${path}?${address.query.toString()}` : path}
        class="nav-link"
        onGo={onGo}
        aria-current={address.section === entry.path ? 'page' : undefined}
      >
        {words.sections[entry.name]}
        {entry.name === 'alerts' && <OpenAlerts />}
      </Link>
    </li>
  );
}

function SignOut() {
  const { words, language, signOut } = useShell();
  const [fault, setFault] = useState('');
  const leave = () =>
    void signOut().then((failed) => setFault(failed ? faultText(PEOPLE_WORDS[language], failed) : ''));
  return (
    <>
      <button type="button" class="link nav-leave" onClick={leave}>
        {words.signOut}
      </button>
      {fault !== '' && <p role="alert">{fault}</p>}
    </>
  );
}

function Tools({ onGo }: { onGo: () => void }) {
  const { words, language, session, address, go } = useShell();
  return (
    <div class="nav-tools">
      <fieldset class="languages" aria-label={words.language}>
        {LANGUAGES.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            lang={id}
            aria-pressed={language === id}
            onClick={() => {
              rememberLanguage(id);
              go(inLanguage(id, location), { replace: true });
            }}
          >
            {name}
          </button>
        ))}
      </fieldset>
      <Link
        to={`${ROOT}/account`}
        class="nav-person"
        onGo={onGo}
        aria-current={address.section === 'account' ? 'page' : undefined}
      >
        <span class="nav-name">{session.account.name}</span>
        <span class="quiet">{words.roles[session.account.role]}</span>
      </Link>
      <SignOut />
    </div>
  );
}

export function Nav() {
  const { session, words, address } = useShell();
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  useEffect(() => {
    if (!open) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      close();
      toggle.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open]);
  const mine = SECTIONS.filter(
    ({ role, ofUnits }) => mayAct(session.account.role, role) && (!ofUnits || session.hasUnits),
  );
  const here = mine.find(({ path }) => path === address.section);
  return (
    <header class={open ? 'nav nav-open screen-only' : 'nav screen-only'}>
      <div class="nav-head">
        <p class="head-office">{session.office.name}</p>
        <button
          type="button"
          class="nav-toggle"
          ref={toggle}
          aria-expanded={open}
          aria-controls="nav-body"
          onClick={() => setOpen(!open)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={open ? 'M5 5L19 19M19 5L5 19' : 'M3 6H21M3 12H21M3 18H21'} />
          </svg>
          {here && !open ? words.sections[here.name] : open ? words.close : words.menu}
        </button>
      </div>
      <div class="nav-body" id="nav-body">
        <nav aria-label={words.menu}>
          {GROUPS.map((group) => {
            const entries = mine.filter((entry) => entry.group === group && !entry.hidden);
            if (entries.length === 0) return null;
            return (
              <section key={group} class="nav-group">
                <h2 class="nav-title">{words.groups[group]}</h2>
                <ul>
                  {entries.map((entry) => (
                    <Entry key={entry.name} entry={entry} onGo={close} />
                  ))}
                </ul>
              </section>
            );
          })}
        </nav>
        <Tools onGo={close} />
      </div>
    </header>
  );
}
