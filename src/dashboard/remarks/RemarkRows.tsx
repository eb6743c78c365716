/** The list: each remark is a link to itself, with its day, its place and its first words. */
import type { RemarkItem } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { Chips, usePlace } from './Chips.tsx';

/** @param to the address of a remark. */
export function RemarkRows({
  remarks,
  open,
  to,
}: {
  remarks: readonly RemarkItem[];
  open: string | null;
  to: (id: string) => string;
}) {
  const { language, format } = useShell();
  const place = usePlace();
  return (
    <ol class="remark-rows" aria-label={REMARK_WORDS[language].list}>
      {remarks.map((remark) => (
        <li key={remark.id} class={remark.status === 'new' ? 'remark-row remark-row-new' : 'remark-row'}>
          <Link
            to={to(remark.id)}
            class="remark-link"
            data-remark={remark.id}
            aria-current={remark.id === open ? 'true' : undefined}
          >
            <span class="remark-line">
              <span class="remark-day">{format.day(remark.day)}</span> <span class="quiet">{place(remark)}</span>
            </span>
            <span class="remark-excerpt" dir="auto">
              {remark.words}
            </span>
          </Link>
          <Chips remark={remark} />
        </li>
      ))}
    </ol>
  );
}
