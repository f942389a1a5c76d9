import type { Bilingual } from '../../words/translator.ts';

const BY_PURGE = {
  fr: 'Au moins {n} ans après votre dernier certificat, puis effacement décidé par deux personnes',
  en: 'At least {n} years after your last certificate, then purged, as two persons decide',
} as const;

/** What « Mes données » says, in French and in English; figures come from the policies in force. */
export const ownDataWords = {
  'ownData.title': { fr: 'Mes données', en: 'My data' },
  'ownData.open': { fr: 'Ce que Jeton garde à mon sujet', en: 'What Jeton keeps about me' },
  'ownData.lead': {
    fr: 'Ce que Jeton garde à votre sujet : pourquoi, combien de temps, et qui le voit.',
    en: 'What Jeton keeps about you: why, for how long, and who sees it.',
  },
  'ownData.back': { fr: 'Retour à mon compte', en: 'Back to my account' },
  'ownData.what': { fr: 'Quoi', en: 'What' },
  'ownData.count': { fr: 'Enregistrements', en: 'Records' },
  'ownData.why': { fr: 'Pourquoi', en: 'Why' },
  'ownData.kept': { fr: 'Combien de temps', en: 'For how long' },
  'ownData.seenBy': { fr: 'Qui le voit', en: 'Who sees it' },
  'ownData.youAlone': { fr: 'Vous uniquement', en: 'You only' },
  'ownData.you': { fr: 'Vous ; dans leur périmètre : {others}', en: 'You; within their scope: {others}' },
  'ownData.operator': { fr: 'L’exploitant du serveur', en: 'Who runs the server' },
  'ownData.journal': { fr: 'Vos actes dans le journal', en: 'Your acts in the journal' },
  'ownData.nameless': {
    fr: 'Le journal ne porte aucun nom : vous y êtes un code, et une empreinte tient lieu de vos données. Quand elles sont effacées, plus rien ne mène de ce code à vous.',
    en: 'The journal contains no names: you are a code there, and a fingerprint stands for your data. Once they are purged, nothing leads from that code to you.',
  },
  'ownData.identity': { fr: 'Identité et coordonnées', en: 'Identity and addresses' },
  'ownData.identity.why': {
    fr: 'Elles sont dans vos certificats, et servent à vous prévenir',
    en: 'They are in your certificates, and are used to contact you',
  },
  'ownData.identity.kept': BY_PURGE,
  'ownData.requests': { fr: 'Demandes faites pour vous', en: 'Requests made for you' },
  'ownData.requests.why': { fr: 'Décider, produire et remettre', en: 'To decide, produce and hand over' },
  'ownData.requests.kept': BY_PURGE,
  'ownData.appointments': { fr: 'Rendez-vous au guichet', en: 'Appointments at the desk' },
  'ownData.appointments.why': { fr: 'Préparer votre venue', en: 'To be ready when you come' },
  'ownData.appointments.kept': BY_PURGE,
  'ownData.handovers': { fr: 'Remises, et pièce d’identité vue', en: 'Hand-overs, and the document that was seen' },
  'ownData.handovers.why': {
    fr: 'Prouver qui a reçu le jeton ; le numéro de la pièce n’est jamais noté',
    en: 'To prove who was given the token; the number of a document is never noted',
  },
  'ownData.handovers.kept': BY_PURGE,
  'ownData.tokens': { fr: 'Jetons et certificats', en: 'Tokens and certificates' },
  'ownData.tokens.why': {
    fr: 'Savoir qui a un accès, et le révoquer',
    en: 'To know who has a way in, and to revoke it',
  },
  'ownData.tokens.kept': BY_PURGE,
  'ownData.workstations': {
    fr: 'Postes SPAN que vous avez, ou auxquels votre jeton est lié',
    en: 'SPAN workstations that you have, or that your token is bound to',
  },
  'ownData.workstations.why': { fr: 'Lier le jeton à son poste', en: 'To bind the token to its workstation' },
  'ownData.workstations.kept': {
    fr: 'Tant que le poste est à vous, ou que le jeton est en service',
    en: 'As long as you have the workstation, or the token is in use',
  },
  'ownData.devices': { fr: 'Appareils Nomade', en: 'Nomade devices' },
  'ownData.devices.why': { fr: 'Un certificat par appareil', en: 'One certificate for each device' },
  'ownData.devices.kept': BY_PURGE,
  'ownData.incidents': { fr: 'Incidents et pertes', en: 'Incidents and losses' },
  'ownData.incidents.why': { fr: 'Couper un accès compromis', en: 'To cut a compromised way in' },
  'ownData.incidents.kept': { fr: 'La preuve reste, sans votre nom', en: 'The proof stays, without your name' },
  'ownData.roles': { fr: 'Rôles et jetons d’API', en: 'Roles and API tokens' },
  'ownData.roles.why': {
    fr: 'Prouver que chacun avait le droit d’agir',
    en: 'To prove that everybody had the right to act',
  },
  'ownData.roles.kept': BY_PURGE,
  'ownData.journal.why': {
    fr: 'Prouver que la procédure a été suivie',
    en: 'To prove that the procedure was followed',
  },
  'ownData.journal.kept': { fr: 'La preuve reste, sans votre nom', en: 'The proof stays, without your name' },
  'ownData.accessLog': { fr: 'Journal des accès', en: 'Access log' },
  'ownData.accessLog.why': { fr: 'Trouver une intrusion', en: 'To find a break-in' },
  'ownData.accessLog.kept': { fr: '{n} jours', en: '{n} days' },
  'ownData.views': { fr: 'Vues de listes que vous gardez', en: 'Views of lists that you keep' },
  'ownData.views.why': { fr: 'Votre confort', en: 'Your convenience' },
  'ownData.views.kept': { fr: 'Jusqu’à ce que vous les supprimiez', en: 'Until you delete them' },
  'ownData.figures': { fr: 'Ce que vous produisez chaque jour', en: 'What you make each day' },
  'ownData.figures.why': { fr: 'Suivre la charge de l’atelier', en: 'To follow the load of the workshop' },
  'ownData.figures.kept': {
    fr: 'Avec le journal, sous votre code et sans votre nom',
    en: 'With the journal, under your code and without your name',
  },
} as const satisfies Bilingual;
