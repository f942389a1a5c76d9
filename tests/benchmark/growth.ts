/**
 * What lists, searches and pages cost as the data grow: `npm run bench -- growth [REQUESTS [ROUNDS]] [--people N] [--postgres] [--only TEXT]`:
 * on SQLite, or on a PostgreSQL server of its own; all, or those whose name has this text. The same ministry
 * with 1,000 requests and with REQUESTS (100,000), as many tokens, certificates, jobs, letters and hand-overs, half as many
 * people and workstations, and the same backlog; with `--people`, so many people, each with a workstation and one token that was made
 * again and again, and 200 blank ones. Each page and list is asked for ROUNDS times through HTTP, of the one and the
 * other in turn; the server's time is from the request's arrival to the end of its answer. Reports, forecasts and searches of the journal
 * are read by processes beside it, as in the service: they run what was built.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import http, { type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import express from 'express';
import { searching } from '../../src/app/flow.ts';
import { openReadings, type Readings } from '../../src/app/readings/readings.ts';
import type { Role } from '../../src/book/tables/codes.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import type { Heard, Wanted } from './asker.child.ts';
import { fillStore } from './big-store.ts';

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    postgres: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    people: { type: 'string' },
  },
});
const REQUESTS = Number(positionals[0] ?? 100_000);
const ROUNDS = Number(positionals[1] ?? 40);
if (options.postgres) process.env['JETON_TEST_ENGINE'] = 'postgres'; // the ministry of the tests asks for it
/**
 * Before the first round that counts: a service that has run for an hour has its code compiled and, on each of its connections to a
 * server, its statements prepared and the plans of the server chosen, which takes five runs there. V8 takes longer: after 60 visits of
 * each page it still compiled 213 functions in the next 480 visits, beside them on the same cores.
 */
const WARM = 400;
const SMALL = 1000;
const HOUSE = options.people === undefined ? {} : { people: Number(options.people), blanks: 200 };
/** The ministry of the tests takes itself away after a test; here it is closed by hand. */
const after: (() => Promise<void>)[] = [];
Object.assign(globalThis, { afterEach: (work: () => Promise<void>) => after.push(work), expect: () => {} });
const { openHall } = await import('../console/hall.ts');
const { createVisitor } = await import('../console/visitor.ts');
const { createApi } = await import('../../src/api/api.ts');
const { PASSWORD } = await import('../support/world/come-in.ts');
const { START } = await import('../support/clock.ts');
const { flowRounds } = await import('../../src/app/scheduler.ts');

const PAGES: Partial<Record<Role, readonly string[]>> = {
  technician: [
    '/atelier',
    '/atelier/chaine',
    '/remise',
    '/courriers',
    '/stock',
    '/stock?etat=active',
    '/stock?texte=B00000',
    '/stock?texte=77',
    '/stock/B000000777',
  ],
  approver: ['/approbations'],
  'security-officer': [
    '/demandes',
    '/demandes?etat=closed',
    '/demandes?texte=etienne',
    '/demandes?texte=0777',
    '/demandes/DEM-2021-000777',
    '/securite',
    '/incidents',
    '/rappels',
    '/double-controle',
  ],
  administrator: [
    '/administration',
    '/administration?texte=elodie',
    '/administration?texte=77@',
    '/administration/personnes/b-person-77',
    '/postes',
    '/postes?texte=777',
    '/postes?texte=pn',
    '/postes/BN-77',
  ],
  correspondent: ['/service'],
  agent: ['/mes-jetons'],
  auditor: [
    '/journal',
    '/journal?jeton=B000000777',
    '/journal?demande=DEM-2021-000777',
    '/journal?poste=BN-77',
    '/journal?texte=00777',
    '/revue-des-roles',
    '/pilotage',
  ],
  supervisor: [
    '/pilotage',
    '/pilotage/echeances',
    '/demandes?etat=approved',
    '/postes?image=SPAN&tri=-image',
    '/postes?service=PREF-77&tri=model',
    '/postes?site=Site&texte=777',
    '/campagnes',
    '/stock',
  ],
};
const LISTS: Partial<Record<Role, readonly string[]>> = {
  'security-officer': [
    '/requests?limit=50',
    '/requests?state=closed&limit=50',
    '/requests?state=submitted&limit=50',
    '/requests?text=Etienne&limit=50',
    '/requests?text=Jospin-Moreau&limit=50',
    '/requests?text=00777&limit=50',
    '/requests?text=nowhere&limit=50',
    '/requests?text=BN-777&limit=50',
    '/requests?text=ev&limit=50',
  ],
  technician: [
    '/tokens?limit=50',
    '/tokens?text=PREF-7&limit=50',
    '/tokens?text=77777&limit=50',
    '/tokens?state=active&limit=50',
    '/stock',
  ],
  administrator: [
    '/people?limit=50',
    '/people?text=elodie&limit=50',
    '/people?text=nobody&limit=50',
    '/workstations?text=BN-77&limit=50',
    '/workstations?state=commissioned&limit=50',
  ],
  correspondent: [
    '/requests?limit=50',
    '/requests?state=closed&limit=50',
    '/requests?text=Etienne&limit=50',
    '/people?limit=50',
    '/people?text=elodie&limit=50',
  ],
  approver: ['/requests?state=submitted&limit=50'],
  agent: ['/requests?limit=50', '/requests?state=closed&limit=50'],
};
const WHO: Partial<Record<Role, Parameters<Awaited<ReturnType<typeof openHall>>['loginOf']>[0]>> = {
  technician: 'thomas',
  approver: 'valerie',
  'security-officer': 'olga',
  administrator: 'adele',
  correspondent: 'corinne',
  agent: 'alice',
  auditor: 'aurore',
  supervisor: 'simon',
};

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;

