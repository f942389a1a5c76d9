import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createApi } from '../../../src/api/api.ts';
import { OPERATIONS } from '../../../src/api/operations.ts';
import { type Hall, type Name, openHall } from '../../console/hall.ts';
import { routesOf } from '../../console/routes.ts';
import { visit } from '../../console/visitor.ts';
import { PASSWORD } from '../../support/come-in.ts';
import { collectStatements, tablesReadWhole } from '../../support/query-plans.ts';

const WHO: readonly Name[] = ['alice', 'corinne', 'valerie', 'thomas', 'olga', 'aurore', 'adele', 'simon'];
/** Tables that a house fills with a few rows and no more, whatever it makes. */
const SMALL = ['setting', 'authority', 'delivery', 'import', 'roleSuggestion', 'dismissedSuggestion'];
/** Statements that read a growing table as a whole, and why they may. */
const ALLOWED: readonly [RegExp, string][] = [
  [/^select \* from "difference" order by/, 'each thing that differs once, until it is repaired'],
  [/^select \* from "journalTip"/, 'stretches of the journal: one more with each restore'],
  [/^select count\(\*\) as n from "(person|account)" where 1 = 1/, 'whether there is anybody, when a house is founded'],
  [
    /^select .* from "(token|approval)" where "(deliveryId|requestId)" is null/,
    'a column that is never null: the database looks at no row',
  ],
  [/^select.* where 1 = 0/s, 'an empty list of values: the database looks at no row'],
];
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
  ...['/administration?texte=agard', '/postes?texte=PN-', '/postes?etat=commissioned', '/approbations?service=PREF-33'],
  ...['/journal?texte=agard', '/journal?action=request.submit', '/journal?acteur=system'],
];
const API = [
  ...[
    '/requests?state=closed',
    '/requests?text=agard',
    '/requests?state=closed&state=produced',
    '/requests?kind=nomade',
  ],
  ...['/requests?service=PREF-33', '/requests?service=PREF-33&state=closed&text=DEM', '/requests?text=a'],
  ...['/tokens?state=active', '/tokens?text=B-00', '/people?text=agard', '/workstations?state=commissioned&text=PN'],
  ...['/journal/entries?text=agard', '/journal/entries?actor=system&action=service.start'],
];

describe('what the doors ask the database', () => {
  const collected = collectStatements();
  let hall: Hall;
  let server: Server;
  let names: Record<string, string>;
  const fill = (path: string): string =>
    path.replace(/:(\w+)|\{(\w+)\}/g, (_, a?: string, b?: string) => names[a ?? b ?? ''] ?? 'NOBODY');

  beforeAll(async () => {
    hall = await openHall({ mails: true });
    const asked = await hall.produced(hall.alice, 'PN-1');
    await hall.handOver(asked.id);
    const produced = await hall.produced(hall.bruno, 'PN-2');
    await hall.flow.request.submit(hall.eve, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    const [token] = await hall.reads.find('token', { requestId: produced.id });
    names = {
      ...{ number: produced.number, requestId: asked.id, personId: hall.alice.personId, id: hall.alice.personId },
      ...{ serial: token?.id ?? '', workstation: 'PN-2' },
    };
    const api = express().use('/api', createApi(hall.door, { idempotency: hall.opened.idempotency, log: console }));
    server = await new Promise((listening) => {
      const opening = api.listen(0, '127.0.0.1', () => listening(opening));
    });
  }, 60_000);
  afterAll(async () => {
    collected.stop();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await hall.close();
  });

  it('reads no table as a whole that grows with the work', async () => {
    const gets = routesOf(hall.door).filter(({ method }) => method === 'get');
    const paths = [...gets.map(({ path }) => fill(path)), ...CONSOLE].filter((path) => !/deconnexion/.test(path));
    const operations = Object.values(OPERATIONS).filter(({ method }) => method === 'GET');
    const asked = [...operations.map(({ path }) => fill(path.replace('/v1', ''))), ...API];
    const { port } = server.address() as AddressInfo;
    let answered = 0;
    for (const name of WHO) {
      const visitor = await visit(hall, name);
      for (const path of paths) answered += Number((await visitor.get(path)).status === 200);
      const { token } = await hall.identity.signIn({ login: hall.loginOf(name), password: PASSWORD }, { address: '' });
      for (const path of asked) {
        const headers = { authorization: `Bearer ${token}` };
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, { headers });
        answered += Number(answer.status === 200);
        await answer.arrayBuffer();
      }
    }
    const reads = [...collected.texts].filter(
      (text) => /^\s*(select|with)\b/i.test(text) && !/sqlite_schema/.test(text),
    );
    const whole = reads.flatMap((text) => {
      const tables = tablesReadWhole(hall.opened.path, text).filter((table) => !SMALL.includes(table));
      return tables.length === 0 || ALLOWED.some(([may]) => may.test(text)) ? [] : [`${tables}: ${text}`];
    });
    expect(whole).toEqual([]);
    expect(answered).toBeGreaterThan(150);
    expect(reads.length).toBeGreaterThan(100);
  }, 120_000);
});
