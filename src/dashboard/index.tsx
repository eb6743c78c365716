/** The dashboard: wires clock, network and paper to the parts, which know none of them. */
import { render } from 'preact';
import '../ui/tokens.css';
import '../ui/fonts.css';
import './dashboard.css';
import './forms.css';
import './shell/shell.css';
import './print.css';
import type { Access } from './api.ts';
import { App } from './App.tsx';
import { preparePrint } from './sheets.ts';

export function startDashboard(root: HTMLElement): void {
  const access: Access = { send: window.fetch.bind(window), now: () => Date.now() };
  document.documentElement.dataset.theme = 'auto';
  document.documentElement.classList.add('dashboard');
  preparePrint(window);
  render(<App access={access} loadGate={() => import('./people/Gate.tsx')} />, root);
}
