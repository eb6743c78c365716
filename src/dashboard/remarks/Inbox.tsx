/** The list and the open remark: side by side where there is room, one after the other on a phone. The address says what is shown. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type RemarkDetail, RemarkOptions } from '../../domain/remark.ts';
import { filterQuery, type RemarkFilter } from '../../domain/remark-filter.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { Link } from '../shell/Link.tsx';
import { LoadFailed, Loading, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { Export } from './ExportDialog.tsx';
import { faultText } from './fault.ts';
import { Filters } from './Filters.tsx';
import { countFilters, INBOX, inboxQuery, readInbox, type Tab } from './inbox-address.ts';
import { RemarkPane } from './RemarkPane.tsx';
import { RemarkRows } from './RemarkRows.tsx';
import { StatusTabs } from './StatusTabs.tsx';
import { TagsDialog } from './TagsDialog.tsx';
import { useChanges } from './use-changes.ts';
import { rowOf, useKeys } from './use-keys.ts';
import { type Remarks, useRemarks } from './use-remarks.ts';

/** Why the list is empty, and what to do. */
function Empty({ tab, filter }: { tab: Tab; filter: RemarkFilter }) {
  const { language } = useShell();
  const words = REMARK_WORDS[language];
  const isNarrowed = countFilters(filter) > 0 || filter.text !== undefined;
  const [title, text] = isNarrowed
    ? [words.nothingTitle, words.nothing]
    : tab === 'all'
      ? [words.emptyTitle, words.empty]
      : tab === 'open'
        ? [words.allDoneTitle, `${words.allDone} ${words.empty}`]
        : [words.nothingTitle, words.nothing];
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}

interface RowsProps {
  remarks: Remarks;
  tab: Tab;
  filter: RemarkFilter;
  id: string | null;
}

function Rows({ remarks, tab, filter, id }: RowsProps) {
  const { language, format } = useShell();
  const words = REMARK_WORDS[language];
  const { list, state, code, more, reload } = remarks;
  if (!list) return state === 'failed' ? <LoadFailed code={code} onRetry={reload} /> : <Loading />;
  if (list.remarks.length === 0) return <Empty tab={tab} filter={filter} />;
  return (
    <>
      <RemarkRows remarks={list.remarks} open={id} to={(one) => `${INBOX}${inboxQuery({ tab, filter, id: one })}`} />
      <p class="quiet remark-shown">
        {words.shown(format.count(list.remarks.length), format.count(list.found ?? list.remarks.length))}
      </p>
      {list.next !== null && (
        <button type="button" class="button button-quiet" onClick={more}>
          {words.more}
        </button>
      )}
      <p class="quiet remark-keys">{words.keys}</p>
    </>
  );
}

export function Inbox() {
  const shell = useShell();
  const { address, go, language } = shell;
  const words = REMARK_WORDS[language];
  const { tab, filter, id } = readInbox(address.query);
  const query = filterQuery(filter);
  const remarks = useRemarks(query);
  const options = useLoad(RemarkOptions, 'remarks/options');
  const [fault, setFault] = useState<string | null>(null);
  const [edits, setEdits] = useState(false);
  const place = useRef<HTMLDivElement>(null);

  useChanges(remarks.reload);
  const to = (next: Partial<{ tab: Tab; filter: RemarkFilter; id: string | null }>) =>
    `${INBOX}${inboxQuery({ tab, filter, id, ...next })}`;
  const tagsOf = useRef('');
  const changed = useCallback(
    (remark: RemarkDetail) => {
      const { answers: _, notes: __, outcome: ___, version: ____, ...item } = remark;
      remarks.update(item);
      const tags = `${remark.id} ${remark.tags.join()}`;
      if (tagsOf.current.startsWith(remark.id) && tagsOf.current !== tags) options.reload();
      tagsOf.current = tags;
    },
    [remarks.update, options.reload],
  );
  const closed = useRef<string | null>(null);
  const close = () => {
    closed.current = id;
    go(to({ id: null }));
  };
  useEffect(() => {
    if (id === null && closed.current !== null) rowOf(closed.current)?.focus();
    closed.current = null;
  }, [id]);
  const focus = useRef(false);
  const stays = useRef(false);
  const open = (next: string, fromList: boolean) => {
    focus.current = !fromList;
    stays.current = fromList;
    go(to({ id: next }), { replace: true });
  };
  useLayoutEffect(() => {
    // Chosen in the list, by a press or by Enter: the person is taken to the remark, once it is there.
    if (id !== null && !stays.current && document.activeElement?.closest('.remark-rows')) focus.current = true;
    stays.current = false;
  }, [id]);
  const ids = remarks.list?.remarks.map((one) => one.id) ?? [];
  useKeys(place, { ids, open: id, onOpen: open, onClose: close });

  return (
    <div class={id === null ? 'remark-inbox' : 'remark-inbox remark-inbox-open'} ref={place}>
      <StatusTabs tab={tab} counts={remarks.list?.counts ?? null} to={(one) => to({ tab: one, id: null })} />
      <div class="remark-list">
        <Filters
          filter={filter}
          options={options.value}
          onFilter={(next) => go(to({ filter: next, id: null }), { replace: true })}
        />
        <div class="remark-tools">
          <Export filter={filter} onFault={(code) => setFault(faultText(shell, code))} />
          <button type="button" class="link" onClick={() => setEdits(true)}>
            {words.manageTags}
          </button>
        </div>
        {(fault !== null || (remarks.state === 'failed' && remarks.list)) && (
          <p class="notice notice-alert" role="alert">
            {fault ?? faultText(shell, remarks.code)}
          </p>
        )}
        <Rows remarks={remarks} tab={tab} filter={filter} id={id} />
      </div>
      <div class="remark-open">
        {id === null ? (
          <div class="empty">
            <h2>{words.choose}</h2>
            <p>{words.chooseWhy}</p>
          </div>
        ) : (
          <>
            <Link to={to({ id: null })} class="link remark-back">
              {words.back}
            </Link>
            <RemarkPane id={id} options={options.value} onChanged={changed} focus={focus} />
          </>
        )}
      </div>
      {edits && options.value && (
        <TagsDialog
          tags={options.value.tags}
          onClose={() => setEdits(false)}
          onRenamed={() => {
            options.reload();
            remarks.reload();
          }}
        />
      )}
    </div>
  );
}
