/**
 * A token's production beside a script and beside the bare PKCS#11 calls: `npm run bench -- bench [ROUNDS [PER_ROUND]]`.
 * Peers and ours alternate, and only the ratios of one run count. In memory (/dev/shm) nobody waits for fsync; on disk
 * that waiting is shown apart. Needs softhsm2, opensc, openssl, pkcs11-provider.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBench } from '../../src/bench/bench.ts';
import { type Blank, plug, prepareBlanks, unplug, writeConf } from '../../src/bench/softhsm.ts';
import { placeOf } from '../../src/bench/twin/scenario.ts';
import { makeTwinTokens, plugTwin, unplugTwin } from '../../src/bench/twin/token.ts';
import { compiled, softHsm } from '../support/softhsm.ts';
import { openBenchPlant } from './bench-plant.ts';
import { scriptIn } from './bench-script.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const PER_ROUND = Number(process.argv[3] ?? 10);
const RSA_PER_ROUND = Math.max(2, PER_ROUND);
const MANY = 16;
const DEVICE_MS = 2_000;
const TOKENS_A_SLOT = 3;

const quiet = { info: () => undefined, warn: () => undefined };
const memory = mkdtempSync('/dev/shm/jeton-bench-');
const disk = mkdtempSync(join(tmpdir(), 'jeton-bench-'));
const closers: (() => unknown)[] = [];

/** Processor time of this process and its children, in milliseconds. */
function cpu(): number {
  const own = process.cpuUsage();
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
      } catch {
        return [];
      }
    })
    .filter((fields) => Number(fields[1]) === process.pid);
  const ticks = children.reduce((sum, fields) => sum + Number(fields[11]) + Number(fields[12]), 0);
  return (own.user + own.system) / 1000 + ticks * 10;
}

interface Figure {
  ms: number;
  cpuMs?: number;
  /** Of that, the device's making of the key. */
  keyMs?: number;
}
const figures = new Map<string, Figure[]>();
const note = (name: string, figure: Figure): void => void figures.set(name, [...(figures.get(name) ?? []), figure]);
/** How long the last key took in any worker, from its announcement to the next word: only one worker makes keys at a time. */
let lastKeyMs = Number.NaN;
subscribe('child_process', (event) => {
  const { process: child } = event as { process: ChildProcess };
  let begun: number | undefined;
  child.on('message', (message: { step?: string }) => {
    if (begun !== undefined) lastKeyMs = performance.now() - begun;
    begun = message.step === 'generate-key' ? performance.now() : undefined;
  });
});
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Mean and its standard error. */
function around(values: readonly number[]): string {
  const middle = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / Math.max(1, values.length - 1));
  return `${middle.toFixed(0)} ± ${spread.toFixed(0)}`;
}
const msOf = (name: string): number[] => (figures.get(name) ?? []).map(({ ms }) => ms);
function show(name: string): void {
  const all = sorted(msOf(name));
  const cpus = (figures.get(name) ?? []).flatMap(({ cpuMs }) => (cpuMs === undefined ? [] : [cpuMs]));
  const line = [median(all), all[0], all.at(-1)].map((value) => (value ?? Number.NaN).toFixed(1).padStart(9)).join('');
  console.log(`  ${name.padEnd(46)}${line}${(cpus.length > 0 ? mean(cpus).toFixed(1) : '').padStart(9)}`);
}
const heading = (title: string): void =>
  console.log(
    `\n${title}\n  ${''.padEnd(46)}${'median'.padStart(9)}${'min'.padStart(9)}${'max'.padStart(9)}${'CPU ms'.padStart(9)}`,
  );

