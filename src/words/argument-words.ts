import type { Bilingual } from './translator.ts';

/**
 * What the arguments of two-person acts are called, where a proposal is confirmed, in console and terminal, and on the page of an entry:
 * `argument.<act>.<argument>`, else `argument.<argument>`, else the word of the column of that name.
 */
export const argumentWords = {
  'argument.access.review.grants': { fr: 'Rôles revus', en: 'Roles reviewed' },
  'argument.access.review.outcome': { fr: 'Décision', en: 'Decision' },
  'argument.from': { fr: 'À partir du', en: 'From' },
  'argument.grantId': { fr: 'Rôle donné', en: 'Role given' },
  'argument.hash': { fr: 'Empreinte', en: 'Hash' },
  'argument.node': { fr: 'Nœud', en: 'Node' },
  'argument.personIds': { fr: 'Personnes', en: 'People' },
  'argument.policy.set.id': { fr: 'Règle', en: 'Policy' },
  'argument.recall.open.kind': { fr: 'Ce que les jetons ont en commun', en: 'What the tokens have in common' },
  'argument.recall.open.way': { fr: 'Mode de rappel', en: 'How it is recalled' },
  'argument.restore.confirm.entries': { fr: 'Écritures restées', en: 'Entries that stayed' },
  'argument.restore.confirm.grants': { fr: 'Rôles qui reviennent', en: 'Roles that come back' },
  'argument.serial': { fr: 'Numéro de série du jeton', en: 'Serial number of the token' },
  'argument.until': { fr: 'Jusqu’au', en: 'Until' },
  'argument.withoutCrl': {
    fr: 'Sans liste de révocation plus récente',
    en: 'Without a newer revocation list',
  },
  'argument.workstations': { fr: 'Postes SPAN', en: 'SPAN workstations' },
} as const satisfies Bilingual;

/** The keys of the word of an argument, the first that has a text. */
export const argumentKeys = (act: string, argument: string): readonly string[] => [
  `argument.${act}.${argument}`,
  `argument.${argument}`,
  `column.${argument}`,
];
