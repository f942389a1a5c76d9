import type { Bilingual } from '../../words/translator.ts';

/** Checklists: signing them, at the bench or on a machine's page, and changing them by two. */
export const checklistsWords = {
  'checklist.commissioning': { fr: 'Mise en service', en: 'Commissioning' },
  'checklist.migration': { fr: 'Migration', en: 'Migration' },
  'checklist.progress': { fr: '{done} sur {total}', en: '{done} of {total}' },
  'checklist.tick': {
    fr: 'Cochez ce qui est fait, et remplissez ce qui est demandé',
    en: 'Tick what is done, fill in what is asked',
  },
  'checklist.sign': { fr: 'Signer les points cochés', en: 'Sign the items ticked' },
  'checklist.optional': { fr: 'facultatif', en: 'optional' },
  'checklist.last': {
    fr: 'Vous avez fait entrer ce poste : un autre technicien signe le dernier point, qui le met en service.',
    en: 'You brought this workstation in: another technician signs the last item, which puts it into service.',
  },
  'checklist.last.hint': {
    fr: 'Le dernier point requis met le poste en service.',
    en: 'The last required item puts the workstation into service.',
  },
  'checklist.done.one': { fr: '{n} point signé.', en: '{n} item signed.' },
  'checklist.done.other': { fr: '{n} points signés.', en: '{n} items signed.' },
  'checklist.complete': {
    fr: 'Tous les points requis sont signés : le poste est en service.',
    en: 'Every required item is signed: the workstation is in service.',
  },
  'checklist.nothing': { fr: 'Aucun point n’est coché ni rempli.', en: 'No item is ticked or filled in.' },
  'checklist.value': { fr: 'Valeur', en: 'Value' },
  'checklist.signer': { fr: 'Signé par', en: 'Signed by' },
  'checklist.signedAt': { fr: 'Le', en: 'On' },
  'checklist.item': { fr: 'Point', en: 'Item' },
  'checklist.rounds': { fr: 'Points signés', en: 'Items signed' },
  'checklist.round': { fr: '{purpose}, liste version {version}', en: '{purpose}, checklist version {version}' },
  'checklist.purged': { fr: 'données effacées', en: 'data purged' },
  'checklist.value.yes': { fr: 'oui', en: 'yes' },
  'checklist.value.no': { fr: 'non', en: 'no' },
  'checklist.choose': { fr: '—', en: '—' },
  'checklist.hint.pattern': {
    fr: 'De la forme {mask} : # est un chiffre, @ une lettre, #+ des chiffres.',
    en: 'Like {mask}: # is a digit, @ a letter, #+ digits.',
  },
  'checklist.hint.place': {
    fr: 'L’endroit où la clé de récupération est déposée. Jamais la clé.',
    en: 'The place where the recovery key is kept. Never the key.',
  },
  'checklist.hint.image': {
    fr: 'Nom de l’image, par exemple SPAN-2026.3',
    en: 'Name of the image, such as SPAN-2026.3',
  },
} as const satisfies Bilingual;
