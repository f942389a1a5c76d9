import { news, type Text } from './news.ts';

/** What whoever comes to the hand-over desk is told of their appointment. */
export const APPOINTMENT_TEXTS = {
  'appointment-booked': news(
    [
      '{number} : rendez-vous au guichet',
      'Le rendez-vous pour retirer le jeton de la demande {number} est pris pour le {at}, au guichet de {site}.',
      'Venez avec une pièce d’identité. Le fichier joint met le rendez-vous dans votre agenda.',
      'Vous pouvez en choisir un autre, ou y renoncer, sur la page de la demande.',
    ],
    [
      '{number}: appointment at the desk',
      'The appointment to fetch the token of request {number} is booked for {at}, at the desk of {site}.',
      'Bring an identity document. The attached file puts the appointment into your calendar.',
      'You can choose another one, or cancel it, on the page of the request.',
    ],
  ),
  'appointment-off': news(
    [
      '{number} : rendez-vous annulé',
      'Le rendez-vous pour le jeton de la demande {number} n’a pas lieu : {why}. C’était le {at}, au guichet de {site}.',
      'Si le jeton attend toujours au guichet, la page de la demande propose d’autres créneaux.',
    ],
    [
      '{number}: appointment cancelled',
      'The appointment for the token of request {number} does not take place: {why}. It was {at}, at the desk of {site}.',
      'If the token still waits at the desk, the page of the request offers other slots.',
    ],
  ),
  'appointment-soon': news(
    [
      '{number} : votre rendez-vous approche',
      'Le jeton de la demande {number} vous attend au guichet de {site} le {at}.',
      'Venez avec une pièce d’identité. Si vous ne pouvez pas venir, choisissez un autre créneau : la place servira à quelqu’un.',
    ],
    [
      '{number}: your appointment is near',
      'The token of request {number} waits for you at the desk of {site} on {at}.',
      'Bring an identity document. If you cannot come, choose another slot: somebody else will use the place.',
    ],
  ),
  'appointment-missed': news(
    [
      '{number} : rendez-vous manqué',
      'Personne n’est venu au rendez-vous pour le jeton de la demande {number}, le {at}, au guichet de {site}.',
      'Le jeton reste prêt, et rien d’autre ne change. Choisissez un autre créneau sur la page de la demande.',
    ],
    [
      '{number}: appointment missed',
      'Nobody came to the appointment for the token of request {number}, on {at}, at the desk of {site}.',
      'The token stays ready, and nothing else changes. Choose another slot on the page of the request.',
    ],
  ),
} satisfies Readonly<Record<string, Text>>;
