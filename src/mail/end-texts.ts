import { news, type Text } from './news.ts';

const LINK = { fr: 'Voir mes jetons', en: 'See my tokens' };
type Said = readonly [title: string, ...body: string[]];
/** News of an end, which lead to the reader's own tokens. */
const ofEnd = ([frTitle, ...fr]: Said, [enTitle, ...en]: Said): Text => ({
  fr: { title: frTitle, body: fr, link: LINK.fr },
  en: { title: enTitle, body: en, link: LINK.en },
  page: '/mes-jetons',
});

/** What is said of an end where its replacement is asked for and is not in its holder's hand: it may wait for somebody. */
const askedFor = (fr: string, en: string) => {
  const said = (frBody: readonly string[], enBody: readonly string[]): Text => ({
    ...news(
      [`${fr} le jeton {serial} prend fin le {endsOn}`, ...frBody],
      [`${en} token {serial} ends on {endsOn}`, ...enBody],
    ),
    page: '/demandes/{replacement}',
  });
  const ofNomade = (frBody: string, enBody: string): Text => ({
    ...news(
      [`${fr} le certificat Nomade de la demande {number} prend fin le {endsOn}`, frBody],
      [`${en} the Nomade credential of request {number} ends on {endsOn}`, enBody],
    ),
    page: '/demandes/{replacement}',
  });
  const after = {
    fr: 'Après le {endsOn}, le jeton {serial} n’ouvrira plus le réseau.',
    en: 'After {endsOn}, token {serial} no longer opens the network.',
  };
  return {
    asked: said(
      [
        'Son remplacement est demandé sous le numéro {replacement}, et n’est pas encore prêt. {foreseen}',
        `${after.fr} Si vous ne pouvez pas attendre, appelez l’atelier.`,
      ],
      [
        'Another one was asked for under number {replacement}, and is not ready yet. {foreseen}',
        `${after.en} If you cannot wait, call the workshop.`,
      ],
    ),
    question: said(
      [
        'Un valideur a une question sur la demande {replacement}, qui le remplace : rien n’avance avant la réponse.',
        after.fr,
      ],
      [
        'An approver has a question on request {replacement}, which replaces it: nothing moves before it is answered.',
        after.en,
      ],
    ),
    ready: said(
      [
        'Le nouveau jeton est prêt (demande {replacement}). Il est remis à son porteur à l’atelier, sur présentation d’une pièce d’identité, ou expédié sur son site ; mieux vaut avant cette date.',
        after.fr,
      ],
      [
        'Another one is ready (request {replacement}). Its holder gets it at the workshop, on presentation of an identity document, or it is shipped to their site; better before that date.',
        after.en,
      ],
    ),
    sent: said(
      [
        'Le nouveau jeton est expédié (demande {replacement}). À son arrivée, son porteur accepte le certificat et confirme la réception. S’il n’arrive pas, signalez-le aussitôt.',
        after.fr,
      ],
      [
        'Another one was shipped (request {replacement}). When it arrives, its holder accepts the certificate and confirms receipt. If it does not arrive, report it at once.',
        after.en,
      ],
    ),
    nomadeAsked: ofNomade(
      'Un nouveau est demandé pour le même appareil sous le numéro {replacement}, et n’est pas encore prêt.',
      'A new one was requested for the same device under number {replacement}, and is not ready yet.',
    ),
    nomadeQuestion: ofNomade(
      'Un valideur a une question sur la demande {replacement}, qui le remplace : rien n’avance avant la réponse.',
      'An approver has a question on request {replacement}, which replaces it: nothing moves before it is answered.',
    ),
    nomadeReady: ofNomade(
      'Le nouveau est à télécharger (demande {replacement}) : son porteur le fait avant cette date.',
      'The new one is ready to download (request {replacement}): its holder has to do so before that date.',
    ),
  };
};
const COMING = askedFor('Rappel :', 'Reminder:');
const NEAR = askedFor('Derniers jours :', 'Last days:');

