import type { DeviceKind, RevocationReason } from '../book/tables/codes.ts';
import type { Template } from '../flow/notifications/templates.ts';
import { APPOINTMENT_TEXTS } from './appointment-texts.ts';
import { CAMPAIGN_TEXTS } from './campaign-texts.ts';
import { DATE_TEXTS } from './date-texts.ts';
import { END_TEXTS } from './end-texts.ts';
import { HANDOVER_TEXTS, READY } from './handover-texts.ts';
import { INCIDENT_TEXTS } from './incident-texts.ts';
import { LEVEL_TEXTS } from './level-texts.ts';
import { LOSS_TEXTS } from './loss-texts.ts';
import { news, type Text } from './news.ts';
import { NOMADE_TEXTS } from './nomade-texts.ts';
import { OFFICER_TEXTS } from './officer-texts.ts';
import { RECALL_TEXTS } from './recall-texts.ts';
import { ACCOUNT, ROLE_TEXTS } from './role-texts.ts';
import { STOCK_TEXTS } from './stock-texts.ts';

/** The same news to a holder with their code, and of a software credential, which nobody ships or plugs in. */
type Variant =
  | Template
  | `${'ready' | 'shipped'} holder`
  | `closed ${'unconfirmed' | 'ended'}`
  | `downloaded ${DeviceKind}`
  | `${'expiry-coming' | 'expiry-near'} ${'' | 'nomade '}${'asked' | 'question' | 'ready'}`
  | `${'expiry-coming' | 'expiry-near'} sent`
  | 'pickup-reminder to-ship'
  | `${'ready' | 'pickup-reminder' | 'token-revoked' | 'renewal-asked' | 'renewal-planned' | 'expiry-coming' | 'expiry-near' | 'token-lapsed'} nomade`;

const WAYS_IN = { fr: "Voir mes moyens d'accès", en: 'See my ways in' };
const CALL = {
  fr: "Si ce n'est pas vous qui l'avez voulu, appelez la permanence : {dutyPhone}.",
  en: 'If you did not want this, call the duty officer: {dutyPhone}.',
};

/**
 * The words of every mail. They name requests by number and tokens by serial, never another person; a reason or a question
 * in somebody's own words is read in the console, so that a purge takes it away everywhere.
 */
