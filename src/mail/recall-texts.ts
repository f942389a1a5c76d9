import { news, type Text } from './news.ts';

/** What the holder of a recalled token is told: what takes its place, and what to do with the one they have. Nobody is named. */
export const RECALL_TEXTS = {
  'recall-replaces': news(
    [
      '{number} : votre jeton est rappelé, son remplacement est demandé',
      'Le jeton {serial} a un défaut de fabrication : il est rappelé, et il ne fonctionne plus.',
      'Vous n’avez rien à demander : la demande {number} le remplace, sur le même poste. Vous serez averti quand le nouveau jeton sera prêt.',
      'Gardez l’ancien jeton : vous le rendrez en recevant le nouveau.',
    ],
    [
      '{number}: your token is recalled, and its replacement is asked for',
      'The token {serial} has a manufacturing defect: it is recalled, and does not work any more.',
      'You need not ask for anything: request {number} replaces it, for the same workstation. You will be told when the new token is ready.',
      'Keep the old token: you give it back when you receive the new one.',
    ],
  ),
  'recall-replaces first': news(
    [
      '{number} : votre jeton est rappelé, son remplacement est demandé',
      'Le jeton {serial} a un défaut de fabrication : il est rappelé. Il fonctionne jusqu’à ce que vous receviez le nouveau{until}.',
      'Vous n’avez rien à demander : la demande {number} le remplace, sur le même poste. Vous serez averti quand le nouveau jeton sera prêt.',
      'Gardez l’ancien jeton : vous le rendrez en recevant le nouveau.',
    ],
    [
      '{number}: your token is recalled, and its replacement is asked for',
      'The token {serial} has a manufacturing defect: it is recalled. It works until you receive the new one{until}.',
      'You need not ask for anything: request {number} replaces it, for the same workstation. You will be told when the new token is ready.',
      'Keep the old token: you give it back when you receive the new one.',
    ],
  ),
  'token-recalled': {
    fr: {
      title: 'Votre jeton est rappelé',
      body: [
        'Le jeton {serial} a un défaut de fabrication : il est rappelé. Il n’est pas remplacé automatiquement.',
        'Rendez-le à un technicien. S’il vous manque pour travailler, faites une demande.',
      ],
      link: 'Voir mes jetons',
    },
    en: {
      title: 'Your token is recalled',
      body: [
        'The token {serial} has a manufacturing defect: it is recalled. It is not replaced automatically.',
        'Give it back to a technician. If you cannot work without one, make a request.',
      ],
      link: 'See my tokens',
    },
    page: '/mes-jetons',
  },
} satisfies Readonly<Record<string, Text>>;
