import type { ComponentChildren } from 'preact';
import type { FieldProblem } from '../forms.ts';
import { useField } from './form.tsx';
import { useHere } from './here.tsx';

interface Common {
  name: string;
  label: string;
  hint?: string | undefined;
  initial?: string | undefined;
  /** Not required; `quiet` where a hint says when it is. */
  optional?: boolean | 'quiet';
}
interface TextProps extends Common {
  type?: 'text' | 'password' | 'search' | 'date' | 'number' | 'email';
  autocomplete?: 'off' | 'username' | 'current-password' | 'new-password';
  /** Known values to choose from; others may be typed. */
  suggestions?: readonly { value: string; label: string }[];
  autofocus?: boolean;
  min?: number | string;
  max?: number | string;
  maxlength?: number;
  /** Where a scanner types: upper case, no correction by the browser. */
  scan?: boolean;
}

const SCANNED = { spellcheck: false, autocomplete: 'off', autocapitalize: 'characters' } as const;

/** One line of text. Passwords are never written back into the page. */
export function TextField(props: TextProps) {
  const { name, label, hint, initial, optional, type = 'text', suggestions, autofocus, scan, ...rest } = props;
  const { id, value, problem } = useField(name, initial);
  const listId = suggestions && suggestions.length > 0 ? `${id}-known` : undefined;
  return (
    <div class={`fr-input-group${problem ? ' fr-input-group--error' : ''}`}>
      <Label id={id} label={label} hint={hint} optional={optional} />
      <input
        class={`fr-input${problem ? ' fr-input--error' : ''}${scan ? ' jeton-scan' : ''}`}
        type={type as 'text'} // the typings want one element a type
        id={id}
        name={name}
        value={type === 'password' ? '' : value}
        required={!optional}
        aria-describedby={`${id}-messages`}
        list={listId}
        {...(autofocus ? { autofocus: true } : {})}
        {...(scan ? SCANNED : {})}
        {...rest}
      />
      {listId && (
        <datalist id={listId}>
          {suggestions?.map((known) => (
            <option key={known.value} value={known.value}>
              {known.label}
            </option>
          ))}
        </datalist>
      )}
      <Messages id={id} problem={problem} />
    </div>
  );
}

export function TextArea({
  name,
  label,
  hint,
  initial,
  optional,
  rows = 3,
  mono,
}: Common & { rows?: number; mono?: boolean }) {
  const { id, value, problem } = useField(name, initial);
  return (
    <div class={`fr-input-group${problem ? ' fr-input-group--error' : ''}`}>
      <Label id={id} label={label} hint={hint} optional={optional} />
      <textarea
        class={`fr-input${problem ? ' fr-input--error' : ''}${mono ? ' jeton-mono' : ''}`}
        id={id}
        name={name}
        rows={rows}
        required={!optional}
        aria-describedby={`${id}-messages`}
      >
        {value}
      </textarea>
      <Messages id={id} problem={problem} />
    </div>
  );
}

export interface Option {
  value: string;
  label: string;
}
export function Select({
  name,
  label,
  hint,
  initial,
  optional,
  options,
  placeholder,
}: Common & { options: readonly Option[]; placeholder?: string }) {
  const { id, value, problem } = useField(name, initial);
  return (
    <div class={`fr-select-group${problem ? ' fr-select-group--error' : ''}`}>
      <Label id={id} label={label} hint={hint} optional={optional} />
      <select
        class={`fr-select${problem ? ' fr-select--error' : ''}`}
        id={id}
        name={name}
        required={!optional}
        aria-describedby={`${id}-messages`}
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
      <Messages id={id} problem={problem} />
    </div>
  );
}

export function Radios({
  name,
  label,
  hint,
  initial,
  options,
  inline,
}: Common & { options: readonly Option[]; inline?: boolean }) {
  const { id, value, problem } = useField(name, initial);
  return (
    <fieldset
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
      <Messages id={id} problem={problem} />
    </fieldset>
  );
}

interface BoxProps {
  name: string;
  label: ComponentChildren;
  hint?: string | undefined;
  value?: string;
  checked?: boolean;
}
export function Checkbox({ name, label, hint, value = 'on', checked = false }: BoxProps) {
  const { id, values, typed } = useField(name);
  return (
    <div class="fr-checkbox-group">
      <input
        type="checkbox"
        id={`${id}-${value}`}
        name={name}
        value={value}
        checked={typed ? values.includes(value) : checked}
      />
      <label class="fr-label" for={`${id}-${value}`}>
        {label}
        {hint && <span class="fr-hint-text">{hint}</span>}
      </label>
    </div>
  );
}

export function FileField({
  name,
  label,
  hint,
  accept,
}: {
  name: string;
  label: string;
  hint?: string;
  accept: string;
}) {
  const { id, problem } = useField(name);
  return (
    <div class={`fr-upload-group${problem ? ' fr-upload-group--error' : ''}`}>
      <Label id={id} label={label} hint={hint} />
      <input
        class="fr-upload"
        type="file"
        id={id}
        name={name}
        accept={accept}
        required
        aria-describedby={`${id}-messages`}
      />
      <Messages id={id} problem={problem} />
    </div>
  );
}

function Label({
  id,
  label,
  hint,
  optional,
}: {
  id: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean | 'quiet' | undefined;
}) {
  const { t } = useHere();
  return (
    <label class="fr-label" for={id}>
      {label}
      {optional === true && <span class="jeton-optional"> {t('field.optional')}</span>}
      {hint && <span class="fr-hint-text">{hint}</span>}
    </label>
  );
}

function Messages({ id, problem }: { id: string; problem: FieldProblem | undefined }) {
  const { t } = useHere();
  return (
    <div class="fr-messages-group" id={`${id}-messages`} aria-live="polite">
      {problem && (
        <p class="fr-message fr-message--error">{t(`field.${problem.problem}`, { limit: problem.limit ?? '' })}</p>
      )}
    </div>
  );
}
