/**
 * The kiosk's rating screen as a picture: the same elements and classes, which a test compares with the kiosk's own. It is
 * drawn here again because the two programs share no code but the domain and ui.
 */
import type { DraftCriterion, SurveyDraft } from '../../domain/survey-draft.ts';
import { asksReasons, levelsOf, OTHER_REASON } from '../../domain/survey.ts';
import { Face } from '../../ui/Face.tsx';
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';

export interface TabletRateProps {
  draft: SurveyDraft;
  criterion: DraftCriterion;
  language: Language;
  /** As after the better of the answers that ask for them. */
  reasons: boolean;
  larger: boolean;
}

/** Rate.tsx of the kiosk chooses a smaller size above this. */
const LONG = 125;

export function RateScreen({ draft, criterion, language, reasons }: Omit<TabletRateProps, 'larger'>) {
  const words = KIOSK_WORDS[language];
  const question = criterion.question[language];
  const levels = levelsOf(draft);
  const low = levels.findLast(({ level }) => asksReasons(level));
  if (draft.order === 'best-first') levels.reverse();
  return (
    <div class="ask" data-open={reasons}>
      <h1 class="question" data-long={question.length > LONG}>
        {question}
      </h1>
      <fieldset class="faces" data-count={levels.length}>
        {levels.map(({ level, label }) => (
          <button key={level} type="button" class="level" aria-pressed={reasons && level === low?.level}>
            <Face level={level} />
            <span>{label[language]}</span>
          </button>
        ))}
      </fieldset>
      {reasons && (
        <section class="reasons" data-many={criterion.reasons.length > 5}>
          <h2 class="reasons-title">
            {words.reasons} <small>{words.reasonsHint}</small>
          </h2>
          <div class="reason-list">
            {[...criterion.reasons, { id: OTHER_REASON, label: draft.otherReason }].map(({ id, label }) => (
              <button key={id} type="button" class="reason" aria-pressed="false">
                <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                  <rect x="3" y="3" width="26" height="26" rx="6" />
                  <path d="M9 16.5L14 21.5L23 11" />
                </svg>
                {label[language]}
              </button>
            ))}
          </div>
        </section>
      )}
      <div class="bar">
        <button type="button" class="button bar-back">
          <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <path d="M20 7L11 16L20 25" />
          </svg>
          {words.back}
        </button>
        <button type="button" class="button bar-middle" aria-pressed="false">
          {draft.unknown[language]}
        </button>
        {reasons && (
          <button type="button" class="button primary bar-next">
            {words.next}
          </button>
        )}
      </div>
    </div>
  );
}

export function TabletRate({ larger, ...props }: TabletRateProps) {
  const { draft, criterion, language } = props;
  const words = KIOSK_WORDS[language];
  const at = draft.criteria.indexOf(criterion);
  return (
    <div class="tablet" data-larger={larger ? '' : undefined} lang={language}>
      <div class="kiosk">
        <header class="top">
          <p class="progress">
            <span class="marks">
              {draft.criteria.map(({ id }, mark) => (
                <span key={id} class={mark < at ? 'mark-done' : mark === at ? 'mark-done mark-now' : ''} />
              ))}
            </span>
            <span class="count">
              {at + 1} / {draft.criteria.length}
            </span>
          </p>
          <div class="tools">
            <span class="tool">{words.otherLanguage}</span>
          </div>
        </header>
        <div class="screen">
          <RateScreen {...props} />
        </div>
      </div>
    </div>
  );
}
