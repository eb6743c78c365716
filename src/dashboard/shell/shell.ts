/** What every section is handed: who is signed in, the language, and the ways to ask, to go elsewhere and to say something. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SessionReply } from '../../domain/account.ts';
import type { Language } from '../../ui/dashboard-words.ts';
import type { ShellWords } from '../../ui/words/shell.ts';
import type { Access, Ask, Failed } from '../api.ts';
import type { Format } from '../format.ts';
import type { Address } from './address.ts';

export interface Shell {
  session: SessionReply;
  address: Address;
  language: Language;
  words: ShellWords;
  /** Written for a goal of 85: a figure that has its own goal needs `createFormat` with it. */
  format: Format;
  /** Asks the server. Signing in again and step-up happen on the way; never rejects. */
  ask: Ask;
  /** The bare requests, for streams and files. */
  access: Access;
  /** Goes to another address of the dashboard, `?…` for another state of this one. */
  go: (to: string, options?: { replace?: boolean }) => void;
  /** Says something once to screen readers; with `seen`, everybody sees it for a while, too: "Đã lưu". */
  announce: (text: string, seen?: 'seen') => void;
  /** Fetches the session anew, after something about the person changed. */
  reloadSession: () => Promise<void>;
  /** Ends the session and leaves nothing of it on the screen. @returns what failed; the session goes on then. */
  signOut: () => Promise<Failed | null>;
  now: () => number;
}

const ShellContext = createContext<Shell | null>(null);
export const ShellProvider = ShellContext.Provider;

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error('useShell needs a ShellProvider around it');
  return shell;
}
