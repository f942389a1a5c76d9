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
  'nodes.heard': { fr: 'Entendu', en: 'Heard of' },
  'nodes.behind': { fr: 'Retard', en: 'Behind' },
  'nodes.behind.one': { fr: '{n} écriture', en: '{n} entry' },
  'nodes.behind.other': { fr: '{n} écritures', en: '{n} entries' },
  'nodes.waiting': { fr: 'À regarder', en: 'To look at' },
  'nodes.here': { fr: 'vous êtes ici', en: 'you are here' },
  'nodes.leads': { fr: 'mène', en: 'leads' },
  'nodes.ready': { fr: 'En marche', en: 'Running' },
  'nodes.notReady': { fr: 'En difficulté', en: 'In difficulty' },
  'nodes.silent': { fr: 'Silencieux', en: 'Silent' },
  'nodes.stopped': { fr: 'Arrêté', en: 'Stopped' },
  'nodes.lost': { fr: 'Disparu', en: 'Gone' },
  'nodes.since': { fr: 'depuis le {at}', en: 'since {at}' },
  'nodes.never': { fr: 'pas encore', en: 'not yet' },
  'nodes.lost.title.one': { fr: '{n} nœud a disparu', en: '{n} node is gone' },
  'nodes.lost.title.other': { fr: '{n} nœuds ont disparu', en: '{n} nodes are gone' },
  'nodes.lost.text': {
    fr: 'Redémarrez-le : il reprend lui-même ce qu’il avait commencé. Sinon, ses demandes reviennent dans la file à la fin de leur réservation, et ses jetons sont à vérifier.',
    en: 'Start it again: it goes on with what it had begun. Else its requests come back into the queue when their leases end, and its tokens are to be checked.',
  },
} as const satisfies Bilingual;
