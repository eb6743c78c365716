/** Alerts: what is open, what was closed, and the rules that raise them. */
import './alerts.css';
import { ALERT_WORDS } from '../../ui/words/alerts.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { AlertLists } from './AlertLists.tsx';
import { RulesPage } from './RulesPage.tsx';

export function Section() {
  const { address, language } = useShell();
  const words = ALERT_WORDS[language];
  const rules = address.rest[0] === 'rules';
  return (
    <>
      <div class="section-head">
        <h1>{words.title}</h1>
        <nav class="alert-tabs" aria-label={words.title}>
          <Link to="/dashboard/alerts" aria-current={rules ? undefined : 'page'}>
            {words.tabs.now}
          </Link>
          <Link to="/dashboard/alerts/rules" aria-current={rules ? 'page' : undefined}>
            {words.tabs.rules}
          </Link>
        </nav>
      </div>
      {rules ? <RulesPage /> : <AlertLists />}
    </>
  );
}
