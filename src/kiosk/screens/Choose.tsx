/** One choice among tiles: what one came for, or the field. A tap is the answer, and one may do without. */
import type { Words } from '../../domain/survey.ts';
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';
import { Bar, type Move } from './Bar.tsx';

export function Choose(props: {
  title: string;
  choices: readonly { id: string; label: Words }[];
  chosen: string | null;
  language: Language;
  back: Move | null;
  onChoose: (id: string) => void;
  onNext: () => void;
  onSkip: () => void;
}) {
  const { title, choices, chosen, language, back, onChoose, onNext, onSkip } = props;
  const words = KIOSK_WORDS[language];
  return (
    <div class="ask">
      <h1 class="question" id="question" data-heading tabIndex={-1}>
        {title}
      </h1>
      <fieldset class="tiles" aria-labelledby="question" data-count={choices.length}>
        {choices.map(({ id, label }) => (
          <button key={id} type="button" class="tile" aria-pressed={chosen === id} onClick={() => onChoose(id)}>
            {label[language]}
          </button>
        ))}
      </fieldset>
      <Bar back={back} next={chosen !== null ? { label: words.next, act: onNext } : null}>
        <button type="button" class="button bar-middle" onClick={onSkip}>
          {words.skip}
        </button>
      </Bar>
    </div>
  );
}
