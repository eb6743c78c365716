/** One remark opened: what the citizen wrote, as it was written, then the ballot, then the work on it. Opening it marks it as seen. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { mayAct } from '../../domain/account.ts';
import { RemarkDetail, type RemarkOptions } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { LoadFailed, Loading } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { BallotFacts } from './BallotFacts.tsx';
import { Chips, usePlace } from './Chips.tsx';
import { useDraft } from './drafts.ts';
import { Notes } from './Notes.tsx';
import { Tags } from './Tags.tsx';
import { VoidPart } from './VoidPart.tsx';
import { WorkForm } from './WorkForm.tsx';

/** Who runs through the list with a key held down opens only where they stop. */
const PAUSE = 150;

export interface RemarkPaneProps {
  id: string;
  options: RemarkOptions | null;
  onChanged: (remark: RemarkDetail) => void;
  /** Set where the person has chosen this remark and wants to be there. */
  focus: { current: boolean };
}

export function RemarkPane({ id, options, onChanged, focus }: RemarkPaneProps) {
  const { ask, language, format, session } = useShell();
  const words = REMARK_WORDS[language];
  const place = usePlace();
  const drafts = useDraft(id);
  const [remark, setRemark] = useState<RemarkDetail | null>(null);
  const [failure, setFailure] = useState<{ code: string | null } | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const show = useCallback(
    (detail: RemarkDetail) => {
      setRemark(detail);
      onChanged(detail);
    },
    [onChanged],
  );
  const load = useCallback(
    async (signal?: AbortSignal) => {
      const asked = await ask(RemarkDetail, `remarks/${id}/opened`, { method: 'POST', ...(signal ? { signal } : {}) });
      if (signal?.aborted) return;
      setFailure(asked.state === 'ok' ? null : asked);
      if (asked.state === 'ok') show(asked.value);
    },
    [id, ask, show],
  );
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => void load(stop.signal), PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [load]);
  const isHere = remark?.id === id;
  useEffect(() => {
    if (isHere && focus.current) heading.current?.focus();
    if (isHere) focus.current = false;
  }, [isHere]);

  if (failure) return <LoadFailed code={failure.code} onRetry={() => void load()} />;
  if (!remark || !isHere) return <Loading />;
  return (
    <article class="remark-pane">
      <header class="remark-pane-head">
        <h2 tabIndex={-1} ref={heading} data-remark-heading={id}>
          {words.remarkOf(format.day(remark.day))}
        </h2>
        <p class="quiet">{place(remark)}</p>
        <Chips remark={remark} />
      </header>
      {remark.personal && (
        <p class="notice">
          <strong>{words.personal}.</strong> {words.personalWhy}
        </p>
      )}
      <blockquote class="remark-words remark-text" dir="auto" aria-label={words.words}>
        {remark.words}
      </blockquote>
      <section>
        <h3>{words.levels}</h3>
        <BallotFacts answers={remark.answers} />
      </section>
      <section class="remark-part">
        <h3>{words.work}</h3>
        <WorkForm
          key={id}
          remark={remark}
          people={options?.people ?? []}
          drafts={drafts}
          onDetail={show}
          onConflict={() => load()}
        />
      </section>
      <Tags key={`${id}-tags`} remark={remark} known={options?.tags ?? []} onDetail={show} />
      <Notes remark={remark} drafts={drafts} onDetail={show} />
      {mayAct(session.account.role, 'administrator') && (
        <VoidPart id={id} isVoid={remark.isVoid} onChanged={() => void load()} />
      )}
    </article>
  );
}
