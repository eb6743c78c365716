/** One of a few, all of them seen at once. */
import { useEditing } from './editing.ts';

export function Radios<Value extends string>(props: {
  name: string;
  label: string;
  value: Value;
  options: Readonly<Record<Value, string>>;
  onChange: (value: Value) => void;
}) {
  const { name, label, value, options, onChange } = props;
  const { mayEdit } = useEditing();
  // Why: Object.keys forgets that the keys of a record are its values' names.
  const values = Object.keys(options) as Value[];
  return (
    <fieldset class="survey-checks">
      <legend>{label}</legend>
      {values.map((one) => (
        <label key={one} class="check">
          <input type="radio" name={name} checked={one === value} disabled={!mayEdit} onChange={() => onChange(one)} />
          {options[one]}
        </label>
      ))}
    </fieldset>
  );
}
