/** The frame of the dashboard: who is signed in, the address, the sections, and the gates over the page. */
import type { ComponentType } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { EndedReply, mayAct, SessionReply } from '../domain/account.ts';
import { SHELL_WORDS } from '../ui/words/shell.ts';
import { createAsk, createBareAsk, type Access } from './api.ts';
import { createFormat } from './format.ts';
import { addressOf, inLanguage, parseAddress, type Address } from './shell/address.ts';
import { dropFirstAnswer } from './shell/first-answer.ts';
import { createGates, type GateKind } from './shell/gates.ts';
import { rememberedLanguage } from './shell/language.ts';
import { Link } from './shell/Link.tsx';
import { Loading, LoadFailed } from './shell/Load.tsx';
import { Nav } from './shell/Nav.tsx';
import { sectionAt, type SectionEntry } from './shell/sections.ts';
import { ShellProvider, useShell, type Shell } from './shell/shell.ts';
import { Said, useSaid } from './shell/Said.tsx';
import { Waiting } from './shell/Waiting.tsx';

export interface GateProps {
  kind: GateKind | 'link';
  address: Address;
  /** Requests of the gate itself: they do not wait at it. */
  ask: ReturnType<typeof createBareAsk>;
  /** Who was signed in before, when it is asked again. */
  session: SessionReply | null;
  onPassed: (session: SessionReply) => void;
  go: Shell['go'];
  /** Turning back; `null` where there is nothing to go back to. */
  onCancel: (() => void) | null;
}

/** Addresses that are opened before anyone is signed in: they hold a one-time link in their fragment. */
const LINK_SECTIONS = ['set-up', 'link'];

