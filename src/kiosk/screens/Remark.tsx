/** Words of one's own, if one likes. One button ends the visit with or without them, so skipping costs no more than writing. */
import { useMemo } from 'preact/hooks';
import { REMARK_LIMIT } from '../../domain/submission.ts';
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';
import { Bar, type Move } from './Bar.tsx';

/** From here on it is shown how much room is left. */
const NEAR = 200;

export function Remark(props: {
  text: string;
  language: Language;
  back: Move | null;
  onText: (text: string) => void;
  onFinish: () => void;
}) {
  const { text, language, back, onText, onFinish } = props;
  const words = KIOSK_WORDS[language];
  // A name that no browser has seen, so that it has nothing of an earlier person to suggest.
  const name = useMemo(() => `r${Math.random().toString(36).slice(2)}`, []);
  const left = REMARK_LIMIT - (text.length < REMARK_LIMIT - NEAR ? text.length : Array.from(text).length);
  return (
    <div class="ask write">
      <h1 class="question" id="question" data-heading tabIndex={-1}>
        {words.remark}
      </h1>
      <p class="hint" id="remark-hint">
        {words.remarkHint}
      </p>
      <textarea
        class="remark"
        name={name}
        value={text}
        aria-labelledby="question"
        aria-describedby="remark-hint"
        autocomplete="off"
        autocorrect="off"
        autocapitalize="sentences"
        spellcheck={false}
        enterkeyhint="enter"
        onInput={({ currentTarget }) => {
          onText(currentTarget.value);
          // Cut to what is kept, also where nothing is drawn anew because the kept text did not change.
          if (Array.from(currentTarget.value).length > REMARK_LIMIT)
            currentTarget.value = Array.from(currentTarget.value).slice(0, REMARK_LIMIT).join('');
        }}
      />
      <p class="hint remark-left" aria-live="polite">
        {left <= NEAR ? words.remarkLeft(left) : ''}
      </p>
      <Bar back={back} next={{ label: text.trim() === '' ? words.skipAndSend : words.send, act: onFinish }} />
    </div>
  );
}
