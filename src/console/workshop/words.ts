import type { Bilingual } from '../../words/translator.ts';

/** What the screens of workshop/ say, in French and in English. */
export const workshopWords = {
  'bench.title': { fr: 'Banc', en: 'Bench' },
  'bench.none': {
    fr: "Aucun logement n'est configuré sur cet ordinateur.",
    en: 'No slot is configured on this computer.',
  },
  'bench.plug': { fr: 'Aucun jeton branché', en: 'No token plugged' },
  'produce.scan': {
    fr: 'Scannez la fiche ou tapez le numéro, par exemple DEM-2026-00471.',
    en: 'Scan the work order or type the number, such as DEM-2026-00471.',
  },
  'produce.chosen': {
    fr: 'Demande choisie : {number}. Un autre numéro la remplace.',
    en: 'Request chosen: {number}. Another number replaces it.',
  },
  'produce.noBlank': {
    fr: 'Branchez un jeton vierge de notre stock : la page le voit aussitôt. Sinon, rechargez-la.',
    en: 'Plug a blank token of our stock: the page sees it at once. If not, reload it.',
  },
  'produce.next': { fr: 'Produire les suivants', en: 'Produce the next ones' },
  'produce.next.text': {
    fr: 'Jetons vierges branchés : {free}. Demandes en file : {waiting}. Chaque jeton reçoit la demande suivante.',
    en: 'Blank tokens plugged: {free}. Requests waiting: {waiting}. Each token gets the next request.',
  },
  'produce.next.none': { fr: 'Aucune demande n’attend.', en: 'No request waits.' },
  'produce.next.send': { fr: 'Lancer la série', en: 'Start the series' },
  'produce.count': { fr: 'Nombre de jetons', en: 'Number of tokens' },
  'produce.done': {
    fr: '{number} : jeton {serial} produit, étiquette imprimée.',
    en: '{number}: token {serial} produced, label printed.',
  },
  'produce.done.noLabel': {
    fr: "{number} : jeton {serial} produit, mais l'étiquette n'est pas sortie : réimprimez-la dans « Lettres ».",
    en: '{number}: token {serial} produced, but its label did not come out: print it again under “Letters”.',
  },
  'workshop.release': { fr: 'Délivrer le certificat', en: 'Release the credential' },
  'release.done': {
    fr: "{number} : certificat Nomade délivré. L'agent peut le télécharger.",
    en: '{number}: Nomade credential released. The agent can download it.',
  },
  'leased.title': { fr: 'Prises par vous', en: 'Taken by you' },
  'leased.until': { fr: "Réservée jusqu'à", en: 'Yours until' },
  'queue.title': { fr: 'File de production', en: 'Production queue' },
  'queue.filter': { fr: 'Filtrer la file de production', en: 'Filter the production queue' },
  'queue.none.found': {
    fr: 'Aucune demande de la file ne correspond à ces filtres.',
    en: 'No request of the queue matches these filters.',
  },
  'queue.place': { fr: 'Rang', en: 'Place' },
  'queue.notMine': {
    fr: 'Pour un autre technicien : vous y avez déjà une part.',
    en: 'For another technician: you have a part in it already.',
  },
  'series.title': { fr: 'Série de production', en: 'Production series' },
  'series.lead': {
    fr: 'Chaque ligne est un logement. Un échec n’arrête pas les autres logements ; sa demande retrouve sa place dans la file.',
    en: 'Each line is a slot. A failure does not stop the other slots; its request takes its place in the queue again.',
  },
  'series.last': { fr: 'Série du {at}', en: 'Series of {at}' },
  'series.caption': { fr: 'Logements de la série', en: 'Slots of the series' },
  'series.progress.one': { fr: '{n} jeton produit sur {total}', en: '{n} token produced of {total}' },
  'series.progress.other': { fr: '{n} jetons produits sur {total}', en: '{n} tokens produced of {total}' },
  'series.running': { fr: 'En cours', en: 'Running' },
  'series.made': { fr: 'Produit', en: 'Produced' },
  'series.failed': { fr: 'Échec', en: 'Failed' },
  'series.noLabel': { fr: 'Étiquette à réimprimer.', en: 'Label to print again.' },
  'series.time': { fr: 'Durée', en: 'Time' },
  'series.refresh': { fr: 'Actualiser', en: 'Refresh' },
  'series.back': { fr: "Revenir à l'atelier", en: 'Back to the workshop' },
} as const satisfies Bilingual;
