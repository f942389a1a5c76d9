import type { Bilingual } from '../../words/translator.ts';

/** Words of the imports of files. */
export const importWords = {
  'import.people': { fr: 'Importer des personnes', en: 'Import people' },
  'import.people.text': {
    fr: "Les nouvelles personnes reçoivent le rôle d'agent ; les autres rôles s'accordent un par un.",
    en: 'New people become agents; other roles are granted one by one.',
  },
  'import.workstations': { fr: 'Importer des postes', en: 'Import workstations' },
  'import.workstations.text': {
    fr: 'Chaque ligne enregistre un poste ; sa liste de contrôle le met en service.',
    en: 'Each line registers a workstation; its checklist puts it into service.',
  },
  'import.takeOver': { fr: 'Reprendre des postes déjà en service', en: 'Take workstations in service over' },
  'import.takeOver.text': {
    fr: 'Pour les postes en service avant Jeton : une seconde personne confirme exactement ces lignes, une seule fois. Chaque poste repris le reste visiblement, sans liste de contrôle derrière lui.',
    en: 'For workstations in service before Jeton: a second person confirms exactly these lines, once. Each stays visibly taken over, with no checklist behind it.',
  },
  'import.takeOver.done': {
    fr: 'La reprise est proposée : une seconde personne la confirme.',
    en: 'The take-over is proposed: a second person confirms it.',
  },
  'import.example': { fr: 'Exemple :', en: 'Example:' },
  'import.hint': {
    fr: 'UTF-8, séparateur « ; » ou « , », 10 Mo au plus. Tout est importé, ou rien.',
    en: 'UTF-8, separated by ";" or ",", 10 MB at most. All of it is imported, or nothing.',
  },
  'import.send': { fr: 'Importer', en: 'Import' },
  'import.problems.one': { fr: '{file} : {n} erreur', en: '{file}: {n} problem' },
  'import.problems.other': { fr: '{file} : {n} erreurs', en: '{file}: {n} problems' },
  'import.nothing': {
    fr: "Rien n'a été importé. Corrigez ces lignes et envoyez le fichier à nouveau.",
    en: 'Nothing was imported. Correct these lines and send the file again.',
  },
  'import.report': { fr: 'Erreurs par ligne', en: 'Problems by line' },
  'import.line': { fr: 'Ligne', en: 'Line' },
  'import.column': { fr: 'Colonne', en: 'Column' },
  'import.problem': { fr: 'Erreur', en: 'Problem' },
  'import.progress': { fr: 'Import d’un fichier', en: 'Import of a file' },
  'import.kind.people': { fr: 'Personnes', en: 'People' },
  'import.kind.workstations': { fr: 'Postes SPAN', en: 'SPAN workstations' },
  'import.taken': { fr: 'Lignes importées : {taken} sur {rows}', en: 'Rows imported: {taken} of {rows}' },
  'import.left.one': { fr: 'encore {n} seconde environ', en: 'about {n} second left' },
  'import.left.other': { fr: 'encore {n} secondes environ', en: 'about {n} seconds left' },
  'import.goesOn': {
    fr: 'Le fichier a été vérifié en entier. Vous pouvez fermer cette page : l’import continue, même après un arrêt du service.',
    en: 'The whole file was checked. You may close this page: the import goes on, even after a stop of the service.',
  },
  'import.finished': { fr: 'Le fichier est importé', en: 'The file is imported' },
  'import.counts': {
    fr: 'Ajoutées : {added}. Mises à jour : {updated}. Inchangées : {unchanged}.',
    en: 'Added: {added}. Updated: {updated}. Unchanged: {unchanged}.',
  },
  'import.refused.one': { fr: '{n} ligne n’a pas été importée', en: '{n} row was not imported' },
  'import.refused.other': { fr: '{n} lignes n’ont pas été importées', en: '{n} rows were not imported' },
  'import.refused.text': {
    fr: 'Quelque chose a changé depuis la vérification du fichier. Importez à nouveau ces lignes.',
    en: 'Something has changed since the file was checked. Import these rows again.',
  },
  'import.refused.caption': { fr: 'Lignes non importées', en: 'Rows not imported' },
  'import.row': { fr: 'Ligne de données', en: 'Row of data' },
  'import.stalled': {
    fr: 'Rien n’entre plus depuis une minute',
    en: 'Nothing has come in for a minute',
  },
  'import.stalled.text': {
    fr: 'Une autre session de la base tient cet import : prévenez l’administrateur. Il reprend dès qu’elle le lâche. Vous pouvez aussi l’arrêter, puis envoyer le fichier à nouveau.',
    en: 'Another session of the database holds this import: tell the administrator. It goes on once that one lets go. You may also stop it, and send the file again.',
  },
  'import.stopped': { fr: 'L’import s’est arrêté', en: 'The import stopped' },
  'import.stopped.text': {
    fr: 'Ce qui a été importé reste. Envoyez le même fichier à nouveau pour importer le reste.',
    en: 'What was imported stays. Send the same file again to import the rest.',
  },
  'import.stop': { fr: 'Arrêter l’import', en: 'Stop the import' },
  'import.refresh': { fr: 'Actualiser', en: 'Refresh' },
  'import.before': { fr: 'Derniers imports', en: 'Last imports' },
  'import.rows': { fr: 'Lignes', en: 'Rows' },
  'import.begun': { fr: 'Commencé', en: 'Begun' },
  'import.state.running': { fr: 'en cours', en: 'running' },
  'import.state.finished': { fr: 'terminé', en: 'finished' },
  'import.state.stopped': { fr: 'arrêté', en: 'stopped' },
} as const satisfies Bilingual;