export const TEXTS: Readonly<Record<Variant, Text>> = {
  ...HANDOVER_TEXTS,
  ...END_TEXTS,
  ...INCIDENT_TEXTS,
  ...LOSS_TEXTS,
  ...NOMADE_TEXTS,
  ...OFFICER_TEXTS,
  ...RECALL_TEXTS,
  ...CAMPAIGN_TEXTS,
  ...DATE_TEXTS,
  ...APPOINTMENT_TEXTS,
  ...ROLE_TEXTS,
  ...STOCK_TEXTS,
  ...LEVEL_TEXTS,
  'request-received': news(
    ['{number} : demande reçue', "La demande {number} est enregistrée. Elle attend l'accord d'un valideur."],
    ['{number}: request received', 'Request {number} is recorded. It waits for an approver.'],
  ),
  'needs-information': news(
    [
      '{number} : une précision est demandée',
      'Un valideur pose une question sur la demande {number}. Elle attend votre réponse : ouvrez la demande, lisez la question, complétez.',
    ],
    [
      '{number}: information needed',
      'An approver has a question about request {number}. It waits for your answer: open the request, read the question, complete it.',
    ],
  ),
  'question-unanswerable': news(
    [
      '{number} : personne ne peut répondre à la question',
      'La demande {number} attend une réponse, mais ni la personne qui l’a faite ni son porteur n’ont plus de compte ouvert.',
      'Refusez la demande, avec un motif. Un collègue en fait une nouvelle.',
    ],
    [
      '{number}: nobody can answer the question',
      'Request {number} waits for an answer, but neither the person who made it nor its holder has an open account any more.',
      'Reject the request, with a reason. A colleague makes a new one.',
    ],
  ),
  'holder-gone': news(
    [
      '{number} : le compte du porteur est désactivé',
      'Le compte du porteur de la demande {number} est désactivé. Rien n’est produit pour un compte désactivé.',
      'Refusez la demande, avec un motif.',
    ],
    [
      '{number}: the account of its holder is disabled',
      'The account of the holder of request {number} is disabled. Nothing is made for a disabled account.',
      'Reject the request, with a reason.',
    ],
  ),
  approved: news(
    ['{number} : demande approuvée', 'La demande {number} est approuvée. Elle est dans la file de production.'],
    ['{number}: request approved', 'Request {number} is approved. It is in the production queue.'],
  ),
  'approval-withdrawn': news(
    [
      "{number} : de nouveau en attente d'un valideur",
      "L'accord donné à la demande {number} ne vaut plus. Elle attend de nouveau un valideur.",
    ],
    [
      '{number}: waiting for an approver again',
      'The approval of request {number} no longer stands. It waits for an approver again.',
    ],
  ),
  rejected: news(
    ['{number} : demande refusée', 'La demande {number} est refusée. Le motif se lit dans la demande.'],
    ['{number}: request rejected', 'Request {number} is rejected. The reason can be read in the request.'],
  ),
  withdrawn: news(
    [
      '{number} : demande annulée',
      'La demande {number} est annulée : quelqu’un l’a demandé, ou ce qu’elle concernait n’est plus en service. S’il vous faut un jeton, faites une nouvelle demande.',
    ],
    [
      '{number}: request withdrawn',
      'Request {number} is withdrawn: somebody asked for that, or what it was for is not in use any more. If you need a token, make a new request.',
    ],
  ),
  'request-loan-ended': news(
    [
      '{number} : demande annulée',
      'La demande {number} est annulée : le prêt du poste pour lequel elle était faite a pris fin. S’il vous faut un jeton pour un autre poste, faites une nouvelle demande.',
    ],
    [
      '{number}: request withdrawn',
      'Request {number} is withdrawn: the loan of the workstation that it was for has ended. If you need a token for another workstation, make a new request.',
    ],
  ),
  'request-workstation-retired': news(
    [
      '{number} : demande annulée',
      'La demande {number} est annulée : le poste pour lequel elle était faite est réformé. S’il vous faut un jeton pour un autre poste, faites une nouvelle demande.',
    ],
    [
      '{number}: request withdrawn',
      'Request {number} is withdrawn: the workstation that it was for is retired. If you need a token for another workstation, make a new request.',
    ],
  ),
  'request-workstation-lost': news(
    [
      '{number} : demande annulée',
      'La demande {number} est annulée : le poste pour lequel elle était faite est déclaré perdu. S’il vous faut un jeton pour un autre poste, faites une nouvelle demande.',
    ],
    [
      '{number}: request withdrawn',
      'Request {number} is withdrawn: the workstation that it was for is reported lost. If you need a token for another workstation, make a new request.',
    ],
  ),
  ready: news(READY.fr, READY.en),
  'ready nomade': news(
    [
      '{number} : certificat Nomade prêt',
      'Le certificat Nomade de la demande {number} est prêt. Son porteur le télécharge une seule fois dans Jeton ; le mot de passe suit par lettre.',
    ],
    [
      '{number}: Nomade credential ready',
      'The Nomade credential of request {number} is ready. Its holder downloads it once in Jeton; the password follows by letter.',
    ],
  ),
  shipped: news(
    [
      '{number} : jeton expédié',
      'Le jeton de la demande {number} est parti. À son arrivée, son porteur ouvre la demande, accepte le certificat et confirme la réception. Le code PIN suit par lettre, ou se lit une fois dans Jeton.',
      "S'il n'arrive pas, signalez-le aussitôt.",
    ],
    [
      '{number}: token shipped',
      'The token of request {number} is on its way. When it arrives, its holder opens the request, accepts the certificate and confirms receipt. The PIN follows by letter, or is read once in Jeton.',
      'If it does not arrive, report it at once.',
    ],
  ),
  'handed-over': news(
    [
      '{number} : confirmez la réception du jeton',
      'Le jeton de la demande {number} a été remis. Son porteur ouvre la demande et confirme qu’il l’a reçu.',
      'Si le porteur ne l’a pas entre les mains, signalez-le aussitôt à la permanence : {dutyPhone}.',
    ],
    [
      '{number}: confirm that you received the token',
      'The token of request {number} was handed over. Its holder opens the request and confirms that they received it.',
      'If its holder does not have it in their hands, tell the duty officer at once: {dutyPhone}.',
    ],
  ),
  'produced-again': news(
    [
      '{number} : le jeton sera refait',
      'Le jeton de la demande {number} est défectueux ou perdu en route. Il ne sert plus ; un autre est fait, sans nouvelle demande, et la demande garde sa place dans la file.',
    ],
    [
      '{number}: the token will be made again',
      'The token of request {number} is faulty or lost on its way. It no longer works; another one is made without a new request, in the same place of the queue.',
    ],
  ),
  closed: news(
    [
      '{number} : jeton en service',
      'La réception du jeton de la demande {number} est confirmée. Le jeton est en service et la demande est close.',
      'Perdu ou volé ? Signalez-le aussitôt dans Jeton, ou par téléphone avec le code de révocation : {dutyPhone}.',
    ],
    [
      '{number}: token in use',
      'The receipt of the token of request {number} is confirmed. The token is in use and the request is closed.',
      'Lost or stolen? Report it at once in Jeton, or by telephone with the revocation code: {dutyPhone}.',
    ],
  ),
  'pickup-reminder': news(
    [
      '{number} : le jeton attend son porteur',
      'Le jeton de la demande {number} est prêt depuis le {since}, et personne n’est venu le chercher. Il est remis à l’atelier sur présentation d’une pièce d’identité ; si vous ne pouvez pas venir, demandez à l’atelier de l’expédier.',
    ],
    [
      '{number}: the token waits for its holder',
      'The token of request {number} has been ready since {since}, and nobody has come to fetch it. It is handed over at the workshop on presentation of an identity document; if you cannot come, ask the workshop to ship it.',
    ],
  ),
  'pickup-reminder to-ship': news(
    [
      '{number} : le jeton attend son envoi',
      'Le jeton de la demande {number} est prêt depuis le {since} et doit être expédié sur le site demandé. Vous n’avez rien à faire ; si c’est urgent, appelez l’atelier.',
    ],
    [
      '{number}: the token waits to be shipped',
      'The token of request {number} has been ready since {since} and is to be shipped to the site that was asked for. You do not need to do anything; if it is urgent, call the workshop.',
    ],
  ),
  'pickup-reminder nomade': news(
    [
      '{number} : le certificat Nomade reste à télécharger',
      'Le certificat Nomade de la demande {number} est prêt depuis le {since}. Son porteur le télécharge une seule fois dans Jeton.',
    ],
    [
      '{number}: the Nomade credential waits to be downloaded',
      'The Nomade credential of request {number} has been ready since {since}. Its holder downloads it once in Jeton.',
    ],
  ),
  'receipt-reminder': news(
    [
      '{number} : la réception du jeton reste à confirmer',
      'Le jeton de la demande {number} a été remis ou expédié, et personne n’en a confirmé la réception. Dès que le porteur a le jeton, il ouvre la demande et la confirme.',
      'S’il n’est pas encore arrivé, ou si personne ne sait où il est, signalez-le à la permanence : {dutyPhone}.',
    ],
    [
      '{number}: please confirm that you received the token',
      'The token of request {number} was handed over or shipped, and nobody has confirmed its receipt. Once the holder has the token, they open the request and confirm it.',
      'If it has not come yet, or nobody knows where it is, tell the duty officer: {dutyPhone}.',
    ],
  ),
  'token-revoked': news(
    [
      '{number} : jeton révoqué',
      "Le jeton {serial} n'ouvre plus le réseau. Motif : {reason}.",
      "S'il ne devait pas l'être, ou si vous avez besoin d'un autre jeton, appelez la permanence ou faites une demande : {dutyPhone}.",
    ],
    [
      '{number}: token revoked',
      'Token {serial} no longer opens the network. Reason: {reason}.',
      'If it should not have been, or if you need another token, call the duty officer or make a request: {dutyPhone}.',
    ],
  ),
  'token-revoked nomade': news(
    [
      '{number} : certificat Nomade révoqué',
      'Le certificat Nomade de la demande {number} ne vaut plus. Motif : {reason}.',
      "S'il ne devait pas l'être, ou s'il vous en faut un autre, appelez la permanence ou faites une demande : {dutyPhone}.",
    ],
    [
      '{number}: Nomade credential revoked',
      'The Nomade credential of request {number} is no longer valid. Reason: {reason}.',
      'If it should not have been, or if you need another one, call the duty officer or make a request: {dutyPhone}.',
    ],
  ),
  'proposal-waiting': {
    fr: {
      title: 'Double contrôle : une proposition attend une seconde personne',
      body: [
        "Une proposition attend jusqu'à {until} qu'une seconde personne la lise, puis la confirme ou la refuse. Passé ce délai, elle expire.",
      ],
      link: 'Ouvrir le double contrôle',
    },
    en: {
      title: 'Dual control: a proposal waits for a second person',
      body: ['Until {until}, a proposal waits for a second person to read it and confirm or refuse it. Then it ends.'],
      link: 'Open dual control',
    },
    page: '/double-controle',
  },
  'approvals-waiting': {
    fr: {
      title: 'Demandes à approuver : {count}',
      body: [
        "Demandes de votre périmètre qui attendent l'accord d'un valideur : {count}. La plus ancienne date du {since}.",
      ],
      link: 'Ouvrir les approbations',
    },
    en: {
      title: 'Requests to approve: {count}',
      body: ['Requests within your scope that wait for an approver: {count}. The oldest is of {since}.'],
      link: 'Open the approvals',
    },
    page: '/approbations',
  },
  'day-report': {
    fr: {
      title: 'Rapport du {day}',
      body: [
        'Demandes reçues : {received}, closes : {closed}, refusées : {rejected}, annulées : {withdrawn}. Jetons produits : {produced}, refaits : {madeAgain}, activés : {activated}, acceptés devant deux personnes : {acceptedByTwo}. Certificats Nomade : {nomade}. Certificats révoqués : {revoked}. Actes refusés : {refusedActs}.',
        '{dayEnd}',
        '{surge}',
        "Voici le point de contrôle signé du journal, {size} écritures. Conservez ce courriel hors du service : avec la clé de vérification, il prouve que rien de ce qu'il couvre n'a été réécrit.",
        '{note}',
        'Clé de vérification : {vkey}',
      ],
      link: 'Ouvrir le rapport',
    },
    en: {
      title: 'Report of {day}',
      body: [
        'Requests received: {received}, closed: {closed}, rejected: {rejected}, withdrawn: {withdrawn}. Tokens produced: {produced}, made again: {madeAgain}, activated: {activated}, accepted in the presence of two persons: {acceptedByTwo}. Nomade credentials: {nomade}. Certificates revoked: {revoked}. Acts refused: {refusedActs}.',
        '{dayEnd}',
        '{surge}',
        'This is the signed checkpoint of the journal, {size} entries. Keep this e-mail away from the service: with the verifier key it proves that nothing it covers was rewritten.',
        '{note}',
        'Verifier key: {vkey}',
      ],
      link: 'Open the report',
    },
    page: '/pilotage?date={date}',
  },
  'account-opened': {
    fr: {
      title: 'Votre compte est ouvert',
      body: ['Le compte Jeton à votre nom a été ouvert avec un nouveau mot de passe.', CALL.fr],
      link: WAYS_IN.fr,
    },
    en: {
      title: 'Your account is open',
      body: ['The Jeton account in your name was opened with a new password.', CALL.en],
      link: WAYS_IN.en,
    },
    page: '/compte/acces',
  },
  'account-reopened': {
    fr: {
      title: 'Votre compte est à rouvrir',
      body: [
        'Votre mot de passe et vos clés d’accès ne fonctionnent plus : demandez un nouveau lien à un administrateur.',
        CALL.fr,
      ],
    },
    en: {
      title: 'Your account is to be opened again',
      body: ['Your password and your passkeys no longer work: ask an administrator for a new link.', CALL.en],
    },
  },
  'account-closed-for-role': {
    fr: {
      title: 'Votre compte est à rouvrir pour votre nouveau rôle',
      body: [
        'Deux personnes vous ont accordé un rôle d’opérateur : {role} ({scope}). Le compte d’un opérateur s’ouvre à deux : le vôtre, ouvert par une seule personne, est refermé, et tout ce qui l’ouvrait est sans effet.',
        'Demandez à un administrateur un nouveau lien et, de vive voix, le code d’une seconde personne.',
        CALL.fr,
      ],
    },
    en: {
      title: 'Your account is to be opened again for your new role',
      body: [
        "Two persons gave you an operator's role: {role} ({scope}). An operator's account is opened by two: yours, which one person alone had opened, is closed, and whatever opened it is void.",
        'Ask an administrator for a new link and, by word of mouth, a second person for their code.',
        CALL.en,
      ],
    },
  },
  'password-changed': {
    fr: {
      title: 'Votre mot de passe a été changé',
      body: ['Le mot de passe de votre compte vient d’être changé ; vos autres sessions sont fermées.', CALL.fr],
      link: WAYS_IN.fr,
    },
    en: {
      title: 'Your password was changed',
      body: ['The password of your account has just been changed; your other sessions are ended.', CALL.en],
      link: WAYS_IN.en,
    },
    page: '/compte/acces',
  },
  'passkey-added': {
    fr: {
      title: 'Une clé d’accès a été ajoutée',
      body: ['Une clé d’accès vient d’être ajoutée à votre compte : elle suffit à l’ouvrir.', CALL.fr],
      link: WAYS_IN.fr,
    },
    en: {
      title: 'A passkey was added',
      body: ['A passkey has just been added to your account: it is enough to open it.', CALL.en],
      link: WAYS_IN.en,
    },
    page: '/compte/acces',
  },
  'passkey-removed': {
    fr: {
      title: 'Une clé d’accès a été retirée',
      body: ['Une clé d’accès vient d’être retirée de votre compte.', CALL.fr],
      link: WAYS_IN.fr,
    },
    en: {
      title: 'A passkey was removed',
      body: ['A passkey has just been removed from your account.', CALL.en],
      link: WAYS_IN.en,
    },
    page: '/compte/acces',
  },
  'identity-linked': {
    fr: {
      title: 'Une identité a été rattachée à votre compte',
      body: [
        'Une identité chez le fournisseur d’identité vient d’être rattachée à votre compte : elle l’ouvre désormais.',
        CALL.fr,
      ],
      link: WAYS_IN.fr,
    },
    en: {
      title: 'An identity was linked to your account',
      body: [
        'An identity at the identity provider has just been linked to your account: it opens it from now on.',
        CALL.en,
      ],
      link: WAYS_IN.en,
    },
    page: '/compte/acces',
  },
  'api-token-made': {
    fr: {
      title: 'Un jeton d’API a été créé',
      body: ['Un jeton d’API vient d’être créé : une machine peut agir dans vos rôles.', CALL.fr],
      link: ACCOUNT.fr,
    },
    en: {
      title: 'An API token was made',
      body: ['An API token has just been made: a machine may act in your roles with it.', CALL.en],
      link: ACCOUNT.en,
    },
    page: '/compte',
  },
  'account-disabled': {
    fr: {
      title: 'Votre compte est désactivé',
      body: ['Un administrateur vient de désactiver votre compte : vous n’entrez plus dans Jeton.', CALL.fr],
    },
    en: {
      title: 'Your account is disabled',
      body: ['An administrator has just disabled your account: you can no longer sign in to Jeton.', CALL.en],
    },
  },
  'closed-still-holds': {
    fr: {
      title: 'Compte désactivé : un jeton reste en service',
      body: [
        'Un administrateur vient de désactiver le compte d’une personne dont vous pouvez révoquer les jetons. Ce qu’elle a en service ouvre toujours le réseau ou la messagerie.',
        'Si elle est partie, révoquez tout d’un clic sous « Départs ». Si elle revient, ne faites rien.',
      ],
      link: 'Voir les départs',
    },
    en: {
      title: 'Account disabled: a token is still in use',
      body: [
        'An administrator has just disabled the account of somebody whose tokens you may revoke. What they have in use still opens the network or the mail.',
        'If they have left, revoke all of it in one click under “Leavers”. If they come back, do nothing.',
      ],
      link: 'See the leavers',
    },
    page: '/departs',
  },
  'sessions-ended': {
    fr: {
      title: 'Vos sessions sont fermées',
      body: ['Un administrateur vient de fermer toutes vos sessions : connectez-vous à nouveau.', CALL.fr],
      link: ACCOUNT.fr,
    },
    en: {
      title: 'Your sessions were ended',
      body: ['An administrator has just ended all your sessions: sign in again.', CALL.en],
      link: ACCOUNT.en,
    },
    page: '/compte',
  },
  'role-ended': {
    fr: {
      title: 'Un de vos rôles a pris fin',
      body: ['Un administrateur vient de mettre fin à un de vos rôles : {role} ({scope}).', CALL.fr],
      link: ACCOUNT.fr,
    },
    en: {
      title: 'A role of yours has ended',
      body: ['An administrator has just ended a role of yours: {role} ({scope}).', CALL.en],
      link: ACCOUNT.en,
    },
    page: '/compte',
  },
  'acted-alone': {
    fr: {
      title: 'Un administrateur a agi seul',
      body: [
        'Un administrateur vient de désactiver ou de rouvrir un compte, d’accorder ou de retirer un rôle, ou de fermer des sessions. Le journal dit qui, et sur qui.',
      ],
      link: 'Voir le journal',
    },
    en: {
      title: 'An administrator acted alone',
      body: [
        'An administrator has just disabled or reopened an account, gave or ended a role, or ended sessions. The journal says who, and to whom.',
      ],
      link: 'See the journal',
    },
    page: '/journal',
  },
  'address-changed': {
    fr: {
      title: 'Votre adresse électronique a été changée',
      body: [
        'Jeton écrivait jusqu’ici à cette adresse. Elle vient d’être remplacée par une autre dans Jeton : vos avis n’arrivent plus ici.',
        CALL.fr,
      ],
      link: WAYS_IN.fr,
    },
    en: {
      title: 'Your e-mail address was changed',
      body: [
        'Until now Jeton wrote to this address. It has just been replaced by another one in Jeton: your notices no longer come here.',
        CALL.en,
      ],
      link: WAYS_IN.en,
    },
    page: '/compte/acces',
  },
};

