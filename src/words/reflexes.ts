/** What whoever meets an incident does first, in this order: on the screen, on paper and in the mail the same words. */
export const REFLEXES = [
  {
    fr: {
      title: 'N’éteignez pas le poste.',
      text: 'Laissez-le allumé\u202f: ce qu’il a en mémoire aide à comprendre.',
    },
    en: {
      title: 'Do not switch the workstation off.',
      text: 'Leave it on: what it holds in memory helps to understand what happened.',
    },
  },
  {
    fr: { title: 'Coupez le réseau.', text: 'Débranchez le câble, coupez le Wi-Fi, retirez le jeton.' },
    en: { title: 'Cut the network.', text: 'Pull the cable, switch Wi-Fi off, take the token out.' },
  },
  {
    fr: {
      title: 'Alertez votre responsable de la sécurité informatique (RSSI).',
      text: 'De vive voix ou par téléphone, depuis un autre appareil. Ne répondez à aucun message reçu.',
    },
    en: {
      title: 'Alert your information security officer (RSSI).',
      text: 'In person or by telephone, from another device. Do not reply to any message you have received.',
    },
  },
] as const;
