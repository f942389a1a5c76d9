import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { judge as byTheBook } from '../../src/book/judge/judge.ts';
import type { Caller } from '../../src/book/rights/roles.ts';
import { MOST_OPEN } from '../../src/book/tables/states.ts';
import { createCa } from '../../src/ca/ca.ts';
import { verifyChallenge } from '../../src/ca/issue/challenge.ts';
import { chance, clock } from '../../src/chance.ts';
import type { RowsOf } from '../../src/flow/import/kinds.ts';
import { createFlow } from '../../src/flow/index.ts';
import { recordStart } from '../../src/flow/nodes/start-and-stop.ts';
import { createThisNode } from '../../src/flow/nodes/this-node.ts';
import type { TokenBench } from '../../src/flow/ports/bench.ts';
import type { SecretHasher } from '../../src/flow/ports/secret-hasher.ts';
import { noteConfiguration } from '../../src/flow/two-persons/confirm-configuration.ts';
import { adoptProfiles } from '../../src/flow/two-persons/confirm-profiles.ts';
import { adoptChecklists } from '../../src/flow/workstation/checklists.ts';
import { createIdentity } from '../../src/identity/accounts.ts';
import { createSecretHasher } from '../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../src/identity/passwords/password.ts';
import { createPlaces } from '../../src/identity/sessions/bench-session.ts';
import { openQueue } from '../../src/post/open-queue.ts';
import { createPrinter } from '../../src/post/printer.ts';
import { createAuthorityRecords } from '../../src/store/ca/authorities.ts';
import type { Place } from '../../src/store/place.ts';
import { type Judge, openStore } from '../../src/store/store.ts';
import { createVault } from '../../src/vault/vault.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import { letFoundersIn, letIn } from '../support/world/come-in.ts';
import { configurationSaying } from '../support/world/configuration.ts';
import { machine, takeOver } from '../support/world/machines.ts';

/** Hashes nothing: what is shown with it is not how strong a hash is. */
const PLAIN: SecretHasher = {
  hash: async (secret) => secret,
  verify: async (hash, secret) => hash === secret,
};

/** A request as an approver saw it. */
export interface Asked {
  requestId: string;
  contentHash: string;
  seenPriority: number;
}
/** Does `work` for each item, 32 at the same time; answers in the order of the items. */
async function inFlight<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const waiting = items.entries();
  const one = async (): Promise<void> => {
    for (const [index, item] of waiting) answers[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: 32 }, one));
  return answers;
}

/** Requests that one agent may have open. */
const PER_AGENT = MOST_OPEN;

/**
 * The service's middle in `folder`, as it runs: real store, CA (P-384), bench, labels printed into a folder; with
 * `requests` requests that wait for their approval, and the tokens delivered. `judge` left out: the book's.
 */
