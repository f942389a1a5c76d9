import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, isAppError } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Authority } from '../keys/authority.ts';
import type { Signer } from '../keys/signer.ts';
import type { KeptCrl, StatusRecords } from '../ports.ts';
import { writeCrl } from './crl.ts';
import { type Gathered, gatherAuthorities, gatherRevoked } from './revoked-entries.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
/** Regenerated at least every 24 h (R1): a timer that comes a little late must still be in time. */
const REPUBLISH_AFTER = 23 * HOUR;
const LIFETIME = 26 * HOUR;
/** A publication takes seconds; a token that holds the key and does not answer may keep it for ever. */
const PATIENCE = 60_000;
/** An entry stays for two of its CRLs after its certificate ended (RFC 5280 3.3 asks for one). */
const KEPT_AFTER_END = 2 * LIFETIME;

/** How long a CRL lasts, and when the next one is due without any revocation. Milliseconds. */
export interface Schedule {
  nextUpdate(thisUpdate: number): number;
  isDue(crl: KeptCrl, now: number): boolean;
}
/** The issuing CA's CRL: 26 h, made anew at least every 24 h (R1). */
export const DAILY: Schedule = {
  nextUpdate: (thisUpdate) => thisUpdate + LIFETIME,
  // gateways refuse one that is dated ahead of time, and with it every certificate
  isDue: (crl, now) => now - crl.thisUpdate >= REPUBLISH_AFTER || crl.thisUpdate > now + SECOND,
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
  current(): KeptCrl | undefined;
  /** Whether the last attempt failed and none has succeeded since, or the one that runs takes more than a minute. */
  isFailing(): boolean;
}

/**
 * The number of the next CRL: seconds since 1970, or one more than the last where that is higher. So it goes up also from
 * records that were restored and know nothing of the last ones (RFC 5280 5.2.3: never two of one number).
 */
const nextNumber = (last: Pick<KeptCrl, 'number'> | undefined, thisUpdate: number): number =>
  Math.max((last?.number ?? 0) + 1, thisUpdate / SECOND);

/** When the next CRL is dated: never ahead of the clock, and a second after the last one, unless the clock was set back. */
function dateAfter(last: KeptCrl | undefined, now: number): number {
  const second = Math.floor(now / SECOND) * SECOND;
  const next = (last?.thisUpdate ?? 0) + SECOND;
  return next - now > SECOND ? second : Math.max(second, next);
}

/**
 * Publishes one issuer's CRLs, at most one a second: calls that come while one is being made share the next one.
 */
export function createCrlPublisher(deps: CrlPublisherDeps): CrlPublisher {
  const { authority, records, clock, schedule } = deps;
  const wait = deps.wait ?? sleep;
  const issuerId = authority.row.id;
  let current: KeptCrl | undefined;
  /** The newest in the records, as far as this publisher knows: to be read there before anything is built on it. */
  let known: KeptCrl | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let failing = false;
  let began = 0;

  function signer(): Signer {
    if (authority.signer) return authority.signer;
    throw new AppError('ca_unavailable', 'the key that signs this CRL is kept elsewhere');
  }

  function gather(last: KeptCrl | undefined, now: number): Promise<Gathered> {
    const notAfter = now - KEPT_AFTER_END;
    if (authority.row.kind === 'root') return gatherAuthorities(records, issuerId, notAfter);
    return gatherRevoked(records, issuerId, { last, now, notAfter });
  }

  async function generate(last: KeptCrl | undefined): Promise<KeptCrl> {
    const early = dateAfter(last, clock.now()) - clock.now();
    if (early > 0) await wait(early);
    const thisUpdate = dateAfter(last, clock.now());
    const times = { number: nextNumber(last, thisUpdate), thisUpdate, nextUpdate: schedule.nextUpdate(thisUpdate) };
    const { before, added, count, reach } = await gather(last, thisUpdate);
    const { subject: issuer } = authority.read;
    const content = { issuer, keyIdentifier: authority.keyIdentifier, ...times, entries: [before, added] };
    const { der, start } = await writeCrl(content, signer());
    const middle = start + before.length;
    const list = reach && { start, added: middle, end: middle + added.length, ...reach };
    const crl = { ...times, entries: count, der, list };
    await records.keepCrl({ issuerId, ...crl, sha256: hash('sha256', der, 'hex') });
    return crl;
  }

  /**
   * Something else may have published meanwhile (a restore, a second instance): then the number is taken, and this CRL
   * gets the next one.
   */
  async function run(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        current = await generate(known ?? (await records.lastCrl(issuerId)));
        known = current;
        failing = false;
        return;
      } catch (cause) {
        known = undefined;
        if (attempt < 3 && isAppError(cause, 'conflict')) continue;
        failing = true;
        throw new AppError('crl_failed', 'the CRL could not be published: it is tried again by itself', { cause });
      }
    }
  }

  /** A crash between a revocation and its CRL: what was revoked since the last one has to be published. */
  async function isBehind(last: KeptCrl): Promise<boolean> {
    if (!authority.signer) return false;
    const { count } = await gather(last, clock.now());
    return count !== last.entries;
  }

  function publish(): Promise<void> {
    if (running === undefined) {
      began = clock.now();
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
      if (isFirst) {
        known = await records.lastCrl(issuerId);
        current = known;
      }
      if (current === undefined || failing || schedule.isDue(current, clock.now())) return publish();
      if (isFirst && (await isBehind(current))) await publish();
    },
    current: () => current,
    isFailing: () => failing || (running !== undefined && clock.now() - began > PATIENCE),
  };
}