/** A SoftHSM2 slot with blanks of its own, used up one after another. */
async function softSlot(folder: string, count: number) {
  const [slotDir, drawer, blanksDir] = ['slot', 'drawer', 'blanks'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(blanksDir, { recursive: true });
  const conf = writeConf(slotDir);
  writeConf(drawer);
  const soPin = (index: number): string => `${10_000_000 + index}`;
  const blanks = await prepareBlanks({
    dir: blanksDir,
    count,
    soPin,
    module: softHsm(),
    scriptPath: compiled('blanks'),
  });
  const left = [...blanks];
  return {
    conf,
    blanks,
    next(): Blank {
      unplug(slotDir, drawer);
      const blank = left.shift();
      if (!blank) throw new Error('no blanks left');
      plug(slotDir, blank);
      return blank;
    },
  };
}

/** Ours: the flow with store, CA, worker and label; all of it in `folder`. */
async function ours(folder: string, count: number, profilesDir?: string) {
  const slot = await softSlot(folder, count);
  const module = softHsm();
  const bench = createBench({
    slots: [{ slot: '1', position: 'Poste 1', module, env: { SOFTHSM2_CONF: slot.conf } }],
    workerPath: compiled('worker'),
    log: quiet,
  });
  const plant = await openBenchPlant({
    folder: join(folder, 'data'),
    bench,
    tokens: slot.blanks,
    requests: count,
    ...(profilesDir ? { profilesDir } : {}),
  });
  closers.push(plant.close, bench.close);
  await plant.approveAll();
  return async (): Promise<Figure> => {
    slot.next();
    const before = cpu();
    const ms = await plant.produceNext('1');
    return { ms, cpuMs: cpu() - before, keyMs: lastKeyMs };
  };
}

/** The bench alone: the four operations of a production, through a worker. */
async function benchAlone(folder: string, count: number) {
  const slot = await softSlot(folder, count);
  const module = softHsm();
  const bench = createBench({
    slots: [{ slot: '1', position: 'Poste 1', module, env: { SOFTHSM2_CONF: slot.conf } }],
    workerPath: compiled('worker'),
    log: quiet,
  });
  closers.push(bench.close);
  await bench.slots();
  const certificate = readFileSync(join(memory, 'script', 'any.der'));
  return async (): Promise<Figure> => {
    const blank = slot.next();
    const at = { slot: '1', serial: blank.serial };
    const begun = performance.now();
    await bench.initialise(at, { soPin: blank.soPin, newSoPin: '9051772634018855', pin: '48201937', label: 'T' });
    await bench.generateKey(at, { pin: '48201937', keyId: '01', commonName: 'Agent Untel' });
    await bench.writeCertificate(at, { pin: '48201937', keyId: '01', certificate });
    await bench.signChallenge(at, { pin: '48201937', keyId: '01', challenge: new Uint8Array(32) });
    return { ms: performance.now() - begun };
  };
}

/** The bare calls, in a process of their own. */
async function bare(folder: string, count: number, kind: 'ec-p256' | 'rsa-3072') {
  const slot = await softSlot(folder, count);
  const child = fork('tests/benchmark/bench-bare.child.ts', [softHsm()], {
    execArgv: ['--import', './tests/support/typescript.mjs'],
    env: { ...process.env, SOFTHSM2_CONF: slot.conf },
  });
  closers.push(() => child.kill());
  return async (): Promise<Figure> => {
    child.send({ soPin: slot.next().soPin, kind });
    const [figure] = (await once(child, 'message')) as [{ ms: number; keyMs: number }];
    return figure;
  };
}

async function script(folder: string, count: number) {
  const slot = await softSlot(folder, count);
  const it = scriptIn(folder, softHsm());
  return async (): Promise<Figure> => it.run(slot.conf, slot.next().soPin, 'ec-p256');
}

type Work = () => Promise<Figure>;
/** Everybody in turn, `rounds` times `each`; one before that does not count. */
async function alternate(peers: Record<string, Work>, rounds: number, each: number): Promise<void> {
  for (const work of Object.values(peers)) await work();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(peers)) {
      for (let index = 0; index < each; index += 1) note(name, await work());
    }
  }
  for (const name of Object.keys(peers)) show(name);
}

