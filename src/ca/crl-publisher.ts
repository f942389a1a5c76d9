import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, isAppError } from '../errors.ts';
import type { Clock } from '../flow/ports.ts';
import type { Authority } from './authority.ts';
import { writeCrl } from './crl.ts';
import type { StatusRecords } from './ports.ts';
import { createRevokedEntries } from './revoked-entries.ts';
import type { Signer } from './signer.ts';

const HOUR = 3_600_000;
/** Regenerated at least every 24 h (R1): a timer that comes a little late must still be in time. */
const REPUBLISH_AFTER = 23 * HOUR;
const LIFETIME = 26 * HOUR;
/** An entry stays for two of its CRLs after its certificate ended (RFC 5280 3.3 asks for one). */
const KEPT_AFTER_END = 2 * LIFETIME;

/** The CRL that is served now. */
export interface ServedCrl {
  der: Uint8Array;
  number: number;
  thisUpdate: number;
  nextUpdate: number;
}
/** How long a CRL lasts, and when the next one is due without any revocation. Milliseconds. */
export interface Schedule {
  nextUpdate(thisUpdate: number): number;
  isDue(crl: ServedCrl, now: number): boolean;
}
/** The issuing CA's CRL: 26 h, made anew at least every 24 h (R1). */
export const DAILY: Schedule = {
  nextUpdate: (thisUpdate) => thisUpdate + LIFETIME,
  isDue: (crl, now) => now - crl.thisUpdate >= REPUBLISH_AFTER,
};
/** A CRL signed once, until its issuer's end: an evaluation's root (R1). */
export const lasting = (end: number): Schedule => ({
  nextUpdate: () => end,
  isDue: () => false,
});
/** The CRL of a root whose key is brought for each act: a year, never beyond the root's end, and never made by itself (R1). */
export const yearly = (end: number): Schedule => ({
  nextUpdate: (thisUpdate) => Math.min(thisUpdate + 365 * 24 * HOUR, end),
  isDue: () => false,
});

export interface CrlPublisherDeps {
  authority: Authority;
  records: StatusRecords;
  clock: Clock;
  schedule: Schedule;
  wait?: (ms: number) => Promise<unknown>;
}
export interface CrlPublisher {
  /** Makes and serves a CRL with everything that was revoked before this call. Throws `crl_failed`. */
  publish(): Promise<void>;
  /** Serves the CRL that the records hold; publishes where there is none or it grows old. */
  ensureFresh(): Promise<void>;
  current(): ServedCrl | undefined;
  /** Whether the last attempt failed and none has succeeded since. */
  isFailing(): boolean;
}

/**
 * Publishes one issuer's CRLs, at most one a second: who calls while one is being made waits for the next, which all
 * of them share. thisUpdate is max(now, last + 1 s) and never lies in the future by more than a clock that was set back.
 */
export function createCrlPublisher(deps: CrlPublisherDeps): CrlPublisher {
  const { authority, records, clock, schedule } = deps;
  const wait = deps.wait ?? sleep;
  const issuerId = authority.row.id;
  const entriesOf = createRevokedEntries(issuerId, { records, clock });
  let current: ServedCrl | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let failing = false;

  function signer(): Signer {
    if (authority.signer) return authority.signer;
    throw new AppError('ca_unavailable', 'the key that signs this CRL is kept elsewhere');
  }

  async function generate(): Promise<void> {
    const last = await records.lastCrl(issuerId);
    const earliest = last ? last.thisUpdate + 1000 : 0;
    const early = earliest - clock.now();
    if (early > 0) await wait(Math.min(early, 1000));
    const thisUpdate = Math.max(Math.floor(clock.now() / 1000) * 1000, earliest);
    const crl = { number: (last?.number ?? 0) + 1, thisUpdate, nextUpdate: schedule.nextUpdate(thisUpdate) };
    const { encoded: entries, count } = await entriesOf(thisUpdate - KEPT_AFTER_END);
    const der = await writeCrl(
      { issuer: authority.read.subject, keyIdentifier: authority.keyIdentifier, ...crl, entries },
      signer(),
    );
    const kept = { issuerId, ...crl, entries: count, sha256: hash('sha256', der, 'hex'), der };
    await records.keepCrl(kept);
    current = { der, ...crl };
  }

  /** Another hand may have published meanwhile (a restore, a second instance): then its number is taken, and ours is next. */
  async function run(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await generate();
        failing = false;
        return;
      } catch (cause) {
        if (attempt < 3 && isAppError(cause, 'conflict')) continue;
        failing = true;
        throw new AppError('crl_failed', 'the CRL could not be published: it is tried again by itself', { cause });
      }
    }
  }

  /** A crash between a revocation and its CRL: what was revoked since the last one has to be published. */
  async function isBehind({ thisUpdate }: ServedCrl): Promise<boolean> {
    if (!authority.signer) return false;
    const revoked = await records.revoked(issuerId, { notAfter: clock.now(), since: thisUpdate });
    return revoked.some(({ revokedAt }) => revokedAt >= thisUpdate);
  }

  function publish(): Promise<void> {
    if (running === undefined) {
      running = run().finally(() => {
        running = undefined;
      });
      return running;
    }
    next ??= running
      .catch(() => undefined) // those who wait for it learn of its failure; the next one is made all the same
      .then(() => {
        next = undefined;
        return publish();
      });
    return next;
  }

  return {
    publish,
    async ensureFresh() {
      const isFirst = current === undefined;
      current ??= await records.lastCrl(issuerId);
      if (current === undefined || failing || schedule.isDue(current, clock.now())) return publish();
      if (isFirst && (await isBehind(current))) await publish();
    },
    current: () => current,
    isFailing: () => failing,
  };
}
