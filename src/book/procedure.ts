import { BOOK_NUMBER, BOOK_STEPS } from './book.ts';
import { ALWAYS } from './judge/always.ts';
import type { ActRule, By, Source, Write } from './language/language.ts';
import { ROLE_WORDS } from './rights/role-words.ts';
import { type Relation, SENTENCES } from './rights/sentences.ts';

/** How somebody stands to what they act on, as the end of a sentence about them. */
const RELATIONS: Readonly<Record<Relation, string>> = {
  anyone: '',
  own: 'pour ce qui est à lui',
  uses: 'pour le poste qu’il a, ou sur lequel il a un jeton en service',
  asked: 'pour ce qu’il a demandé',
  'their-service': 'pour son service',
  scope: 'dans son périmètre',
  'not-own': 's’il n’est ni le porteur ni le demandeur',
  'not-held': 's’il n’est pas le porteur',
  'not-approved': 's’il ne l’a pas approuvée',
  'not-produced': 's’il n’a pas produit le jeton',
  'not-brought-in': 's’il n’a pas fait entrer le poste',
  'not-commissioned': 's’il n’en a pas signé le dernier point de contrôle',
  'not-carried': 's’il n’a pas eu le jeton en main avant son porteur',
  'not-self': 'pour une autre personne que lui-même',
  proposed: 'pour ce qu’il a proposé',
};

function whoText({ right, fr }: By): string[] {
  if (right === undefined) return [fr];
  return SENTENCES.filter(({ act }) => act === right).map(({ role, relations }) =>
    [ROLE_WORDS[role].fr, ...relations.map((name) => RELATIONS[name])].filter((part) => part !== '').join(' '),
  );
}

const cellText = ([column, { fr }]: [string, Source]): string => `\`${column}\` = ${fr}`;
const HOW: Readonly<Record<Write['how'], string>> = {
  one: '',
  all: ' (chaque ligne concernée)',
  some: ' (certaines des lignes concernées)',
  many: ' (autant de fois que de besoin)',
};

function writeText({ as, table, kind, moves, begins, id, cells, how, when, each }: Write): string {
  const name = as === table ? `\`${table}\`` : `\`${as}\` (\`${table}\`)`;
  const step =
    kind === 'new' ? `nouvelle ligne ${name}` : `${name}${moves.length > 0 ? ` : ${moves.join(' ou ')}` : ''}`;
  const all = Object.entries({ ...(id ? { id } : {}), ...(begins ? { state: begins } : {}), ...cells });
  const conditions = [...(when ? [`seulement si ${when.fr}`] : []), ...each.map(({ fr }) => fr)];
  const text = [`${step}${HOW[how]}`, ...all.map(cellText)].join(' ; ');
  return conditions.length > 0 ? `${text}. Condition : ${conditions.join(' ; ')}` : text;
}

function actText(act: ActRule): string {
  const { key, fr, by, on, says, writes, before } = act;
  const object = on.word ?? on.table ?? on.any?.join(' ou ') ?? '—';
  const said = Object.entries(says).map(cellText);
  const lines = [
    `### \`${key}\` — ${fr}`,
    '',
    `- **Qui** : ${by.flatMap(whoText).join(' ; ')}`,
    `- **Sur** : \`${object}\`${on.fresh ? ' (nouveau)' : ''}`,
    ...(said.length > 0 ? [`- **Dit** : ${said.join(' ; ')}`] : []),
    ...(writes.length > 0 ? ['- **Écrit** :', ...writes.map((write) => `  - ${writeText(write)}`)] : []),
    ...(before.length > 0 ? ['- **À condition que** :', ...before.map(({ fr: words }) => `  - ${words}`)] : []),
  ];
  return lines.join('\n');
}

/** The book for auditors, in French, as Markdown: docs/procedure.md and `jeton procedure`. */
export function procedureText(): string {
  const steps = BOOK_STEPS.map(({ fr, acts }) => [`## ${fr}`, ...acts.map(actText)].join('\n\n'));
  const always = Object.entries(ALWAYS).flatMap(([table, rules]) => rules.map(({ fr }) => `- \`${table}\` : ${fr}`));
  return `${[
    `# La procédure (livre n° ${BOOK_NUMBER})`,
    INTRODUCTION,
    ...steps,
    '## Ce qui est vrai après chaque acte',
    always.join('\n'),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `Ce texte est tiré du livre (\`src/book\`), que le service et le vérificateur lisent tous deux : le service n’enregistre
aucun acte que le vérificateur refuserait. Le monde est clos : un acte qui n’est pas écrit ici, une ligne ou une colonne
que l’acte ne nomme pas, une valeur qui ne vient pas d’où le livre le dit, sont refusés.

Chaque acte dit **qui** peut le faire, **sur** quoi, ce qu’il **écrit** (tables et colonnes de \`policy.json\`) et ce qui
doit être vrai **avant**. Une colonne d’une nouvelle ligne qui n’est pas nommée est vide. « L’instant de l’acte » est
celui de l’écriture, à deux secondes près. Un engagement cache une donnée personnelle (docs/journal.md).`;