/** Why a token was revoked, as its holder may read it. */
export const REASONS: Readonly<Record<RevocationReason, { fr: string; en: string }>> = {
  lost: { fr: 'perdu', en: 'lost' },
  stolen: { fr: 'volé', en: 'stolen' },
  'key-compromise': { fr: 'clé compromise', en: 'key compromised' },
  damaged: { fr: 'endommagé', en: 'damaged' },
  'refused-by-holder': { fr: 'refusé par son porteur', en: 'refused by its holder' },
  'dead-on-arrival': { fr: 'défectueux à la remise', en: 'dead on arrival' },
  'lost-in-transit': { fr: 'perdu en route', en: 'lost in transit' },
  superseded: { fr: 'remplacé par un autre', en: 'replaced by another one' },
  'left-service': { fr: 'départ du service', en: 'left the service' },
  'given-up': { fr: 'son porteur y renonce', en: 'given up by its holder' },
  'workstation-lost': { fr: 'poste SPAN perdu', en: 'workstation lost' },
  'workstation-retired': { fr: 'poste SPAN réformé', en: 'workstation retired' },
  'loan-ended': { fr: 'prêt du poste SPAN terminé', en: 'loan of the workstation ended' },
  'workstation-blocked': { fr: 'poste SPAN bloqué', en: 'workstation blocked' },
  incident: { fr: 'incident de sécurité', en: 'security incident' },
  recalled: { fr: 'rappel de jetons de ce type', en: 'recall of tokens of this kind' },
  'never-sealed': { fr: 'jamais achevé', en: 'never finished' },
  other: { fr: 'autre', en: 'other' },
};
