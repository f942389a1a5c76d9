/**
 * Where a scanner types, and where the focus stays. Always empty: what was read is said elsewhere, and the next scan is never
 * glued to it.
 */
export function ScanField({ id, label, hint }: { id: string; label: string; hint?: string }) {
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
        required
        maxlength={64}
        autofocus
        spellcheck={false}
        autocomplete="off"
        autocapitalize="characters"
      />
    </div>
  );
}
