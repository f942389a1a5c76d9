import type { Bilingual } from '../../words/translator.ts';

/** What the screens of session/ say, in French and in English. */
export const sessionWords = {
  'access.open': { fr: "Mes clés d'accès et mes sessions", en: 'My passkeys and sessions' },
  'access.provider': { fr: 'Se connecter avec {name}', en: 'Sign in with {name}' },
  'welcome.code': { fr: 'Code de la seconde personne', en: "The second person's code" },
  'welcome.code.hint': {
    fr: 'Demandé pour un compte d’opérateur : une seconde personne vous le dit de vive voix.',
    en: "Asked for an operator's account: a second person tells you by word of mouth.",
  },
  'welcome.former': { fr: 'Mot de passe au moment de la sauvegarde', en: 'Password when the backup was made' },
  'welcome.former.hint': {
    fr: 'La base a été restaurée : ce lien demande aussi ce que vous seul avez, ce mot de passe ou votre clé d’accès d’alors.',
    en: 'The records were restored: this link also asks for what you alone have, that password or your passkey of then.',
  },
  'welcome.former.passkey': { fr: "Donner plutôt ma clé d'accès d’alors", en: 'Give my passkey of then instead' },
  'welcome.former.done': {
    fr: "Clé d'accès reçue. Choisissez votre nouveau mot de passe, puis envoyez.",
    en: 'Passkey received. Choose your new password, then send.',
  },
  'action.revoke': { fr: 'Révoquer', en: 'Revoke' },
  'signIn.carried': {
    fr: 'Votre session a pris fin. Reconnectez-vous : votre saisie est conservée.',
    en: 'Your session has ended. Sign in again: what you typed is kept.',
  },
  'signIn.login.hint': { fr: 'Matricule ou adresse électronique', en: 'Directory id or e-mail address' },
  'signIn.send': { fr: 'Se connecter', en: 'Sign in' },
  'signIn.help': {
    fr: 'Pas encore de compte, ou mot de passe oublié ? Demandez un lien à votre administrateur.',
    en: 'No account yet, or password forgotten? Ask your administrator for a link.',
  },
  'resume.title': { fr: "Reprendre l'envoi", en: 'Send it now' },
  'resume.why': {
    fr: 'Vous êtes reconnecté. Votre saisie est conservée : envoyez-la.',
    en: 'You are signed in again. What you typed is kept: send it.',
  },
  'resume.send': { fr: 'Envoyer ma saisie', en: 'Send what I typed' },
  'welcome.title': { fr: 'Bienvenue', en: 'Welcome' },
  'welcome.lead': {
    fr: "Choisissez votre mot de passe pour ouvrir votre compte. Ce lien ne sert qu'une fois, dans les 15 minutes.",
    en: 'Choose your password to open your account. This link works once, within 15 minutes.',
  },
  'welcome.token.hint': {
    fr: "Rempli d'après le lien ; sinon, collez ici ce qui suit le signe #.",
    en: 'Filled in from the link; otherwise paste here what follows the # sign.',
  },
  'welcome.password.hint': {
    fr: '12 caractères au moins, 15 pour un opérateur. Quatre ou cinq mots sans rapport font un bon mot de passe.',
    en: 'At least 12 characters, 15 for an operator. Four or five unrelated words make a good password.',
  },
  'welcome.send': { fr: 'Ouvrir mon compte', en: 'Open my account' },
  'welcome.done': { fr: 'Votre compte est ouvert. Connectez-vous.', en: 'Your account is open. Sign in.' },
  'account.address': { fr: 'Mon adresse postale', en: 'My postal address' },
  'account.address.text': {
    fr: 'La lettre du code PIN ne va jamais à l’adresse du colis. Si vos colis vont à votre site, dites ici où vont vos lettres.',
    en: 'The PIN letter never goes to the address of the parcel. If your parcels go to your site, say here where your letters go.',
  },
  'account.address.hint': { fr: 'En une ligne. Vide : à votre site.', en: 'In one line. Empty: to your site.' },
  'account.address.send': { fr: 'Enregistrer l’adresse', en: 'Keep the address' },
  'account.address.done': {
    fr: 'Adresse enregistrée. Un courriel vous le confirme.',
    en: 'Address kept. An e-mail tells you so.',
  },
  'label.postalAddress': { fr: 'Adresse postale', en: 'Postal address' },
  'account.sessions': { fr: 'Mes sessions', en: 'My sessions' },
  'account.sessions.text': {
    fr: 'Ferme toutes vos sessions, sur cet appareil et sur les autres.',
    en: 'Ends all your sessions, on this machine and on others.',
  },
  'account.sessions.end': { fr: 'Fermer toutes mes sessions', en: 'End all my sessions' },
  'account.tokens': { fr: "Jetons d'API", en: 'API tokens' },
  'account.tokens.text': {
    fr: "Un jeton d'API laisse un programme agir en votre nom, dans les rôles choisis. Il ne vaut qu'avec le certificat de la machine, sur le port qui en demande un.",
    en: "An API token lets a program act for you, in the roles chosen. It is good with the machine's certificate only, on the port that asks for one.",
  },
  'account.tokens.none': { fr: "Aucun jeton d'API.", en: 'No API token.' },
  'account.token.new': { fr: "Nouveau jeton d'API", en: 'New API token' },
  'account.token.name.hint': { fr: 'Exemple : supervision, poste de test', en: 'Example: monitoring, test machine' },
  'account.token.certificate': { fr: 'Certificat de la machine', en: "The machine's certificate" },
  'account.token.certificate.hint': {
    fr: 'Au format PEM, sans la clé privée : -----BEGIN CERTIFICATE----- … Le jeton finit au plus tard avec lui.',
    en: 'In PEM, without the private key: -----BEGIN CERTIFICATE----- … The token ends with it at the latest.',
  },
  'account.token.bound': { fr: 'Lié au certificat', en: 'Bound to the certificate' },
  'account.token.create': { fr: "Créer le jeton d'API", en: 'Create the API token' },
  'account.token.made': { fr: "Jeton d'API « {name} »", en: 'API token "{name}"' },
  'account.token.once': {
    fr: 'Copiez-le maintenant : il ne sera plus jamais affiché.',
    en: 'Copy it now: it will never be shown again.',
  },
  'account.token.ended': { fr: 'Terminé', en: 'Ended' },
  'account.token.revoked': { fr: "Le jeton d'API est révoqué.", en: 'The API token is revoked.' },
} as const satisfies Bilingual;
