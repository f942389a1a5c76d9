import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { WorkstationRecord } from '../../flow/reading/workstation/workstations.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { Checkbox } from '../frame/components/choices.tsx';
import { FileField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { grouped } from '../frame/components/names.ts';
import { OnlyNewest } from '../frame/components/newest.tsx';
import { Verbatim } from '../frame/components/scrollable.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';

interface MachineCertificateProps {
  workstation: WorkstationRow;
  certificates: readonly CertificateRow[];
  cut: WorkstationRecord['cut'];
  mayCertify: boolean;
  /** The reader brought it in or signed its last item: somebody else certifies it. */
  hadPart: boolean;
}

/** A workstation's own certificates, and the form that takes the next request. */
export function MachineCertificates(props: MachineCertificateProps) {
  const { workstation, certificates, cut, mayCertify, hadPart } = props;
  const { t, language } = useVisit();
  const here = `/postes/${workstation.assetNumber}/certificat`;
  const head = [t('certificate.serial'), t('label.state'), t('certificate.until'), t('machine.download')];
  return (
    <section class="fr-mt-4w" id="certificat">
      <h2 class="fr-h4">{t('machine.title')}</h2>
      <OnlyNewest of={{ items: certificates, more: cut.certificates }} />
      <Table caption={t('machine.title')} silentCaption head={head} empty={t('machine.none')}>
        {certificates.map(({ id, state, notAfter, sha256 }) => (
          <tr key={id}>
            <th scope="row" class="jeton-mono">
              {grouped(id)}
            </th>
            <td>
              <StateBadge of={{ kind: 'certificate', state }} />
            </td>
            <td>{day(language, notAfter)}</td>
            <td>
              {sha256 !== null && (
                <a class="fr-link" href={`${here}?numero=${id}`} download>
                  {t('machine.download')}
                  <span class="fr-sr-only"> {grouped(id)}</span>
                </a>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {mayCertify && hadPart && workstation.state === 'commissioned' && (
        <p class="fr-hint-text fr-mt-2w">{t('machine.another')}</p>
      )}
      {mayCertify && !hadPart && workstation.state === 'commissioned' && (
        <div class="jeton-panel jeton-narrow fr-mt-2w">
          <Form action={here} name="machine" upload>
            <FileField
              name="request"
              label={t('machine.request')}
              hint={t('machine.request.hint')}
              accept=".csr,.pem,.p10,.der,application/pkcs10"
            />
            {certificates.some(({ state }) => state === 'good') && <p class="fr-hint-text">{t('machine.renewal')}</p>}
            <Submit secondary>{t('machine.send')}</Submit>
          </Form>
        </div>
      )}
    </section>
  );
}

/** The fingerprint of the request's key: nobody asks for its certificate before they compared it with the machine's. */
export function CompareKey(props: { workstation: string; request: string; keySha256: string }) {
  const { workstation, request, keySha256 } = props;
  const { t } = useVisit();
  return (
    <div class="jeton-narrow">
      <h1>{t('machine.compare')}</h1>
      <p class="fr-text--lead">{t('machine.compare.text', { number: workstation })}</p>
      <Verbatim>{t('machine.compare.command')}</Verbatim>
      <p class="fr-text--sm fr-mb-1v">{t('machine.fingerprint')}</p>
      <p class="jeton-mono jeton-break">{grouped(keySha256)}</p>
      <Form action={`/postes/${workstation}/certificat/delivrer`} name="compare">
        <input type="hidden" name="request" value={request} />
        <Checkbox
          name="keySha256"
          value={keySha256}
          required
          label={t('machine.compared')}
          hint={t('machine.compared.hint')}
        />
        <div class="fr-mt-3w">
          <Submit>{t('machine.issue')}</Submit>
        </div>
      </Form>
    </div>
  );
}