async function oneSlot(): Promise<void> {
  heading(`P-256, one slot, ms a token (${ROUNDS} rounds of ${PER_ROUND})`);
  const count = ROUNDS * PER_ROUND + 1;
  const inMemory = await script(join(memory, 'script'), count);
  // any certificate will do for the bench alone
  await inMemory();
  cpSync(join(memory, 'script', 'token.der'), join(memory, 'script', 'any.der'));
  await alternate(
    {
      'script of softhsm2-util, pkcs11-tool, openssl': await script(join(memory, 'script-2'), count),
      'jeton, the whole production': await ours(join(memory, 'ours'), count),
      'jeton, the bench alone': await benchAlone(join(memory, 'alone'), count),
      'the bare PKCS#11 calls': await bare(join(memory, 'bare'), count, 'ec-p256'),
      'on disk: script': await script(join(disk, 'script'), count),
      'on disk: jeton': await ours(join(disk, 'ours'), count),
    },
    ROUNDS,
    PER_ROUND,
  );
  const of = (name: string): number => median(msOf(name));
  const [scripted, made] = [of('script of softhsm2-util, pkcs11-tool, openssl'), of('jeton, the whole production')];
  console.log(`  script ÷ jeton, no fsync waited for: ${(scripted / made).toFixed(2)} (aim: ≥ 3)`);
  console.log(
    `  script ÷ jeton on disk: ${(of('on disk: script') / of('on disk: jeton')).toFixed(2)}; waiting for fsync: jeton ${(of('on disk: jeton') - made).toFixed(1)} ms, script ${(of('on disk: script') - scripted).toFixed(1)} ms`,
  );
  const calls = of('the bare PKCS#11 calls');
  console.log(
    `  own overhead over the bare calls: bench ${(of('jeton, the bench alone') - calls).toFixed(1)} ms, all of it ${(made - calls).toFixed(1)} ms`,
  );
}

async function rsa(): Promise<void> {
  heading(`RSA-3072, one slot, ms a token (${ROUNDS} rounds of ${RSA_PER_ROUND})`);
  const profilesDir = join(memory, 'profiles');
  cpSync('certs/profiles', profilesDir, { recursive: true });
  const profile = join(profilesDir, 'agent-vpn.json');
  writeFileSync(profile, readFileSync(profile, 'utf8').replace('"ec-p256"', '"rsa-3072"'));
  const count = ROUNDS * RSA_PER_ROUND + 1;
  const peers = {
    'RSA: jeton, the whole production': await ours(join(memory, 'rsa-ours'), count, profilesDir),
    'RSA: the bare PKCS#11 calls': await bare(join(memory, 'rsa-bare'), count, 'rsa-3072'),
  };
  await alternate(peers, ROUNDS, RSA_PER_ROUND);
  const [made, calls] = Object.keys(peers).map((name) => figures.get(name) ?? []) as [Figure[], Figure[]];
  const keys = (all: readonly Figure[]): number[] => all.map(({ keyMs = Number.NaN }) => keyMs);
  const rest = (all: readonly Figure[]): number => median(all.map(({ ms, keyMs = Number.NaN }) => ms - keyMs));
  const key = mean([...keys(made), ...keys(calls)]);
  const [a, b] = [made, calls].map((all) => mean(all.map(({ ms }) => ms))) as [number, number];
  console.log(
    `  finding primes, by luck and in the same call for both: jeton ${around(keys(made))} ms, bare calls ${around(keys(calls))} ms; all the rest: ${rest(made).toFixed(1)} and ${rest(calls).toFixed(1)} ms`,
  );
  console.log(
    `  jeton ÷ bare calls, primes at the mean of all ${made.length + calls.length} keys: ${((key + rest(made)) / (key + rest(calls))).toFixed(2)} (aim: ≤ 1.25); as they fell: means ${(a / b).toFixed(2)}`,
  );
}

