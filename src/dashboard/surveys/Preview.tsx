/** The question that is being written on a tablet, and which questions would not fit on which. */
import { useEffect, useState } from 'preact/hooks';
import { useEditing, useSurveyWords } from './editing.ts';
import { misfits, type Misfit } from './fit.ts';
import { Tablet } from './Tablet.tsx';

function Switch<Value extends string>(props: {
  label: string;
  value: Value;
  options: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
}) {
  const { label, value, options, onChange } = props;
  // Why: Object.keys forgets that the keys of a record are its names.
  const values = Object.keys(options) as Value[];
  return (
    <fieldset class="survey-switch" aria-label={label}>
      {values.map((one) => (
        <button key={one} type="button" aria-pressed={one === value} onClick={() => onChange(one)}>
          {options[one]}
        </button>
      ))}
    </fieldset>
  );
}

/** Measured a moment after the last key, since it lays out every question on every screen. */
function useMisfits(): Misfit[] | null {
  const { draft } = useEditing();
  const [found, setFound] = useState<Misfit[] | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => void document.fonts?.ready.then(() => setFound(misfits(draft))), 700);
    return () => clearTimeout(timer);
  }, [draft]);
  return found;
}

function Fit() {
  const { draft } = useEditing();
  const { words, language } = useSurveyWords();
  const found = useMisfits();
  if (found === null || draft.criteria.length === 0) return null;
  if (found.length === 0) return <p class="survey-fits">{words.fits}</p>;
  const nameOf = (id: string) => {
    const at = draft.criteria.findIndex((one) => one.id === id);
    return draft.criteria[at]?.name[language].trim() || words.criterion(String(at + 1));
  };
  // One case for each criterion, the plainest: what is shortened for it mostly mends the others.
  const first = [...new Map(found.toReversed().map((one) => [one.criterion, one])).values()].reverse();
  return (
    <ul class="survey-misfits">
      {first.map(({ criterion, language: inLanguage, screen, reasons, larger }) => (
        <li key={criterion}>
          {words.tooTallAt(
            nameOf(criterion),
            [words.screens[screen], words.inWords[inLanguage], reasons && words.openReasons, larger && words.largeText]
              .filter(Boolean)
              .join(', '),
          )}
        </li>
      ))}
    </ul>
  );
}

/** @param open the id of the criterion that is being written; the first one else. */
export function Preview({ open }: { open: string | null }) {
  const { draft } = useEditing();
  const { words, language: own } = useSurveyWords();
  const [screen, setScreen] = useState<'landscape' | 'portrait'>('landscape');
  const [language, setLanguage] = useState(own);
  const [reasons, setReasons] = useState(false);
  const [larger, setLarger] = useState(false);
  const [fits, setFits] = useState(true);
  const criterion = draft.criteria.find(({ id }) => id === open) ?? draft.criteria[0];
  return (
    <section class="survey-preview" aria-labelledby="survey-preview">
      <h2 id="survey-preview">{words.preview}</h2>
      {criterion ? (
        <>
          <div class="survey-preview-tools">
            <Switch label={words.orientation} value={screen} options={words.orientations} onChange={setScreen} />
            <Switch label={words.previewLanguage} value={language} options={words.languages} onChange={setLanguage} />
          </div>
          <Tablet
            {...{ draft, criterion, language, reasons, larger, screen }}
            label={words.frame(criterion.question[language], words.screens[screen])}
            onFit={setFits}
          />
          {!fits && <p class="field-fault">{words.tooTall}</p>}
          <div class="survey-preview-tools">
            <label class="check">
              <input type="checkbox" checked={reasons} onChange={(event) => setReasons(event.currentTarget.checked)} />
              {words.withReasons}
            </label>
            <label class="check">
              <input type="checkbox" checked={larger} onChange={(event) => setLarger(event.currentTarget.checked)} />
              {words.larger}
            </label>
          </div>
          <Fit />
        </>
      ) : (
        <p class="field-hint">{words.previewNone}</p>
      )}
    </section>
  );
}