/** A ministry of this size, and everything that is asked of it, by name; each answers the server's milliseconds. */
async function openAt(n: number, house = {}) {
  let readings: Readings | undefined;
  /** What processes beside the service read for it (src/app.ts). */
  const apart = (): Readings => {
    if (!readings) throw new Error('nothing is read before there is anything');
    return readings;
  };
  const hall = await openHall({
    mails: true,
    hold: () => (task, progress, signal) => apart().report(task, progress, signal),
    forecast: (task) => apart().forecast(task),
    entries: (own) => searching(own, (filter, page, gone) => apart().search(filter, page, gone)),
  });
  const begun = performance.now();
  await fillStore(hall.opened.place, ROW_KEY, { n, end: START, ...house });
  if (options.postgres) await hall.opened.behind.run('vacuum analyze'); // as its server does by itself
  const { lists, dayEnds } = hall.opened;
  const stands = async () => `${await lists.size()} ${(await dayEnds.last(START))?.at}`;
  readings = openReadings({ place: hall.opened.place, exports: tmpdir(), stands });
  console.error(`${n} requests filled in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  const api = express().use('/api', createApi(hall.door, { idempotency: hall.opened.idempotency, log: console }));
  let served = 0;
  const server = http.createServer((request, response) => {
    const arrived = performance.now();
    response.once('finish', () => {
      served = performance.now() - arrived;
    });
    (request.url?.startsWith('/api') ? api : hall.app)(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const asks = new Map<string, () => Promise<number>>();
  const asker = fork(new URL('asker.child.ts', import.meta.url));
  const askFor = async (path: string, headers: OutgoingHttpHeaders): Promise<number> => {
    const heard = once(asker, 'message') as Promise<[Heard]>;
    asker.send({ url: url + path, headers } satisfies Wanted);
    const [{ status }] = await heard;
    if (status !== 200) throw new Error(`${path} was answered ${status}`);
    return served;
  };
  for (const [role, name] of Object.entries(WHO)) {
    const login = hall.loginOf(name);
    const visitor = createVisitor({ url });
    await visitor.signIn(login);
    const cookie = [...visitor.jar].map(([jarred, value]) => `${jarred}=${value}`).join('; ');
    const pageOf = (path: string) => askFor(path, { cookie });
    for (const path of PAGES[role as Role] ?? []) asks.set(`${role} ${path}`, () => pageOf(path));
    if (role === 'security-officer') {
      const [last] = await hall.reads.find(
        'request',
        { state: 'approved' },
        { orderBy: 'submittedAt', descending: true },
      );
      asks.set(`${role} the last request of the queue`, () => pageOf(`/demandes/${last?.number}`));
    }
    const { token } = await hall.identity.signIn({ login, password: PASSWORD }, { address: '127.0.0.1' });
    const bearer = { authorization: `Bearer ${token}` };
    for (const path of LISTS[role as Role] ?? [])
      asks.set(`${role} /api/v1${path}`, () => askFor(`/api/v1${path}`, bearer));
  }
  // what the service does by itself, at its start and again and again
  const { production, machine, imports, dualControl, reminders } = hall.flow;
  const alone = [
    ...flowRounds(hall.flow),
    { name: 'reminders', run: reminders.send },
    { name: 'the list of revocations', run: hall.opened.isListWhole },
    { name: 'interrupted productions', run: production.resume },
    { name: 'interrupted machines', run: machine.resume },
    { name: 'interrupted imports', run: imports.resume },
    { name: 'interrupted decisions', run: dualControl.resume },
    { name: 'texts of searches, at a start', run: hall.opened.holdTriggers },
  ];
  for (const { name, run } of alone) {
    asks.set(`by itself: ${name}`, async () => {
      const arrived = performance.now();
      await run();
      return performance.now() - arrived;
    });
  }
  const close = async (): Promise<void> => {
    asker.disconnect();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await readings?.close();
    await hall.close();
  };
  return { asks, close };
}

const [small, large] = [await openAt(SMALL), await openAt(REQUESTS, HOUSE)];
const ms = (value: number): string => value.toFixed(1).padStart(7);
console.log(`${'ms, server time'.padEnd(74)}   1,000     p95 ${String(REQUESTS).padStart(7)}     p95  ratio`);
const asked = [...small.asks].filter(([name]) => name.includes(options.only));
for (let round = 0; round < WARM; round += 1)
  for (const [name, atSmall] of asked) {
    await atSmall();
    await large.asks.get(name)?.();
  }
for (const [name, atSmall] of asked) {
  const atLarge = large.asks.get(name) ?? atSmall;
  const [few, many]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, other] = [await atSmall(), await atLarge()];
    few.push(one);
    many.push(other);
  }
  const [usual, grown] = [quantile(few, 0.5), quantile(many, 0.5)];
  const figures = [usual, quantile(few, 0.95), grown, quantile(many, 0.95)].map(ms).join(' ');
  console.log(`${name.padEnd(74)} ${figures} ${(grown / usual).toFixed(1).padStart(6)}`);
}
for (const { close } of [small, large]) await close();
for (const close of after.toReversed()) await close();
