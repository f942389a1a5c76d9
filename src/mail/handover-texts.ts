import { news, type Text } from './news.ts';
import { ACCOUNT } from './role-texts.ts';

const NOT_YOU = {
  fr: "Si ce n'est pas vous qui étiez là, appelez aussitôt la permanence : {dutyPhone}.",
  en: 'If it was not you who was there, call the duty officer at once: {dutyPhone}.',
};
const NOT_YOURS = {
  fr: "Si vous ne l'avez pas demandé, appelez aussitôt la permanence : {dutyPhone}.",
  en: 'If you did not ask for it, call the duty officer at once: {dutyPhone}.',
};
const CODE = {
  fr: [
    'Votre code de retrait : {code}',
    "Donnez-le de vive voix à qui vous remet le jeton, quand vous l'avez devant vous, et à personne d'autre. Il remplace tout code reçu avant. Personne ne vous le demande par téléphone ou par courriel.",
  ],
  en: [
    'Your pick-up code: {code}',
    'Say it to whoever hands you the token, when you have the token in front of you, and to nobody else. It takes the place of any earlier code. Nobody will ever ask you for it by telephone or e-mail.',
  ],
} as const;

/** Of a token that is ready, to whoever is told no code with it. */
export const READY = {
  fr: [
    '{number} : jeton prêt',
    'Le jeton de la demande {number} est prêt. Il sera remis à son porteur au guichet, sur présentation d’une pièce d’identité, ou expédié sur son site.',
  ],
  en: [
    '{number}: token ready',
    'The token of request {number} is ready. It will be handed to its holder at the desk, on presentation of an identity document, or shipped to their site.',
  ],
} as const;

