import { FieldLabel, FieldMessages } from './field-frame.tsx';
import { useScanField } from './form.tsx';

/**
 * Where a scanner types, and where the focus stays; SCAN_FIELDS has its name. Always empty: the next scan is never glued to the
 * last one. What was read and refused, the page's alert says.
 */
export function ScanField({
  label,
  hint,
  optional = false,
  aside = false,
  most = 64,
}: {
  label: string;
  hint?: string;
  /** The form may be sent without a scan. */
  optional?: boolean;
  /** The page begins elsewhere, unless this form was refused. */
  aside?: boolean;
  most?: number;
}) {
  const { id, name, problem, typed } = useScanField();
  return (
    <div class={`fr-input-group${problem ? ' fr-input-group--error' : ''}`}>
      <FieldLabel id={id} label={label} hint={hint} />
      <input
        class={`fr-input jeton-scan${problem ? ' fr-input--error' : ''}`}
        id={id}
        name={name}
        type="text"
        value=""
        required={!optional}
        maxlength={most}
        autofocus={!aside || typed}
        aria-describedby={`${id}-messages`}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="characters"
      />
      <FieldMessages id={id} problem={problem} />
    </div>
  );
}
