import type { Certified } from '../../flow/reading/request/certified.ts';
import { profileText } from '../frame/components/labels.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasText, type Translate } from '../frame/translate.ts';

/** What kind of key it is, in words; as the profile says it where there are none. */
function keyText(t: Translate, kind: string): string {
  const word = `approve.key.${kind}`;
  return hasText(word) ? t(word) : kind;
}

/** Everything that the certificate would say, term by term, for whoever approves it to read before. */
export function useCertified(): (certified: Certified) => { term: string; value: string }[] {
  const { t, language } = useVisit();
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
      value: t('approve.certified.keyAndDays', {
        key: keyText(t, certified.key),
        days: certified.days.toLocaleString(language),
      }),
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
