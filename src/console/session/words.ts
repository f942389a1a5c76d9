import type { Bilingual } from '../../words/translator.ts';

/** What the screens of session/ say, in French and in English. */
export const sessionWords = {
  'access.open': { fr: 'Mes moyens d’accès et mes sessions', en: 'My ways to sign in and my sessions' },
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
  'welcome.former.passkey': {
    fr: 'Utiliser plutôt la clé d’accès que j’avais alors',
    en: 'Use the passkey that I had then instead',
  },
  'welcome.former.done': {
    fr: "Clé d'accès reçue. Choisissez votre nouveau mot de passe, puis envoyez.",
    en: 'Passkey received. Choose your new password, then send.',
  },
  'action.revoke': { fr: 'Révoquer', en: 'Revoke' },
  'signIn.ended': {
    fr: 'Votre session a pris fin : elle est restée longtemps sans usage, sa durée est atteinte, ou elle a été fermée ailleurs.',
    en: 'Your session has ended: it was not used for long, it was open as long as a session may be, or it was closed elsewhere.',
  },
  'signIn.carried': {
    fr: 'Votre session a pris fin. Reconnectez-vous : votre saisie est conservée.',
    en: 'Your session has ended. Sign in again: what you typed is kept.',
  },
  'signIn.login.hint': { fr: 'Matricule ou adresse électronique', en: 'Directory id or e-mail address' },
  'signIn.send': { fr: 'Se connecter', en: 'Sign in' },
  'signIn.help': {
    fr: 'Pas encore de compte, mot de passe oublié ou clé d’accès perdue ? Demandez un lien à votre administrateur.',
    en: 'No account yet, password forgotten or passkey lost? Ask your administrator for a link.',
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
  'account.roles.withheld': {
    fr: 'Rôles qui attendent votre clé d’accès',
    en: 'Roles that wait for your passkey',
  },
  'account.address': { fr: 'Mon adresse postale', en: 'My postal address' },
  'account.address.text': {
    fr: 'La lettre du code PIN ne va jamais à l’adresse du colis. Si vos colis vont à votre site, dites ici où vont vos lettres.',
    en: 'The PIN letter never goes to the address of the parcel. If your parcels go to your site, say here where your letters go.',
  },
  'account.address.hint': {
    fr: 'En une ligne. Vide : à votre site, sauf si votre colis y va.',
    en: 'In one line. Empty: to your site, unless your parcel goes there.',
  },
  'account.address.send': { fr: 'Enregistrer l’adresse', en: 'Save the address' },
  'account.address.done': {
    fr: 'Adresse enregistrée. Un courriel vous le confirme.',
    en: 'Address saved. An e-mail tells you so.',
  },
  'label.postalAddress': { fr: 'Adresse postale', en: 'Postal address' },
  'account.sessions': { fr: 'Mes sessions', en: 'My sessions' },
  'account.sessions.text': {
    fr: 'Ferme toutes vos sessions, sur cet appareil et sur les autres.',
    en: 'Ends all your sessions, on this machine and on others.',
  },
  'account.sessions.ask': { fr: 'Fermer toutes vos sessions ?', en: 'End all your sessions?' },
  'account.sessions.warning': {
    fr: 'Ce qui n’est pas encore envoyé est perdu, ici aussi : vous devrez vous reconnecter.',
    en: 'Anything not yet sent is lost, here too: you have to sign in again.',
  },
  'session.closed': { fr: 'fermées', en: 'ended' },
  'account.token.ask': { fr: 'Révoquer ce jeton d’API ?', en: 'Revoke this API token?' },
  'account.token.warning': {
    fr: 'Le programme qui s’en sert n’entre plus, dès maintenant et pour de bon.',
    en: 'The program that uses it can no longer get in, from now on and for good.',
  },
  'account.sessions.end': { fr: 'Fermer toutes mes sessions', en: 'End all my sessions' },
  'account.tokens': { fr: "Jetons d'API", en: 'API tokens' },
  'account.tokens.text': {
    fr: "Un jeton d'API laisse un programme agir en votre nom, dans les rôles choisis. Il ne vaut qu'avec le certificat de la machine, sur le port qui en demande un.",
    en: "An API token lets a program act for you, in the roles chosen. It is good with the machine's certificate only, on the port that asks for one.",
  },
  'account.tokens.text.plain': {
    fr: 'Un jeton d’API laisse un programme agir en votre nom, dans les rôles choisis. En démonstration, il vaut sans certificat ; en service réel, il ne vaut qu’avec celui de la machine.',
    en: 'An API token lets a program act for you, in the roles chosen. In a demonstration it is good without a certificate; in real use, with that of the machine only.',
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
  'account.token.made': { fr: "Jeton d'API « {name} »", en: 'API token “{name}”' },
  'account.token.once': {
    fr: 'Copiez-le maintenant : il ne sera plus jamais affiché.',
    en: 'Copy it now: it will never be shown again.',
  },
  'account.token.use': {
    fr: 'Pour l’essayer dans un terminal : la première ligne attend que vous colliez le jeton, la seconde demande qui vous êtes.',
    en: 'To try it in a terminal: the first line waits for you to paste the token, the second asks who you are.',
  },
  'account.token.use.bound': {
    fr: 'Pour l’essayer sur la machine, dans un terminal : la première ligne attend que vous colliez le jeton, la seconde demande qui vous êtes. « machine.pem » est le certificat que vous venez de donner, « machine.key » sa clé privée. Si la connexion est coupée, le port ne connaît pas l’autorité de ce certificat : JETON_MTLS_CA_FILE la nomme. Si curl refuse le certificat du serveur, ajoutez « --cacert root.pem », le certificat racine de ce service.',
    en: 'To try it on the machine, in a terminal: the first line waits for you to paste the token, the second asks who you are. “machine.pem” is the certificate that you gave just now, “machine.key” its private key. If the connection breaks off, the port does not know the authority of this certificate: JETON_MTLS_CA_FILE names it. If curl refuses the certificate of the server, add “--cacert root.pem”, the root certificate of this service.',
  },
  'account.token.use.closed': {
    fr: 'Aucun port n’accepte encore les programmes : demandez à l’exploitant de régler JETON_MTLS_PORT, puis faites un essai.',
    en: 'No port takes programs yet: ask whoever runs the service to set JETON_MTLS_PORT, then try the token.',
  },
  'account.token.use.all': { fr: 'Tout ce que l’API sait faire (OpenAPI)', en: 'All that the API can do (OpenAPI)' },
  'account.token.ended': { fr: 'Terminé', en: 'Ended' },
  'account.token.revoked': { fr: "Le jeton d'API est révoqué.", en: 'The API token is revoked.' },
  'notices.title': { fr: 'Ce qui a été fait à votre sujet', en: 'What was done about you' },
  'notices.text': {
    fr: 'Les 50 derniers actes d’autres personnes, ou du service, qui touchent votre compte, vos rôles ou la remise de vos jetons. Si l’un d’eux vous étonne, appelez la permanence : son numéro est sur vos lettres.',
    en: 'The last 50 acts of others, or of the service, about your account, your roles or the hand-over of your tokens. If one of them surprises you, call the duty officer: the number is on your letters.',
  },
  'notices.more': {
    fr: 'Seuls les {n} plus récents sont montrés : un auditeur lit les autres dans le journal.',
    en: 'Only the newest {n} are shown: an auditor reads the others in the journal.',
  },
  'notices.since': {
    fr: 'Les décisions de deux personnes proposées avant le {day} n’y sont pas : un auditeur les lit dans le journal.',
    en: 'Decisions of two persons that were proposed before {day} are not among them: an auditor reads them in the journal.',
  },
  'notices.none': { fr: 'Rien à ce jour.', en: 'Nothing so far.' },
  'notices.when': { fr: 'Quand', en: 'When' },
  'notices.what': { fr: 'Quoi', en: 'What' },
  'notices.by': { fr: 'Fait par', en: 'Done by' },
  'notices.by.system': { fr: 'Le service', en: 'The service' },
  'notices.by.two-persons': { fr: 'Deux personnes', en: 'Two persons' },
  'notices.kind.account-disabled': { fr: 'Compte désactivé', en: 'Account disabled' },
  'notices.kind.account-reopened': {
    fr: 'Compte à rouvrir : tout ce qui l’ouvrait est sans effet',
    en: 'Account to be opened again: whatever opened it is void',
  },
  'notices.kind.link-made': { fr: 'Lien à usage unique préparé', en: 'One-time link made' },
  'notices.kind.sessions-ended': { fr: 'Sessions fermées', en: 'Sessions ended' },
  'notices.kind.role-given': { fr: 'Rôle accordé', en: 'Role given' },
  'notices.kind.deputy-named': { fr: 'Nommé suppléant d’un valideur', en: 'Named deputy of an approver' },
  'notices.kind.role-ended': { fr: 'Rôle retiré', en: 'Role ended' },
  'notices.kind.role-confirmed': { fr: 'Rôle revu et confirmé', en: 'Role reviewed and confirmed' },
  'notices.kind.proposal-refused': {
    fr: 'Un acte que vous aviez proposé a été refusé',
    en: 'An act that you proposed was refused',
  },
  'notices.kind.role-ended-by-review': { fr: 'Rôle revu et retiré', en: 'Role reviewed and ended' },
  'notices.kind.mail-changed': { fr: 'Adresse électronique changée', en: 'E-mail address changed' },
  'notices.kind.details-changed': { fr: 'Données de l’annuaire mises à jour', en: 'Directory details updated' },
  'notices.kind.letter-printed': { fr: 'Lettre confidentielle imprimée', en: 'Secret letter printed' },
  'notices.kind.code-used': { fr: 'Code de retrait utilisé', en: 'Pick-up code used' },
  'notices.kind.code-locked': {
    fr: 'Code de retrait verrouillé après cinq essais',
    en: 'Pick-up code locked after five tries',
  },
  'notices.kind.identity-checked': {
    fr: 'Identité contrôlée par deux personnes, à la remise',
    en: 'Identity checked by two persons, at the hand-over',
  },
} as const satisfies Bilingual;
