import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createBench, type SlotConfig } from '../../src/bench/bench.ts';
import { plug, prepareBlanks, unplug, writeConf } from '../../src/bench/softhsm.ts';
import { placeOf } from '../../src/bench/twin/scenario.ts';
import { plugTwin, readToken, unplugTwin } from '../../src/bench/twin/token.ts';
import { counts, isLong } from '../support/runs/long.ts';
import { compiled, softHsm } from '../support/softhsm.ts';
import { checkEverything } from '../support/world/check.ts';
import { openPlant } from '../support/world/plant.ts';
import { twinBench, type Wanted } from '../support/world/twin-bench.ts';
import { createWorld } from '../support/world/world.ts';
import type { CutOrder } from './power-cut.child.ts';

/** The steps of a production, as the flow passes them. */
const FLOW_POINTS = [
  'recorded:production.begin',
  'committed:production.begin',
  'before:initialise',
  'after:initialise',
  'before:generateKey',
  'after:generateKey',
  'recorded:certificate.intend',
  'committed:certificate.intend',
  'before:issue',
  'after:issue',
  'recorded:certificate.issue',
  'committed:certificate.issue',
  'before:writeCertificate',
  'after:writeCertificate',
  'before:signChallenge',
  'after:signChallenge',
  'recorded:production.seal',
  'committed:production.seal',
];
/** From here on what is found at the next start can be finished. */
const FINISHED_FROM = FLOW_POINTS.indexOf('committed:certificate.issue');

type Faults = NonNullable<Wanted['faults']>;
const call = (name: Faults[number]['call'], done: boolean, skip = 0): Faults => [
  { call: name, done, skip, end: 'power-cut' },
];
/** Inside the device: before and after each call that changes it. */
const DEVICE_POINTS: [string, Faults, 'approved' | 'produced'][] = [
  ['before C_InitToken', call('C_InitToken', false), 'approved'],
  ['after C_InitToken', call('C_InitToken', true), 'approved'],
  ['before C_InitPIN', call('C_InitPIN', false), 'approved'],
  ['after C_InitPIN', call('C_InitPIN', true), 'approved'],
  ['before the SO-PIN changes', call('C_SetPIN', false), 'approved'],
  ['after the SO-PIN changed', call('C_SetPIN', true), 'approved'],
  ['before C_GenerateKeyPair', call('C_GenerateKeyPair', false), 'approved'],
  ['after C_GenerateKeyPair', call('C_GenerateKeyPair', true), 'approved'],
  ['before the request is signed', call('C_Sign', false), 'approved'],
  ['before C_CreateObject', call('C_CreateObject', false), 'produced'],
  ['after C_CreateObject', call('C_CreateObject', true), 'produced'],
  ['before the challenge is signed', call('C_Sign', false, 1), 'produced'],
  ['after the challenge was signed', call('C_Sign', true, 1), 'produced'],
];

/** A folder with a service at rest: two approved requests, the first of which will be produced; made once, copied for each cut. */
let template: { dir: string; requestId: string; next: string; blanks: { serial: string; soPin: string }[] };
let softBlanks: { serial: string; soPin: string; folder: string }[];
let softDir: string;
const quiet = { info: () => undefined, warn: () => undefined };

beforeAll(async () => {
  softDir = mkdtempSync(join(tmpdir(), 'jeton-cut-soft-'));
  softBlanks = await prepareBlanks({
    dir: softDir,
    count: 2,
    soPin: (index) => `${1_000_000_000_000_000 + index}`,
    module: softHsm(),
    scriptPath: compiled('blanks'),
  });
  const twin = twinBench({ blanks: 2 });
  const w = await createWorld({
    bench: twin.bench,
    blanks: [...twin.blanks, ...softBlanks.map((blank) => ({ ...blank, model: 'SoftHSM2' }))],
  });
  const first = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
  w.clock.advance(1_000); // places in the queue go by age
  const second = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
  for (const { id } of [first, second]) await w.approve(id);
  const dir = mkdtempSync(join(tmpdir(), 'jeton-cut-'));
  cpSync(w.keys, join(dir, 'keys'), { recursive: true });
  cpSync(twin.dir, join(dir, 'twin'), { recursive: true });
  await w.opened.close();
  cpSync(w.opened.path, join(dir, 'jeton.db'));
  await w.close();
  await twin.close();
  template = { dir, requestId: first.id, next: second.id, blanks: twin.blanks };
});
afterAll(() => {
  for (const dir of [template.dir, softDir]) rmSync(dir, { recursive: true, force: true });
});

