import type { Bilingual } from '../../words/translator.ts';

/** What the screens of people/ say, in French and in English. */
export const peopleWords = {
  'invite.code': {
    fr: 'Compte d’opérateur : le lien ne vaut qu’avec un code. Un responsable sécurité, ou un autre administrateur, le donne depuis la page « Sécurité » ou cette page, de vive voix, à la personne elle-même.',
    en: 'An operator’s account: the link is good with a code only. A security officer or another administrator gives it from the page "Security" or this one, by word of mouth, to the person themselves.',
  },
  'invite.alone': {
    fr: 'Si la personne doit devenir opérateur, faites-lui d’abord donner un code par une seconde personne (page « Sécurité » ou cette page) : un rôle d’opérateur referme un compte qu’une seule personne a ouvert.',
    en: 'If they are to be an operator, have a second person give them a code first (page "Security" or this one): an operator role closes an account that one person alone opened.',
  },
  'grave.endGrant': { fr: 'Retirer ce rôle ?', en: 'Take this role away?' },
  'grave.endGrant.warning': {
    fr: 'La personne perd ce rôle à l’instant. Le lui rendre demande un nouvel accord, à deux pour un rôle d’opérateur.',
    en: 'The person loses this role at once. To give it back takes a new grant, by two persons for an operator’s role.',
  },
  'grave.disable': { fr: 'Désactiver ce compte ?', en: 'Disable this account?' },
  'grave.disable.warning': {
    fr: 'Ses sessions se ferment et rien ne l’ouvre plus. Ses jetons restent valables : la sécurité les révoque à part.',
    en: 'Its sessions end and nothing opens it any more. Its tokens stay valid: security revokes them apart.',
  },
  'grave.endSessions': { fr: 'Fermer ses sessions ?', en: 'End their sessions?' },
  'grave.endAllSessions': { fr: 'Fermer les sessions de tous ?', en: 'End everybody’s sessions?' },
  'grave.endSessions.warning': {
    fr: 'Ce qui n’est pas encore envoyé est perdu ; un poste de production qui travaille s’arrête.',
    en: 'What was not sent yet is lost; a production place at work stops.',
  },
  'grave.everybody': { fr: 'Toutes les personnes connectées, sauf vous', en: 'Everybody who is signed in, but you' },
  'grave.signedIn': { fr: 'Connectés', en: 'Signed in' },
  'grave.signedOut': { fr: 'déconnectés', en: 'signed out' },
  'endSessions.title': { fr: 'Fermer ses sessions', en: 'End their sessions' },
  'endSessions.text': {
    fr: 'Toutes ses sessions se ferment à l’instant ; le compte reste ouvert.',
    en: 'All their sessions end at once; the account stays open.',
  },
  'endSessions.send': { fr: 'Fermer ses sessions', en: 'End their sessions' },
  'endSessions.done': { fr: 'Les sessions sont fermées.', en: 'The sessions are ended.' },
  'endSessions.all.title': { fr: 'Fermer toutes les sessions', en: 'End every session' },
  'endSessions.all.text': {
    fr: 'En cas de doute sur le service : tout le monde, sauf vous, se connecte à nouveau.',
    en: 'When the service itself is in doubt: everybody but you signs in again.',
  },
  'endSessions.all.send': { fr: 'Fermer les sessions de tous', en: 'End everybody’s sessions' },
  'access.recover': { fr: 'Rétablir le compte', en: 'Give the account back' },
  'access.recover.text': {
    fr: 'La personne a perdu tous ses moyens d’accès : à deux, vous rendez le compte avec ses rôles. Un nouveau lien sera à remettre.',
    en: 'The person has lost every way in: two of you give the account back with its roles. A new link is to be handed over.',
  },
  'officer.bringBack.text': {
    fr: 'C’est le seul responsable sécurité. S’il a perdu toutes ses clés, deux administrateurs le ramènent : vous proposez, toute l’équipe est prévenue, un autre confirme après l’attente. Tout ce qui ouvrait ce compte est alors sans effet.',
    en: 'This is the only security officer. If they lost every key, two administrators bring them back: you propose, the whole team is told, another one confirms after the wait. Whatever opened this account is void then.',
  },
  'officer.reason.keys-lost': { fr: 'Clés perdues', en: 'Keys lost' },
  'officer.reason.keys-stolen': { fr: 'Clés volées', en: 'Keys stolen' },
  'officer.reason.keys-broken': { fr: 'Clés hors d’usage', en: 'Keys broken' },
  'officer.reason.password-forgotten': { fr: 'Mot de passe oublié', en: 'Password forgotten' },
  'suggestions.waiting.one': {
    fr: "{n} rôle proposé par l'annuaire attend.",
    en: '{n} role suggested by the directory waits.',
  },
  'suggestions.waiting.other': {
    fr: "{n} rôles proposés par l'annuaire attendent.",
    en: '{n} roles suggested by the directory wait.',
  },
  'suggestions.look': { fr: "Ouvrir l'annuaire", en: 'Open the directory' },
  'mails.count.one': { fr: "{n} courriel n'est pas parti.", en: '{n} e-mail did not leave.' },
  'mails.count.other': { fr: '{n} courriels ne sont pas partis.', en: '{n} e-mails did not leave.' },
  'mails.look': { fr: 'Voir les courriels', en: 'See the e-mails' },
  'filter.people': { fr: 'Rechercher une personne', en: 'Search for a person' },
  'people.title': { fr: 'Personnes', en: 'People' },
  'people.none': { fr: 'Personne ne correspond.', en: 'Nobody matches.' },
  'person.self': {
    fr: "C'est vous : une autre personne change votre compte et vos rôles.",
    en: 'This is you: another person changes your account and your roles.',
  },
  'grants.none': { fr: 'Aucun rôle.', en: 'No role.' },
  'grant.title': { fr: 'Accorder un rôle', en: 'Grant a role' },
  'grant.dual': { fr: 'à confirmer par une autre personne', en: 'confirmed by another person' },
  'grant.scope.hint': {
    fr: '* pour tous les services, ou un code : {service}',
    en: '* for all services, or a code: {service}',
  },
  'grant.until.hint': { fr: 'Pour une suppléance ; vide : sans fin.', en: 'For a deputy; empty: without end.' },
  'grant.send': { fr: 'Accorder ou proposer', en: 'Grant or propose' },
  'grant.end': { fr: 'Retirer', en: 'End' },
  'grant.done': { fr: 'Rôle accordé.', en: 'Role granted.' },
  'grant.proposed': {
    fr: 'Rôle proposé : une autre personne le confirme dans « Double contrôle » sous {minutes} minutes.',
    en: 'Role proposed: another person confirms it under "Dual control" within {minutes} minutes.',
  },
  'grant.ended': { fr: 'Rôle retiré.', en: 'Role ended.' },
  'invite.title': { fr: 'Inviter', en: 'Invite' },
  'invite.text': {
    fr: 'Crée un lien à usage unique, valable 15 minutes, pour ouvrir le compte.',
    en: 'Makes a one-time link, valid for 15 minutes, to open the account.',
  },
  'invite.again': {
    fr: 'Le compte est ouvert. Un nouveau lien redonne le choix du mot de passe et ferme les sessions.',
    en: 'The account is open. A new link lets the person choose a new password and ends the sessions.',
  },
  'invite.send': { fr: 'Créer le lien', en: 'Make the link' },
  'invite.made': { fr: 'Lien à usage unique', en: 'One-time link' },
  'invite.once': {
    fr: 'Transmettez-le maintenant par un canal sûr : il ne sera plus affiché et prend fin le {until}.',
    en: 'Hand it over now by a safe way: it will not be shown again and ends on {until}.',
  },
  'disable.title': { fr: 'Désactiver le compte', en: 'Disable the account' },
  'disable.text': { fr: 'Ses sessions prennent fin aussitôt.', en: 'Its sessions end at once.' },
  'disable.send': { fr: 'Désactiver', en: 'Disable' },
  'disable.done': { fr: 'Compte désactivé, sessions closes.', en: 'Account disabled, sessions ended.' },
} as const satisfies Bilingual;
