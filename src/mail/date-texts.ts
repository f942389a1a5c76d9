import type { Text } from './news.ts';

/** What somebody is told whose token will be ready later than they were told. */
export const DATE_TEXTS = {
  'date-moved': {
    fr: {
      title: '{number} : votre jeton sera prêt plus tard',
      body: [
        'La date annoncée pour la demande {number} change : {why}.',
        'Le jeton sera prêt {days}. Vous n’avez rien à faire ; un courriel vous dira quand il est prêt.',
        'C’est une estimation : elle est tenue dans 85 cas sur 100. Si elle est encore repoussée, un courriel vous le dira.',
      ],
      link: 'Suivre la demande',
    },
    en: {
      title: '{number}: your token will be ready later',
      body: [
        'The date that was announced for request {number} has changed: {why}.',
        'The token will be ready {days}. There is nothing to do; an e-mail will say when it is ready.',
        'This is an estimate: it is kept in 85 cases out of 100. If it moves to a later day again, you will be told.',
      ],
      link: 'Follow the request',
    },
    page: '/demandes/{number}',
  },
} satisfies Readonly<Record<string, Text>>;
