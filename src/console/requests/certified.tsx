import type { Certified, CertifiedKind } from '../../flow/reading/request/certified.ts';
import { profileText } from '../frame/components/labels.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasText, type Translate } from '../frame/translate.ts';

/** What kind of key it is, in words; as the profile says it where there are none. */
function keyText(t: Translate, kind: string): string {
  const word = `approve.key.${kind}`;
  return hasText(word) ? t(word) : kind;
}

interface Term {
  term: string;
  value: string;
}

/** What kind of certificate it is, which its profile alone says. */
function useKind(): (kind: CertifiedKind) => [Term, Term] {
  const { t, language } = useVisit();
  return ({ profile, key, days }) => [
    { term: t('approve.certified.profile'), value: profileText(t, profile) },
    {
      term: t('approve.certified.key'),
      value: t('approve.certified.keyAndDays', { key: keyText(t, key), days: days.toLocaleString(language) }),
    },
  ];
}

/** What it would say of its holder. */
function useHolder(): (certified: Certified) => Term[] {
  const { t } = useVisit();
  const optional = ['email', 'userPrincipalName', 'securityIdentifier'] as const;
  return (certified) => [
    { term: t('approve.certified.commonName'), value: certified.commonName },
    { term: t('approve.certified.serialNumber'), value: certified.serialNumber },
    ...optional.flatMap((word) =>
      certified[word] === undefined ? [] : [{ term: t(`approve.certified.${word}`), value: certified[word] ?? '—' }],
    ),
  ];
}

/** Everything that the certificate would say, term by term, for whoever approves it to read before. */
export function useCertified(): (certified: Certified) => Term[] {
  const holder = useHolder();
  const kind = useKind();
  return (certified) => [...holder(certified), ...kind(certified)];
}

/** Said once above a list: the kind of each certificate whose row names no other. */
export function UsualKind({ usual }: { usual: CertifiedKind }) {
  const { t } = useVisit();
  const [profile, key] = useKind()(usual);
  return <p class="fr-text--sm fr-mb-1w">{t('certified.usual', { profile: profile.value, key: key.value })}</p>;
}

/**
 * What the certificate would say, in a cell of a table below the holder's own name, which is the name in the certificate. Its kind is
 * left out where it is the usual one, which the list says once.
 */
export function CertifiedValues({ certified, usual }: { certified: Certified; usual: CertifiedKind | undefined }) {
  const { t } = useVisit();
  const holder = useHolder();
  const kind = useKind();
  const [, ...ofHolder] = holder(certified);
  const all = [...ofHolder, ...(certified.profile === usual?.profile ? [] : kind(certified))];
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
