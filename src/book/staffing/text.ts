import { BOOK_NUMBER, BOOK_STEPS } from '../book.ts';
import type { ActRule } from '../language/language.ts';
import { ROLE_WORDS } from '../rights/role-words.ts';
import { type Relation, SENTENCES } from '../rights/sentences.ts';
import { ROLES, type Role } from '../tables/codes.ts';
import { type Member, standsBy } from './play.ts';
import type { NamedScenario } from './rows.ts';
import { SCENARIOS } from './scenarios.ts';
import { type Scenario, type ScenarioStep, staff } from './staffing.ts';
import { missingFor } from './words.ts';

const member = (id: string, ...roles: Role[]): Member => ({
  id,
  service: 'DNUM',
  grants: roles.map((role) => ({ role, scope: '*' })),
});
const team = (...people: readonly Role[][]): Member[] => people.map((roles, i) => member(`${i}`, ...roles));

/** Teams that there are, from two persons to five. */
export const TEAMS: readonly { name: string; fr: string; members: readonly Member[] }[] = [
  { name: '2 a', fr: 'un technicien, un valideur', members: team(['technician'], ['approver']) },
  {
    name: '2 b',
    fr: 'un technicien, un valideur qui est aussi responsable sécurité',
    members: team(['technician'], ['approver', 'security-officer']),
  },
  {
    name: '2 c',
    fr: 'un technicien, un valideur qui est aussi administrateur',
    members: team(['technician'], ['approver', 'administrator']),
  },
  { name: '2 d', fr: 'un technicien, un responsable sécurité', members: team(['technician'], ['security-officer']) },
  {
    name: '3 a',
    fr: 'un technicien, un valideur, un responsable sécurité',
    members: team(['technician'], ['approver'], ['security-officer']),
  },
  {
    name: '3 b',
    fr: 'un technicien, un valideur, un administrateur',
    members: team(['technician'], ['approver'], ['administrator']),
  },
  {
    name: '5',
    fr: 'deux techniciens, un valideur, un responsable sécurité, un administrateur',
    members: team(['technician'], ['technician'], ['approver'], ['security-officer'], ['administrator']),
  },
];

/** People who hold whatever one person may hold: how many of them a scenario takes is how many different people it takes. */
const KINDS: readonly Role[][] = [
  ROLES.filter((role) => role !== 'auditor' && role !== 'administrator'),
  ROLES.filter((role) => role !== 'auditor' && role !== 'security-officer'),
  ['auditor'],
];
/** The most that anything takes. */
const MOST = 5;
function* teamsOf(size: number, from = 0): Generator<Role[][]> {
  if (size === 0) return yield [];
  for (let kind = from; kind < KINDS.length; kind++)
    for (const rest of teamsOf(size - 1, kind)) yield [KINDS[kind] ?? [], ...rest];
}
/** How many different people of the team a scenario takes at least; undefined where no number of them is enough. */
export function fewest(scenario: Scenario): number | undefined {
  for (let size = 0; size <= MOST; size++)
    for (const people of teamsOf(size)) if (staff(team(...people), scenario).done) return size;
  return undefined;
}

/** How many people have acted by the time that an act is done, in the shortest of the scenarios. */
function createCounts(): (key: string) => number | undefined {
  const known = new Map<string, number | undefined>();
  const upTo = (steps: readonly ScenarioStep[], rows: Scenario['rows']): number | undefined => {
    const name = JSON.stringify([steps, [...rows.keys()], [...(rows.get('request')?.values() ?? [])]]);
    if (!known.has(name)) known.set(name, fewest({ steps, rows }));
    return known.get(name);
  };
  return (key) => {
    const counts = SCENARIOS.flatMap(({ steps, rows }) => {
      const at = steps.findIndex((step) => step.key === key);
      const count = at < 0 ? undefined : upTo(steps.slice(0, at + 1), rows);
      return count === undefined ? [] : [count];
    });
    return counts.length === 0 ? undefined : Math.min(...counts);
  };
}

