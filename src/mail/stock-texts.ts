import type { Text } from './news.ts';

/** What a holder is told of a token that came back, and who minds the stock of a location that runs low. */
export const STOCK_TEXTS = {
  'token-returned': {
    fr: {
      title: 'Votre jeton {serial} a été repris',
      body: [
        'Le jeton {serial} a été rendu le {returnedOn} : il n’est plus sous votre responsabilité. Gardez ce courriel, il tient lieu de reçu.',
        'Il sera effacé avant de resservir, ou détruit. Si vous ne l’avez pas rendu, appelez la permanence : {dutyPhone}.',
      ],
      link: 'Voir mes jetons',
    },
    en: {
      title: 'Your token {serial} was taken back',
      body: [
        'Token {serial} was given back on {returnedOn}: you are no longer responsible for it. Keep this e-mail as your receipt.',
        'It will be wiped before it serves again, or destroyed. If you did not give it back, call the duty officer: {dutyPhone}.',
      ],
      link: 'See my tokens',
    },
    page: '/mes-jetons',
  },
  'stock-ends': {
    fr: {
      title: 'Jetons vierges : il en manquera {count} le {day}',
      body: [
        'Au rythme prévu, les jetons vierges s’épuisent avant que les livraisons attendues ne couvrent la file : il en manquera {count} le {day}.',
        'Commandez, ou faites avancer une livraison ; les dates annoncées en dépendent. Ce courriel revient à chaque livraison reçue, attendue, déplacée ou annulée, tant qu’il en manque.',
      ],
      link: 'Voir les prévisions',
    },
    en: {
      title: 'Blank tokens: {count} too few on {day}',
      body: [
        'At the forecast rate, the blank tokens will run out before the expected deliveries cover the queue: there will be {count} too few on {day}.',
        'Order some, or have a delivery come sooner; announced dates depend on it. You get this e-mail again whenever a delivery comes, is expected, moves or is cancelled, as long as tokens are missing.',
      ],
      link: 'See the forecast',
    },
    page: '/pilotage/previsions',
  },
  'stock-sent': {
    fr: {
      title: 'Jetons en route vers {location} : {count}',
      body: [
        'Ils sont partis le {sentOn} de l’emplacement {from} vers l’emplacement {location}. Jetons en route : {count}.',
        'À leur arrivée, comptez-les, puis scannez-les sur la page du transfert : ils sont à l’emplacement {location} à partir de ce moment. Qui les a envoyés ne peut pas les recevoir.',
      ],
      link: 'Voir le transfert',
    },
    en: {
      title: 'Tokens on their way to {location}: {count}',
      body: [
        'They left location {from} for location {location} on {sentOn}. Tokens on their way: {count}.',
        'When they arrive, count them, then scan them on the page of the transfer: from then on they are in location {location}. Whoever sent them cannot receive them.',
      ],
      link: 'See the transfer',
    },
    page: '/transferts/{transfer}',
  },
  'stock-low': {
    fr: {
      title: 'Stock bas à {location} : {count} {model}',
      body: [
        'Jetons vierges {model} à l’emplacement {location} : {count}. Le seuil est de {threshold}.',
        'Déplacez-en d’un autre emplacement, ou commandez. Ce courriel est envoyé une fois par passage sous le seuil, et au plus une fois par jour.',
      ],
      link: 'Voir le stock',
    },
    en: {
      title: 'Low stock in {location}: {count} {model}',
      body: [
        'Blank tokens {model} in location {location}: {count}. The threshold is {threshold}.',
        'Move some from another location, or order. This e-mail is sent once for each time the stock falls below, and once a day at most.',
      ],
      link: 'See the stock',
    },
    page: '/stock',
  },
} satisfies Readonly<Record<string, Text>>;
