import { looksLikeNumber } from '../../book/rules/request/request-number.ts';
import { looksLikeRecoveryKey } from '../../book/rules/workstation/check-values.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { ScanField } from '../frame/components/scan-field.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { isLineNumber, readScan } from '../frame/forms/scan.ts';
import { Barcode } from './barcode.tsx';

/** What is printed on the page to be read by the scanner under test. */
const SAMPLE = 'DEM-2000-00042';

/** What is to be said of what a scanner typed. */
function verdictOf(typed: string): 'sample.read' | 'keyboard' | 'number' | 'other' {
  const read = readScan(typed);
  if (!isLineNumber(read)) return 'other';
  if (!looksLikeNumber(typed.trimStart().toUpperCase())) return 'keyboard';
  return read === SAMPLE ? 'sample.read' : 'number';
}

/** « Tester la douchette »: a code on the screen, a field, and what arrived in it. */
export function ScannerPage({ typed }: { typed: string }) {
  const { t } = useVisit();
  const verdict = verdictOf(typed);
  return (
    <div class="jeton-panel jeton-line">
      <h1 class="fr-h3">{t('scanner.title')}</h1>
      <p>{t('scanner.why')}</p>
      <Barcode text={SAMPLE} label={t('scanner.sample', { code: SAMPLE })} />
      <Form action="/atelier/chaine/douchette" name="scanner" class="jeton-line__scan">
        <ScanField label={t('scanner.field')} />
        <Submit>{t('line.send')}</Submit>
      </Form>
      {typed !== '' && (
        <Alert kind={verdict === 'other' ? 'error' : 'success'} title={t(`scanner.${verdict}`)}>
          {/* whoever scans the wrong sheet here does not leave its secret on the screen */}
          {!looksLikeRecoveryKey(typed) && <p class="fr-mb-0">{t('scanner.read', { typed, read: readScan(typed) })}</p>}
        </Alert>
      )}
      <p class="fr-mb-0">
        <a class="fr-link" href="/atelier/chaine">
          {t('line.open')}
        </a>
      </p>
    </div>
  );
}
