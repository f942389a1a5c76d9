import type { Bilingual } from '../../words/translator.ts';

/** What the screens of approvals/ say, in French and in English. */
export const approvalsWords = {
  'approvals.caption': { fr: 'Demandes à approuver', en: 'Requests to approve' },
  'approvals.found.one': { fr: '{n} demande à traiter', en: '{n} request to decide' },
  'approvals.found.other': { fr: '{n} demandes à traiter', en: '{n} requests to decide' },
  'approvals.ownToo': {
    fr: 'et {n} à vous : un autre valideur se prononce',
    en: 'and {n} of yours, which another approver decides',
  },
  'approvals.older.one': { fr: '{n} jour ou plus', en: '{n} day or more' },
  'approvals.older.other': { fr: '{n} jours ou plus', en: '{n} days or more' },
  'deputy.title': { fr: 'Nommer un suppléant', en: 'Name a deputy' },
  'deputy.text': {
    fr: 'Pendant votre absence, cette personne approuve à votre place, 90 jours au plus ; un responsable sécurité confirme.',
    en: 'While you are away this person approves in your place, for 90 days at most; a security officer confirms it.',
  },
  'deputy.login': { fr: 'Matricule du suppléant', en: 'Directory id of the deputy' },
  'deputy.scope.hint': {
    fr: 'Vide : tout ce que vous avez ({scope}). Sinon, un service qui en fait partie.',
    en: 'Empty: all that you have ({scope}). Else a service that is part of it.',
  },
  'deputy.scope.several': {
    fr: 'L’un des vôtres ({scopes}), ou un service qui en fait partie.',
    en: 'One of yours ({scopes}), or a service that is part of it.',
  },
  'deputy.until.hint': { fr: '90 jours au plus après le début.', en: '90 days after the beginning, at most.' },
  'deputy.send': { fr: 'Proposer ce suppléant', en: 'Propose this deputy' },
  'deputy.proposed': {
    fr: 'Suppléant proposé ({scope}) : un responsable sécurité, autre que cette personne et vous, a jusqu’au {until} pour le confirmer. Après, proposez-le de nouveau.',
    en: 'Deputy proposed ({scope}): a security officer, other than this person and you, has until {until} to confirm it. After that, propose it again.',
  },
  'approvals.choose': { fr: 'Choisir', en: 'Choose' },
  'approvals.chooseOne': { fr: 'Choisir la demande {number}', en: 'Choose request {number}' },
  'approvals.all': { fr: 'Tout sélectionner ({n} sans anomalie)', en: 'Select all ({n} without anomaly)' },
  'approvals.none': { fr: 'Tout désélectionner', en: 'Select none' },
  'approvals.approve': { fr: 'Approuver la sélection', en: 'Approve the selection' },
  'approvals.confirms': {
    fr: 'Approuver la sélection confirme la priorité demandée : la demande avance d’autant dans la file. Pour en confirmer une autre, ouvrez la demande.',
    en: 'Approving the selection confirms the priority asked for: the request moves ahead in the queue by it. To confirm another, open the request.',
  },
  'approvals.oddMore': {
    fr: 'Les {shown} premières à vérifier sont ici, sur {all}. Le fichier CSV les contient toutes.',
    en: 'The first {shown} to look at are here, of {all}. The CSV file has all of them.',
  },
  'approvals.look': { fr: 'À vérifier', en: 'To check' },
  'approvals.own': { fr: 'Votre demande', en: 'Your request' },
  'approvals.empty': { fr: 'Rien à approuver.', en: 'Nothing to approve.' },
  'approvals.approved': { fr: 'Approuvées, pas encore en production', en: 'Approved, not yet in production' },
  'approvals.newest': { fr: 'Les {n} plus récentes.', en: 'The newest {n}.' },
  'approvals.allApproved': { fr: 'Toutes les demandes approuvées', en: 'All approved requests' },
  'approvals.since': { fr: 'Approuvée', en: 'Approved' },
  'approvals.elsewhere.title': {
    fr: 'Demandes choisies sur d’autres pages : {n}',
    en: 'Requests chosen on other pages: {n}',
  },
  'approvals.elsewhere': { fr: 'Sur d’autres pages : {n}.', en: 'On other pages: {n}.' },
  'approvals.ticked.one': { fr: '{n} cochée', en: '{n} ticked' },
  'approvals.ticked.other': { fr: '{n} cochées', en: '{n} ticked' },
  'approvals.text': { fr: 'Motif du refus, ou question', en: 'Reason for the rejection, or question' },
  'approvals.ask.send': { fr: 'Demander une précision', en: 'Ask for information' },
  'approvals.asked.one': {
    fr: '{n} demande sur {total} renvoyée avec la question',
    en: '{n} request of {total} sent back with the question',
  },
  'approvals.asked.other': {
    fr: '{n} demandes sur {total} renvoyées avec la question',
    en: '{n} requests of {total} sent back with the question',
  },
  'approvals.reject': {
    fr: 'Refuser la sélection, ou demander une précision',
    en: 'Reject the selection, or ask for information',
  },
  'approvals.reject.hint': {
    fr: 'À écrire pour refuser ou demander ; le demandeur le lit. Le même pour toutes les demandes cochées.',
    en: 'Needed to reject or to ask; the requester reads it. The same for all requests ticked.',
  },
  'approvals.reject.send': { fr: 'Refuser la sélection', en: 'Reject the selection' },
  'approvals.rejected.one': { fr: '{n} demande refusée sur {total}', en: '{n} request rejected of {total}' },
  'approvals.rejected.other': { fr: '{n} demandes refusées sur {total}', en: '{n} requests rejected of {total}' },
  'approvals.undo': { fr: 'Retirer ces approbations', en: 'Take these approvals back' },
  'approvals.undone.one': { fr: '{n} approbation retirée sur {total}', en: '{n} approval taken back of {total}' },
  'approvals.undone.other': { fr: '{n} approbations retirées sur {total}', en: '{n} approvals taken back of {total}' },
  'approvals.done.one': { fr: '{n} demande approuvée sur {total}', en: '{n} request approved of {total}' },
  'approvals.done.other': { fr: '{n} demandes approuvées sur {total}', en: '{n} requests approved of {total}' },
} as const satisfies Bilingual;
