/**
 * Where a scanner types, and where the focus stays. Always empty: what was read is said elsewhere, and the next scan is never
 * glued to it.
 */
export function ScanField({
  id,
  label,
  hint,
  optional = false,
  most = 64,
}: {
  id: string;
  label: string;
  hint?: string;
  /** The form may be sent without a scan. */
  optional?: boolean;
  most?: number;
}) {
  return (
    <div class="fr-input-group">
      <label class="fr-label" for={id}>
        {label}
        {hint !== undefined && <span class="fr-hint-text">{hint}</span>}
      </label>
      <input
        class="fr-input jeton-scan"
        id={id}
        name="scan"
        type="text"
        value=""
        required={!optional}
        maxlength={most}
        autofocus
        spellcheck={false}
        autocomplete="off"
        autocapitalize="characters"
      />
    </div>
  );
}
