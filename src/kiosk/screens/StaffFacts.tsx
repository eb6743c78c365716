/** The state of the tablet as a list of words and figures, in the language of the reader. */
import type { Language } from '../../ui/kiosk-words.ts';
import { STAFF_WORDS, staffSentence } from '../../ui/staff-words.ts';
import type { StaffState } from '../port.ts';

/** So many refused ones are named; the file has all of them. */
const NAMED = 20;
/** And so many of what happened last. */
const EVENTS = 5;

const timeIn = (language: Language) => {
  const format = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (instant: number) => format.format(instant);
};

function storageWords({ persisted, usage, quota }: StaffState['storage'], language: Language): string {
  const words = STAFF_WORDS[language];
  const kept = persisted === null ? words.unknown : persisted ? words.persisted : words.notPersisted;
  if (usage === null || quota === null) return kept;
  const figure = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 });
  const megabytes = (bytes: number) => figure.format(bytes / 1_000_000);
  return `${kept}; ${words.used(megabytes(usage), megabytes(quota))}`;
}

export function StaffFacts(props: { state: StaffState; language: Language; pending: number }) {
  const { state, language, pending } = props;
  const words = STAFF_WORDS[language];
  const time = timeIn(language);
  const { unsent, oldestUnsentAt, refused, lastContactAt, lastProblem, sync } = state;
  const problem =
    lastProblem !== null && sync !== 'idle' && sync !== 'sending' ? staffSentence(lastProblem, language) : '';
  return (
    // Where the list is longer than the screen, the keyboard must be able to scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <dl class="facts" tabIndex={0}>
      {pending > 0 && (
        <div class="fact-alert">
          <dt>{words.pending}</dt>
          <dd>{words.pendingHint(pending)}</dd>
        </div>
      )}
      <div>
        <dt>{words.unsent}</dt>
        <dd>
          {unsent === 0 && words.none}
          {unsent > 0 && (oldestUnsentAt === null ? words.forms(unsent) : words.since(unsent, time(oldestUnsentAt)))}
        </dd>
      </div>
      <div class={sync === 'stuck' || sync === 'not-enrolled' ? 'fact-alert' : undefined}>
        <dt>{words.sync}</dt>
        <dd>
          {words.syncStates[sync]}
          {problem && <small>{problem}</small>}
        </dd>
      </div>
      <div>
        <dt>{words.lastContact}</dt>
        <dd>{lastContactAt === null ? words.never : time(lastContactAt)}</dd>
      </div>
      <div class={refused.length > 0 ? 'fact-alert fact-wide' : undefined}>
        <dt>{words.refused}</dt>
        <dd>
          {refused.length === 0 ? words.none : words.forms(refused.length)}
          {refused.slice(0, NAMED).map(({ id, code, refusedAt }) => (
            <small key={id}>
              {staffSentence(code, language)} {id.slice(0, 8)}, {words.refusedAt(time(refusedAt))}
            </small>
          ))}
          {refused.length > NAMED && <small>{words.more(refused.length - NAMED)}</small>}
        </dd>
      </div>
      {state.events.length > 0 && (
        <div class="fact-alert">
          <dt>{words.events}</dt>
          {state.events.slice(-EVENTS).map(({ id, kind, at }) => (
            <dd key={id}>
              {words.eventKinds[kind]}
              <small>{time(at)}</small>
            </dd>
          ))}
        </div>
      )}
      <div class={state.fingerprint === null ? 'fact-alert' : undefined}>
        <dt>{words.key}</dt>
        <dd>
          {state.fingerprint ?? words.keyNone}
          {state.fingerprint !== null && <small>{words.keyCompare}</small>}
        </dd>
      </div>
      <div class={state.protection === 'allowed' ? 'fact-alert' : undefined}>
        <dt>{words.protection}</dt>
        <dd>{words.protections[state.protection]}</dd>
      </div>
      <div>
        <dt>{words.storage}</dt>
        <dd>{storageWords(state.storage, language)}</dd>
      </div>
      <div>
        <dt>{words.device}</dt>
        <dd>{state.device}</dd>
      </div>
      <div>
        <dt>
          {words.app} / {words.survey}
        </dt>
        <dd>
          {state.app} / {state.surveyVersion}
        </dd>
      </div>
    </dl>
  );
}
