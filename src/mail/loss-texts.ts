import type { Text } from './news.ts';

/** What its users are told of a workstation that was reported lost, and what the security officers are. Nobody is named. */
export const LOSS_TEXTS = {
  'workstation-lost': {
    fr: {
      title: 'Poste SPAN {machine} déclaré perdu',
      body: [
        'Le poste SPAN {machine} a été déclaré perdu ou volé le {at}. Ses jetons et son certificat sont révoqués : ils n’ouvrent plus le réseau.',
        'Votre correspondant ou l’atelier vous dit comment avoir un autre poste. Si vous retrouvez celui-ci, ne le branchez pas : rapportez-le à l’atelier.',
        'Si ce poste n’est pas perdu, appelez la permanence : {dutyPhone}.',
      ],
      link: 'Voir mes jetons',
    },
    en: {
      title: 'SPAN workstation {machine} reported lost',
      body: [
        'SPAN workstation {machine} was reported lost or stolen on {at}. Its tokens and its certificate are revoked: they no longer open the network.',
        'Your correspondent or the workshop tells you how to get another one. If you find this one again, do not connect it: bring it to the workshop.',
        'If this workstation is not lost, call the duty officer: {dutyPhone}.',
      ],
      link: 'See my tokens',
    },
    page: '/mes-jetons',
  },
  'workstation-reported-lost': {
    fr: {
      title: 'Poste SPAN {machine} déclaré perdu',
      body: [
        'Le poste SPAN {machine} a été déclaré perdu ou volé le {at}. Ses jetons et son certificat sont révoqués.',
        'Jeton dit qui l’avait et ce qui s’est passé sur ce poste. Retrouvé, il ne revient en service que par l’atelier.',
      ],
      link: 'Voir le poste',
    },
    en: {
      title: 'SPAN workstation {machine} reported lost',
      body: [
        'SPAN workstation {machine} was reported lost or stolen on {at}. Its tokens and its certificate are revoked.',
        'Jeton says who had it and what happened on it. If it is found, it comes back into service by the workshop alone.',
      ],
      link: 'See the workstation',
    },
    page: '/postes/{machine}',
  },
} satisfies Readonly<Record<string, Text>>;
