import type { Bilingual } from '../../words/translator.ts';

/** Words of the imports of files. */
export const importWords = {
  'import.people': { fr: 'Importer des personnes', en: 'Import people' },
  'import.people.text': {
    fr: "Les nouvelles personnes reçoivent le rôle d'agent ; les autres rôles s'accordent un par un.",
    en: 'New people become agents; other roles are granted one by one.',
  },
  'import.takeOver': { fr: 'Reprendre des postes déjà en service', en: 'Take over workstations already in service' },
  'import.takeOver.text': {
    fr: 'Pour les postes en service avant Jeton : une seconde personne confirme exactement ces lignes, une seule fois. Un poste repris reste signalé comme tel : aucune liste de contrôle ne l’accompagne. La colonne « agent » donne le matricule de qui a le poste ; elle est facultative.',
    en: 'For workstations in service before Jeton: a second person confirms exactly these lines, once. A workstation taken over stays marked as such: it has no checklist. The column “agent” has the directory id of who has the workstation; it may be left out.',
  },
  'import.takeOver.done': {
    fr: 'La reprise est proposée : une seconde personne la confirme.',
    en: 'The take-over is proposed: a second person confirms it.',
  },
  'import.takeOver.done.ignored': {
    fr: 'La reprise est proposée : une seconde personne la confirme. Colonnes ignorées : {columns}. Si l’une d’elles dit qui a les postes, retirez la proposition et nommez la colonne « agent », avec des matricules.',
    en: 'The take-over is proposed: a second person confirms it. Columns left out: {columns}. If one of them says who has the workstations, take the proposal back and call the column “agent”, with directory ids.',
  },
  'import.takeOver.one': { fr: 'Reprendre un seul poste', en: 'Take over one workstation' },
  'import.takeOver.one.text': {
    fr: 'Sans fichier : une seconde personne confirme exactement ce que vous saisissez ici.',
    en: 'Without a file: a second person confirms exactly what you type here.',
  },
  'import.takeOver.holder.hint': {
    fr: 'Matricule de qui a le poste : M-00471 ; vide si personne ne l’a',
    en: 'Directory id of who has the workstation: M-00471; empty where nobody has it',
  },
  'import.takeOver.send': { fr: 'Proposer la reprise du fichier', en: 'Propose the take-over of the file' },
  'import.takeOver.one.send': { fr: 'Proposer la reprise', en: 'Propose the take-over' },
  'import.ignored': { fr: 'Colonnes ignorées : {columns}.', en: 'Columns left out: {columns}.' },
  'inventory.title': { fr: 'Comparer un inventaire', en: 'Compare an inventory' },
  'inventory.text': {
    fr: 'Le fichier est d’abord comparé avec les postes connus : ce qui serait nouveau, changé, absent ou faux. Rien n’est écrit avant votre accord. Aucun état ne change, sauf si vous demandez de réformer les absents. Ceux-ci ne sont cherchés que dans les services du fichier, et sur ses sites s’il en nomme.',
    en: 'The file is compared first with the workstations that are known: what would be new, changed, not in the file or wrong. Nothing is written before you say so. No state changes, unless you ask to retire those that are not in the file. These are looked for only in the services of the file, and at its sites if it names any.',
  },
  'inventory.hint': {
    fr: 'Titres de Jeton ou de l’export de GLPI ; UTF-8 ou Windows-1252 ; séparateur « ; », tabulation ou « , » ; {most} Mo au plus.',
    en: 'Headings of Jeton or of GLPI’s export; UTF-8 or Windows-1252; separated by “;”, tabs or “,”; {most} MB at most.',
  },
  'inventory.compare': { fr: 'Comparer', en: 'Compare' },
  'inventory.read': {
    fr: 'Fichier lu en {encoding}. Lignes : {count}, dont inchangées : {unchanged}.',
    en: 'File read as {encoding}. Lines: {count}, of them unchanged: {unchanged}.',
  },
  'inventory.heading': { fr: '« {heading} »', en: '“{heading}”' },
  'inventory.ignored': {
    fr: 'Colonnes ignorées : {columns}. Colonnes connues : {known}.',
    en: 'Columns left out: {columns}. Known columns: {known}.',
  },
  'inventory.absence.service': {
    fr: 'Les absents sont ceux des services que le fichier nomme, et de ses sites s’il en nomme : les postes d’ailleurs n’ont pas été comparés.',
    en: 'Those not in the file were looked for in the services that it names, and at its sites if it names any: workstations elsewhere were not compared.',
  },
  'inventory.absence.site': {
    fr: 'Le fichier ne nomme aucun service : les absents sont ceux de ses sites, dans les services dont il a un poste sur ce site.',
    en: 'The file names no service: those not in it were looked for at its sites, in services of which it has a workstation there.',
  },
  'inventory.absence.no-place': {
    fr: 'Les absents n’ont pas été recherchés : le fichier ne nomme ni service ni site.',
    en: 'Workstations that are not in the file were not looked for: the file names no service and no site.',
  },
  'inventory.absence.unread': {
    fr: 'Les absents n’ont pas été recherchés : toutes les lignes n’ont pas pu être lues, ou l’une ne dit pas de quel poste elle est.',
    en: 'Machines that are not in the file were not looked for: not every line could be read, or one does not say which workstation it is of.',
  },
  'inventory.kind.all': { fr: 'Tout', en: 'All' },
  'inventory.kind.new': { fr: 'Nouveaux', en: 'New' },
  'inventory.kind.changed': { fr: 'Changés', en: 'Changed' },
  'inventory.kind.gone': { fr: 'Absents du fichier', en: 'Not in the file' },
  'inventory.kind.noted': { fr: 'Signalés', en: 'Noted' },
  'inventory.kind.wrong': { fr: 'Erreurs', en: 'Errors' },
  'inventory.one.new': { fr: 'Nouveau', en: 'New' },
  'inventory.one.changed': { fr: 'Changé', en: 'Changed' },
  'inventory.one.gone': { fr: 'Absent du fichier', en: 'Not in the file' },
  'inventory.one.noted': { fr: 'Signalé', en: 'Noted' },
  'inventory.one.wrong': { fr: 'Erreur', en: 'Error' },
  'inventory.filter': { fr: 'Filtrer les constats', en: 'Filter the findings' },
  'inventory.count': { fr: '{kind} : {n}', en: '{kind}: {n}' },
  'inventory.finding': { fr: 'Constat', en: 'Finding' },
  'inventory.what': { fr: 'Détail', en: 'Detail' },
  'inventory.findings': { fr: 'Constats, ligne par ligne', en: 'Findings, line by line' },
  'inventory.none': { fr: 'Rien à signaler.', en: 'Nothing to tell.' },
  'inventory.csv': { fr: 'Télécharger les constats (CSV)', en: 'Download the findings (CSV)' },
  'inventory.wrong': {
    fr: 'Le fichier a des lignes erronées : corrigez-les et comparez-le à nouveau. Rien ne sera écrit avant.',
    en: 'The file has lines that are wrong: correct them and compare it anew. Nothing is written before.',
  },
  'inventory.nothing': {
    fr: 'Tout est déjà connu : il n’y a rien à faire.',
    en: 'All of it is known: there is nothing to do.',
  },
  'inventory.apply': { fr: 'Appliquer ces constats', en: 'Apply these findings' },
  'inventory.apply.text': {
    fr: 'Une ligne dont le poste a changé depuis la comparaison est laissée de côté et signalée.',
    en: 'A line whose workstation changed since the comparison is skipped and reported.',
  },
  'inventory.retire': {
    fr: 'Réformer aussi les postes absents du fichier ({n}) : leurs certificats et leurs jetons sont révoqués',
    en: 'Also retire the workstations that are not in the file ({n}): their certificates and tokens are revoked',
  },
  'inventory.retire.hint': {
    fr: 'Les postes bloqués, perdus ou pris dans un incident n’en sont pas. Cet acte est irréversible.',
    en: 'Those that are blocked, lost or in an incident are not among them. This cannot be undone.',
  },
  'inventory.retire.number': {
    fr: 'Si vous cochez : retapez le nombre de postes à réformer',
    en: 'If you tick it: type again how many workstations are to be retired',
  },
  'inventory.change': { fr: '{column} : {before} → {after}', en: '{column}: {before} → {after}' },
  'inventory.gone': {
    fr: 'Absent du fichier ; connu ici comme « {state} ».',
    en: 'Not in the file; known here as “{state}”.',
  },
  'inventory.new': { fr: '{column} : {after}', en: '{column}: {after}' },
  'import.example': { fr: 'Exemple :', en: 'Example:' },
  // a name that was read wrongly would stand in a certificate
  'import.hint.people': {
    fr: 'UTF-8, séparateur « ; », tabulation ou « , », {most} Mo au plus. Tout est importé, ou rien.',
    en: 'UTF-8, separated by “;”, tabs or “,”, {most} MB at most. All of it is imported, or nothing.',
  },
  'import.hint': {
    fr: 'UTF-8 ou Windows-1252, séparateur « ; », tabulation ou « , », {most} Mo au plus. Tout est importé, ou rien.',
    en: 'UTF-8 or Windows-1252, separated by “;”, tabs or “,”, {most} MB at most. All of it is imported, or nothing.',
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
  'import.taken': { fr: 'Lignes traitées : {taken} sur {rows}', en: 'Rows dealt with: {taken} of {rows}' },
  'import.goesOn': {
    fr: 'Le fichier a été vérifié en entier. Vous pouvez fermer cette page : l’import continue, même après un arrêt du service.',
    en: 'The whole file was checked. You may close this page: the import goes on, even after a stop of the service.',
  },
  'import.finished': { fr: 'Le fichier est importé', en: 'The file is imported' },
  'import.finishedBut.one': { fr: 'Import terminé, sauf {n} ligne', en: 'Import finished, except {n} row' },
  'import.finishedBut.other': { fr: 'Import terminé, sauf {n} lignes', en: 'Import finished, except {n} rows' },
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
  'import.row.leftOut': { fr: '{number}, absent du fichier', en: '{number}, not in the file' },
  // an inventory is compared by the lines of its file; other rows are counted below the headings
  'import.row.file': { fr: 'Ligne du fichier', en: 'Line of the file' },
  'import.row': { fr: 'Ligne de données', en: 'Row of data' },
  'import.stalled': {
    fr: 'Rien n’entre plus depuis une minute',
    en: 'Nothing has come in for a minute',
  },
  'import.stalled.text': {
    fr: 'Une autre session de la base tient cet import : prévenez l’administrateur. Il reprend dès qu’elle le lâche. Vous pouvez aussi l’arrêter, puis envoyer le fichier à nouveau.',
    en: 'Another session of the database holds this import: tell the administrator. It goes on once that one lets go. You may also stop it, and send the file again.',
  },
  'import.waits': { fr: 'L’import attend', en: 'The import waits' },
  'import.waits.text': {
    fr: 'Rien n’est perdu : l’import reprend seul dès que c’est passé. Si cela dure, prévenez votre administrateur.',
    en: 'Nothing is lost: the import goes on by itself once this has passed. If it lasts, tell your administrator.',
  },
  'import.stopped': { fr: 'L’import s’est arrêté', en: 'The import stopped' },
  'import.stopped.lostRight': {
    fr: 'La personne qui l’a commencé n’en a plus le droit. Une autre personne peut envoyer le fichier, ou un administrateur lui rend son rôle.',
    en: 'The person who began it may not do so any more. Somebody else can send the file, or an administrator gives their role back.',
  },
  'import.stopped.text': {
    fr: 'Ce qui a été importé reste. Envoyez le même fichier à nouveau pour importer le reste.',
    en: 'What was imported stays. Send the same file again to import the rest.',
  },
  'import.stop': { fr: 'Arrêter l’import', en: 'Stop the import' },
  'import.refresh': { fr: 'Actualiser', en: 'Refresh' },
  'import.back': { fr: 'Retour aux imports', en: 'Back to the imports' },
  'import.before': { fr: 'Derniers imports', en: 'Last imports' },
  'import.rows': { fr: 'Lignes', en: 'Rows' },
  'import.begun': { fr: 'Commencé', en: 'Begun' },
} as const satisfies Bilingual;
