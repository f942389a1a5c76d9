import type { ComponentChildren } from 'preact';
import { FieldLabel, FieldMessages, type FieldProps } from './field-frame.tsx';
import { useField } from './form.tsx';

export interface Option {
  value: string;
  label: string;
}
/** Options that stand together under a word of theirs. */
export interface OptionGroup {
  label: string;
  options: readonly Option[];
}
/** A drop-down list of options. */
export function Select({
  name,
  label,
  hint,
  initial,
  optional,
  options,
  placeholder,
}: FieldProps & { options: readonly Option[]; placeholder?: string }) {
  const { id, value, problem, begins } = useField(name, initial);
  return (
    <div class={`fr-select-group${problem ? ' fr-select-group--error' : ''}`}>
      <FieldLabel id={id} label={label} hint={hint} optional={optional} />
      <select
        class={`fr-select${problem ? ' fr-select--error' : ''}`}
        id={id}
        name={name}
        required={!optional}
        aria-describedby={`${id}-messages`}
        {...(begins() ? { autofocus: true } : {})}
      >
        {placeholder !== undefined && (
          <option value="" selected={value === ''}>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
      <FieldMessages id={id} problem={problem} />
    </div>
  );
}

/** Options of which one is chosen, all of them in sight. */
export function Radios({
  name,
  label,
  hint,
  initial,
  options,
  inline,
}: FieldProps & { options: readonly Option[]; inline?: boolean }) {
  const { id, value, problem } = useField(name, initial);
  return (
    <fieldset
      id={id}
      class={`fr-fieldset${problem ? ' fr-fieldset--error' : ''}`}
      aria-labelledby={`${id}-legend ${id}-messages`}
    >
      <legend class="fr-fieldset__legend fr-fieldset__legend--regular" id={`${id}-legend`}>
        {label}
        {hint && <span class="fr-hint-text">{hint}</span>}
      </legend>
      {options.map((option) => (
        <div key={option.value} class={`fr-fieldset__element${inline ? ' fr-fieldset__element--inline' : ''}`}>
          <div class="fr-radio-group">
            <input
              type="radio"
              id={`${id}-${option.value}`}
              name={name}
              value={option.value}
              checked={option.value === value}
              required
            />
            <label class="fr-label" for={`${id}-${option.value}`}>
              {option.label}
            </label>
          </div>
        </div>
      ))}
      <FieldMessages id={id} problem={problem} />
    </fieldset>
  );
}

interface BoxProps {
  name: string;
  label: ComponentChildren;
  hint?: string | undefined;
  value?: string;
  checked?: boolean;
  /** The form is not sent without it. */
  required?: boolean;
}
/** One box to tick; `value` is sent when it is ticked. */
export function Checkbox({ name, label, hint, value = 'on', checked = false, required = false }: BoxProps) {
  const { id, values, typed } = useField(name);
  return (
    <div class="fr-checkbox-group">
      <input
        type="checkbox"
        id={`${id}-${value}`}
        name={name}
        value={value}
        checked={typed ? values.includes(value) : checked}
        required={required}
      />
      <label class="fr-label" for={`${id}-${value}`}>
        {label}
        {hint && <span class="fr-hint-text">{hint}</span>}
      </label>
    </div>
  );
}
