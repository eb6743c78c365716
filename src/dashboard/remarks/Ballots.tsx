/** Ballots of one day, to take out what does not count. In random order and without their time. */
import { DateField } from '../shell/DateField.tsx';
import { useState } from 'preact/hooks';
import { BallotList, type BallotItem } from '../../domain/remark-ballot.ts';
import { isDay } from '../../domain/period.ts';
import { RemarkOptions } from '../../domain/remark.ts';
import { REMARK_WORDS } from '../../ui/words/remarks.ts';
import { LoadFailed, Loading, useLoad } from '../shell/Load.tsx';
import { useShell } from '../shell/shell.ts';
import { usePlace } from './Chips.tsx';
import { BALLOTS } from './inbox-address.ts';
import { VoidPart } from './VoidPart.tsx';

function Ballot({ ballot, onChanged }: { ballot: BallotItem; onChanged: () => void }) {
  const { language, format } = useShell();
  const words = REMARK_WORDS[language];
  const place = usePlace();
  const { isVoid, answers, hasRemark, id } = ballot;
  const why = isVoid && [words.voidReasons[isVoid.reason], isVoid.note].filter(Boolean).join(': ');
  return (
    <li class={isVoid ? 'remark-ballot remark-ballot-void' : 'remark-ballot'}>
      <div class="remark-ballot-facts">
        <p>
          <strong>{place(ballot)}</strong> {hasRemark && <span class="tag">{words.hasRemark}</span>}{' '}
          {isVoid && <span class="tag tag-strong">{words.isVoid}</span>}
        </p>
        <ul class="remark-ballot-levels" aria-label={words.answers}>
          {answers.map(({ criterion, level, levelWords }, i) => (
            <li key={i}>
              {level !== null && <span class={`remark-level remark-level-${level}`} aria-hidden="true" />}
              {criterion[language]}: {level ?? levelWords[language]}
            </li>
          ))}
        </ul>
        {isVoid && why && <p class="quiet">{words.voidBy(why, isVoid.by, format.moment(isVoid.at))}</p>}
      </div>
      <VoidPart id={id} isVoid={isVoid !== null} onChanged={onChanged} />
    </li>
  );
}

export function Ballots() {
  const { address, go, language, session, format, ask } = useShell();
  const words = REMARK_WORDS[language];
  const asked = address.query.get('day') ?? '';
  const day = isDay(asked) ? asked : session.today;
  const counter = address.query.get('counter') ?? '';
  const options = useLoad(RemarkOptions, 'remarks/options');
  const path = `ballots?day=${day}&counter=${encodeURIComponent(counter)}`;
  const first = useLoad(BallotList, path);
  // The further pages belong to the first one: when that is fetched again they are left out until they are asked for.
  const [rest, setRest] = useState<{ of: BallotList | null; lists: BallotList[] }>({ of: null, lists: [] });
  const lists = first.value ? [first.value, ...(rest.of === first.value ? rest.lists : [])] : [];
  const next = lists.at(-1)?.next ?? null;
  const more = async () => {
    const page = await ask(BallotList, `${path}&after=${next ?? ''}`);
    if (page.state === 'ok') setRest({ of: first.value, lists: [...lists.slice(1), page.value] });
  };
  const show = (change: { day?: string; counter?: string }) => {
    const wanted = new URLSearchParams({ day, counter, ...change });
    go(`${BALLOTS}?${wanted.toString()}`, { replace: true });
  };
  return (
    <section>
      <h2>{words.ballotsTitle}</h2>
      <p class="remark-why">{words.ballotsWhy}</p>
      <div class="field-row remark-ballot-choice">
        <DateField
          label={words.day}
          value={day}
          max={session.today}
          onDay={(next) => isDay(next) && show({ day: next })}
        />
        <label class="field">
          <span>{words.counter}</span>
          <select value={counter} onChange={(event) => show({ counter: event.currentTarget.value })}>
            <option value="">{words.any}</option>
            {options.value?.counters.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {!first.value &&
        (first.state === 'failed' ? <LoadFailed code={first.code} onRetry={first.reload} /> : <Loading />)}
      {first.value && first.value.total === 0 && (
        <div class="empty">
          <h2>{words.noBallots}</h2>
          <p>{words.noBallotsWhy}</p>
        </div>
      )}
      {first.value && first.value.total > 0 && (
        <>
          <p>
            {words.ballotsOf(format.count(first.value.total), format.count(first.value.voids))}{' '}
            <span class="quiet">{words.ballotOrder}</span>
          </p>
          <ol class="remark-ballots">
            {lists.flatMap(({ ballots }) =>
              ballots.map((ballot) => <Ballot key={ballot.id} ballot={ballot} onChanged={first.reload} />),
            )}
          </ol>
          {next !== null && (
            <button type="button" class="button button-quiet" onClick={() => void more()}>
              {words.moreBallots}
            </button>
          )}
        </>
      )}
    </section>
  );
}
