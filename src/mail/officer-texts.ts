import type { Text } from './news.ts';

/** What everybody who works here is told when two administrators bring the only security officer back. */
export const OFFICER_TEXTS = {
  'officer-return-proposed': {
    fr: {
      title: 'Un administrateur propose de rétablir l’accès du seul responsable sécurité',
      body: [
        'Un administrateur dit que le seul responsable sécurité a perdu toutes ses clés. Un second administrateur peut le confirmer à partir du {from}, jusqu’au {until} : ce qui ouvrait ce compte sera alors sans effet, et un nouveau lien sera remis à son titulaire en personne.',
        'Vous êtes ce responsable sécurité et vous avez vos clés ? Ouvrez le double contrôle et annulez la proposition. Quiconque en doute appelle la permanence : {dutyPhone}.',
      ],
      link: 'Ouvrir le double contrôle',
    },
    en: {
      title: 'An administrator proposes to bring the only security officer back',
      body: [
        'An administrator says that the only security officer has lost every key. A second administrator may confirm it from {from} until {until}: what opened that account is void then, and a new link is handed to its owner in person.',
        'If you are that security officer and have your keys, open dual control and cancel the proposal. Anyone in doubt should call the duty officer: {dutyPhone}.',
      ],
      link: 'Open dual control',
    },
    page: '/double-controle',
  },
  'officer-return-cancelled': {
    fr: {
      title: 'L’accès du seul responsable sécurité ne sera pas rétabli : la proposition est annulée',
      body: [
        'La proposition de rétablir l’accès du seul responsable sécurité est annulée : rien ne change à son compte. Le journal dit qui l’a annulée.',
        'Quiconque en doute appelle la permanence : {dutyPhone}.',
      ],
      link: 'Ouvrir le double contrôle',
    },
    en: {
      title: 'The only security officer is not brought back: the proposal was cancelled',
      body: [
        'The proposal to bring the only security officer back was cancelled: nothing changes in their account. The journal says who cancelled it.',
        'Anyone in doubt should call the duty officer: {dutyPhone}.',
      ],
      link: 'Open dual control',
    },
    page: '/double-controle',
  },
  'officer-returned': {
    fr: {
      title: 'Le compte du seul responsable sécurité est à rouvrir',
      body: [
        'Deux administrateurs l’ont décidé : ce qui ouvrait le compte du seul responsable sécurité est sans effet. Il attend un nouveau lien et le code d’une seconde personne, remis à son titulaire en personne. Le journal dit qui a décidé, et pourquoi.',
        'Quiconque en doute appelle la permanence : {dutyPhone}.',
      ],
    },
    en: {
      title: 'The account of the only security officer is to be opened again',
      body: [
        'Two administrators decided it: what opened the account of the only security officer is void. It waits for a new link and for a second person’s code, handed to its owner in person. The journal says who decided, and why.',
        'Anyone in doubt should call the duty officer: {dutyPhone}.',
      ],
    },
  },
} satisfies Readonly<Record<string, Text>>;
