import type { Bilingual } from '../../words/translator.ts';

/** What the first-day tour says. */
export const tourWords = {
  'tour.title': { fr: 'Vos premiers pas', en: 'Your first steps' },
  'tour.lead': {
    fr: '{done} sur {all}. Une page que vous avez ouverte est cochée.',
    en: '{done} of {all}. A page that you opened is ticked.',
  },
  'tour.done': { fr: 'Vu', en: 'Seen' },
  'tour.dismiss': { fr: 'Ne plus montrer ces premiers pas', en: 'Do not show these first steps again' },
  'tour.dismissed': { fr: "C'est noté. L'aide les montre à nouveau.", en: 'Noted. The help shows them again.' },
  'tour.again': { fr: 'Revoir mes premiers pas', en: 'See my first steps again' },
  'tour.begun': {
    fr: "Vos premiers pas sont sur votre page d'accueil.",
    en: 'Your first steps are on your home page.',
  },
  'tour.account': { fr: "Votre compte : adresse et moyens d'accès", en: 'Your account: address and ways in' },
  'tour.guide': { fr: 'Le pas à pas de votre rôle, en images', en: 'Your role step by step, in pictures' },
  'tour.agent.mine': {
    fr: 'Vos jetons, et quoi faire en cas de perte',
    en: 'Your tokens, and what to do about a loss',
  },
  'tour.agent.ask': { fr: 'La demande : quelques champs', en: 'The request: a few fields' },
  'tour.agent.reflexes': { fr: "Trois réflexes en cas d'incident", en: 'Three reflexes in an incident' },
  'tour.correspondent.service': { fr: 'Les demandes de votre service', en: 'The requests of your service' },
  'tour.correspondent.ask': {
    fr: 'La demande pour un agent sans accès',
    en: 'The request for an agent without access',
  },
  'tour.correspondent.parcels': {
    fr: 'Les colis, leur réception, la remise',
    en: 'Parcels, their receipt, the hand-over',
  },
  'tour.approver.queue': {
    fr: 'Les demandes qui attendent votre décision, et leur priorité',
    en: 'The requests that wait for your decision, and their priority',
  },
  'tour.approver.leavers': { fr: 'Les jetons des personnes parties', en: 'The tokens of people who left' },
  'tour.approver.letters': { fr: 'Les lettres à imprimer', en: 'The letters to print' },
  'tour.technician.workshop': {
    fr: 'La file, dans l’ordre de production, et le banc',
    en: 'The queue, in its order, and the bench',
  },
  'tour.technician.commissioning': { fr: 'La mise en service, point par point', en: 'Commissioning, item by item' },
  'tour.technician.scanner': { fr: "L'essai de votre douchette", en: 'The test of your scanner' },
  'tour.technician.handover': { fr: 'La remise au guichet et les envois', en: 'The desk and the parcels' },
  'tour.officer.revoke': { fr: 'La révocation, aussi par téléphone', en: 'Revocation, by telephone too' },
  'tour.officer.incidents': { fr: 'Les incidents passés et leur compte rendu', en: 'Past incidents and their reports' },
  'tour.officer.confirm': { fr: 'Les actes que vous confirmez', en: 'The acts that you confirm' },
  'tour.auditor.journal': {
    fr: 'Le journal : chercher, vérifier, exporter',
    en: 'The journal: search, verify, export',
  },
  'tour.auditor.review': { fr: 'La revue des rôles', en: 'The review of roles' },
  'tour.administrator.people': { fr: 'Les personnes et leurs comptes', en: 'People and their accounts' },
  'tour.administrator.propose': { fr: 'Le double contrôle', en: 'Dual control' },
  'tour.administrator.health': { fr: 'La santé du service', en: 'The health of the service' },
  'tour.supervisor.figures': { fr: 'Les chiffres du jour', en: "The day's figures" },
  'tour.supervisor.forecast': {
    fr: 'Les prévisions, les essais et le calendrier des techniciens',
    en: 'The forecast, what-if and the roster',
  },
  'tour.supervisor.requests': { fr: 'Toutes les demandes et leur priorité', en: 'All requests and their priority' },
} as const satisfies Bilingual;
