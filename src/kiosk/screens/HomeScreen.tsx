/** On an iPad in a tab of Safari: why not, and what to do. For staff. */
import '../../ui/staff.css';
import type { Language } from '../../ui/kiosk-words.ts';
import { STAFF_WORDS } from '../../ui/staff-words.ts';
import { useFocus } from '../page.ts';

export function HomeScreen({ language }: { language: Language }) {
  const words = STAFF_WORDS[language];
  const heading = useFocus<HTMLHeadingElement>();
  return (
    <div class="enrol">
      <h1 class="staff-title" ref={heading} tabIndex={-1}>
        {words.homeScreenTitle}
      </h1>
      <p class="lead">{words.homeScreenWhy}</p>
      <p class="hint">{words.homeScreenHow}</p>
    </div>
  );
}