type Cell = string | number;
/** A table in Markdown, its columns as wide as the formatter makes them. */
function tableText(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => [...String(row[i])].length)));
  const line = (cells: readonly Cell[]): string =>
    `| ${cells.map((cell, i) => String(cell) + ' '.repeat((widths[i] ?? 0) - [...String(cell)].length)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Whom an act keeps away, by the relation that its right asks for; and whether that is somebody of the team. */
const OTHERS: Readonly<Partial<Record<Relation, { fr: string; ofTeam: boolean }>>> = {
  'not-own': { fr: 'le porteur, le demandeur', ofTeam: false },
  'not-held': { fr: 'le porteur', ofTeam: false },
  'not-approved': { fr: 'qui a approuvé', ofTeam: true },
  'not-produced': { fr: 'qui a produit', ofTeam: true },
  'not-brought-in': { fr: 'qui a fait entrer le poste', ofTeam: true },
  'not-commissioned': { fr: 'qui a signé le dernier point', ofTeam: true },
  'not-carried': { fr: 'qui a eu le jeton en main', ofTeam: true },
  'not-self': { fr: 'la personne concernée', ofTeam: false },
};
const sentencesOf = ({ by }: ActRule) =>
  by.flatMap(({ right }) => (right === undefined ? [] : SENTENCES.filter((sentence) => sentence.act === right)));
const isPeoples = ({ by }: ActRule): boolean => by.some(({ right, self }) => right !== undefined || self !== undefined);
function actRow(act: ActRule, countOf: (key: string) => number | undefined): readonly Cell[] {
  const sentences = sentencesOf(act);
  const roles = [...new Set(sentences.map(({ role }) => ROLE_WORDS[role].fr))];
  const who = roles.length > 0 ? roles.join(', ') : 'la personne elle-même';
  const kept = [...new Set(sentences.flatMap(({ relations }) => relations))].flatMap((one) => OTHERS[one] ?? []);
  const conditions = act.before.flatMap(({ ofPeople, fr }) => (ofPeople ? [fr] : []));
  // of an act that is in no scenario: whoever does it, and the other one whom it names
  const two = standsBy(act.key) || kept.some(({ ofTeam }) => ofTeam);
  const cells = [
    `${act.fr} (\`${act.key}\`)`,
    who,
    countOf(act.key) ?? (two ? 2 : 1),
    kept.map(({ fr }) => fr).join(', ') || '—',
    conditions.join(' ; ') || '—',
  ];
  return cells;
}

const PARTS: readonly (readonly [NamedScenario['part'], string])[] = [
  ['life', 'La vie d’un jeton'],
  ['house', 'Ce qu’un site fait aussi'],
  ['decision', 'Ce que deux personnes décident'],
];
const named = (members: readonly Member[]) => (person: string, role: Role) => {
  const alike = members.filter(({ grants }) => grants.some((grant) => grant.role === role));
  const place = alike.length > 1 ? ` ${alike.findIndex(({ id }) => id === person) + 1}` : '';
  const name = `${ROLE_WORDS[role].fr}${place}`;
  return /^[aeiou]/.test(name) ? `l’${name}` : `le ${name}`;
};
function partText([part, title]: (typeof PARTS)[number]): string {
  const scenarios = SCENARIOS.filter((scenario) => scenario.part === part);
  const notes = new Map<string, Set<string>>();
  const rows = scenarios.map((scenario) => {
    const cells = TEAMS.map(({ name, members }) => {
      if (scenario.applies?.(members) === false) return '—';
      const lacks = missingFor(members, scenario, named(members));
      if (lacks) notes.set(lacks.sentence.fr, new Set([...(notes.get(lacks.sentence.fr) ?? []), name]));
      return lacks ? 'non' : 'oui';
    });
    return [scenario.fr, fewest(scenario) ?? '—', ...cells];
  });
  const lines = [...notes].map(([sentence, teams]) => `- **${[...teams].join(', ')}** – ${sentence}`);
  const head = ['', 'personnes', ...TEAMS.map(({ name }) => name)];
  return [`### ${title}`, tableText(head, rows), 'Ce qui manque :', lines.join('\n')].join('\n\n');
}

/** How many people each act takes, and what small teams can do, in French, as Markdown: docs/staffing.md and `jeton staffing`. */
export function staffingText(): string {
  const countOf = createCounts();
  const acts = BOOK_STEPS.flatMap(({ fr, acts: all }) => {
    const rows = all.filter(isPeoples).map((act) => actRow(act, countOf));
    if (rows.length === 0) return [];
    return [`### ${fr}`, tableText(ACTS_HEAD, rows)];
  });
  return `${[
    `# Les équipes (livre n° ${BOOK_NUMBER})`,
    INTRODUCTION,
    '## Ce qu’une équipe peut faire',
    TEAMS.map(({ name, fr }) => `- **${name}** : ${fr}`).join('\n'),
    COLUMNS_TEXT,
    ...PARTS.map(partText),
    '## Acte par acte',
    ACTS_TEXT,
    ...acts,
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `Ce texte est calculé à partir du livre (\`src/book\`) : chaque acte y est joué avec ses droits, ses relations et ses
conditions sur les personnes, et toutes les façons de répartir une équipe sur les actes sont essayées. Rien n’y est écrit à
la main, hors les équipes et les suites d’actes. Le porteur, et le correspondant de son service, ne sont pas de l’équipe ;
l’auditeur est ailleurs. Ce que l’équipe réelle d’un site ne peut pas faire, la console le dit à ses administrateurs et à
ses responsables sécurité (« Équipe »), et sur la page de la demande qui attend quelqu’un.`;
const COLUMNS_TEXT = `« personnes » : combien de personnes différentes il faut au moins, si chacune a tous les rôles qu’elle peut avoir à la
fois. « — » : il n’y a là
rien de tel à faire. Un suppléant, nommé avec des dates, compte comme un valideur tant qu’elles courent.`;
const ACTS_HEAD = ['acte', 'qui', 'personnes', 'jamais', 'à condition que'];
const ACTS_TEXT = `« personnes » : combien de personnes différentes il faut au moins dans l’équipe pour en venir là, depuis le premier acte.
« jamais » : qui ne le fait pas. « à condition que » : ce qui doit être vrai de qui le fait.`;
