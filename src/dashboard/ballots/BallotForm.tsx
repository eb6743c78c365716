/** One ballot under the fingers: every key goes through typing.ts, every row can also be tapped. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BallotContent } from '../../domain/paper.ts';
import { type Criterion, levelsOf, type Survey } from '../../domain/survey.ts';
import { REMARK_LIMIT } from '../../domain/submission.ts';
import { BALLOTS_WORDS } from '../../ui/words/ballots.ts';
import { useShell } from '../shell/shell.ts';
import { BallotRow } from './BallotRow.tsx';
import {
  contentOf,
  leftOver,
  resumeTyping,
  setMark,
  startTyping,
  toggleReason,
  typeKey,
  type Typing,
} from './typing.ts';

export interface BallotFormProps {
  survey: Survey;
  criteria: readonly Criterion[];
  /** What the form begins with; empty without it. */
  from: BallotContent | null;
  /** Whether keys go to it at once. */
  focus: boolean;
  onSave: (content: BallotContent) => void;
  onTakeBack?: () => void;
  onCancel?: () => void;
}

/** Controls that have a use of their own for Enter and the space bar. */
const isControl = (target: EventTarget | null) =>
  target instanceof HTMLButtonElement || (target instanceof HTMLElement && target.tagName === 'SUMMARY');

export function BallotForm({ survey, criteria, from, focus, onSave, onTakeBack, onCancel }: BallotFormProps) {
  const { language, format, announce } = useShell();
  const words = BALLOTS_WORDS[language];
  const [typing, setTyping] = useState<Typing>(() =>
    from ? resumeTyping(criteria, from) : startTyping(criteria.length),
  );
  /** The digit that was typed last, where the survey does not have that level. */
  const [notOffered, setNotOffered] = useState<string | null>(null);
  const levels = levelsOf(survey).map(({ level }) => String(level));
  // Keys may come faster than the page is drawn: each goes on from what the one before left.
  const latest = useRef(typing);
  const done = useRef(false);
  const keys = useRef<HTMLFieldSetElement>(null);
  const remark = useRef<HTMLTextAreaElement>(null);
  const put = (next: Typing) => {
    latest.current = next;
    setTyping(next);
  };
  const toKeys = () => keys.current?.focus({ preventScroll: true });
  // Before the next key arrives: one that finds nothing focused is lost.
  useLayoutEffect(() => {
    if (focus) toKeys();
  }, []);

  const save = () => {
    // A key that repeats while the next form comes must not save the same ballot twice.
    if (done.current) return;
    done.current = true;
    onSave(contentOf(latest.current, criteria));
  };
  const press = (key: string): boolean => {
    if (done.current) return true;
    const result = typeKey(latest.current, key, criteria, survey);
    if (!result) return false;
    put(result.state);
    setNotOffered(result.act === 'not-offered' ? key : null);
    if (result.act === 'save') save();
    else if (result.act === 'remark') remark.current?.focus();
    else if (result.act === 'take-back') onTakeBack?.();
    else if (result.act === 'not-offered') announce(words.notOffered(key, levels.join(', ')));
    if (result.state.warned && key === 'Enter') announce(words.leftOver(format.count(leftOver(result.state))));
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target instanceof HTMLTextAreaElement) return;
    if (isControl(event.target) && (event.key === 'Enter' || event.key === ' ')) return;
    if (event.key === 'Enter' && event.repeat) return event.preventDefault();
    if (press(event.key)) event.preventDefault();
  };
  // After a press beside the form the page is focused or nothing, and what is typed from paper, without a look, would be lost.
  const fromBody = useRef(onKeyDown);
  fromBody.current = onKeyDown;
  useEffect(() => {
    if (!focus) return undefined;
    const onBody = (event: KeyboardEvent) => {
      const isBeside = event.target instanceof HTMLElement && event.target.matches('body, main');
      if (!isBeside || keys.current?.closest('[inert]')) return;
      toKeys();
      fromBody.current(event);
    };
    document.addEventListener('keydown', onBody);
    return () => document.removeEventListener('keydown', onBody);
  }, [focus]);
  const onRemarkKey = (event: KeyboardEvent) => {
    if (event.isComposing || event.shiftKey) return;
    if (event.key === 'Escape') toKeys();
    else if (event.key === 'Enter' && !event.repeat) {
      toKeys();
      press('Enter');
    } else return;
    event.preventDefault();
  };
  // After a tap the keys go on from there; whoever moves with Tab stays on their button.
  const tapped = (event: MouseEvent, next: Typing) => {
    put(next);
    setNotOffered(null);
    if (event.detail > 0) toKeys();
  };

  return (
    // The keys of everything in it pass here; each can also be tapped.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={onKeyDown}>
      <fieldset class="ballots-keys" ref={keys} tabIndex={-1} aria-label={words.typeHere}>
        {criteria.map((criterion, at) => (
          <BallotRow
            key={criterion.id}
            survey={survey}
            criterion={criterion}
            number={at + 1}
            mark={typing.marks[at] ?? null}
            reasons={typing.reasons[at] ?? []}
            current={typing.row === at}
            letters={typing.reasonRow === at}
            onMark={(mark, event) => tapped(event, setMark(latest.current, at, mark))}
            onReason={(reason, event) => tapped(event, toggleReason(latest.current, at, reason))}
          />
        ))}
      </fieldset>
      {notOffered !== null && <p class="notice notice-alert">{words.notOffered(notOffered, levels.join(', '))}</p>}
      <label class="field ballots-remark-field">
        <span>
          {words.remark} <kbd>/</kbd>
        </span>
        <textarea
          ref={remark}
          rows={2}
          dir="auto"
          maxLength={REMARK_LIMIT}
          value={typing.remark}
          onInput={(event) => put({ ...latest.current, remark: event.currentTarget.value, warned: false })}
          onKeyDown={onRemarkKey}
        />
        <span class="field-hint">{words.remarkHint}</span>
      </label>
      {typing.warned && <p class="notice notice-alert">{words.leftOver(format.count(leftOver(typing)))}</p>}
      <div class="buttons ballots-save">
        <button type="button" class="button" onClick={() => press('Enter')}>
          {words.saveBallot} <kbd>Enter</kbd>
        </button>
        {onCancel && (
          <button type="button" class="button button-quiet" onClick={onCancel}>
            {words.cancel}
          </button>
        )}
      </div>
      <details class="ballots-help">
        <summary>{words.keys}</summary>
        <dl>
          {words.keyRows(levels.join(', ')).map(([key, meaning]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p class="quiet">{words.keysHint}</p>
      </details>
    </div>
  );
}
