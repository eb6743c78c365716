/**
 * One criterion: a face for each level, in the survey's order, all alike in size and reach, none chosen beforehand. Levels 1 and 2
 * offer reasons on the same screen, and only then is a button needed to move on.
 */
import { asksReasons, levelsOf, OTHER_REASON, type Criterion, type Level, type Survey } from '../../domain/survey.ts';
import { Face } from '../../ui/Face.tsx';
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';
import type { Given } from '../visit.ts';
import { Bar, type Move } from './Bar.tsx';

/** `index` counts from 0. Marks, not a percentage. */
export function Progress({ index, count, language }: { index: number; count: number; language: Language }) {
  return (
    <p class="progress">
      <span class="marks" aria-hidden="true">
        {Array.from({ length: count }, (_, at) => (
          <span key={at} class={at < index ? 'mark-done' : at === index ? 'mark-done mark-now' : ''} />
        ))}
      </span>
      <span class="count" aria-hidden="true">
        {index + 1} / {count}
      </span>
      <span class="unseen">{KIOSK_WORDS[language].progress(index + 1, count)}</span>
    </p>
  );
}

export function Reasons(props: {
  survey: Survey;
  criterion: Criterion;
  chosen: readonly string[];
  language: Language;
  onToggle: (id: string) => void;
}) {
  const { survey, criterion, chosen, language, onToggle } = props;
  const words = KIOSK_WORDS[language];
  return (
    <section class="reasons" aria-labelledby="reasons" data-many={criterion.reasons.length > 5}>
      <h2 id="reasons" class="reasons-title" data-part tabIndex={-1}>
        {words.reasons} <small>{words.reasonsHint}</small>
      </h2>
      <div class="reason-list">
        {[...criterion.reasons, { id: OTHER_REASON, label: survey.otherReason }].map(({ id, label }) => (
          <button key={id} type="button" class="reason" aria-pressed={chosen.includes(id)} onClick={() => onToggle(id)}>
            <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
              <rect x="3" y="3" width="26" height="26" rx="6" />
              <path d="M9 16.5L14 21.5L23 11" />
            </svg>
            {label[language]}
          </button>
        ))}
      </div>
    </section>
  );
}

export function Rate(props: {
  survey: Survey;
  criterion: Criterion;
  given: Given | null;
  /** The answer to the question before, as long as nothing else was done. */
  taken: Given['level'] | null;
  /** 0 and 1 in turn: the same face twice in a row is shown as taken twice. */
  turn: number;
  language: Language;
  back: Move | null;
  onRate: (level: Level | 'unknown') => void;
  onReason: (id: string) => void;
  onNext: () => void;
}) {
  const { survey, criterion, given, taken, turn, language, back, onRate, onReason, onNext } = props;
  const words = KIOSK_WORDS[language];
  const question = criterion.question[language];
  const levels = levelsOf(survey);
  if (survey.order === 'best-first') levels.reverse();
  const open = asksReasons(given?.level);
  return (
    <div class="ask" data-open={open}>
      <h1 class="question" id="question" data-heading tabIndex={-1} data-long={question.length > 125}>
        {question}
      </h1>
      <fieldset class="faces" aria-labelledby="question" data-count={levels.length}>
        {levels.map(({ level, label }) => (
          <button
            key={level}
            type="button"
            class={taken === level ? `level taken-${turn}` : 'level'}
            aria-pressed={given?.level === level}
            onClick={() => onRate(level)}
          >
            <Face level={level} />
            <span>{label[language]}</span>
          </button>
        ))}
      </fieldset>
      {open && given && <Reasons {...{ survey, criterion, language }} chosen={given.reasons} onToggle={onReason} />}
      <Bar back={back} next={given ? { label: words.next, act: onNext } : null}>
        <button
          type="button"
          class={taken === 'unknown' ? `button bar-middle taken-${turn}` : 'button bar-middle'}
          aria-pressed={given?.level === 'unknown'}
          onClick={() => onRate('unknown')}
        >
          {survey.unknown[language]}
        </button>
      </Bar>
    </div>
  );
}
