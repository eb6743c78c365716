/** The result page for the survey team: wires clock, storage, network and paper to the parts, which know none of them. */
import { render } from 'preact';
import '../ui/tokens.css';
import '../ui/fonts.css';
import './dashboard.css';
import './charts.css';
import './print.css';
import { loadResults, watchChanges, type Access } from './api.ts';
import { App } from './App.tsx';
import type { Source } from './live.ts';
import { preparePrint } from './paper.ts';

const TOKEN_KEY = 'hai-long.read-token';
/** Where the page assumes the office to be until the server has told it. */
const ZONE = 'Asia/Ho_Chi_Minh';

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

export function startDashboard(root: HTMLElement): void {
  const access: Access = {
    send: window.fetch.bind(window),
    token: () => sessionStorage.getItem(TOKEN_KEY),
    now: () => Date.now(),
  };
  const source: Source = {
    load: (query, signal) => loadResults(access, query, signal),
    watch: (onChange, onConnection, signal) =>
      watchChanges(access, { onChange, onConnection, wait, chance: Math.random }, signal),
    keepToken: (token) => sessionStorage.setItem(TOKEN_KEY, token),
    hasToken: () => access.token() !== null,
  };
  document.documentElement.dataset.theme = 'auto';
  document.documentElement.classList.add('dashboard');
  preparePrint(window);
  render(<App source={source} now={access.now} zone={ZONE} />, root);
}
