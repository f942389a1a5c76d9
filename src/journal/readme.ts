import type { Checkpoint } from './checkpoint.ts';

/** LISEZMOI: how to verify the export, for somebody who has nothing but this folder. */
export function readmeText(checkpoint: Checkpoint, range: { from: number; to: number } | undefined): string {
  const root = Buffer.from(checkpoint.root).toString('base64');
  const held = range ? `les écritures ${range.from} à ${range.to - 1} sur` : 'toutes les écritures, soit';
  const holds = range ? `entries ${range.from} to ${range.to - 1} of` : 'all entries,';
  const limit = range
    ? [`Extrait : il prouve que ces lignes sont intactes et à leur place, non que la procédure a été suivie.`, '']
    : [];
  const limits = range
    ? ['A range: it proves that these lines are whole and in their place, not that the procedure was followed.', '']
    : [];
  return [
    'JOURNAL DE JETON - EXPORT',
    '',
    `Origine : ${checkpoint.origin}`,
    `Contenu : ${held} ${checkpoint.size}`,
    `Racine  : ${root}`,
    '',
    ...limit,
    'Vérifier',
    '1. sha256sum -c MANIFEST              (la copie est complète ; ne prouve rien de plus)',
    '2. jeton journal verify CE_DOSSIER --vkey CLE --previous POINT_DE_CONTROLE',
    '   CLE : la clé de vérification reçue autrement que par cet export, et conservée ailleurs.',
    '   POINT_DE_CONTROLE : un point de contrôle antérieur que vous avez conservé ailleurs.',
    '   « jeton journal checkpoint » donne les deux ; le rapport du jour porte taille et racine, pour comparaison.',
    '   Sans --vkey, la clé vient de l’export : seule la cohérence est prouvée, non l’origine.',
    '   Sans --previous, rien ne prouve que le détenteur de la clé n’a pas tout réécrit.',
    '3. Le format est public (docs/journal.md) : RFC 8785, RFC 9162, C2SP tlog-checkpoint et tlog-proof ; d’autres',
    '   outils peuvent vérifier cet export.',
    '',
    'Fichiers',
    '  journal.ndjson       les écritures, une ligne JSON canonique chacune',
    '  checkpoint           taille et racine du journal, signées',
    '  vkey                 clé de vérification telle que le service la présente',
    '  policy.json          politique en vigueur ; son empreinte est dans l’écriture journal.export',
    '  openings.ndjson      si présent : données personnelles et sels ; à protéger et à détruire en conséquence',
    '  previous-checkpoint, consistency.proof   si présents : ce journal prolonge ce point de contrôle',
    '  *.tlog-proof         si présents : l’extrait est à sa place dans le journal',
    '',
    '--------------------------------------------------------------------------------',
    'JETON JOURNAL - EXPORT (English)',
    '',
    `Holds ${holds} ${checkpoint.size}, of ${checkpoint.origin}.`,
    '',
    ...limits,
    'Verify: 1. sha256sum -c MANIFEST (the copy is complete, no more)',
    '        2. jeton journal verify THIS_FOLDER --vkey KEY --previous CHECKPOINT',
    'KEY and CHECKPOINT are ones you kept elsewhere, never from this folder: "jeton journal checkpoint" gives both, and the',
    'daily report carries size and root to compare with.',
    'Without --vkey the result says that the key came from the export and proves consistency only; without --previous',
    'whoever holds the key could have rewritten everything. The format is public: see docs/journal.md.',
    '',
  ].join('\n');
}
