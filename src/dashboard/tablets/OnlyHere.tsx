/** On the server's own address no tablet elsewhere can be connected: says so before anyone waits, and what to do instead. */
import { TABLET_WORDS } from '../../ui/words/tablets.ts';
import { useShell } from '../shell/shell.ts';

export const isOnlyHere = (): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);

export function OnlyHere() {
  const words = TABLET_WORDS[useShell().language];
  return (
    <section class="notice only-here">
      <p>{words.onlyHere}</p>
      <dl>
        <dt>{words.hereNow}</dt>
        <dd>
          {words.hereNowHow}{' '}
          <a class="link" href="/" target="_blank" rel="noopener">
            {words.openHere}
          </a>
        </dd>
        <dt>{words.realTablet}</dt>
        <dd>{words.realTabletHow}</dd>
      </dl>
    </section>
  );
}