function useAddress(): [Address, Shell['go']] {
  const [address, setAddress] = useState(() => {
    if (rememberedLanguage() === 'en' && !new URLSearchParams(location.search).has('lang'))
      history.replaceState(null, '', inLanguage('en', location) + location.hash);
    return parseAddress(location);
  });
  useEffect(() => {
    const back = () => setAddress(parseAddress(location));
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const go = useCallback<Shell['go']>((to, { replace = false } = {}) => {
    const next = addressOf(to, location);
    if (next !== location.pathname + location.search + location.hash)
      history[replace ? 'replaceState' : 'pushState'](null, '', next);
    setAddress(parseAddress(location));
  }, []);
  return [address, go];
}

/** The module of a section or a gate, once it has come. */
function useModule<M>(
  key: string | null,
  load: (() => Promise<M>) | null,
): { module: M | null; failed: boolean; retry: () => void } {
  const [held, setHeld] = useState<{ key: string | null; module: M | null; failed: boolean }>({
    key: null,
    module: null,
    failed: false,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!load) return undefined;
    let current = true;
    load().then(
      (module) => current && setHeld({ key, module, failed: false }),
      () => current && setHeld({ key, module: null, failed: true }),
    );
    return () => void (current = false);
  }, [key, turn]);
  const here = held.key === key ? held : { module: null, failed: false };
  return { module: here.module, failed: here.failed, retry: () => setTurn((count) => count + 1) };
}

function Body({ entry }: { entry: SectionEntry | null }) {
  const { words, session } = useShell();
  const allowed = entry !== null && mayAct(session.account.role, entry.role);
  const { module, failed, retry } = useModule<{ Section: ComponentType }>(
    allowed ? entry.name : null,
    allowed ? entry.load : null,
  );
  const heading = entry ? words.sections[entry.name] : words.notFound;
  useEffect(() => {
    document.title = `${heading} – ${words.product}`;
  }, [heading]);
  const waits = allowed && entry.name === 'overview' && !failed;
  useEffect(() => {
    if (!waits && (module || !allowed || failed)) dropFirstAnswer();
  }, [waits, module]);
  const shown = useRef(entry);
  useEffect(() => {
    if (shown.current === entry) return;
    shown.current = entry;
    // As after a page load: at the top, and whoever cannot see it hears where they are.
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [entry]);
  if (!allowed)
    return (
      <section class="state">
        <h1>{entry ? words.notAllowed : words.notFound}</h1>
        <Link to="/dashboard" class="link">
          {words.toOverview}
        </Link>
      </section>
    );
  if (failed) return <LoadFailed code={null} onRetry={retry} />;
  return module ? <module.Section key={entry.name} /> : <Loading />;
}

export interface AppProps {
  access: Access;
  /** Loads the screens for signing in, proving and accepting a link. */
  loadGate: () => Promise<{ Gate: ComponentType<GateProps> }>;
  /** Loads the page anew, without anything that was typed in it. */
  startAnew?: () => void;
}

export function App({ access, loadGate, startAnew = () => location.reload() }: AppProps) {
  const [address, go] = useAddress();
  const gates = useMemo(createGates, []);
  const ask = useMemo(() => createAsk(access, gates), [access, gates]);
  const bareAsk = useMemo(() => createBareAsk(access), [access]);
  const [closed, setClosed] = useState<GateKind | null>(null);
  const [session, setSession] = useState<SessionReply | null>(null);
  const [problem, setProblem] = useState<{ code: string | null } | null>(null);
  const { said, announce } = useSaid();
  const page = useRef<HTMLDivElement>(null);
  const isLink = LINK_SECTIONS.includes(address.section);
  const words = SHELL_WORDS[address.language];

  const before = useRef<HTMLElement | null>(null);
  useEffect(
    () =>
      gates.subscribe(() => {
        // A page that is made inert loses the focus; it is given back when the gate opens.
        if (before.current === null && document.activeElement instanceof HTMLElement)
          before.current = document.activeElement;
        setClosed(gates.closed());
      }),
    [gates],
  );
  useEffect(() => {
    if (closed !== null) return;
    if (before.current?.isConnected) before.current.focus();
    before.current = null;
  }, [closed]);
  useEffect(() => {
    document.documentElement.lang = address.language;
  }, [address.language]);
  const reloadSession = useCallback(async () => {
    const asked = await ask(SessionReply, 'session');
    if (asked.state === 'ok') setSession(asked.value);
    setProblem(asked.state === 'ok' ? null : asked);
  }, [ask]);
  useEffect(() => {
    if (!isLink && session === null) void reloadSession();
  }, [isLink, reloadSession]);

  const signOut = useCallback(async () => {
    const asked = await bareAsk(EndedReply, 'session', { method: 'DELETE' });
    if (asked.state === 'failed' && asked.code !== 'signed-out') return asked;
    setSession(null);
    go('/dashboard', { replace: true });
    void reloadSession();
    return null;
  }, [bareAsk, go, reloadSession]);

  const shell = useMemo<Shell | null>(
    () =>
      session && {
        session,
        address,
        language: address.language,
        words,
        format: createFormat(address.language, session.zone, 85),
        ask,
        access,
        go,
        announce,
        reloadSession,
        signOut,
        now: access.now,
      },
    [session, address, words, ask, access, go, reloadSession, signOut],
  );

  const needsFactor = session?.needsSecondFactor === true;
  const kind: GateProps['kind'] | null = isLink ? 'link' : (closed ?? (needsFactor ? 'sign-in' : null));
  useEffect(() => {
    if (kind !== null || problem !== null) dropFirstAnswer();
  }, [kind, problem]);
  const gate = useModule(kind === null ? null : 'gate', kind === null ? null : loadGate);
  const Gate = gate.module?.Gate;
  const passed = (now: SessionReply) => {
    // What another person typed must neither be shown to this one nor be sent in their name.
    if (session !== null && now.account.id !== session.account.id) return startAnew();
    setSession(now);
    setProblem(null);
    if (isLink) go('/dashboard', { replace: true });
    gates.open(true);
  };
  return (
    <>
      {shell && !isLink && !needsFactor && (
        <ShellProvider value={shell}>
          {/* Under a gate the page stays, with all that was typed in it, and cannot be reached. */}
          <div class="shell" ref={page} inert={closed !== null}>
            <a class="skip" href="#main">
              {words.skip}
            </a>
            <Nav />
            <main class="page" id="main" tabIndex={-1}>
              <Body entry={sectionAt(address.section)} />
            </main>
          </div>
        </ShellProvider>
      )}
      {kind !== null && Gate && (
        <Gate
          kind={kind}
          address={address}
          ask={bareAsk}
          session={session}
          onPassed={passed}
          go={go}
          onCancel={closed === 'step-up' ? () => gates.open(false) : null}
        />
      )}
      {kind !== null && !Gate && (
        <Waiting
          words={words}
          problem={gate.failed ? { code: null } : null}
          onRetry={gate.retry}
          over={closed !== null && shell !== null}
        />
      )}
      {!shell && kind === null && <Waiting words={words} problem={problem} onRetry={() => void reloadSession()} />}
      <Said said={said} />
    </>
  );
}