/** A copy of the template with the first blank in slot 1; what a person does to plug the other one. */
interface Case {
  dir: string;
  slots: SlotConfig[];
  serial: string;
  exchange(): void;
  /** What of a holder's is still on the token. */
  left(): unknown[];
}
function copyOf(): string {
  const dir = mkdtempSync(join(tmpdir(), 'jeton-cut-case-'));
  cpSync(template.dir, dir, { recursive: true });
  return dir;
}
function twinCase(faults: Faults): Case {
  const dir = copyOf();
  const module = `twin:${join(dir, 'twin', '1', 'scenario.json')}`;
  const place = placeOf(module);
  const [first, second] = template.blanks;
  const drawer = join(dir, 'twin', 'drawer');
  plugTwin(place, drawer, first!.serial);
  writeScenario(place.path, faults);
  return {
    dir,
    slots: [{ slot: '1', position: 'Poste 1', module }],
    serial: first!.serial,
    exchange: () => {
      unplugTwin(place, drawer);
      plugTwin(place, drawer, second!.serial);
    },
    left: () => readToken(place, first!.serial)!.items,
  };
}
function softCase(): Case {
  const dir = copyOf();
  const [slot, drawer, blanks] = ['slot', 'drawer', 'blanks'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  const conf = writeConf(slot);
  writeConf(drawer);
  cpSync(softDir, blanks, { recursive: true });
  const [first, second] = softBlanks.map((blank) => ({ ...blank, folder: join(blanks, basename(blank.folder)) }));
  plug(slot, first!);
  return {
    dir,
    slots: [{ slot: '1', position: 'Poste 1', module: softHsm(), env: { SOFTHSM2_CONF: conf } }],
    serial: first!.serial,
    exchange: () => {
      unplug(slot, drawer);
      plug(slot, second!);
    },
    left: () => objectsIn(join(slot, 'tokens')),
  };
}
/** Object files beside the token's own; a lock alone holds nothing. */
const objectsIn = (tokens: string): string[] =>
  readdirSync(tokens, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.object') && !name.endsWith('token.object'))
    .map((name) => `${name} ${statSync(join(tokens, name)).size}`);
function writeScenario(path: string, faults: Faults): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ faults }));
}

