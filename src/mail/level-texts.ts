import type { Text } from './news.ts';

/** What supervisors are told when dates are promised later than the service level. */
export const LEVEL_TEXTS = {
  'dates-late': {
    fr: {
      title: 'Délais dépassés : demandes promises au-delà de {days} jours ouvrés',
      body: [
        'Demandes dont la date annoncée dépasse le délai de service de {days} jours ouvrés : {count}. La dernière est promise pour le {until}.',
        'Les prévisions disent ce qu’il faut pour tenir ce délai. Ce courriel est envoyé une fois par dépassement, et de nouveau si deux fois plus de demandes le dépassent.',
      ],
      link: 'Voir les prévisions',
    },
    en: {
      title: 'Late: requests promised beyond {days} working days',
      body: [
        'Requests whose announced date is later than the service level of {days} working days: {count}. The last one is promised for {until}.',
        'The forecast says what it takes to hold that level. This e-mail is sent once for each time that it is passed, and again where twice as many requests are late.',
      ],
      link: 'See the forecast',
    },
    page: '/pilotage/previsions',
  },
} satisfies Readonly<Record<string, Text>>;