/** What people are told of the end of a token or a credential, and of the renewal that the service asks for. */
export const END_TEXTS = {
  'renewal-asked': {
    fr: {
      title: '{number} : renouvellement demandé pour vous',
      body: [
        'Un de vos jetons prend bientôt fin : le service a demandé son renouvellement, sous le numéro {number}. Vous n’avez rien à faire maintenant.',
        'Un valideur décide, puis le nouveau jeton est fait ; un courriel vous dit quand il est prêt. L’ancien sert jusqu’à l’arrivée du nouveau.',
        'Vous n’en avez plus besoin, ou vous changez de site ? Ouvrez la demande : annulez-la ou modifiez-la.',
      ],
      link: 'Voir la demande',
    },
    en: {
      title: '{number}: a renewal was requested for you',
      body: [
        'One of your tokens ends soon: the service asked for its renewal, under number {number}. There is nothing to do now.',
        'An approver decides, then the new token is made; an e-mail says when it is ready. The old one works until the new one arrives.',
        'If you no longer need it, or are moving to another site, open the request and withdraw or change it.',
      ],
      link: 'See the request',
    },
    page: '/demandes/{number}',
  },
  'renewal-asked nomade': {
    fr: {
      title: '{number} : un nouveau certificat Nomade est demandé pour vous',
      body: [
        'Un de vos certificats Nomade prend bientôt fin : le service en a demandé un nouveau pour le même appareil, sous le numéro {number}. Vous n’avez rien à faire maintenant.',
        'Un valideur décide ; un courriel vous dit quand le fichier est à télécharger. L’ancien certificat sert jusque-là.',
        'L’appareil ne sert plus ? Ouvrez la demande et annulez-la.',
      ],
      link: 'Voir la demande',
    },
    en: {
      title: '{number}: a new Nomade credential was requested for you',
      body: [
        'One of your Nomade credentials ends soon: the service asked for a new one for the same device, under number {number}. There is nothing to do now.',
        'An approver decides; an e-mail says when the file is there to download. The old credential works until then.',
        'If the device is no longer used, open the request and withdraw it.',
      ],
      link: 'See the request',
    },
    page: '/demandes/{number}',
  },
  'renewal-planned nomade': ofEnd(
    [
      '{number} : le certificat Nomade prend fin le {endsOn}',
      'Le service en demandera lui-même un nouveau pour le même appareil, quelques jours avant la fin au plus tard. Il n’y a rien à faire ; un courriel le dira.',
      'L’ancien certificat sert jusqu’au téléchargement du nouveau.',
    ],
    [
      '{number}: the Nomade credential ends on {endsOn}',
      'The service will ask for a new one for the same device by itself, some days before its end at the latest. There is nothing to do; an e-mail will say so.',
      'The old credential works until the new one is downloaded.',
    ],
  ),
  'renewal-planned': ofEnd(
    [
      'Le jeton {serial} prend fin le {endsOn}',
      'Le service demandera lui-même son renouvellement, quelques jours avant la fin au plus tard. Il n’y a rien à faire ; le porteur en reçoit un courriel.',
      'L’ancien jeton sert jusqu’à l’arrivée du nouveau.',
    ],
    [
      'Token {serial} ends on {endsOn}',
      'The service will ask for its renewal by itself, some days before its end at the latest. There is nothing to do; its holder gets an e-mail.',
      'The old token works until the new one arrives.',
    ],
  ),
  'expiry-coming': ofEnd(
    [
      'Le jeton {serial} prend fin le {endsOn}',
      "Après le {endsOn}, le jeton {serial} n'ouvrira plus le réseau. Son renouvellement n’est pas encore demandé : vous pouvez le demander dès maintenant ; l'ancien sert jusqu'à l'arrivée du nouveau.",
    ],
    [
      'Token {serial} ends on {endsOn}',
      'After {endsOn}, token {serial} will no longer open the network. Its renewal was not asked for yet: you may ask for it now; the old one works until the new one arrives.',
    ],
  ),
  'expiry-coming nomade': ofEnd(
    [
      '{number} : le certificat Nomade prend fin le {endsOn}',
      'Le certificat Nomade de la demande {number} ne vaudra plus après le {endsOn}. Demandez-en un nouveau.',
    ],
    [
      '{number}: the Nomade credential ends on {endsOn}',
      'The Nomade credential of request {number} ends on {endsOn}. Ask for a new one.',
    ],
  ),
  'expiry-near': ofEnd(
    [
      'Derniers jours : le jeton {serial} prend fin le {endsOn}',
      'Aucun renouvellement n’est demandé. Demandez-le aujourd’hui : après le {endsOn}, ce jeton n’ouvrira plus le réseau.',
      'Ce jeton ne sert plus ? Il est à rendre à l’atelier.',
    ],
    [
      'Last days: token {serial} ends on {endsOn}',
      'No renewal was asked for. Ask for it today: after {endsOn} this token no longer opens the network.',
      'If this token is no longer needed, return it to the workshop.',
    ],
  ),
  'expiry-near nomade': ofEnd(
    [
      '{number} : derniers jours du certificat Nomade',
      'Le certificat Nomade de la demande {number} prend fin le {endsOn}. Demandez-en un nouveau aujourd’hui.',
    ],
    [
      '{number}: last days of the Nomade credential',
      'The Nomade credential of request {number} ends on {endsOn}. Ask for a new one today.',
    ],
  ),
  'expiry-coming asked': COMING.asked,
  'expiry-coming question': COMING.question,
  'expiry-coming ready': COMING.ready,
  'expiry-coming sent': COMING.sent,
  'expiry-coming nomade asked': COMING.nomadeAsked,
  'expiry-coming nomade question': COMING.nomadeQuestion,
  'expiry-coming nomade ready': COMING.nomadeReady,
  'expiry-near asked': NEAR.asked,
  'expiry-near question': NEAR.question,
  'expiry-near ready': NEAR.ready,
  'expiry-near sent': NEAR.sent,
  'expiry-near nomade asked': NEAR.nomadeAsked,
  'expiry-near nomade question': NEAR.nomadeQuestion,
  'expiry-near nomade ready': NEAR.nomadeReady,
  'token-lapsed': ofEnd(
    [
      'Le jeton {serial} a pris fin',
      "Depuis le {endsOn}, le jeton {serial} n'ouvre plus le réseau, et rien ne le remplace encore. Les valideurs de votre service en sont avertis.",
      'Une demande est en cours ? Elle suit son chemin. Sinon, demandez un jeton maintenant.',
    ],
    [
      'Token {serial} has ended',
      'Since {endsOn}, token {serial} no longer opens the network, and nothing replaces it yet. The approvers of your service were told.',
      'If a request is under way, it continues. If not, ask for a token now.',
    ],
  ),
  'token-lapsed nomade': ofEnd(
    [
      '{number} : le certificat Nomade a pris fin',
      'Le certificat Nomade de la demande {number} ne vaut plus depuis le {endsOn}. Demandez-en un nouveau si vous en avez besoin.',
    ],
    [
      '{number}: the Nomade credential has ended',
      'The Nomade credential of request {number} ended on {endsOn}. Ask for a new one if you need it.',
    ],
  ),
  'machine-ends': {
    fr: {
      title: 'Certificats de postes arrivant à expiration : {count}',
      body: [
        'Dans votre périmètre, les certificats de ces postes prennent fin bientôt : {machines}.',
        'Le service ne peut pas les renouveler : la clé est créée dans le poste. Pour chacun, déposez une nouvelle demande de certificat sur la page du poste avant la fin. Un poste prêté, en migration ou en réparation en reçoit un une fois en service.',
        'Ce courriel revient chaque semaine, tant qu’il en reste.',
      ],
      link: 'Voir la liste',
    },
    en: {
      title: 'Workstation certificates that end soon: {count}',
      body: [
        'Within your scope, the certificates of these workstations end soon: {machines}.',
        'The service cannot renew them: the key is made in the workstation. For each of them, hand in a new certificate request on the page of the workstation before the end. One that is lent, migrating or in repair gets its own once it is in service.',
        'This e-mail comes every week as long as there are any.',
      ],
      link: 'See the list',
    },
    page: '/postes/echeances',
  },
  'lapsed-in-service': {
    fr: {
      title: 'Un jeton a expiré sans être remplacé',
      body: [
        'Dans votre périmètre, le jeton ou le certificat Nomade de la demande {number} a pris fin le {endsOn}, et rien ne le remplace. Son porteur est averti.',
        'Une demande attend peut-être votre accord, ou l’atelier. Sinon, voyez avec le porteur.',
      ],
      link: 'Voir la demande',
    },
    en: {
      title: 'A token expired without being replaced',
      body: [
        'Within your scope, the token or Nomade credential of request {number} ended on {endsOn}, and nothing replaces it. Its holder was told.',
        'A request may wait for your approval, or for the workshop. If not, ask its holder.',
      ],
      link: 'See the request',
    },
    page: '/demandes/{number}',
  },
} satisfies Readonly<Record<string, Text>>;
