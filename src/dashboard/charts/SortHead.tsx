/** The head of a column by which a table can be sorted. */
import type { ComponentChildren } from 'preact';
import type { Sorting } from './sorting.ts';

export function SortHead<Key>(props: {
  column: Key;
  text: string;
  /** Its cells are numbers. */
  number?: boolean;
  sorting: Sorting<Key>;
  onSort: (column: Key) => void;
  /** What stands below the text. */
  children?: ComponentChildren;
}) {
  const { column, text, number = true, sorting, onSort, children } = props;
  const order = sorting.key !== column ? 'none' : sorting.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" class={number ? 'number' : undefined} aria-sort={order}>
      <span class="print-only">{text}</span>
      <button type="button" class="sort screen-only" onClick={() => onSort(column)}>
        {text}
        <span class="sort-mark" aria-hidden="true">
          {{ none: '↕', descending: '↓', ascending: '↑' }[order]}
        </span>
      </button>
      {children}
    </th>
  );
}
