import type { Bilingual } from './translator.ts';

/** What pages and refusals call the policies that two persons set. */
export const policyNames = {
  'policy.name.approvals:first-issue': { fr: 'Valideurs – première dotation', en: 'Approvers – first issue' },
  'policy.name.approvals:renewal': { fr: 'Valideurs – renouvellement', en: 'Approvers – renewal' },
  'policy.name.approvals:replacement': { fr: 'Valideurs – remplacement', en: 'Approvers – replacement' },
  'policy.name.approvals:nomade': { fr: 'Valideurs – Nomade', en: 'Approvers – Nomade' },
  'policy.name.production.leaseMinutes': {
    fr: "Réservation d'une demande, en minutes",
    en: 'Lease of a request, in minutes',
  },
  'policy.name.production.atOnce': {
    fr: "Demandes qu'un technicien tient à la fois",
    en: 'Requests a technician holds at once',
  },
  'policy.name.production.perDay': {
    fr: 'Jetons par technicien et par jour',
    en: 'Tokens a technician makes in a day',
  },
  'policy.name.request.perDay': { fr: 'Demandes par personne et par jour', en: 'Requests a person submits in a day' },
  'policy.name.queue.continuityDays': {
    fr: 'Jours d’avance dans la file, continuité de service',
    en: 'Days ahead in the queue, continuity of service',
  },
  'policy.name.queue.crisisDays': { fr: 'Jours d’avance dans la file, crise', en: 'Days ahead in the queue, crisis' },
  'policy.name.dual.confirmMinutes': { fr: 'Délai de confirmation, en minutes', en: 'Time to confirm, in minutes' },
  'policy.name.dual.revealMinutes': {
    fr: 'Délai pour voir un SO-PIN, en minutes',
    en: 'Time to look at an SO-PIN, in minutes',
  },
  'policy.name.officer.waitHours': {
    fr: 'Attente avant de rétablir l’accès du seul responsable sécurité, en heures',
    en: 'Wait before the only security officer is brought back, in hours',
  },
  'policy.name.surge.mostHours': {
    fr: 'Durée maximale d’une période de forte activité, en heures',
    en: 'Longest surge mode, in hours',
  },
  'policy.name.surge.factor': {
    fr: 'Facteur de forte activité, par lequel les plafonds sont multipliés',
    en: 'Factor of surge mode, by which limits are multiplied',
  },
  'policy.name.access.reviewDays': { fr: 'Rôles revus, en jours', en: 'Roles are reviewed, in days' },
  'policy.name.accessLog.days': { fr: 'Conservation du journal des accès, en jours', en: 'Access log kept, in days' },
  'policy.name.pin.ways': {
    fr: 'Code PIN : 1 par lettre, 2 montré à son porteur, 3 au choix',
    en: 'PIN: 1 by letter, 2 shown to its holder, 3 either way',
  },
  'policy.name.purge.years': {
    fr: 'Effacement après le dernier certificat, en années',
    en: 'Purge after the last certificate, in years',
  },
  'policy.name.nomade.devices': {
    fr: 'Appareils personnels par agent, pour Nomade',
    en: 'Personal devices of one agent, for Nomade',
  },
  'policy.name.renewal.firstDays': {
    fr: 'Renouvellement demandé par le service, jours avant la fin',
    en: 'Renewal asked for by the service, days before the end',
  },
  'policy.name.renewal.secondDays': {
    fr: 'Deuxième avertissement de fin, jours avant',
    en: 'Second reminder of an end, days before',
  },
  'policy.name.renewal.lastDays': {
    fr: 'Renouvellement demandé au plus tard, jours avant la fin',
    en: 'Renewal asked for at the latest, days before the end',
  },
  'policy.name.day.endHour': { fr: 'Heure de fin d’une journée habituelle', en: 'Hour at which a usual day ends' },
  'policy.name.surge.endHour': {
    fr: 'Heure de fin d’une journée de forte activité',
    en: 'Hour at which a day of surge mode ends',
  },
  'policy.name.service.days': {
    fr: 'Délai visé pour qu’un jeton soit prêt, en jours ouvrés',
    en: 'Aim for a token to be ready, working days',
  },
  'policy.name.stock.leadDays': {
    fr: 'Délai de livraison d’une commande de jetons vierges, en jours ouvrés',
    en: 'Delivery time of an order of blank tokens, working days',
  },
  'policy.name.appointment.open': {
    fr: 'Rendez-vous au guichet : 1 non, 2 oui',
    en: 'Appointments at the desk: 1 no, 2 yes',
  },
  'policy.name.appointment.minutes': {
    fr: 'Durée d’un créneau de rendez-vous, en minutes',
    en: 'Length of an appointment, minutes',
  },
  'policy.name.appointment.places': {
    fr: 'Agents reçus par créneau au guichet d’un site',
    en: 'Agents that a slot takes at the desk of one site',
  },
  'policy.name.appointment.fromHour': {
    fr: 'Heure du premier rendez-vous',
    en: 'Hour of the first appointment',
  },
  'policy.name.appointment.toHour': {
    fr: 'Heure à laquelle le dernier rendez-vous est fini',
    en: 'Hour by which the last appointment is over',
  },
  'policy.name.appointment.days': {
    fr: 'Jours travaillés proposés pour un rendez-vous, aujourd’hui compris',
    en: 'Worked days that are offered for an appointment, today among them',
  },
  'policy.name.appointment.graceMinutes': {
    fr: 'Minutes après un rendez-vous au bout desquelles l’absence est notée',
    en: 'Minutes after an appointment until it is noted that nobody came',
  },
  'policy.name.renewal.perDay': {
    fr: 'Renouvellements par jour ouvré',
    en: 'Renewals on a working day',
  },
  'policy.name.report.usualLow': {
    fr: 'Journée habituelle d’un technicien, au moins',
    en: "A technician's usual day, at least",
  },
  'policy.name.report.usualHigh': {
    fr: 'Journée habituelle d’un technicien, au plus',
    en: "A technician's usual day, at most",
  },
  'policy.name.report.crisis': {
    fr: 'Journée d’un technicien en forte activité',
    en: "A technician's day in surge mode",
  },
  'policy.name.report.perTechnician': {
    fr: 'Compte de chaque technicien : 1 lui et le superviseur, 2 lui seul',
    en: "Each technician's count: 1 they and the supervisor, 2 they alone",
  },
} as const satisfies Bilingual;
