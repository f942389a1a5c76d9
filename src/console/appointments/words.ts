import type { Bilingual } from '../../words/translator.ts';

/** What the screens of appointments say, in French and in English. */
export const appointmentWords = {
  'appointment.title': { fr: 'Rendez-vous {number}', en: 'Appointment {number}' },
  'appointment.card': { fr: 'Rendez-vous au guichet', en: 'Appointment at the desk' },
  'appointment.at': {
    fr: 'Rendez-vous le {day} à {time}, au guichet de {site}.',
    en: 'Appointment on {day}, {time}, at the desk of {site}.',
  },
  'appointment.none': {
    fr: 'Le jeton attend au guichet de {site}. Choisissez quand venir.',
    en: 'The token waits at the desk of {site}. Choose when to come.',
  },
  'appointment.missed': {
    fr: 'Personne n’est venu le {day} à {time}. Le jeton reste prêt.',
    en: 'Nobody came on {day}, {time}. The token stays ready.',
  },
  'appointment.called_off': {
    fr: 'Le rendez-vous du {day} à {time} est annulé : le guichet est fermé ce jour-là.',
    en: 'The appointment of {day}, {time}, is called off: the desk is closed on that day.',
  },
  'appointment.pick': { fr: 'Choisir un créneau', en: 'Choose a slot' },
  'appointment.another': { fr: 'Choisir un autre créneau', en: 'Choose another slot' },
  'appointment.cancel': { fr: 'Annuler ce rendez-vous', en: 'Cancel this appointment' },
  'appointment.days': { fr: 'Jours proposés', en: 'Days that are offered' },
  'appointment.day': { fr: 'Jour', en: 'Day' },
  'appointment.day.show': { fr: 'Voir ce jour', en: 'Show this day' },
  'appointment.slot': { fr: 'Créneaux libres, {day}', en: 'Free slots, {day}' },
  'appointment.slot.time': { fr: '{from} à {to}', en: '{from} to {to}' },
  'appointment.full': {
    fr: 'Il ne reste aucune place ce jour-là. Choisissez un autre jour.',
    en: 'No place is left on that day. Choose another day.',
  },
  'appointment.closed': {
    fr: 'Le guichet ne propose aucun jour pour le moment. Revenez plus tard.',
    en: 'The desk offers no day for now. Come back later.',
  },
  'appointment.moves': {
    fr: 'Un nouveau créneau remplace celui-ci.',
    en: 'A new slot takes the place of this one.',
  },
  'appointment.send': { fr: 'Prendre ce rendez-vous', en: 'Book this appointment' },
  'appointment.booked': { fr: 'Le rendez-vous est pris.', en: 'The appointment is booked.' },
  'appointment.cancelled': { fr: 'Le rendez-vous est annulé.', en: 'The appointment is cancelled.' },
  'appointment.back': { fr: 'Revenir à la demande {number}', en: 'Back to request {number}' },
  'appointment.today': { fr: 'Rendez-vous du jour', en: 'Appointments of today' },
  'appointment.list': { fr: 'Rendez-vous du guichet', en: 'Appointments of the desk' },
  'appointment.list.of': { fr: 'Rendez-vous, {day}', en: 'Appointments, {day}' },
  'appointment.list.none': { fr: 'Aucun rendez-vous ce jour-là.', en: 'No appointment on that day.' },
  'appointment.list.other': { fr: 'Rendez-vous d’un autre jour', en: 'Appointments of another day' },
  'appointment.site': { fr: 'Site (vide : tous)', en: 'Site (empty: all)' },
  'appointment.list.most': {
    fr: 'Seuls les {n} premiers rendez-vous sont montrés : pour les autres, choisissez un site parmi les rendez-vous du jour.',
    en: 'Only the first {n} appointments are shown: for the others choose a site among the appointments of the day.',
  },
  'appointment.list.most.site': {
    fr: 'Seuls les {n} premiers rendez-vous de ce site sont montrés : pour les autres, ouvrez la demande par son numéro.',
    en: 'Only the first {n} appointments of this site are shown: for the others open the request by its number.',
  },
  'appointment.when': { fr: 'Heure', en: 'Time' },
  'appointment.state': { fr: 'État', en: 'State' },
} satisfies Bilingual;
