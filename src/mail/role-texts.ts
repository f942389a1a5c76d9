import type { Text } from './news.ts';

/** What the link to `/compte` is called. */
export const ACCOUNT = { fr: 'Voir mon compte', en: 'See my account' };
const REVIEW = { fr: 'Ouvrir la revue des rôles', en: 'Open the review of roles' };
const CALL = {
  fr: 'Si vous n’en savez rien, appelez la permanence : {dutyPhone}.',
  en: 'If you know nothing about it, call the duty officer: {dutyPhone}.',
};

/** What people are told of their roles, and of the yearly review of everybody's. */
export const ROLE_TEXTS = {
  'role-given': {
    fr: {
      title: 'Un rôle vous est accordé',
      body: ['Un rôle vient de vous être accordé : {role} ({scope}).', CALL.fr],
      link: ACCOUNT.fr,
    },
    en: {
      title: 'A role was given to you',
      body: ['A role has just been given to you: {role} ({scope}).', CALL.en],
      link: ACCOUNT.en,
    },
    page: '/compte',
  },
  'role-confirmed': {
    fr: {
      title: 'Un de vos rôles est revu',
      body: ['Deux personnes ont revu un de vos rôles et l’ont confirmé : {role} ({scope}). Vous n’avez rien à faire.'],
      link: ACCOUNT.fr,
    },
    en: {
      title: 'A role of yours was reviewed',
      body: [
        'Two persons reviewed a role of yours and confirmed it: {role} ({scope}). There is nothing for you to do.',
      ],
      link: ACCOUNT.en,
    },
    page: '/compte',
  },
  'role-ended-by-review': {
    fr: {
      title: 'Un de vos rôles a pris fin',
      body: ['Deux personnes ont revu un de vos rôles et y ont mis fin : {role} ({scope}).', CALL.fr],
      link: ACCOUNT.fr,
    },
    en: {
      title: 'A role of yours has ended',
      body: ['Two persons reviewed a role of yours and ended it: {role} ({scope}).', CALL.en],
      link: ACCOUNT.en,
    },
    page: '/compte',
  },
  'access-review-coming': {
    fr: {
      title: 'Rôles à revoir avant le {dueOn} : {count}',
      body: [
        'Rôles à revoir avant le {dueOn} : {count}. Deux personnes confirment chacun, ou y mettent fin. Nul ne revoit le sien.',
      ],
      link: REVIEW.fr,
    },
    en: {
      title: 'Roles to review before {dueOn}: {count}',
      body: ['Roles to review before {dueOn}: {count}. Two persons confirm each, or end it. Nobody reviews their own.'],
      link: REVIEW.en,
    },
    page: '/revue-des-roles',
  },
  'access-review-due': {
    fr: {
      title: 'Revue des rôles en retard : {count}',
      body: [
        'Rôles qui devaient être revus avant le {dueOn} : {count}. Deux personnes confirment chacun, ou y mettent fin.',
      ],
      link: REVIEW.fr,
    },
    en: {
      title: 'Review of roles overdue: {count}',
      body: ['Roles that should have been reviewed before {dueOn}: {count}. Two persons confirm each, or end it.'],
      link: REVIEW.en,
    },
    page: '/revue-des-roles',
  },
} as const satisfies Readonly<Record<string, Text>>;
