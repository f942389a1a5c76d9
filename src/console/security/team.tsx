import { LIVES } from '../../book/staffing/life-steps.ts';
import { ROLES, type Role } from '../../book/tables/codes.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import type { TeamLacks, TeamMember } from '../../flow/people/team.ts';
import { midSentence } from '../../words/mid-sentence.ts';
import { typesetIn } from '../../words/translator.ts';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { lastDay } from '../frame/dates.ts';
import type { Language, Translate } from '../frame/translate.ts';

export interface TeamProps {
  members: readonly TeamMember[];
  lacks: readonly TeamLacks[];
}

/** The ways of a token to its holder: ten, with long names. */
const WAYS: ReadonlySet<string> = new Set(LIVES.map(({ fr }) => fr));

/**
 * « Équipe »: who works here, what these people cannot do, and who would help, before anybody runs into it. While a restore waits for
 * its two persons (`restoreWaits`), what is missing is what they bring back: nobody is to be added for it.
 */
export function Team({ members, lacks, restoreWaits }: TeamProps & { restoreWaits: boolean }) {
  const { t } = useVisit();
  const helpersOf = ({ helpers }: TeamLacks): string => helpers.join();
  const groups = restoreWaits ? [] : [...new Set(lacks.map(helpersOf))];
  const intro = lacks.length === 0 ? 'team.whole' : 'team.lacks';
  return (
    <section class="fr-mt-6w" id="equipe">
      <h2 class="fr-h4">{t('team.title')}</h2>
      <p>{t(restoreWaits ? 'team.restoreWaits' : intro)}</p>
      {groups.map((helpers) => (
        <Lacking key={helpers} group={lacks.filter((one) => helpersOf(one) === helpers)} />
      ))}
      <Table caption={t('team.members')} head={[t('label.name'), t('label.role')]} stacks empty={t('people.none')}>
        {members.map(({ id, name, grants }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <td>
              <Roles grants={grants} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** « un valideur ou un responsable sécurité ». */
const oneOf = (t: Translate, language: Language, roles: readonly Role[]): string =>
  new Intl.ListFormat(language === 'fr' ? 'fr' : 'en-GB', { type: 'disjunction' }).format(
    roles.map((role) => t(`team.one.${role}`)),
  );

/** What stands still until the same person is found, and why: whoever adds one reads at once what that brings. */
function Lacking({ group }: { group: readonly TeamLacks[] }) {
  const { t, language } = useVisit();
  const say = (text: string): string => typesetIn(language, text);
  const helpers = group[0]?.helpers ?? [];
  const all = [...new Map(group.flatMap(({ scenarios }) => scenarios).map((one) => [one.fr, one])).values()];
  const [ways, others] = [all.filter(({ fr }) => WAYS.has(fr)), all.filter(({ fr }) => !WAYS.has(fr))];
  return (
    <div class="fr-mb-3w">
      <p class="fr-mb-1w">
        {helpers.length > 0 ? (
          <>
            <strong>{t('team.add', { who: oneOf(t, language, helpers) })}</strong> {t('team.stands')}
          </>
        ) : (
          <>
            <strong>{t('team.several')}</strong> {t('team.stands.several')}
          </>
        )}
      </p>
      <ul>
        {others.map((one) => (
          <li key={one.fr}>{say(one[language])}</li>
        ))}
        {ways.length > 0 && (
          <li>
            <details>
              <summary>{t.count('team.ways', ways.length)}</summary>
              <ul>
                {ways.map((one) => (
                  <li key={one.fr}>{say(one[language])}</li>
                ))}
              </ul>
            </details>
          </li>
        )}
      </ul>
      <details>
        <summary>{t('team.why')}</summary>
        <ul>
          {group.map(({ sentence }) => (
            <li key={sentence.fr}>{say(sentence[language])}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** Each role once, with its end where it has one. */
function Roles({ grants }: { grants: readonly GrantRow[] }) {
  const { t, language } = useVisit();
  const held = ROLES.flatMap((role) => {
    const all = grants.filter((grant) => grant.role === role);
    const ends = all.flatMap(({ validUntil }) => validUntil ?? []);
    const ended = all.length > 0 && ends.length === all.length;
    const until = ended ? ` (${t('team.until', { day: lastDay(language, Math.max(...ends)) })})` : '';
    return all.length === 0 ? [] : [t(`role.${role}`) + until];
  });
  return <>{held.map((one, at) => (at === 0 ? one : midSentence(one))).join(', ')}</>;
}
