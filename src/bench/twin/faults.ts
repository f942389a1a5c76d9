import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import pkcs11js from 'pkcs11js';
import { z } from 'zod';
import { type Call, type Fault, readScenario, type Scenario, type TwinPlace } from './scenario.ts';
import { pull } from './token.ts';

const Counts = z.strictObject({ of: z.string(), seen: z.array(z.int()) });

/** The error a PKCS#11 function fails with. */
export function ckr(rv: string): pkcs11js.Pkcs11Error {
  const code = Object.entries(pkcs11js).find(([name]) => name === rv)?.[1];
  return new pkcs11js.Pkcs11Error(`${rv}:${typeof code === 'number' ? code : pkcs11js.CKR_GENERAL_ERROR}`);
}

/** Blocks the thread, as a slow device does. */
function block(ms: number): void {
  if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function end(how: NonNullable<Fault['end']>): never {
  if (how === 'power-cut') process.kill(process.ppid, 'SIGKILL');
  process.kill(process.pid, 'SIGKILL');
  throw ckr('CKR_GENERAL_ERROR');
}

/** The scenario, read again when its file changed, and which of its faults come when. */
export function createFaults(place: TwinPlace) {
  let read: { at: string; scenario: Scenario; of: string } | undefined;

  const current = () => {
    const { mtimeMs, size, ino } = statSync(place.path);
    const at = `${mtimeMs} ${size} ${ino}`;
    if (read?.at !== at) {
      const scenario = readScenario(place);
      read = { at, scenario, of: createHash('sha256').update(JSON.stringify(scenario.faults)).digest('hex') };
    }
    return read;
  };

  /** Counts survive the worker, so that a fault that ends it does not come again. */
  const next = (call: Call): Fault | undefined => {
    const { scenario, of } = current();
    if (!scenario.faults.some((fault) => fault.call === call)) return undefined;
    const kept = existsSync(place.counts) ? Counts.parse(JSON.parse(readFileSync(place.counts, 'utf8'))) : undefined;
    const seen = kept?.of === of ? kept.seen : scenario.faults.map(() => 0);
    const due = scenario.faults.find(({ call: where, skip, times }, index) => {
      const count = seen[index] ?? 0;
      return where === call && count >= skip && (times === 0 || count < skip + times);
    });
    const counted = seen.map((count, index) => (scenario.faults[index]?.call === call ? count + 1 : count));
    writeFileSync(`${place.counts}.new`, JSON.stringify({ of, seen: counted }));
    renameSync(`${place.counts}.new`, place.counts);
    return due;
  };

  const fail = (fault: Fault, serial: string | undefined): void => {
    if (fault.end) end(fault.end);
    if (fault.remove && serial !== undefined) pull(place, serial);
    if (fault.rv !== undefined) throw ckr(fault.rv);
    if (fault.remove) throw ckr('CKR_DEVICE_REMOVED');
  };

  return {
    scenario: (): Scenario => current().scenario,
    /** Runs a call's effect, with the fault that is due: before it, after it, or in what it answers. */
    during<R>(call: Call, serial: string | undefined, effect: (lie: Fault['lie']) => R): R {
      const fault = next(call);
      if (!fault) return effect(undefined);
      block(fault.ms);
      if (!fault.done) fail(fault, serial);
      const result = effect(fault.lie);
      if (fault.done) fail(fault, serial);
      return result;
    },
  };
}
