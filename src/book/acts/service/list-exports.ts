import { act, must, who } from '../../language/language.ts';
import { computed, input, oneOf, optional } from '../../language/sources.ts';
import { REQUEST_KINDS } from '../../tables/codes.ts';
import { REQUEST_STATES, TOKEN_STATES, WORKSTATION_STATES } from '../../tables/states.ts';

/** Of what somebody typed to narrow a list down only that they did: it may be a name. */
const narrowed = { text: oneOf([true, false]) };

/**
 * A list of the console taken away as a file. To read a page of it leaves no entry; a file holds thousands of people at
 * once, and goes where no right follows it.
 */
export const LIST_EXPORT_ACTS = [
  act('request.export', {
    fr: 'Télécharger une liste de demandes',
    en: 'Download a list of requests',
    by: who('request.export'),
    on: { word: 'list' },
    says: {
      ...narrowed,
      list: oneOf(['requests', 'undecided']),
      state: optional(oneOf(REQUEST_STATES)),
      kind: optional(oneOf(REQUEST_KINDS)),
    },
  }),
  act('person.export', {
    fr: 'Télécharger une liste de personnes',
    en: 'Download a list of people',
    by: who('person.export'),
    on: { word: 'list' },
    says: { ...narrowed, list: oneOf(['people', 'leavers']) },
  }),
  act('workstation.export', {
    fr: 'Télécharger une liste de postes',
    en: 'Download a list of workstations',
    by: who('workstation.export'),
    on: { word: 'list' },
    says: {
      ...narrowed,
      list: oneOf(['workstations']),
      state: optional(oneOf(WORKSTATION_STATES)),
      image: optional(input('une image', 'an image')),
      model: optional(input('un modèle', 'a model')),
      site: optional(input('un site', 'a site')),
      service: optional(input('un service', 'a service')),
    },
  }),
  act('campaign.export', {
    fr: 'Télécharger les postes d’une campagne',
    en: 'Download the machines of a campaign',
    by: who('campaign.export'),
    on: { word: 'list' },
    says: {
      ...narrowed,
      list: oneOf(['campaign']),
      campaign: computed('une campagne', 'a campaign', (v, s) => s.get('campaign', String(v)) !== undefined),
    },
  }),
  act('incident.export', {
    fr: 'Télécharger le rapport d’un incident, ou les blocages de postes, de listes et de services',
    en: 'Download the report of an incident, or the blocks of machines, lists and services',
    by: who('incident.export'),
    on: { word: 'list' },
    says: {
      ...narrowed,
      list: oneOf(['incident', 'blocks']),
      incident: optional(computed('un incident', 'an incident', (v, s) => s.get('incident', String(v)) !== undefined)),
    },
    before: [
      must(
        'un rapport nomme son incident, les blocages n’en nomment aucun',
        'a report names its incident, the blocks name none',
        ({ entry: { detail } }) => (detail['list'] === 'incident') === (detail['incident'] !== undefined),
      ),
    ],
  }),
  act('stock.export', {
    fr: 'Télécharger une liste de jetons',
    en: 'Download a list of tokens',
    by: who('stock.export'),
    on: { word: 'list' },
    says: { ...narrowed, list: oneOf(['tokens', 'recalled']), state: optional(oneOf(TOKEN_STATES)) },
  }),
  act('entry.export', {
    fr: 'Télécharger une recherche du journal',
    en: 'Download a search of the journal',
    by: who('entry.export'),
    on: { word: 'list' },
    says: {
      ...narrowed,
      list: oneOf(['entries']),
      action: optional(input('un acte', 'an act', /^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/)),
      outcome: optional(oneOf(['done', 'refused', 'failed'])),
    },
  }),
];
