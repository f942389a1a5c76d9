import { dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { machineRequest } from '../../support/world/machines.ts';
import { addressIn, openFilledHall } from '../filled-hall.ts';
import type { Hall, Name } from '../hall.ts';
import { pagesOf, routesOf } from '../routes.ts';
import { visit } from '../visitor.ts';

/** What a list offers, or the reason why it does not. */
type Offer = true | string;
interface Offers {
  who: Name & string;
  /** Where it stands, where its address names one thing. */
  at?: (hall: Hall) => Promise<string>;
  /** How many rows there are. */
  total: Offer;
  /** Filters, which can be emptied. */
  filters: Offer;
  /** Heads that sort the rows. */
  sorting: Offer;
  /** All that is shown as a CSV file. */
  file: Offer;
}

const ORDER_OF_WORK = 'worked from the top: its order says what is next';
const OF_TODAY = 'what waits now, and is done by the evening';
const NEWEST_FIRST = 'read for what came last';
const NO_ACT = 'what leaves the house as a file is an act of the book, and there is none for it';
const FEW = 'as many as the site has people or places for';
const ONE_THING = 'each row is opened, and its page tells the rest';
const BELOW_ANOTHER = 'it stands below another table, where nobody looks for a form; sorted by service and site';
const OWN = 'the reader’s own';

const LISTS: Readonly<Record<string, Offers>> = {
  '/demandes': { who: 'thomas', total: true, filters: true, sorting: true, file: true },
  '/service': { who: 'corinne', total: true, filters: true, sorting: true, file: true },
  '/postes': { who: 'thomas', total: true, filters: true, sorting: true, file: true },
  '/stock': { who: 'thomas', total: true, filters: true, sorting: true, file: true },
  '/personnes': { who: 'thomas', total: true, filters: true, sorting: true, file: true },
  '/administration': { who: 'armand', total: true, filters: true, sorting: true, file: true },
  '/approbations': { who: 'valerie', total: 'counted above its selection', filters: true, sorting: true, file: true },
  '/journal': {
    who: 'aurore',
    total: 'to count what is found reads the whole journal',
    filters: true,
    sorting: NEWEST_FIRST,
    file: true,
  },
  '/atelier': { who: 'thomas', total: true, filters: true, sorting: ORDER_OF_WORK, file: OF_TODAY },
  '/remise': { who: 'thomas', total: true, filters: true, sorting: true, file: OF_TODAY },
  '/remise/envois': { who: 'thomas', total: OF_TODAY, filters: OF_TODAY, sorting: ORDER_OF_WORK, file: OF_TODAY },
  '/remise/rendez-vous': { who: 'thomas', total: OF_TODAY, filters: OF_TODAY, sorting: ORDER_OF_WORK, file: OF_TODAY },
  '/courriers': {
    who: 'thomas',
    total: true,
    filters: true,
    sorting: true,
    file: 'each is a secret of one person on its way: no act takes a list of them out of the house',
  },
  '/service/colis': { who: 'corinne', total: OF_TODAY, filters: OF_TODAY, sorting: ORDER_OF_WORK, file: NO_ACT },
  '/postes/echeances': { who: 'thomas', total: true, filters: true, sorting: true, file: NO_ACT },
  '/pilotage/echeances': { who: 'simon', total: true, filters: BELOW_ANOTHER, sorting: true, file: true },
  '/mise-en-service': { who: 'thomas', total: OF_TODAY, filters: OF_TODAY, sorting: ORDER_OF_WORK, file: OF_TODAY },
  '/listes-de-controle': { who: 'thomas', total: FEW, filters: FEW, sorting: FEW, file: ONE_THING },
  '/emplacements': { who: 'thomas', total: true, filters: true, sorting: NEWEST_FIRST, file: ONE_THING },
  '/livraisons': { who: 'thomas', total: true, filters: true, sorting: NEWEST_FIRST, file: NO_ACT },
  '/incidents': {
    who: 'odile',
    total: true,
    filters: true,
    sorting: true,
    file: ONE_THING,
  },
  '/incidents/blocages': { who: 'odile', total: ONE_THING, filters: ONE_THING, sorting: NEWEST_FIRST, file: ONE_THING },
  '/rappels': { who: 'odile', total: true, filters: true, sorting: NEWEST_FIRST, file: ONE_THING },
  '/departs': { who: 'odile', total: true, filters: true, sorting: true, file: true },
  '/double-controle': {
    who: 'odile',
    total: 'counted in the menu',
    filters: OF_TODAY,
    sorting: ORDER_OF_WORK,
    file: ONE_THING,
  },
  '/revue-des-roles': { who: 'armand', total: 'counted in the menu', filters: FEW, sorting: ORDER_OF_WORK, file: true },
  '/annuaire': { who: 'armand', total: true, filters: true, sorting: true, file: NO_ACT },
  '/courriels': { who: 'armand', total: true, filters: true, sorting: true, file: NO_ACT },
  '/noeuds': { who: 'armand', total: FEW, filters: FEW, sorting: FEW, file: FEW },
  '/campagnes': { who: 'simon', total: true, filters: true, sorting: NEWEST_FIRST, file: ONE_THING },
  '/campagnes/:id': {
    who: 'simon',
    at: async ({ reads }) => `/campagnes/${(await reads.find('campaign', {}))[0]?.id}`,
    total: true,
    filters: true,
    sorting: true,
    file: true,
  },
  '/avis': { who: 'simon', total: OWN, filters: OWN, sorting: NEWEST_FIRST, file: OWN },
  '/mes-jetons': { who: 'alice', total: OWN, filters: OWN, sorting: NEWEST_FIRST, file: OWN },
  '/compte/acces': { who: 'alice', total: OWN, filters: OWN, sorting: NEWEST_FIRST, file: OWN },
};

/** Pages of one thing, forms, figures and texts. A page with a list of many rows belongs above. */
const NO_LISTS: readonly (string | RegExp)[] = [
  /:\w+/,
  /^\/aide/,
  /^\/pilotage(\/(semaine|mois|tendances|previsions))?$/,
  ...['/connexion', '/connexion/cle', '/connexion/code', '/bienvenue', '/compte', '/compte/donnees'],
  ...['/demandes/nouvelle', '/service/demande', '/postes/perdu', '/securite', '/recherche', '/sante'],
  ...['/atelier/chaine', '/atelier/chaine/douchette', '/postes/etiquettes', '/listes-de-controle/nouvelle'],
  ...['/postes/inventaire', '/postes/reprise', '/administration/import', '/journal/lecture'],
  ...['/incidents/signaler', '/incidents/reflexes', '/incidents/postes', '/accessibilite', '/plan-du-site'],
];

describe('what a list offers', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openFilledHall();
    const { flow, theo, alice, odile, simon, clock } = hall;
    await flow.campaign.open(simon, {
      targetImage: 'SPAN-2026.3',
      machines: ['PN-1'],
      tokens: 'keep',
      checklist: 'any',
      technicians: 1,
      perTechnician: 1,
      startsOn: dayOf(clock.now()),
    });
    await flow.campaign.ended();
    await hall.dual('policy.set', { id: 'renewal.firstDays', value: 120 });
    await flow.machine.certify(theo, { workstation: 'PN-1', ...machineRequest() });
    await addressIn(hall, 'RECALL');
    const { id } = await flow.incident.report(alice, { kind: 'other' });
    await flow.incident.close(odile, { incidentId: id, outcome: 'handled' });
  }, 120_000);
  afterEach(() => hall.close());

  it('is said of each: a new page is a list, or it is none', () => {
    const isNone = (path: string): boolean =>
      !LISTS[path]?.at && NO_LISTS.some((none) => (typeof none === 'string' ? none === path : none.test(path)));
    const pages = pagesOf(routesOf(hall.door));
    expect(pages.filter((path) => !isNone(path) && !(path in LISTS))).toEqual([]);
    expect(Object.keys(LISTS).filter((path) => !pages.includes(path) || isNone(path))).toEqual([]);
  });

  it('stands on its page, and what has a reason not to be there does not', async () => {
    const found: [string, object][] = [];
    const wanted: [string, object][] = [];
    for (const [path, { who, at, ...offers }] of Object.entries(LISTS)) {
      const { main } = await (await visit(hall, who)).get(at ? await at(hall) : path);
      found.push([
        path,
        {
          total: /class="jeton-list-bar"><p/.test(main),
          filters: /class="jeton-filters"/.test(main),
          sorting: /class="jeton-sort"/.test(main),
          file: /(?:action|href)="[^"]*\.csv[?"]/.test(main),
        },
      ]);
      wanted.push([path, Object.fromEntries(Object.entries(offers).map(([name, offer]) => [name, offer === true]))]);
    }
    expect(found).toEqual(wanted);
  }, 120_000);
});
