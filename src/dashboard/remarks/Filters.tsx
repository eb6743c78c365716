/** What the list is narrowed by. Words are searched on Enter or the button; a choice takes hold at once. */
import { DateField } from '../shell/DateField.tsx';
import { useState } from 'preact/hooks';
import type { RemarkFilter } from '../../domain/remark-filter.ts';
import type { RemarkOptions } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { sends } from '../shell/sends.ts';
import { useShell } from '../shell/shell.ts';
import { countFilters } from './inbox-address.ts';

interface Choice {
  id: string;
  label: string;
}

function Select({
  label,
  value,
  all,
  choices,
  onChoose,
}: {
  label: string;
  value: string;
  all: string;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {choices.map(({ id, label: text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Filters({
  filter,
  options,
  onFilter,
}: {
  filter: RemarkFilter;
  options: RemarkOptions | null;
  onFilter: (filter: RemarkFilter) => void;
}) {
  const { language, format } = useShell();
  const words = REMARK_WORDS[language];
  const stored = filter.text ?? '';
  // What is typed holds until another search is in the address.
  const [typed, setTyped] = useState({ over: stored, text: stored });
  const text = typed.over === stored ? typed.text : stored;
  const set = (name: keyof RemarkFilter) => (value: string) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value === '' ? rest : ({ ...rest, [name]: value } as RemarkFilter)); // read again from the address
  };
  const count = countFilters(filter);
  const named = (list: readonly { id: string; name: string }[] = []) =>
    list.map(({ id, name }) => ({ id, label: name }));
  const labelled = (list: readonly { id: string; label: { vi: string; en: string } }[] = []) =>
    list.map(({ id, label }) => ({ id, label: label[language] }));
  const tags = (options?.tags ?? []).map(({ tag, count: used }) => ({
    id: tag,
    label: words.tagCount(tag, format.count(used)),
  }));
  const people = [{ id: 'me', label: words.me }, { id: 'none', label: words.nobody }, ...named(options?.people)];
  return (
    <search class="remark-search">
      <form class="remark-find" onSubmit={sends(() => set('text')(text.trim()))}>
        <label class="field remark-find-field">
          <span>{words.search}</span>
          <input
            type="search"
            value={text}
            maxLength={200}
            aria-describedby="remark-find-hint"
            onInput={(event) => setTyped({ over: stored, text: event.currentTarget.value })}
          />
        </label>
        <button type="submit" class="button">
          {words.find}
        </button>
        <p id="remark-find-hint" class="field-hint remark-find-hint">
          {words.searchHint}
        </p>
      </form>
      <details class="remark-filters" open={count > 0}>
        <summary>{count > 0 ? words.filtersOn(format.count(count)) : words.filters}</summary>
        <div class="remark-filter-grid">
          <Select
            label={words.assignee}
            value={filter.assignee ?? ''}
            all={words.anyone}
            choices={people}
            onChoose={set('assignee')}
          />
          <Select
            label={words.counter}
            value={filter.counter ?? ''}
            all={words.any}
            choices={named(options?.counters)}
            onChoose={set('counter')}
          />
          <Select
            label={words.field}
            value={filter.field ?? ''}
            all={words.any}
            choices={labelled(options?.fields)}
            onChoose={set('field')}
          />
          <Select
            label={words.lowCriterion}
            value={filter.criterion ?? ''}
            all={words.any}
            choices={labelled(options?.criteria)}
            onChoose={set('criterion')}
          />
          <Select label={words.tag} value={filter.tag ?? ''} all={words.any} choices={tags} onChoose={set('tag')} />
          <DateField label={words.from} value={filter.from ?? ''} onDay={set('from')} />
          <DateField label={words.to} value={filter.to ?? ''} onDay={set('to')} />
          <label class="check">
            <input
              type="checkbox"
              checked={filter.void === '1'}
              onChange={(event) => set('void')(event.currentTarget.checked ? '1' : '')}
            />
            <span>{words.onlyVoid}</span>
          </label>
        </div>
        {count > 0 && (
          <button type="button" class="link" onClick={() => onFilter(filter.text ? { text: filter.text } : {})}>
            {words.clear}
          </button>
        )}
      </details>
    </search>
  );
}