async function manySlots(): Promise<void> {
  console.log(
    `\n${MANY} slots beside one, a device of ${DEVICE_MS} ms a key (${ROUNDS} rounds of ${TOKENS_A_SLOT} a slot)`,
  );
  const folder = join(memory, 'many');
  const drawer = join(folder, 'drawer');
  const count = ROUNDS * TOKENS_A_SLOT * (2 * MANY + 1) + MANY;
  const tokens = Array.from({ length: count }, (_, index) => ({ serial: `T${index}`, soPin: `${10_000_000 + index}` }));
  makeTwinTokens(drawer, tokens);
  const slots = Array.from({ length: MANY }, (_, index) => {
    const slot = `${index + 1}`;
    const module = `twin:${join(folder, slot, 'scenario.json')}`;
    mkdirSync(placeOf(module).tokens, { recursive: true });
    const faults = [{ call: 'C_GenerateKeyPair', ms: DEVICE_MS, times: 0 }];
    writeFileSync(placeOf(module).path, JSON.stringify({ faults }));
    return { slot, position: `Poste ${slot}`, module };
  });
  const bench = createBench({ slots, training: true, workerPath: compiled('worker'), log: quiet });
  closers.push(bench.close);
  const plant = await openBenchPlant({ folder: join(folder, 'data'), bench, tokens, requests: count, model: 'Twin' });
  closers.push(plant.close);
  await plant.approveAll();
  await bench.slots();
  const left = tokens.map(({ serial }) => serial);
  const work = async (slot: string, each: number): Promise<void> => {
    const place = placeOf(slots[Number(slot) - 1]!.module);
    for (let index = 0; index < each; index += 1) {
      unplugTwin(place, join(folder, 'done'));
      plugTwin(place, drawer, left.shift()!);
      await plant.produceNext(slot);
    }
  };
  const all = slots.map(({ slot }) => slot);
  await Promise.all(all.map((slot) => work(slot, 1)));
  const rates = {
    one: [] as number[],
    many: [] as number[],
    ratio: [] as number[],
    atOnce: [] as number[],
    p99: [] as number[],
    cpu: [] as number[],
    main: [] as number[],
  };
  /** Tokens a second while these slots work, plugged one after another: each slot's own rate, added up. */
  const rate = async (names: string[], spreadMs = DEVICE_MS): Promise<number> => {
    const rates = names.map(async (slot, index) => {
      await sleep((index * spreadMs) / names.length);
      const begun = performance.now();
      await work(slot, TOKENS_A_SLOT);
      return (TOKENS_A_SLOT * 1000) / (performance.now() - begun);
    });
    return (await Promise.all(rates)).reduce((sum, each) => sum + each, 0);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const one = await rate(['1']);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const [before, own] = [cpu(), process.cpuUsage()];
    const many = await rate(all);
    const { user, system } = process.cpuUsage(own);
    delay.disable();
    rates.cpu.push((cpu() - before) / (MANY * TOKENS_A_SLOT));
    rates.main.push((user + system) / 1000 / (MANY * TOKENS_A_SLOT));
    rates.one.push(one);
    rates.many.push(many);
    rates.ratio.push(many / one);
    rates.atOnce.push((await rate(all, 0)) / one);
    rates.p99.push(delay.percentile(99) / 1e6);
  }
  for (const [name, values] of Object.entries(rates)) {
    const [low, high] = [sorted(values)[0], sorted(values).at(-1)];
    console.log(
      `  ${name.padEnd(8)} median ${median(values).toFixed(2)}  min ${low?.toFixed(2)}  max ${high?.toFixed(2)}`,
    );
  }
  console.log(
    `  ${MANY} slots ÷ 1: plugged one after another ${median(rates.ratio).toFixed(1)}, all in one instant ${median(rates.atOnce).toFixed(1)} (aim: ≥ 14); event loop p99 ${median(rates.p99).toFixed(1)} ms (aim: < 20)`,
  );
}

try {
  const parts: Record<string, () => Promise<void>> = { p256: oneSlot, rsa, slots: manySlots };
  const only = process.argv[4];
  for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) await part();
} finally {
  for (const close of closers) await close();
  for (const folder of [memory, disk]) rmSync(folder, { recursive: true, force: true });
}
