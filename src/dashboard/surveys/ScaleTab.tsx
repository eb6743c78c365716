/** The levels of a survey, their order on the tablet, and the two wordings that belong to no level. */
import { LONGEST } from '../../domain/survey-problems.ts';
import { type Level, LEVELS } from '../../domain/survey.ts';
import { Face } from '../../ui/Face.tsx';
import { useEditing, useSet, useSurveyWords } from './editing.ts';
import { Radios } from './Radios.tsx';
import { WordsField } from './WordsField.tsx';

/** A level of the scale. Those between the ends may be left out; what was written is back with one "undo". */
function LevelRow({ level }: { level: Level }) {
  const { draft, base, mayEdit } = useEditing();
  const { words } = useSurveyWords();
  const set = useSet();
  const label = draft.levels[level];
  const name = words.level(String(level));
  const offer = () => set({ levels: { ...draft.levels, [level]: base.levels[level] ?? { vi: '', en: '' } } });
  const leaveOut = () => set({ levels: { ...draft.levels, [level]: undefined } }, true);
  return (
    <div class="survey-level" data-off={label === undefined}>
      <Face level={level} />
      <div>
        <label class="check">
          <input
            type="checkbox"
            checked={label !== undefined}
            disabled={!mayEdit || level === 1 || level === 5}
            onChange={() => (label ? leaveOut() : offer())}
          />
          {label ? <strong>{name}</strong> : words.notOffered(name)}
        </label>
        {label && (
          <WordsField
            path={`levels.${level}`}
            label={name}
            value={label}
            limit={LONGEST.level}
            quiet
            onChange={(changed) => set({ levels: { ...draft.levels, [level]: changed } })}
          />
        )}
      </div>
    </div>
  );
}

export function ScaleTab() {
  const { draft } = useEditing();
  const { words } = useSurveyWords();
  const set = useSet();
  return (
    <section class="survey-tab" aria-labelledby="survey-tab">
      <h2 id="survey-tab" class="visually-hidden">
        {words.tabs.scale}
      </h2>
      <p class="field-hint">{words.levelsHint}</p>
      {[...LEVELS].reverse().map((level) => (
        <LevelRow key={level} level={level} />
      ))}
      <Radios
        name="order"
        label={words.order}
        value={draft.order}
        options={words.orders}
        onChange={(order) => set({ order })}
      />
      <WordsField
        path="unknown"
        label={words.unknown}
        value={draft.unknown}
        limit={LONGEST.unknown}
        onChange={(unknown) => set({ unknown })}
      />
      <WordsField
        path="otherReason"
        label={words.otherReason}
        value={draft.otherReason}
        limit={LONGEST.reason}
        onChange={(otherReason) => set({ otherReason })}
      />
    </section>
  );
}
