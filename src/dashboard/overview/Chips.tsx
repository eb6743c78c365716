/** What the page is narrowed by, each with the way to take it off again. Nothing where it shows everything. */
import { Link } from '../shell/Link.tsx';
import { useShell } from '../shell/shell.ts';
import { BREAKDOWN_OF, narrowingsOf, without, withoutAll } from './narrow.ts';
import { usePage } from './page.ts';

export function Chips() {
  const { view, words, labels } = usePage();
  const { address } = useShell();
  // A half-day frames the hours on the page "why" and changes nothing elsewhere.
  const list = narrowingsOf(view).filter(({ name }) => name !== 'when' || address.section === 'why');
  if (list.length === 0) return null;
  const named = ({ name, id }: (typeof list)[number]): string => {
    if (name === 'when') return view.when ? labels.halfDay(view.when) : '';
    if (name === 'criterion') return labels.criterion(id);
    if (name === 'reason') return labels.reason(view.criterion ?? '', id);
    return labels.group(BREAKDOWN_OF[name], id);
  };
  return (
    <nav class="chips" aria-label={words.narrowed}>
      <span class="chips-title">{words.narrowed}</span>
      <ul>
        {list.map((one) => (
          <li key={one.name} class="chip">
            <span class="chip-by">{words.narrowBy[one.name]}</span> {named(one)}
            <span class="screen-only">
              <Link class="chip-off" to={without(view, one.name)} aria-label={words.narrowOff(named(one))}>
                ×
              </Link>
            </span>
          </li>
        ))}
      </ul>
      {list.length > 1 && (
        <span class="screen-only">
          <Link to={withoutAll(view)}>{words.narrowAllOff}</Link>
        </span>
      )}
    </nav>
  );
}