/** Lets a service produce until it is cut off. */
async function cutOff(at: Case, how: Pick<CutOrder, 'point' | 'afterMs'>): Promise<void> {
  const order: CutOrder = {
    path: join(at.dir, 'jeton.db'),
    keys: join(at.dir, 'keys'),
    slots: at.slots,
    workerPath: compiled('worker'),
    requestId: template.requestId,
    ...how,
  };
  const args = ['--import', './tests/support/typescript.mjs', 'tests/bench/power-cut.child.ts', JSON.stringify(order)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const [, signal] = await once(child, 'exit');
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${signal}`);
}

/** The next start, and what must be true after it, whatever came before. Answers where request and token are. */
async function startAgain(at: Case): Promise<{ request: string; token: string; open: number }> {
  // a token that answers late on a busy machine is no token that is gone
  const deadlines = { default: 60_000 };
  const bench = createBench({ slots: at.slots, training: true, workerPath: compiled('worker'), log: quiet, deadlines });
  const plant = await openPlant({
    path: join(at.dir, 'jeton.db'),
    keys: join(at.dir, 'keys'),
    bench,
    seed: at.dir,
    minute: 3,
  });
  try {
    const { reads, flow } = plant;
    const resumed = await flow.production.resume();
    const request = (await reads.get('request', template.requestId))!;
    const token = (await reads.get('token', at.serial))!;
    // nothing is left half-way, and no certificate is good but the one on a sealed token
    expect(await reads.count('job', { state: ['leased', 'certifying', 'certified'] })).toBe(0);
    expect(await reads.count('certificate', { state: ['intended', 'issued'] })).toBe(0);
    const good = await reads.find('certificate', { state: 'good' });
    expect(good.map(({ id }) => id)).toEqual(request.state === 'produced' ? [token.certificateId] : []);
    if (request.state === 'produced') await proven(plant, at);
    else await again(plant, at, token.state);
    await checkEverything(plant);
    return { request: request.state, token: token.state, open: resumed.length };
  } finally {
    await plant.close();
    await bench.close();
    rmSync(at.dir, { recursive: true, force: true });
  }
}
type Plant = Awaited<ReturnType<typeof openPlant>>;

/** A sealed token proves itself at the desk, and its letter tells the PIN. */
async function proven({ flow, caller }: Plant, at: Case): Promise<void> {
  const desk = await caller('theo');
  const { tokenId } = await flow.handover.challenge(desk, { requestId: template.requestId, slot: '1' });
  expect(tokenId).toBe(at.serial);
}

/** The request stands where it stood in the queue, and is produced: on the same token if it was wiped, else on another. */
async function again({ flow, reads, caller }: Plant, at: Case, tokenState: string): Promise<void> {
  expect((await reads.queue(['first-issue'], 5)).map(({ id }) => id)).toEqual([template.requestId, template.next]);
  if (tokenState === 'in_stock') expect(at.left()).toEqual([]);
  else at.exchange();
  const technician = await caller('thomas');
  await flow.production.produce(technician, { requestId: template.requestId, slot: '1' });
  expect(await reads.get('request', template.requestId)).toMatchObject({ state: 'produced' });
}

/** Some of them in `npm test`, all of them in `npm run test:long`. */
const some = <T>(all: readonly T[], every: number): T[] => all.filter((_, index) => isLong() || index % every === 0);

describe('a power cut in the middle of production, on the twin', () => {
  it.each(some(FLOW_POINTS, 3))('at %s', async (point) => {
    const cut = twinCase([]);
    await cutOff(cut, { point });
    const index = FLOW_POINTS.indexOf(point);
    const ends = index < FINISHED_FROM ? 'approved' : 'produced';
    expect(await startAgain(cut)).toEqual({
      request: ends,
      token: ends === 'produced' ? 'produced' : 'in_stock',
      open: point === 'recorded:production.begin' || point === 'committed:production.seal' ? 0 : 1,
    });
  });

  it.each(some(DEVICE_POINTS, 4))('in the device, %s', async (_, faults, ends) => {
    const cut = twinCase(faults);
    await cutOff(cut, {});
    expect(await startAgain(cut)).toEqual({
      request: ends,
      token: ends === 'produced' ? 'produced' : 'in_stock',
      open: 1,
    });
  });
});

describe('a power cut in the middle of production, on SoftHSM2', () => {
  it.each(some(FLOW_POINTS, 6))('at %s', async (point) => {
    const cut = softCase();
    await cutOff(cut, { point });
    const ends = FLOW_POINTS.indexOf(point) < FINISHED_FROM ? 'approved' : 'produced';
    expect(await startAgain(cut)).toMatchObject({
      request: ends,
      token: ends === 'produced' ? 'produced' : 'in_stock',
    });
  });

  it('in the middle of a write, which tears the token: it is gone, set aside, and another takes its place', async () => {
    const cut = softCase();
    await cutOff(cut, { point: 'before:generateKey' });
    const tokens = join(cut.dir, 'slot', 'tokens');
    truncateSync(join(tokens, readdirSync(tokens)[0]!, 'token.object'));
    expect(await startAgain(cut)).toEqual({ request: 'approved', token: 'to_check', open: 1 });
  });

  it('at random moments within its calls: sealed, wiped or set aside, and nothing in between', async () => {
    const verbs = ['initialise', 'generateKey', 'writeCertificate', 'signChallenge'];
    const seen = new Set<string>();
    for (let round = 0; round < counts(2, 40); round += 1) {
      const cut = softCase();
      await cutOff(cut, { point: `before:${verbs[round % 4]}`, afterMs: (round * 3) % 17 });
      const { request, token } = await startAgain(cut);
      expect([request, token].join(' ')).toMatch(
        /^(produced produced|approved in_stock|approved scrapped|approved to_check)$/,
      );
      seen.add(token);
    }
    expect(seen.size).toBeGreaterThan(0);
  }, 900_000);
});
