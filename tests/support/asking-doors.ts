import { hash } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createApi } from '../../src/api/api.ts';
import { OPERATIONS } from '../../src/api/operations.ts';
import { dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { DAY_MS } from '../../src/durations.ts';
import { siftInventory } from '../../src/imports/inventory.ts';
import { said } from '../../src/imports/problems.ts';
import { type Hall, type Name, openHall } from '../console/hall.ts';
import { routesOf } from '../console/routes.ts';
import { visit } from '../console/visitor.ts';
import { START } from './clock.ts';
import { PASSWORD } from './world/come-in.ts';
import { machineRequest } from './world/machines.ts';

const WHO: readonly Name[] = ['alice', 'bruno', 'corinne', 'valerie', 'thomas', 'olga', 'aurore', 'adele', 'simon'];
/** What lists are asked for beside a page of all. */
const CONSOLE = [
  ...['/demandes?etat=closed', '/demandes?texte=agard', '/demandes?etat=closed&texte=DEM', '/demandes?type=nomade'],
  ...[
    '/service?etat=closed',
    '/service?texte=ag',
    '/stock?etat=active',
    '/stock?texte=B-0',
    '/stock?etat=active&texte=B',
  ],
  ...['/demandes?tri=-age', '/stock?tri=-model', '/stock?tri=model&etat=in_stock&texte=B-', '/stock?tri=-serial'],
  ...[
    '/stock?emplacement=LYON-A',
    '/stock?livraison=X&etat=in_stock',
    '/stock?lot=L-1&modele=Twin',
    '/stock?modele=Twin',
  ],
  ...['/stock?micrologiciel=5.7&texte=B-0', '/stock?emplacement=LYON-A&lot=L-1&tri=-serial'],
  ...['/demandes?tri=holder', '/demandes?tri=-holder&etat=approved', '/demandes?tri=holder&service=PREF-33'],
  ...[
    '/stock?tri=holder',
    '/stock?tri=-holder&etat=active',
    '/stock?tri=holder&texte=B-0',
    '/stock?tri=holder&lot=L-1',
  ],
  ...['/service?tri=holder', '/demandes?tri=holder&texte=DEM'],
  ...['/demandes?tri=state', '/demandes?tri=-state&etat=approved', '/stock?tri=state', '/stock?tri=-state&modele=Twin'],
  ...['/postes?tri=site', '/postes?tri=-site&etat=commissioned', '/postes?tri=-state', '/postes?tri=state&texte=PN-'],
  ...[
    '/postes?image=SPAN&tri=-image',
    '/postes?modele=SPAN&site=Bordeaux&tri=service',
    '/postes?site=Bordeaux&texte=PN-',
  ],
  ...['/postes?service=PREF-33&tri=state&etat=commissioned', '/postes?service=PREF-33&tri=-model&texte=PN-'],
  ...['/postes?tri=-service', '/postes?tri=model&texte=PN-', '/postes?tri=-number&etat=commissioned'],
  ...[
    '/administration?tri=-service',
    '/administration?tri=service&service=PREF-33&texte=agard',
    '/personnes?tri=-name',
  ],
  ...[
    '/administration?texte=agard',
    '/administration?texte=aga+ali',
    '/demandes?texte=aga+ali',
    '/postes?texte=PN-',
    '/postes?etat=commissioned',
    '/postes/echeances',
    '/postes/echeances?tri=-end&texte=PN-',
    '/postes/echeances?tri=site&service=PREF-33',
    '/postes/echeances?tri=-number&site=Bordeaux',
    '/approbations?service=PREF-33',
  ],
  ...['/atelier?nature=nomade', '/atelier?service=PREF-33&nature=renewal', '/atelier?site=Bord'],
  ...['/courriels?tri=-age&etat=dead', '/courriels?texte=agard&etape=ready', '/courriels?etat=waiting'],
  ...['/courriers?tri=-age&nature=pin', '/courriers?etat=early&passes=X', '/courriers?etat=printed&suite=X'],
  ...['/remise?tri=holder&site=Bord', '/remise?texte=agard&tri=-age', '/remise?service=PREF-33&tri=age'],
  ...['/incidents?tri=kind', '/incidents?tri=-age&nature=phishing', '/incidents?service=PREF-33&tri=-kind'],
  ...['/incidents?texte=agard', '/incidents?texte=PN-&service=PREF-33', '/securite?service=PREF-33&tri=-age'],
  ...['/recherche?q=agard', '/recherche?q=DEM-1998-00001', '/recherche?q=B-0', '/recherche?q=PN-1', '/recherche?q=zz'],
  ...['/recherche?q=M-ALICE', '/recherche?q=P', '/personnes?texte=agard'],
  ...[
    '/journal?texte=agard',
    '/journal?texte=agard&partout=1',
    '/journal?acte=request.submit',
    '/journal?acteur=system',
    '/journal?par=agard',
    '/journal?par=a&texte=demander&acte=request.submit',
    '/journal?par=agard&demande=DEM-1998-00001',
  ],
  ...['/journal?texte=B-00', '/journal?texte=demander&consultations=1', '/journal?issue=refused', '/journal/3'],
  ...[
    ...['', '?etat=blocked', '?etat=ended', '?jour=1998-11-30', '?tri=number', '?tri=-day', '?etat=begun&tri=day'],
    ...['?texte=agard', '?texte=PN-&site=Bordeaux', '?service=PREF-33&etat=planned', '?site=Bordeaux&tri=-number'],
  ].map((which) => `/campagnes/CAMPAIGN${which}`),
  ...['/journal?demande=DEM-1998-00001', '/journal?jeton=B-0001', '/journal?poste=PN-2', '/journal?personne=PERSON'],
];
/** Lists of a page that go on behind a row, which is named by its id. */
const BEHIND = ['passes', 'suite'].flatMap((at) => [
  `/campagnes?${at}=AFTER-CAMPAIGN`,
  `/rappels?${at}=AFTER-RECALL`,
  `/emplacements?${at}=AFTER-TRANSFER`,
]);
const API = [
  ...[
    '/requests?state=closed',
    '/requests?text=agard',
    '/requests?state=closed&state=produced',
    '/requests?kind=nomade',
  ],
  ...['/requests?service=PREF-33', '/requests?service=PREF-33&state=closed&text=DEM', '/requests?text=a'],
  ...[
    '/tokens?location=LYON-A',
    '/tokens?batch=L-1&model=Twin',
    '/tokens?firmware=5.7',
    '/stock/transfers?state=ended',
    '/recalls?state=closed',
    '/campaigns?state=closed',
    '/deliveries?batch=L-1&location=LYON-A',
  ],
  ...['/tokens?state=active', '/tokens?text=B-00', '/people?text=agard', '/workstations?state=commissioned&text=PN'],
  ...[
    '/workstations/certificate-ends',
    '/workstations?image=SPAN&sort=-image',
    '/workstations?service=PREF-33&model=SPAN&sort=site',
  ],
  ...['/journal/entries?text=agard', '/journal/entries?actor=system&action=service.start'],
  ...[
    '/journal/entries?subject=workstation:PN-2',
    '/journal/entries?outcome=refused',
    `/journal/entries?from=${START}&to=${START + DAY_MS}`,
  ],
  ...[
    '/incidents?state=closed',
    '/incidents?kind=phishing&text=agard&sort=kind',
    '/workstations/certificate-ends?sort=-site',
    '/workstations?site=Bordeaux',
  ],
];

/** Every page and file of a list of the console and every list of the API, to be asked for by people of each role. */
export interface Doors {
  hall: Hall;
  /** Asks for all of it. Answers how often it was given, and what nobody was given, with the last answer. */
  ask(): Promise<{ answered: number; never: string[] }>;
  close(): Promise<void>;
}

/** Two locations of the stock, what is on the way between them, and a count that differs. */
async function places({ flow, simon, thomas, theo }: Hall): Promise<{ transferId: string }> {
  for (const [code, site] of [
    ['LYON-A', 'Lyon'],
    ['PAU-A', 'Pau'],
  ] as const)
    await flow.stock.addLocation(simon, { code, label: code, site, threshold: 5 });
  await flow.stock.receive(thomas, {
    reference: 'BL-L',
    model: 'Twin',
    batch: 'L-1',
    location: 'LYON-A',
    tokens: ['L-0001', 'L-0002'].map((serial) => ({ serial, soPin: `sopin-${serial}` })),
  });
  const { transfer } = await flow.stock.transfer(theo, { to: 'PAU-A', serials: ['L-0001'] });
  await flow.stock.count(theo, { location: 'LYON-A', serials: [] });
  await flow.stockWatch.watch();
  return { transferId: transfer?.id ?? '' };
}

/** Whose name stands in an address under a word that others use too. */
const OF_PATHS: readonly [RegExp, string][] = [
  [/^\/postes\/inventaire\//, 'planId'],
  [/^\/(postes|mise-en-service)\/:number/, 'workstation'],
  [/^\/imports\//, 'importId'],
  [/^\/listes-de-controle\//, 'checklistId'],
  [/checklists\//, 'checklistId'],
  [/inventories\//, 'planId'],
  [/^\/incidents\//, 'incidentId'],
  [/^\/rappels\//, 'recallId'],
  [/^\/campagnes\//, 'campaignId'],
];
/** Operations that ask for a condition. */
const NEEDS: Readonly<Record<string, string>> = {
  '/imports': 'kind=people',
  '/appointments/slots': 'requestId=REQUEST',
};
/** What nobody is given here, and why. */
const NEVER: readonly [RegExp, string][] = [
  [/^303 \/$/, 'the way to one’s home'],
  [/^303 \/connexion(\/cle)?$/, 'whoever is signed in is led home'],
  [/^404 \/atelier\/series\//, 'what a form of the workshop began: the console remembers it, no table does'],
  [/^404 \/journal\/lecture\/fichier$/, 'an export that was made before: a file, no table'],
];

/** An inventory that is compared, a file that came in, an incident, a certificate of a machine, by their ids. */
async function works({ flow, reads, adele, alice, thomas, theo }: Hall): Promise<Readonly<Record<string, string>>> {
  const text =
    'numero;serie;modele;service;site;agent\nPN-1;;SPAN 14;PREF-33;Bordeaux;\nPN-90;S-90;SPAN 15;PREF-33;Pau;';
  const { rows, problems, ...read } = siftInventory(text);
  const plan = await flow.plans.make(thomas, {
    lines: rows,
    faults: problems,
    ...read,
    sha256: hash('sha256', text),
    say: said,
  });
  const one = { givenName: 'Zoé', familyName: 'Zola', service: 'PREF-33', site: 'Bordeaux' };
  const file = await flow.imports.all(adele, 'people', [
    { ...one, directoryId: 'M-90', email: 'zoe@interieur.example' },
  ]);
  await flow.incident.report(alice, { kind: 'phishing' });
  const [incident] = await reads.find('incident', {});
  await flow.machine.certify(theo, { workstation: 'PN-2', ...machineRequest() });
  const [checklist] = await flow.reading.checklists(thomas);
  return {
    planId: plan.id,
    importId: file.id,
    incidentId: incident?.id ?? '',
    checklistId: checklist?.id ?? '',
    checklist: checklist?.id ?? '',
    seq: '3',
  };
}

async function names(hall: Hall): Promise<Readonly<Record<string, string>>> {
  const asked = await hall.produced(hall.alice, 'PN-1');
  await hall.handOver(asked.id);
  const produced = await hall.produced(hall.bruno, 'PN-2');
  await hall.flow.request.submit(hall.eve, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
  const { transferId } = await places(hall);
  const [token] = await hall.reads.find('token', { requestId: produced.id });
  const { campaign } = await hall.flow.campaign.open(hall.simon, {
    targetImage: 'SPAN-2026.3',
    service: 'PREF-33',
    tokens: 'replace',
    checklist: 'of-image',
    technicians: 1,
    perTechnician: 1,
    startsOn: dayOf(hall.clock.now()),
  });
  await hall.flow.campaign.ended();
  await hall.flow.stock.receive(hall.thomas, {
    reference: 'BL-R',
    model: 'Twin',
    batch: 'R-1',
    tokens: [{ serial: 'R-0001', soPin: 'sopin-R-0001' }],
  });
  await hall.dual('recall.open', { kind: 'batch', model: 'Twin', value: 'R-1', way: 'revoke-now' }, hall.odile);
  await hall.flow.recall.ended();
  const [recall] = await hall.reads.find('recall', {});
  return {
    ...(await works(hall)),
    produced: produced.id,
    number: produced.number,
    requestId: asked.id,
    personId: hall.alice.personId,
    id: hall.alice.personId,
    serial: token?.id ?? '',
    workstation: 'PN-2',
    location: 'LYON-A',
    transferId,
    campaignId: campaign.id,
    recallId: recall?.id ?? '',
  };
}

/** A house with something in each of its lists. */
export async function openDoors(): Promise<Doors> {
  const hall = await openHall({ mails: true });
  const known = await names(hall);
  const fill = (path: string): string => {
    const own = OF_PATHS.find(([of]) => of.test(path))?.[1];
    return path.replace(/:(\w+)|\{(\w+)\}/g, (_, a?: string, b?: string) => known[own ?? a ?? b ?? ''] ?? 'NOBODY');
  };
  const api = express().use('/api', createApi(hall.door, { idempotency: hall.opened.idempotency, log: console }));
  const server = await new Promise<Server>((listening) => {
    const opening = api.listen(0, '127.0.0.1', () => listening(opening));
  });
  const routes = routesOf(hall.door);
  const asked = (by: 'get' | 'post', of: string) => routes.filter((r) => r.method === by && r.path === of).length;
  // the address that a form is sent to has a GET too, which only leads back to its page
  const gets = routes.filter(({ method, path }) => method === 'get' && asked('get', path) > asked('post', path));
  const files = routes.flatMap(({ method, path }) => (method === 'post' && path.endsWith('.csv') ? [fill(path)] : []));
  const produced = known['produced'] ?? '';
  const places: Readonly<Record<string, string | undefined>> = {
    CAMPAIGN: known['campaignId'],
    RECALL: known['recallId'],
    TRANSFER: known['transferId'],
  };
  const behind = BEHIND.map((path) =>
    path.replace(/AFTER-(\w+)/, (_, kind: string) => Buffer.from(places[kind] ?? '').toString('base64url')),
  );
  const paths = [...gets.map(({ path }) => fill(path)), ...CONSOLE, ...behind]
    .map((path) => path.replace('PERSON', hall.alice.personId).replace('CAMPAIGN', known['campaignId'] ?? ''))
    .filter((path) => !/deconnexion/.test(path));
  const operations = Object.values(OPERATIONS).filter(({ method }) => method === 'GET');
  const lists = [...operations.map(({ path }) => fill(path.replace('/v1', ''))), ...API].map((path) => {
    const needs = NEEDS[path];
    return needs === undefined ? path : `${path}?${needs.replace('REQUEST', produced)}`;
  });
  const { port } = server.address() as AddressInfo;
  return {
    hall,
    ask: async () => {
      const given = new Map<string, number>();
      const note = (path: string, status: number): void => {
        if (given.get(path) !== 200) given.set(path, status);
        answered += Number(status === 200);
      };
      let answered = 0;
      for (const name of WHO) {
        const visitor = await visit(hall, name);
        for (const path of paths) note(path, (await visitor.get(path)).status);
        for (const path of files) note(`POST ${path}`, (await visitor.post(path)).status);
        const { token } = await hall.identity.signIn(
          { login: hall.loginOf(name), password: PASSWORD },
          { address: '' },
        );
        for (const path of lists) {
          const headers = { authorization: `Bearer ${token}` };
          const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { headers });
          note(`/v1${path}`, answer.status);
          await answer.arrayBuffer();
        }
      }
      const missed = [...given].flatMap(([path, status]) => (status === 200 ? [] : [`${status} ${path}`]));
      const never = missed.filter((one) => !NEVER.some(([why]) => why.test(one)));
      return { answered, never };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await hall.close();
    },
  };
}
