import type { Bilingual } from '../../words/translator.ts';

/** What the screens of incidents/ say, in French and in English. */
export const incidentWords = {
  'incident.report': { fr: 'Signaler un incident', en: 'Report an incident' },
  'incident.lead': {
    fr: 'Un message douteux ouvert, des fichiers illisibles, une demande de rançon ? Choisissez, envoyez : les responsables sécurité sont avertis aussitôt.',
    en: 'Opened a suspicious message? Files that cannot be read? A ransom demand? Choose and send: the security officers are told at once.',
  },
  'incident.kind': { fr: "Que s'est-il passé ?", en: 'What happened?' },
  'incident.kind.phishing': {
    fr: 'Hameçonnage : j’ai cliqué, ou donné un mot de passe',
    en: 'Phishing: I clicked, or gave a password',
  },
  'incident.kind.ransomware': {
    fr: 'Rançongiciel : des fichiers sont illisibles, on demande de payer',
    en: 'Ransomware: files cannot be read, payment is asked for',
  },
  'incident.kind.other': { fr: 'Autre chose d’anormal', en: 'Something else that is not normal' },
  'incident.machine': { fr: 'Sur quel poste ?', en: 'On which workstation?' },
  'incident.machine.none': { fr: 'Aucun de ces postes, ou je ne sais pas', en: 'None of these, or I do not know' },
  'incident.person': { fr: 'Pour une autre personne', en: 'For somebody else' },
  'incident.person.hint': {
    fr: 'Son matricule, non son nom. Vide : pour vous-même.',
    en: 'Their directory id, not their name. Empty: for yourself.',
  },
  'incident.person.machine': { fr: 'Numéro du poste', en: 'Number of the workstation' },
  'incident.person.machine.hint': {
    fr: 'Tel qu’il figure sur son étiquette. Vide : aucun poste, ou il n’est pas connu.',
    en: 'As it stands on its label. Empty: none, or it is not known.',
  },
  'incident.send': { fr: 'Envoyer le signalement', en: 'Send the report' },
  'incident.reported': {
    fr: 'L’incident est signalé : les responsables sécurité sont avertis.',
    en: 'The incident is reported: the security officers are told.',
  },
  'incident.known': {
    fr: 'Cet incident est déjà signalé : les responsables sécurité sont avertis.',
    en: 'This incident is known already: the security officers are told.',
  },
  'incident.reflexes': { fr: 'Les trois réflexes', en: 'The three reflexes' },
  'incident.reflexes.print': {
    fr: 'Cette page s’imprime : affichez-la près des postes.',
    en: 'This page can be printed: put it up near the workstations.',
  },
  'incident.reflexes.back': { fr: 'Retour à mes jetons', en: 'Back to my tokens' },
  'incident.all': { fr: 'Tous les incidents ouverts', en: 'All open incidents' },
  'incident.open': { fr: 'Incidents ouverts', en: 'Open incidents' },
  'incident.open.none': { fr: 'Aucun incident ouvert.', en: 'No incident is open.' },
  'incident.none': { fr: 'Aucun incident ne correspond.', en: 'No incident matches.' },
  'incident.filter': { fr: 'Rechercher un incident', en: 'Search for an incident' },
  'incident.filter.text': { fr: 'Une personne ou un poste', en: 'A person or a workstation' },
  'incident.filter.service': {
    fr: 'De la personne, avec les services qui en dépendent',
    en: 'Of the person, with the services below it',
  },
  'incident.past': { fr: 'Incidents passés', en: 'Past incidents' },
  'incident.past.none': { fr: 'Aucun incident passé.', en: 'No past incident.' },
  'incident.past.look': { fr: 'Voir les incidents passés', en: 'See past incidents' },
  'incident.holder': { fr: 'Qui a ce poste', en: 'Who has this workstation' },
  'incident.actions': { fr: 'Agir', en: 'Act' },
  'incident.block': { fr: 'Bloquer', en: 'Block' },
  'incident.block.asked': {
    fr: '« Bloquer » montre d’abord ce qui est touché, et rien n’est fait avant votre confirmation.',
    en: '“Block” shows first what is affected, and nothing is done before you confirm it.',
  },
  'incident.block.all': {
    fr: 'Bloque le poste et révoque aussitôt ce qui reste en service :',
    en: 'Blocks the workstation, and revokes at once what is in use still:',
  },
  'incident.block.alone': {
    fr: 'Révoque aussitôt ce qui reste en service, et ne bloque aucun poste :',
    en: 'Revokes at once what is in use still, and blocks no workstation:',
  },
  'incident.block.thing': { fr: '{what} : {n}', en: '{what}: {n}' },
  'incident.block.after': {
    fr: 'Cela ne peut pas être annulé. Une page vous le redit avant de le faire.',
    en: 'This cannot be undone. A page tells you so before it is done.',
  },
  'incident.block.after.token': {
    fr: 'Cela ne peut pas être annulé : la personne ne se connecte plus avant d’avoir un nouveau jeton. Une page vous le redit avant de le faire.',
    en: 'This cannot be undone: the person connects no more until they have a new token. A page tells you so before it is done.',
  },
  'incident.close': { fr: 'Clore', en: 'Close' },
  'incident.block.title': { fr: 'Bloquer et révoquer ce qui suit ?', en: 'Block and revoke what follows?' },
  'incident.block.warning': {
    fr: 'Le poste est bloqué, et ces accès sont révoqués aussitôt : cela ne peut pas être annulé.',
    en: 'The workstation is blocked, and these ways in are revoked at once: this cannot be undone.',
  },
  'incident.block.warning.many': {
    fr: 'Ces postes sont bloqués, et ces accès sont révoqués aussitôt : cela ne peut pas être annulé.',
    en: 'These workstations are blocked, and these ways in are revoked at once: this cannot be undone.',
  },
  'incident.block.warning.alone': {
    fr: 'Ces accès sont révoqués aussitôt : cela ne peut pas être annulé. Aucun poste n’est bloqué.',
    en: 'These ways in are revoked at once: this cannot be undone. No workstation is blocked.',
  },
  'incident.reason': { fr: 'Motif', en: 'Reason' },
  'incident.tokens': { fr: 'Jetons révoqués', en: 'Tokens revoked' },
  'incident.credentials': { fr: 'Certificats Nomade révoqués', en: 'Nomade credentials revoked' },
  'incident.begun': {
    fr: 'Certificats Nomade en préparation, arrêtés',
    en: 'Nomade credentials in the making, stopped',
  },
  'incident.people': { fr: 'Personnes touchées', en: 'People affected' },
  'incident.machines': { fr: 'Postes bloqués', en: 'Workstations blocked' },
  'incident.machinesLeft.one': {
    fr: 'Un poste de cette personne reste en service',
    en: 'A workstation of this person stays in use',
  },
  'incident.machinesLeft.other': {
    fr: '{n} postes de cette personne restent en service',
    en: '{n} workstations of this person stay in use',
  },
  'incident.machinesLeft.do': {
    fr: 'Le signalement ne nomme aucun poste, et bloquer l’incident n’en bloque aucun. Bloquez depuis sa fiche celui qui est en cause :',
    en: 'The report names no workstation, and to block the incident blocks none. Block the one that is concerned on its own page:',
  },
  'incident.left': {
    fr: 'Postes laissés (inconnus, ou sans rien à bloquer)',
    en: 'Left as they are (unknown, or with nothing to block)',
  },
  'incident.alone': {
    fr: 'Personnes touchées sans l’un de ces postes',
    en: 'People affected who have none of these workstations',
  },
  'incident.alone.others': { fr: 'et {others} de plus', en: 'and {others} more' },
  'incident.leftPeople': {
    fr: 'Personnes laissées (inconnues, ou sans rien en service)',
    en: 'People left as they are (unknown, or with nothing in use)',
  },
  'incident.more': {
    fr: 'Ce service a plus de postes ou de personnes',
    en: 'This service has more workstations or people',
  },
  'incident.more.again': { fr: 'à bloquer en recommençant', en: 'block again for the rest' },
  'incident.blocked': {
    fr: 'Bloqué. Jetons révoqués : {tokens} ; certificats Nomade révoqués : {credentials}.',
    en: 'Blocked. Tokens revoked: {tokens}; Nomade credentials revoked: {credentials}.',
  },
  'incident.blocked.later': {
    fr: 'Bloqué. Jetons révoqués : {tokens} ; certificats Nomade révoqués : {credentials}. La liste de révocation paraîtra dès que possible ; OCSP le dit déjà.',
    en: 'Blocked. Tokens revoked: {tokens}; Nomade credentials revoked: {credentials}. The CRL follows as soon as possible; OCSP says so already.',
  },
  'incident.closed': { fr: 'L’incident est clos.', en: 'The incident is closed.' },
  'incident.sheet': { fr: 'Télécharger le rapport (PDF)', en: 'Download the report (PDF)' },
  'incident.file': { fr: 'Télécharger le rapport (CSV)', en: 'Download the report (CSV)' },
  'incident.blocks': {
    fr: 'Blocages de postes, de listes et de services',
    en: 'Blocks of workstations, lists and services',
  },
  'incident.blocks.text': {
    fr: 'Ce que chaque blocage a retiré, du plus récent au plus ancien, tel que le journal le dit.',
    en: 'What each block took away, the newest first, as the journal says it.',
  },
  'incident.blocks.file': { fr: 'Télécharger les blocages (CSV)', en: 'Download the blocks (CSV)' },
  'incident.blocks.look': {
    fr: 'Retrouver ce qui a été bloqué',
    en: 'Find again what was blocked',
  },
  'incident.many': {
    fr: 'Bloquer plusieurs postes, plusieurs personnes ou un service',
    en: 'Block several workstations, several people or a service',
  },
  'incident.many.text': {
    fr: 'Des postes, des personnes, ou un service. Rien n’est fait avant que vous ayez lu ce qui est touché.',
    en: 'Workstations, people, or a service. Nothing is done before you have read what is affected.',
  },
  'incident.many.list': { fr: 'Numéros de postes', en: 'Numbers of the workstations' },
  'incident.many.list.hint': { fr: 'Un par ligne, 500 au plus.', en: 'One a line, 500 at most.' },
  'incident.many.people': { fr: 'Personnes', en: 'People' },
  'incident.many.people.hint': {
    fr: 'Leurs matricules, un par ligne, 500 au plus. Leurs jetons et leurs certificats Nomade sont révoqués ; leurs postes restent en service.',
    en: 'Their directory ids, one a line, 500 at most. Their tokens and Nomade credentials are revoked; their workstations stay in use.',
  },
  'incident.many.service': { fr: 'Ou tout un service', en: 'Or a whole service' },
  'incident.many.service.hint': {
    fr: 'Son code, tel que PREF-33 : ses postes, et ce que ses agents ont en service.',
    en: 'Its code, such as PREF-33: its workstations, and what its people have in use.',
  },
  'incident.many.ask': { fr: 'Voir ce qui est touché', en: 'See what is affected' },
  'incident.many.result': { fr: 'Résultat', en: 'Result' },
  'incident.service': { fr: 'Service, avec ceux qui en dépendent', en: 'Service, with those below it' },
  'incident.many.sum': {
    fr: 'Bloqués : {done} sur {all}. Jetons révoqués : {tokens} ; certificats Nomade révoqués : {credentials}.',
    en: 'Blocked: {done} of {all}. Tokens revoked: {tokens}; Nomade credentials revoked: {credentials}.',
  },
  'incident.many.done': { fr: 'Bloqué', en: 'Blocked' },
  'incident.many.more': {
    fr: 'Ce service a encore des postes ou des personnes à bloquer.',
    en: 'This service still has workstations or people to block.',
  },
  'incident.many.rest': { fr: 'Voir le reste du service', en: 'See the rest of the service' },
  'incident.many.later': {
    fr: 'La liste de révocation n’a pas encore pu être publiée : elle le sera dès que possible ; OCSP le dit déjà.',
    en: 'The revocation list could not be published yet: it will be as soon as possible; OCSP says so already.',
  },
  'incident.help': { fr: 'Incident : hameçonnage, rançongiciel', en: 'Incident: phishing, ransomware' },
  'incident.help.text': {
    fr: 'N’éteignez pas le poste, coupez le réseau, alertez votre responsable de la sécurité informatique (RSSI), puis signalez-le ici.',
    en: 'Do not switch the workstation off, cut the network, alert your information security officer (RSSI), then report it here.',
  },
} as const satisfies Bilingual;
