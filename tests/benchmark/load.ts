/**
 * What everybody waits for while somebody's long work runs: `npm run bench -- load [ROWS [ACTS]]`. The real program on a disk,
 * reached through its REST door. A file of ROWS workstations is imported, then one of as many people, then the journal is
 * verified and exported; meanwhile one asks for /healthz and one registers workstations by hand, again and again. Then ACTS
 * requests are submitted, approved and listed, 16 at a time. Beside each stands an HTTP server of Node with nothing behind it,
 * asked in the same run.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { assemble } from '../../src/demo/cast.ts';
import { type Client, createClient } from '../../src/demo/client.ts';
import { hire, type Member, moveIn, type Person } from '../../src/demo/staff.ts';
import { buildStage } from '../../src/demo/stage.ts';
import { freePort, serveOn } from '../journeys/service.ts';
import { compiled } from '../support/softhsm.ts';

const ROWS = Number(process.argv[2] ?? 50_000);
const ACTS = Number(process.argv[3] ?? 500);
const IN_FLIGHT = 16;
const headings = 'numero;modele;service;site\n';

const quantile = (values: readonly number[], q: number): number =>
  Number(
    (values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0).toFixed(1),
  );
const told = (values: readonly number[]) => ({
  count: values.length,
  median: quantile(values, 0.5),
  p99: quantile(values, 0.99),
  worst: quantile(values, 1),
});
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** How long others wait while `work` runs. */
async function meanwhile(url: string, technician: Client, work: () => Promise<unknown>) {
  let isOver = false;
  const again = async (pause: number, step: () => Promise<unknown>): Promise<number[]> => {
    const waits: number[] = [];
    while (!isOver) {
      waits.push(await timed(step));
      await sleep(pause);
    }
    return waits;
  };
  const machine = () => ({
    assetNumber: `Z-${randomUUID().toUpperCase()}`,
    model: 'S',
    service: 'DNUM',
    site: 'Paris',
  });
  const looking = again(10, async () => (await fetch(`${url}/healthz`)).text());
  const acting = again(40, () => technician.post('/workstations', machine()));
  const seconds = (await timed(work).finally(() => (isOver = true))) / 1000;
  return { seconds: Number(seconds.toFixed(1)), healthzMs: told(await looking), actMs: told(await acting) };
}

/** Items a second, so many at once. */
async function perSecond<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<number> {
  const waiting = items.values();
  const ms = await timed(() =>
    Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        for (const item of waiting) await work(item);
      }),
    ),
  );
  return Math.round((items.length * 1000) / ms);
}

interface Coming {
  id: string;
  state: string;
}
async function takeIn(client: Client, { id, ...begun }: Coming): Promise<void> {
  let { state } = begun;
  while (state === 'running') ({ state } = await client.get<{ state: string }>(`/imports/${id}?wait=25`));
  if (state !== 'finished') throw new Error(`the import is ${state}`);
}

const stage = await buildStage({ blanks: 1, scriptPath: compiled('blanks') });
const service = await serveOn(stage, { web: await freePort(), pki: await freePort() });
const empty = http.createServer((_request, response) => void response.end('{}')).listen(0, '127.0.0.1');
try {
  const enter = (directoryId: string, role: Member['role'], label: string) => {
    const person = { id: '', directoryId, givenName: '', familyName: '', service: 'DNUM', site: '' };
    return moveIn(service.url, person, role, { token: service.links.get(label) ?? '' });
  };
  const founders = {
    administrator: await enter('admin', 'administrator', 'administrateur'),
    securityOfficer: await enter('officer', 'security-officer', 'responsable sécurité'),
  };
  const cast = await assemble(service.url, founders);
  const fresh = async ({ directoryId, password }: Member): Promise<Client> => {
    const { token } = await createClient(service.url).post<{ token: string }>('/sessions', {
      login: directoryId,
      password,
    });
    return createClient(service.url, token);
  };
  const say = (name: string, figure: unknown): void => console.log(JSON.stringify({ [name]: figure }));
  const during = async (work: () => Promise<unknown>) => meanwhile(service.url, await fresh(cast.technician), work);

  say('nothing', await during(() => sleep(5000)));
  const machines = Array.from({ length: ROWS }, (_, i) => `L-${i};SPAN 14;DNUM;Paris\n`).join('');
  const administrator = await fresh(founders.administrator);
  say(
    `import of ${ROWS} workstations`,
    await during(async () => {
      const { id, sha256 } = await administrator.upload<{ id: string; sha256: string }>(
        '/inventories',
        headings + machines,
      );
      await takeIn(administrator, await administrator.post<Coming>(`/inventories/${id}/apply`, { sha256 }));
    }),
  );
  const people = Array.from(
    { length: ROWS },
    (_, i) => `L-${i};Anne;Martin;l-${i}@interieur.example;DNUM;Paris\n`,
  ).join('');
  const again = await fresh(founders.administrator);
  say(
    `import of ${ROWS} people`,
    await during(async () => {
      const file = `matricule;prenom;nom;courriel;service;site\n${people}`;
      await takeIn(again, await again.upload<Coming>('/people/import', file));
    }),
  );
  const auditor = await fresh(cast.auditor);
  say('verification', await during(() => auditor.post('/journal/verifications', {})));
  say('search', await during(() => auditor.get('/journal/entries?text=nowhere')));
  say('export', await during(() => auditor.download('/journal/exports', { openings: false })));

  founders.administrator.client = await fresh(founders.administrator);
  founders.securityOfficer.client = await fresh(founders.securityOfficer);
  const found = await founders.administrator.client.get<{ items: Person[] }>('/people?text=L-17&limit=1');
  const [asking] = found.items;
  if (!asking) throw new Error('nobody was imported');
  const correspondent = await hire(service.url, founders, asking, 'correspondent', 'DNUM');
  const asked: { id: string; contentHash: string }[] = [];
  const holders = Array.from({ length: ACTS }, (_, i) => `L-${i}`).filter((id) => id !== asking.directoryId);
  const submitted = await perSecond(holders, async (holder) => {
    asked.push(await correspondent.client.post('/requests', { holder, kind: 'first-issue', workstation: holder }));
  });
  const approver = await fresh(cast.approvers[0]);
  const approved = await perSecond(asked, ({ id, contentHash }) =>
    approver.post(`/requests/${id}/approve`, { contentHash, seenPriority: 0 }),
  );
  const listed = await perSecond(asked, () => approver.get('/requests?limit=50'));
  const floor = `http://127.0.0.1:${(empty.address() as AddressInfo).port}`;
  const posted = await perSecond(asked, () => fetch(floor, { method: 'POST', body: '{}' }).then((r) => r.text()));
  say('a second', { submitted, approved, listed, 'empty Node': posted });
} finally {
  empty.close();
  await service.stop();
  rmSync(stage.dir, { recursive: true, force: true });
}
