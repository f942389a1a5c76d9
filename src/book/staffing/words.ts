import { ACTS } from '../book.ts';
import type { Words } from '../language/language.ts';
import { ROLE_WORDS } from '../rights/role-words.ts';
import { ROLES, type Role } from '../tables/codes.ts';
import { type Bar, hasRight, type Member } from './play.ts';
import { type Scenario, type Staffed, staff, whoWouldHelp } from './staffing.ts';

const LANGUAGES = ['fr', 'en'] as const;
const OR = { fr: ' ou ', en: ' or ' };
/** `technicien, valideur ou responsable sécurité`. */
const either = (roles: readonly Role[], language: 'fr' | 'en'): string => {
  const names = roles.map((role) => ROLE_WORDS[role][language]);
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(OR[language]);
};
/** Each bar once; of a person with several roles, what they say alike. */
const distinct = (bars: readonly Bar[]): Bar[] => [
  ...new Map(bars.filter(({ fr }) => fr !== '').map((bar) => [`${bar.person} ${bar.fr}`, bar])).values(),
];

/** The act that nobody is left for, whom it bars and why, and which one more person would do. */
export interface Missing {
  /** Of the book. */
  key: string;
  act: Words;
  sentence: Words;
  /** Roles of which one more person would be enough; none where more than one person is missing. */
  helpers: readonly Role[];
}

/**
 * What the team lacks for the scenario, in sentences; undefined where they can do all of it. `nameOf` says who somebody is.
 */
export function missingFor(
  team: readonly Member[],
  scenario: Scenario,
  nameOf: (person: string, role: Role, language: 'fr' | 'en') => string,
): Missing | undefined {
  const staffed = staff(team, scenario);
  return staffed.done ? undefined : sentenceOf(staffed, whoWouldHelp(team, scenario), nameOf);
}

function sentenceOf(
  { key, bars }: Extract<Staffed, { done: false }>,
  helpers: readonly Role[],
  nameOf: (person: string, role: Role, language: 'fr' | 'en') => string,
): Missing {
  const rule = ACTS.get(key);
  const act = { fr: rule?.fr ?? key, en: rule?.en ?? key };
  const entitled = ROLES.filter((role) => hasRight(key, role));
  const alone = helpers.length > 0;
  const lacks = {
    fr: alone ? 'il manque une personne' : 'il manque plusieurs personnes',
    en: alone ? 'one more person is needed' : 'several more people are needed',
  };
  const why = (language: 'fr' | 'en'): string => {
    const all = distinct(bars).map((bar) => `${nameOf(bar.person, bar.role, language)} ${bar[language]}`);
    if (all.length > 0) return all.join(language === 'fr' ? ' ; ' : '; ');
    const roles = either(entitled, language);
    return language === 'fr' ? `nul n’y est ${roles}` : `nobody has the role ${roles}`;
  };
  const help = (language: 'fr' | 'en'): string => {
    const roles = either(helpers, language);
    if (roles === '') return '';
    return language === 'fr' ? ` À ajouter : ${roles}.` : ` To be added: ${roles}.`;
  };
  const [fr, en] = LANGUAGES.map((language) => {
    const name = language === 'fr' ? `« ${act.fr} » : ` : `“${act.en}”: `;
    const colon = language === 'fr' ? ' : ' : ': ';
    return `${name}${lacks[language]}${colon}${why(language)}.${help(language)}`;
  });
  return { key, act, sentence: { fr: fr ?? '', en: en ?? '' }, helpers };
}
