import type { Certified } from '../../flow/reading/request/certified.ts';
import { profileText } from '../frame/components/labels.ts';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Everything that the certificate would say, term by term, for whoever approves it to read before. */
export function useCertified(): (certified: Certified) => { term: string; value: string }[] {
  const { t } = useVisit();
  const optional = ['email', 'userPrincipalName', 'securityIdentifier'] as const;
  return (certified) => [
    { term: t('approve.certified.commonName'), value: certified.commonName },
    { term: t('approve.certified.serialNumber'), value: certified.serialNumber },
    ...optional.flatMap((word) =>
      certified[word] === undefined ? [] : [{ term: t(`approve.certified.${word}`), value: certified[word] ?? '—' }],
    ),
    { term: t('approve.certified.profile'), value: profileText(t, certified.profile) },
    {
      term: t('approve.certified.key'),
      value: t('approve.certified.keyAndDays', { key: certified.key, days: certified.days }),
    },
  ];
}

/** The same in a cell of a table, below the holder's own name, which is the one in the certificate. */
export function CertifiedValues({ certified }: { certified: Certified }) {
  const { t } = useVisit();
  const [, ...all] = useCertified()(certified);
  return (
    <>
      {all.map(({ term, value }) => (
        <>
          <br />
          <span class="jeton-small jeton-certified">
            <span class="jeton-muted">{t('certified.term', { term })}</span>{' '}
            <span class="jeton-certified__value">{value}</span>
          </span>
        </>
      ))}
    </>
  );
}
