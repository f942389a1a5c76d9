import { useHere } from '../frame/components/here.tsx';

/** Always empty: what was read is said elsewhere, and the next scan is never glued to it. */
export function ScanField() {
  const { t } = useHere();
  return (
    <div class="fr-input-group">
      <label class="fr-label" for="line-scan">
        {t('line.scan')}
        <span class="fr-hint-text">{t('line.scan.hint')}</span>
      </label>
      <input
        class="fr-input jeton-scan"
        id="line-scan"
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