export async function openBenchPlant({
  folder,
  bench,
  tokens,
  requests,
  profilesDir = 'certs/profiles',
  model = 'SoftHSM2',
  judge = byTheBook,
  place = { path: join(folder, 'jeton.db') },
}: {
  folder: string;
  bench: TokenBench;
  tokens: readonly { serial: string; soPin: string }[];
  requests: number;
  profilesDir?: string;
  /** As the tokens were delivered. */
  model?: string;
  judge?: Judge;
  /** Where the records are kept; in the folder when left out. */
  place?: Place;
}) {
  mkdirSync(folder, { recursive: true });
  const opened = await openStore({ judge, ...place, clock, chance, rowKey: ROW_KEY });
  const vault = createVault({ kek: chance.bytes(32), chance });
  const ca = await createCa({
    dir: join(folder, 'keys'),
    vault,
    clock,
    chance,
    pkiUrl: 'http://127.0.0.1:8081',
    records: opened.status,
    authorityRecords: createAuthorityRecords(opened.store.transact),
    profilesDir,
    isConfirmed: async () => true,
    warn: () => {},
    policyOid: '2.999.1.1',
    organisation: "Ministère de l'Intérieur",
    siren: '000000000',
  });
  if (!ca.exists()) await ca.createEvaluation();
  await adoptProfiles(opened.store, ca.profiles);
  await adoptChecklists({ store: opened.store, chance, clock });
  const node = createThisNode({ name: 'jeton', site: 'Paris' });
  const own = { store: opened.store, clock, node };
  await recordStart(own, { version: 'bench', evaluation: true, profiles: ca.profiles, policy: 'policy' });
  const identity = createIdentity({
    store: opened.store,
    records: opened.identity,
    clock,
    chance,
    hasher: createSecretHasher({ memoryCost: 8, timeCost: 1, parallelism: 1 }),
    policy: createPasswordPolicy({ common: new Set() }),
  });
  const queue = openQueue(`folder:${join(folder, 'prints')}`);
  const house = { sender: ['Jeton'], dutyPhone: '+33 1 00 00 00 00', timeZone: 'Europe/Paris' };
  const flow = createFlow({
    node,
    store: opened.store,
    lists: opened.lists,
    clock,
    chance,
    claims: opened.presence,
    sight: opened.presence,
    vault,
    ca: ca.authority,
    status: ca.publisher,
    bench,
    places: createPlaces({ records: opened.identity, clock, node }),
    software: {
      generate: () => Promise.reject(new Error('no nomade credentials here')),
      pack: () => Promise.reject(new Error('no nomade credentials here')),
    },
    printer: createPrinter({ queues: { label: queue, letter: queue }, house, clock }),
    hasher: PLAIN,
    codes: PLAIN,
    verifyChallenge,
    configuration: configurationSaying(),
    warn: (message, error) => console.error(message, error),
  });

  const person = (id: string) => ({
    directoryId: id,
    givenName: 'Agent',
    familyName: id,
    email: `${id.toLowerCase()}@interieur.example`,
    service: 'DNUM',
    site: 'Paris',
  });
  const caller = (personId: string, grants: Caller['grants'] = []): Caller => ({
    personId,
    service: 'DNUM',
    grants,
    freshUntil: Number.MAX_SAFE_INTEGER,
  });
  const grant = (role: Caller['grants'][number]['role']) => [
    { role, scope: '*', validFrom: null, validUntil: null, revokedAt: null },
  ];
  await noteConfiguration({ store: opened.store, configuration: configurationSaying() });
  const [admin, officer] = await flow.people.found([
    { ...person('ADMIN'), role: 'administrator' },
    { ...person('OFFICER'), role: 'security-officer' },
  ]);
  const administrator = caller(admin!.id, grant('administrator'));
  const security = caller(officer!.id, grant('security-officer'));
  await letFoundersIn(identity);
  const founders = { adele: administrator, olga: security };
  const agents = Array.from({ length: Math.ceil(requests / PER_AGENT) }, (_, index) => `AGENT-${index}`);
  await flow.imports.all(administrator, 'people', ['APPROVER', 'TECHNICIAN', ...agents].map(person));
  const idOf = async (directoryId: string) => (await opened.store.reads.find('person', { directoryId }))[0]!.id;
  const operator = async (directoryId: string, role: 'approver' | 'technician') => {
    const args = { personId: await idOf(directoryId), role, scope: '*' };
    const { id, argsHash } = await flow.dualControl.propose(administrator, { act: 'role.grant', args });
    await flow.dualControl.confirm(security, { proposalId: id, argsHash });
    await letIn(identity, founders, args.personId);
    return caller(args.personId, grant(role));
  };
  const approver = await operator('APPROVER', 'approver');
  const technician = await operator('TECHNICIAN', 'technician');

  const numbers = Array.from({ length: requests }, (_, index) => `PN-${index}`);
  const machines = numbers.map((assetNumber) => ({ ...machine(assetNumber), service: 'DNUM', site: 'Paris' }));
  await takeOver(flow, [founders.adele, founders.olga], ...machines);
  if (tokens.length > 0) await flow.stock.receive(technician, { reference: 'BL-1', model, tokens: [...tokens] });
  const askers: Caller[] = [];
  for (const agent of agents) {
    const id = await idOf(agent);
    await letIn(identity, founders, id);
    askers.push(caller(id, grant('agent')));
  }
  const waiting = await inFlight(numbers, async (assetNumber, index): Promise<Asked> => {
    const asker = askers[Math.floor(index / PER_AGENT)]!;
    const row = await flow.request.submit(asker, { kind: 'first-issue', workstation: assetNumber, priority: 0 });
    return { requestId: row.id, contentHash: row.contentHash, seenPriority: 0 };
  });
  const approve = (asked: Asked): Promise<unknown> => flow.approval.approve(approver, asked);
  return {
    /** What the approver sees of each request. */
    waiting,
    approver,
    approve,
    approveAll: async (): Promise<void> => {
      for (const asked of waiting) await approve(asked);
    },
    /** Takes the queue's next request and makes the token in `slot`; milliseconds, the taking not counted. */
    produceNext: async (slot: string): Promise<number> => {
      const [request] = await flow.production.takeNext(technician, { count: 1 });
      if (!request) throw new Error('the queue is empty');
      const begun = performance.now();
      await flow.production.produce(technician, { requestId: request.id, slot });
      return performance.now() - begun;
    },
    /** Takes in a file, as whoever may: answers once it has come in. */
    takeIn: <K extends keyof RowsOf>(kind: K, rows: readonly RowsOf[K][]) =>
      flow.imports.all(administrator, kind, rows),
    reads: opened.store.reads,
    groups: opened.groups,
    close: opened.close,
  };
}
