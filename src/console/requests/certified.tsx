import type { Certified } from '../../flow/reading/request/certified.ts';
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
function useKind(): (certified: Certified) => [Term, Term] {
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
  const [holder, kind] = [useHolder(), useKind()];
  return (certified) => [...holder(certified), ...kind(certified)];
}

/** Of many certificates the kind that most have; undefined where it would be said of one alone. */
export function usualKind(all: readonly { certified?: Certified | null }[]): Certified | undefined {
  const byProfile = new Map<string, { certified: Certified; n: number }>();
  for (const { certified } of all) {
    if (certified) byProfile.set(certified.profile, { certified, n: (byProfile.get(certified.profile)?.n ?? 0) + 1 });
  }
  const [most] = [...byProfile.values()].toSorted((a, b) => b.n - a.n);
  return most && most.n > 1 ? most.certified : undefined;
}

/** Said once above a list: of what kind each certificate is whose row says nothing else. */
export function UsualKind({ usual }: { usual: Certified }) {
  const { t } = useVisit();
  const [profile, key] = useKind()(usual);
  return <p class="fr-text--sm fr-mb-1w">{t('certified.usual', { profile: profile.value, key: key.value })}</p>;
}

/**
 * The same in a cell of a table, below the holder's own name, which is the one in the certificate; what the kind `usual` says as well
 * is said above the table.
 */
export function CertifiedValues({ certified, usual }: { certified: Certified; usual: Certified | undefined }) {
  const { t } = useVisit();
  const [holder, kind] = [useHolder(), useKind()];
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
