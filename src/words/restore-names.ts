import type { Bilingual } from './translator.ts';

/** What console and command line call that by which a start knew its records for restored ones. */
export const restoreNames = {
  'coded.evidence.authority-unknown': {
    fr: 'la base ne connaît pas une autorité',
    en: 'the records do not know an authority',
  },
  'coded.evidence.checkpoint-missing': { fr: 'un point de contrôle manque', en: 'a checkpoint is missing' },
  'coded.evidence.checkpoint-older': { fr: 'un point de contrôle est plus ancien', en: 'a checkpoint is older' },
  'coded.evidence.crl-ahead': {
    fr: 'la liste de révocation publiée est plus récente',
    en: 'the published revocation list is newer',
  },
  'coded.evidence.crl-missing': { fr: 'la liste de révocation manque', en: 'the revocation list is missing' },
  'coded.evidence.journal-other': { fr: 'le journal est un autre', en: 'the journal is another one' },
  'coded.evidence.journal-shorter': { fr: 'le journal est plus court', en: 'the journal is shorter' },
  'coded.evidence.restore-command': { fr: 'la commande de restauration', en: 'the command that restores' },
} as const satisfies Bilingual;
