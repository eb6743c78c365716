/** The rules: sentences for those who read, fields for an administrator. All are saved together. */
import { useState } from 'preact/hooks';
import { mayAct } from '../../domain/account.ts';
import { AlertRulesReply } from '../../domain/alert.ts';
import type { AlertRule } from '../../domain/alert-rules.ts';
import { ALERT_WORDS } from '../../ui/words/alerts.ts';
import { SaveRow } from '../settings/SaveRow.tsx';
import { useSave } from '../settings/use-save.ts';
import { Link } from '../shell/Link.tsx';
import { useKept } from '../shell/kept.ts';
import { Loading, LoadFailed, useLoad } from '../shell/Load.tsx';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { Unsaved } from '../shell/Unsaved.tsx';
import { draftOf, KINDS, newDraft, type RuleDraft, type RuleKind, ruleOf } from './rule-draft.ts';
import { RuleFields } from './RuleFields.tsx';

/** A whole number of percent, or with the decimals that it has. */
function useLimit(): (value: number) => string {
  const { language, format } = useShell();
  return (value) => format.percent(language === 'vi' ? String(value).replace('.', ',') : String(value));
}

function RuleSentence({ rule, goal }: { rule: AlertRule; goal: number }) {
  const { language } = useShell();
  const words = ALERT_WORDS[language];
  const limit = useLimit();
  const text = () => {
    switch (rule.kind) {
      case 'index':
        return words.text.index(words.scopes[rule.scope], limit(rule.below ?? goal), rule.days, rule.minimum);
      case 'low':
        return words.text.low(words.scopes[rule.scope], limit(rule.above), rule.days, rule.minimum);
      case 'silent':
        return words.text.silent(rule.minutes);
      case 'unsent':
        return words.text.unsent(rule.hours);
      case 'gap':
        return words.text.gap(rule.hours);
      case 'backup':
        return words.text.backup(rule.hours);
      case 'clock':
        return words.text.clock(rule.offMinutes);
      case 'space':
        return words.text.space(limit(rule.percent));
      case 'loose':
      case 'token':
      case 'faults':
      case 'integrity':
        return words.text[rule.kind];
    }
  };
  return (
    <li class="panel">
      {text()} <span class="tag">{rule.on ? words.on : words.off}</span>
    </li>
  );
}

function RulesForm({ reply, replace }: { reply: AlertRulesReply; replace: (reply: AlertRulesReply) => void }) {
  const { language } = useShell();
  const words = ALERT_WORDS[language];
  const limit = useLimit();
  const [base, setBase] = useState(reply);
  const kept = useKept<RuleDraft[]>('alert-rules', base.rules.map(draftOf));
  const { value: drafts, set: setDrafts } = kept;
  const [kind, setKind] = useState<RuleKind>('index');
  const [wrong, setWrong] = useState(false);
  const saving = useSave();
  const send = async () => {
    const rules = drafts.flatMap((draft) => ruleOf(draft) ?? []);
    setWrong(rules.length < drafts.length);
    if (rules.length < drafts.length || saving.busy) return;
    const saved = await saving.save(AlertRulesReply, 'alerts/rules', {
      method: 'PUT',
      body: { rules, version: base.version },
    });
    if (!saved) return;
    setBase(saved);
    kept.forget();
    replace(saved);
  };
  return (
    <form class="rules" noValidate onSubmit={sends(send)}>
      {drafts.length === 0 && <p class="notice">{words.noRules}</p>}
      {drafts.map((draft, at) => (
        <RuleFields
          key={draft.id}
          draft={draft}
          goal={limit(reply.goal)}
          onChange={(next) => setDrafts(drafts.with(at, next))}
          onRemove={() => setDrafts(drafts.toSpliced(at, 1))}
        />
      ))}
      <div class="field-row">
        <label class="field">
          <span>{words.addKind}</span>
          <select
            value={kind}
            onChange={({ currentTarget }) => setKind(KINDS.find((one) => one === currentTarget.value) ?? 'index')}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {words.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class="button button-quiet"
          onClick={() =>
            setDrafts([
              ...drafts,
              newDraft(
                kind,
                drafts.map(({ id }) => id),
              ),
            ])
          }
        >
          {words.add}
        </button>
      </div>
      {wrong && (
        <p class="notice notice-alert" role="alert">
          {words.badRules}
        </p>
      )}
      <SaveRow state={saving} label={words.saveRules}>
        <Unsaved kept={kept} />
      </SaveRow>
    </form>
  );
}

export function RulesPage() {
  const { language, session } = useShell();
  const words = ALERT_WORDS[language];
  const { value, state, code, reload, replace } = useLoad(AlertRulesReply, 'alerts/rules');
  if (!value) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />;
  const administrator = mayAct(session.account.role, 'administrator');
  return (
    <>
      <p class="alert-intro">{words.rulesIntro}</p>
      {administrator ? (
        <>
          <p class="alert-intro">
            <Link to="/dashboard/settings/alerts" class="link">
              {words.delivery}
            </Link>
          </p>
          <RulesForm reply={value} replace={replace} />
        </>
      ) : (
        <>
          <p class="alert-intro quiet">{words.rulesOnlyRead}</p>
          <ul class="rules">
            {value.rules.map((rule) => (
              <RuleSentence key={rule.id} rule={rule} goal={value.goal} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
