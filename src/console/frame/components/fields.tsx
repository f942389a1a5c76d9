import { FieldLabel, FieldMessages, type FieldProps } from './field-frame.tsx';
import { useField } from './form.tsx';

interface TextProps extends FieldProps {
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
  /** Scanned, and a secret: it never leaves the field but with its form. */
  secret?: boolean;
}

const SCANNED = { spellcheck: false, autocomplete: 'off', autocapitalize: 'characters' } as const;

/** One line of text. Passwords are never written back into the page. */
export function TextField(props: TextProps) {
  const { name, label, hint, initial, optional, type = 'text', suggestions, autofocus, scan, secret, ...rest } = props;
  const { id, value, problem, begins } = useField(name, initial);
  const listId = suggestions && suggestions.length > 0 ? `${id}-known` : undefined;
  return (
    <div class={`fr-input-group${problem ? ' fr-input-group--error' : ''}`}>
      <FieldLabel id={id} label={label} hint={hint} optional={optional} />
      <input
        class={`fr-input${problem ? ' fr-input--error' : ''}${scan ? ' jeton-scan' : ''}`}
        type={type as 'text'} // the typings want one element a type
        id={id}
        name={name}
        value={type === 'password' ? '' : value}
        required={!optional}
        aria-describedby={`${id}-messages`}
        list={listId}
        {...(begins(autofocus) ? { autofocus: true } : {})}
        {...(scan ? SCANNED : {})}
        {...(secret ? { 'data-secret': true } : {})}
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
      <FieldMessages id={id} problem={problem} />
    </div>
  );
}

/** A field of several lines. */
export function TextArea({
  name,
  label,
  hint,
  initial,
  optional,
  rows = 3,
  mono,
}: FieldProps & { rows?: number; mono?: boolean }) {
  const { id, value, problem, begins } = useField(name, initial);
  return (
    <div class={`fr-input-group${problem ? ' fr-input-group--error' : ''}`}>
      <FieldLabel id={id} label={label} hint={hint} optional={optional} />
      <textarea
        class={`fr-input${problem ? ' fr-input--error' : ''}${mono ? ' jeton-mono' : ''}`}
        id={id}
        name={name}
        rows={rows}
        required={!optional}
        aria-describedby={`${id}-messages`}
        {...(begins() ? { autofocus: true } : {})}
      >
        {value}
      </textarea>
      <FieldMessages id={id} problem={problem} />
    </div>
  );
}

/** A field for a file of the user's. */
export function FileField({
  name,
  label,
  hint,
  accept,
  optional,
}: {
  name: string;
  label: string;
  hint?: string;
  accept: string;
  optional?: FieldProps['optional'];
}) {
  const { id, problem } = useField(name);
  return (
    <div class={`fr-upload-group${problem ? ' fr-upload-group--error' : ''}`}>
      <FieldLabel id={id} label={label} hint={hint} optional={optional} />
      <input
        class="fr-upload"
        type="file"
        id={id}
        name={name}
        accept={accept}
        required={!optional}
        aria-describedby={`${id}-messages`}
      />
      <FieldMessages id={id} problem={problem} />
    </div>
  );
}