/** What a holder is told on the way of their token and its PIN, from ready to received. */
export const HANDOVER_TEXTS = {
  'ready holder': news([...READY.fr, ...CODE.fr], [...READY.en, ...CODE.en]),
  'ready desk': news(
    [
      '{number} : jeton prêt',
      'Le jeton de la demande {number} est prêt. Choisissez quand venir le chercher : « Choisir un créneau », sur la page de la demande. Apportez une pièce d’identité.',
      ...CODE.fr,
    ],
    [
      '{number}: token ready',
      'The token of request {number} is ready. Choose when to come for it: “Choose a slot”, on the page of the request. Bring an identity document.',
      ...CODE.en,
    ],
  ),
  'shipped holder': news(
    [
      '{number} : jeton expédié',
      'Le jeton de la demande {number} est parti. À son arrivée, ouvrez la demande : acceptez le certificat et confirmez la réception. Sans accès à Jeton, donnez votre code de retrait au correspondant qui vous remet le jeton.',
      ...CODE.fr,
      "S'il n'arrive pas, signalez-le aussitôt.",
    ],
    [
      '{number}: token shipped',
      'The token of request {number} is on its way. When it arrives, open the request: accept the certificate and confirm receipt. Without access to Jeton, give your pick-up code to the correspondent who hands you the token.',
      ...CODE.en,
      'If it does not arrive, report it at once.',
    ],
  ),
  'parcel-received': news(
    [
      '{number} : le colis est arrivé',
      'Le colis du jeton de la demande {number} est chez un correspondant de votre service. Demandez-lui le jeton, puis acceptez le certificat et confirmez la réception.',
    ],
    [
      '{number}: the parcel has arrived',
      'The parcel with the token of request {number} is with a correspondent of your service. Ask them for the token, then accept the certificate and confirm receipt.',
    ],
  ),
  'code-used': news(
    [
      '{number} : votre code de retrait a servi',
      'Votre code de retrait a été donné pour le jeton de la demande {number}.',
      NOT_YOU.fr,
    ],
    [
      '{number}: your pick-up code was used',
      'Your pick-up code was given for the token of request {number}.',
      NOT_YOU.en,
    ],
  ),
  'code-locked': news(
    [
      '{number} : votre code de retrait est verrouillé',
      'Cinq codes faux ont été donnés pour le jeton de la demande {number} : votre code ne vaut plus. Ouvrez la demande pour en avoir un autre.',
      NOT_YOU.fr,
    ],
    [
      '{number}: your pick-up code is locked',
      'Five wrong codes were given for the token of request {number}: your code is void. Open the request to get another one.',
      NOT_YOU.en,
    ],
  ),
  'identity-checked': news(
    [
      '{number} : deux personnes ont contrôlé votre identité',
      'Pour le jeton de la demande {number}, deux personnes ont déclaré vous avoir vu et avoir contrôlé votre identité.',
      NOT_YOU.fr,
    ],
    [
      '{number}: two persons checked your identity',
      'For the token of request {number}, two persons said that they saw you and checked your identity.',
      NOT_YOU.en,
    ],
  ),
  'token-rebound': {
    fr: {
      title: 'Votre jeton {serial} est lié au poste {machine}',
      body: [
        'Votre jeton {serial} est maintenant lié au poste SPAN {machine}. Deux personnes ont déclaré vous avoir vu et avoir contrôlé votre identité.',
        'Son code PIN ne change pas. Si ce poste est perdu ou bloqué, ce jeton est révoqué avec lui.',
        NOT_YOU.fr,
      ],
      link: 'Voir mes jetons',
    },
    en: {
      title: 'Your token {serial} is bound to workstation {machine}',
      body: [
        'Your token {serial} is now bound to the SPAN workstation {machine}. Two persons said that they saw you and checked your identity.',
        'Its PIN does not change. If that workstation is lost or blocked, this token is revoked with it.',
        NOT_YOU.en,
      ],
      link: 'See my tokens',
    },
    page: '/mes-jetons',
  },
  'letter-printed': news(
    [
      '{number} : une lettre confidentielle est imprimée',
      'La lettre de la demande {number}, qui porte un code PIN ou un mot de passe, est imprimée. Elle est pour vous seul.',
      'Si elle n’est pas arrivée sous dix jours, dites-le à l’atelier : un autre code remplace alors celui de la lettre perdue.',
      "Si vous n'attendez rien, ou si elle arrive ouverte, appelez aussitôt la permanence : {dutyPhone}.",
    ],
    [
      '{number}: a secret letter was printed',
      'The letter of request {number}, which holds a PIN or a password, was printed. It is for you alone.',
      'If it has not arrived within ten days, tell the workshop: another code then takes the place of that of the lost letter.',
      'If you are not expecting anything, or if it arrives opened, call the duty officer at once: {dutyPhone}.',
    ],
  ),
  'pin-shown': news(
    [
      '{number} : votre code PIN a été montré',
      'Le code PIN du jeton de la demande {number} a été montré une fois, dans une session ouverte à votre nom. Il est effacé du service.',
      NOT_YOU.fr,
    ],
    [
      '{number}: your PIN was shown',
      'The PIN of the token of request {number} was shown once, in a session opened in your name. It is erased from the service.',
      NOT_YOU.en,
    ],
  ),
  'closed unconfirmed': news(
    [
      '{number} : demande close, sans réception confirmée',
      'Le jeton de la demande {number} a été remis il y a plus de 30 jours, et personne n’en a confirmé la réception. La demande est close par la règle, et le jeton est en service.',
      "Si son porteur ne l'a pas entre les mains, signalez-le aussitôt dans Jeton, ou à la permanence : {dutyPhone}.",
    ],
    [
      '{number}: request closed, its receipt was not confirmed',
      'The token of request {number} was handed over more than 30 days ago, and nobody confirmed its receipt. The request is closed by the rule, and the token is in use.',
      'If its holder does not have it, report it at once in Jeton, or to the duty officer: {dutyPhone}.',
    ],
  ),
  'closed ended': news(
    [
      '{number} : demande close, le jeton ne sert plus',
      'Personne n’a confirmé la réception du jeton de la demande {number}, et ce jeton ne sert plus : il est révoqué ou expiré. La demande est close par la règle.',
      'Si vous avez besoin d’un jeton, faites une nouvelle demande.',
    ],
    [
      '{number}: request closed, its token no longer works',
      'Nobody confirmed the receipt of the token of request {number}, and that token no longer works: it is revoked or expired. The request is closed by the rule.',
      'If you need a token, ask for one by a new request.',
    ],
  ),
  'postal-address-changed': {
    fr: {
      title: 'Votre adresse postale a changé',
      body: ['L’adresse où vont vos lettres confidentielles a changé dans Jeton.', NOT_YOURS.fr],
      link: ACCOUNT.fr,
    },
    en: {
      title: 'Your postal address was changed',
      body: ['The address to which your secret letters go was changed in Jeton.', NOT_YOURS.en],
      link: ACCOUNT.en,
    },
    page: '/compte',
  },
} as const satisfies Readonly<Record<string, Text>>;
