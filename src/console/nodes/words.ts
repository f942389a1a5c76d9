import type { Bilingual } from '../../words/translator.ts';

/** Words of the page of nodes. */
export const nodeWords = {
  'nodes.lead': {
    fr: 'Les serveurs Jeton qui travaillent sur la même base : chacun a sa console, son atelier et ses réponses aux passerelles. Un seul, qui mène, fait les tâches de fond.',
    en: 'The Jeton servers that work on one database: each has its console, its bench and its answers to gateways. One of them, which leads, does the work in the background.',
  },
  'nodes.node': { fr: 'Nœud', en: 'Node' },
  'nodes.site': { fr: 'Site', en: 'Site' },
  'nodes.version': { fr: 'Version', en: 'Version' },
  'nodes.heard': { fr: 'Dernier signe', en: 'Last sign' },
  'nodes.behind': { fr: 'Retard', en: 'Behind' },
  'nodes.behind.one': { fr: '{n} écriture', en: '{n} entry' },
  'nodes.behind.other': { fr: '{n} écritures', en: '{n} entries' },
  'nodes.waiting': { fr: 'À regarder', en: 'To look at' },
  'nodes.here': { fr: 'vous êtes ici', en: 'you are here' },
  'nodes.leads': { fr: 'nœud principal', en: 'leading node' },
  'nodes.notReady': { fr: 'En difficulté', en: 'In difficulty' },
  'nodes.silent': { fr: 'Silencieux', en: 'Silent' },
  'nodes.since': { fr: 'depuis le {at}', en: 'since {at}' },
  'nodes.never': { fr: 'pas encore', en: 'not yet' },
  'nodes.lost.title.one': { fr: '{n} nœud a disparu', en: '{n} node is gone' },
  'nodes.lost.title.other': { fr: '{n} nœuds ont disparu', en: '{n} nodes are gone' },
  'nodes.lost.text.one': {
    fr: 'Redémarrez-le : il achève ou défait lui-même ce qu’il avait commencé. Sinon, ses demandes reviennent dans la file à la fin de leur réservation, et ses jetons sont à vérifier.',
    en: 'Start it again: it finishes or undoes what it had begun. Else its requests return to the queue when their leases end, and its tokens are to be checked.',
  },
  'nodes.lost.text.other': {
    fr: 'Redémarrez-les : chacun achève ou défait lui-même ce qu’il avait commencé. Sinon, leurs demandes reviennent dans la file à la fin de leur réservation, et leurs jetons sont à vérifier.',
    en: 'Start them again: each finishes or undoes what it had begun. Else their requests return to the queue when their leases end, and their tokens are to be checked.',
  },
} as const satisfies Bilingual;
