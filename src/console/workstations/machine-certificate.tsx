import type { CertificateRow, WorkstationRow } from '../../book/tables.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { FileField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { useHere } from '../frame/components/here.tsx';
import { grouped } from '../frame/components/names.ts';
import { Table } from '../frame/components/table.tsx';
import { day } from '../frame/dates.ts';

interface MachineCertificateProps {
  workstation: WorkstationRow;
  certificates: readonly CertificateRow[];
  mayCertify: boolean;
  /** The reader said that it is in service: somebody else certifies it. */
  commissionedByReader: boolean;
}

/** A workstation's own certificates, and the form that takes the next request. */
export function MachineCertificates(props: MachineCertificateProps) {
  const { workstation, certificates, mayCertify, commissionedByReader } = props;
  const { t, language } = useHere();
  const here = `/postes/${workstation.assetNumber}/certificat`;
  const head = [t('certificate.serial'), t('label.state'), t('certificate.until'), t('machine.download')];
  return (
    <section class="fr-mt-4w" id="certificat">
      <h2 class="fr-h4">{t('machine.title')}</h2>
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
      {mayCertify && commissionedByReader && workstation.state === 'commissioned' && (
        <p class="fr-hint-text fr-mt-2w">{t('machine.another')}</p>
      )}
      {mayCertify && !commissionedByReader && workstation.state === 'commissioned' && (
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
