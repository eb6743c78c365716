/** Asks whether anybody is there, in place of the screen: whoever comes next sees nothing of the one who left. */
import { KIOSK_WORDS, type Language } from '../../ui/kiosk-words.ts';
import { useFocus } from '../page.ts';

export function StillThere(props: { seconds: number; language: Language; onStay: () => void }) {
  const { seconds, language, onStay } = props;
  const words = KIOSK_WORDS[language];
  const button = useFocus<HTMLButtonElement>();
  // Read out at the start and every five seconds, not each second.
  const spoken = Math.ceil(seconds / 5) * 5;
  return (
    <div class="ending" role="alertdialog" aria-modal="true" aria-labelledby="still-there">
      <h1 class="ending-title" id="still-there">
        {words.stillThere}
      </h1>
      <p class="lead" aria-hidden="true">
        {words.closesIn(seconds)}
      </p>
      <p class="unseen" aria-live="assertive">
        {words.closesIn(spoken)}
      </p>
      <button ref={button} type="button" class="button primary start" onClick={onStay}>
        {words.iAmHere}
      </button>
    </div>
  );
}
