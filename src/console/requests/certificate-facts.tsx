import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { certificateUse, commonNameIn } from '../../words/certificate-names.ts';
import { grouped } from '../frame/components/names.ts';
import { Fact, Facts } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';

/**
 * What the certificate says, for its holder to read before accepting it (T8): in words. What only a machine compares stands
 * folded below, and not at all where it is shown across a desk (`plain`).
 */
export function CertificateFacts({ certificate, plain }: { certificate: CertificateRow; plain?: boolean }) {
  const { t, language } = useVisit();
  return (
    <>
      <Facts>
        <Fact term={t('certificate.holder')}>
          {certificate.subject && <strong>{commonNameIn(certificate.subject)}</strong>}
        </Fact>
        <Fact term={t('certificate.use')}>{t(certificateUse(certificate.profile))}</Fact>
        <Fact term={t('certificate.from')}>{moment(language, certificate.notBefore)}</Fact>
        <Fact term={t('certificate.until')}>{moment(language, certificate.notAfter)}</Fact>
        <Fact term={t('certificate.serial')}>
          <span class="jeton-mono">{grouped(certificate.id)}</span>
        </Fact>
      </Facts>
      {!plain && (
        <details class="jeton-details fr-mb-2w">
          <summary>{t('certificate.technical')}</summary>
          <Facts>
            <Fact term={t('certificate.subject')}>{certificate.subject && <Subject of={certificate.subject} />}</Fact>
            <Fact term={t('certificate.fingerprint')}>
              <span class="jeton-mono">{certificate.sha256 && grouped(certificate.sha256)}</span>
            </Fact>
          </Facts>
        </details>
      )}
    </>
  );
}

/** A long name breaks between its parts, and not within one. */
function Subject({ of }: { of: string }) {
  const [first, ...others] = of.split(/(?<=,)/);
  return (
    <>
      {first}
      {others.map((part) => (
        <>
          <wbr />
          {part}
        </>
      ))}
    </>
  );
}
