import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CRL_LIFETIME, KEPT_AFTER_END } from '../../book/rules/certificates/certificates.ts';
import { HOUR_MS, SECOND_MS } from '../../durations.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Authority } from '../keys/authority.ts';
import type { Signer } from '../keys/signer.ts';
import type { KeptCrl, StatusRecords } from '../ports.ts';
import { writeCrl } from './crl.ts';
import { type Gathered, gatherAuthorities, gatherRevoked } from './revoked-entries.ts';

/** Regenerated at least every 24 h (R1): a timer that comes a little late must still be in time. */
const REPUBLISH_AFTER = 23 * HOUR_MS;
/** A publication takes seconds; a token that holds the key and does not answer may keep it for ever. */
const PATIENCE = 60_000;

/** Clocks of nodes differ by less. Who is behind waits, so that thisUpdate goes up whoever publishes. */
const CLOCKS_DIFFER = 5 * SECOND_MS;
/** A CRL that is later than this is made by any node: the one that leads may be failing. Within the 24 h of R1. */
const LEADER_LATE = 30 * 60_000;
/** CRLs of other nodes that one publication may meet: the third was begun after this one, so it covers what this one has to. */
const ATTEMPTS = 5;

/** How long a CRL lasts, and when the next one is due without any revocation. Milliseconds. */
export interface Schedule {
  nextUpdate(thisUpdate: number): number;
  /** Infinity: never by itself. */
  dueAt(crl: KeptCrl): number;
}
const never = (): number => Number.POSITIVE_INFINITY;
/** The issuing CA's CRL: 26 h, made anew at least every 24 h (R1). */
export const DAILY: Schedule = {
  nextUpdate: (thisUpdate) => thisUpdate + CRL_LIFETIME,
  dueAt: (crl) => crl.thisUpdate + REPUBLISH_AFTER,
};
/** A CRL signed once, until its issuer's end: an evaluation's root (R1). */
export const lasting = (end: number): Schedule => ({ nextUpdate: () => end, dueAt: never });
/** The CRL of a root whose key is brought for each act: a year, never beyond the root's end, and never made by itself (R1). */
export const yearly = (end: number): Schedule => ({
  nextUpdate: (thisUpdate) => Math.min(thisUpdate + 365 * 24 * HOUR_MS, end),
  dueAt: never,
});
/** Whether a CRL is dated ahead of the clock, which was set back since: gateways refuse it, and with it every certificate. */
export const isAhead = (crl: Pick<KeptCrl, 'thisUpdate'>, now: number): boolean => crl.thisUpdate > now + CLOCKS_DIFFER;

export interface CrlPublisherDeps {
  authority: Authority;
  records: StatusRecords;
  clock: Clock;
  schedule: Schedule;
  /** Whether this node is the one that makes CRLs which are due; always where there is one alone. */
  leads?: () => boolean;
  wait?: (ms: number) => Promise<unknown>;
}
export interface CrlPublisher {
  /** Makes a CRL with everything that was revoked before this call, or takes up another node's. Throws `crl_failed`. */
  publish(): Promise<void>;
  /** What the newest CRL is to what was revoked before this call; what failed or cannot be looked at is behind. */
  look(): Promise<'behind' | 'taken up' | 'level'>;
  /** Takes up the newest CRL in the records, of whichever node; publishes where there is none, it grows old or lacks something. */
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
  Math.max((last?.number ?? 0) + 1, thisUpdate / SECOND_MS);

/**
 * When the next CRL is dated: a second after the last one, for which a clock that is a little behind has to wait, unless the
 * clock was set back. Never ahead of the clock once that time has come.
 */
function dateAfter(last: KeptCrl | undefined, now: number): number {
  const second = Math.floor(now / SECOND_MS) * SECOND_MS;
  const next = (last?.thisUpdate ?? 0) + SECOND_MS;
  return next - now > CLOCKS_DIFFER + SECOND_MS ? second : Math.max(second, next);
}

/**
 * Publishes one issuer's CRLs, at most one a second: calls that come while one is being made share the next one. Several nodes
 * do so on the same records: none signs what another has published already.
 */
export function createCrlPublisher(deps: CrlPublisherDeps): CrlPublisher {
  const { authority, records, clock, schedule, leads = () => true } = deps;
  const wait = deps.wait ?? sleep;
  const issuerId = authority.row.id;
  /** The newest in the records when they were last looked at. */
  let current: KeptCrl | undefined;
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

  /** Signs the CRL after `last`, which nobody sees before it is kept. No transaction is open meanwhile. */
  async function sign(last: KeptCrl | undefined): Promise<KeptCrl> {
    const thisUpdate = dateAfter(last, clock.now());
    const times = { number: nextNumber(last, thisUpdate), thisUpdate, nextUpdate: schedule.nextUpdate(thisUpdate) };
    const { before, added, count, reach } = await gather(last, thisUpdate);
    const { subject: issuer } = authority.read;
    const content = { issuer, keyIdentifier: authority.keyIdentifier, ...times, entries: [before, added] };
    const { der, start } = await writeCrl(content, signer());
    const middle = start + before.length;
    const list = reach && { start, added: middle, end: middle + added.length, ...reach };
    return { ...times, entries: count, der, list };
  }
  const keep = (crl: KeptCrl, after: number | undefined): Promise<void> =>
    records.keepCrl({ issuerId, ...crl, sha256: hash('sha256', crl.der, 'hex'), after });

  /** Takes up what any node published last. Answers whether that is news. */
  async function takeUp(): Promise<boolean> {
    const was = current;
    if ((await records.lastCrlNumber(issuerId)) === was?.number) return false;
    const newest = await records.lastCrl(issuerId);
    if (current === was) current = newest; // else this node published meanwhile
    return true;
  }

  /** Only who leads makes what is due by the clock; one dated ahead may be right, and this node's clock wrong. */
  function isDue(crl: KeptCrl): boolean {
    const [now, dueAt] = [clock.now(), schedule.dueAt(crl)];
    if (!leads()) return now >= dueAt + LEADER_LATE;
    return now >= dueAt || (dueAt !== never() && isAhead(crl, now));
  }

  /** Whether something was revoked that the CRL lacks: who revoked it died before its CRL, or makes it right now. */
  async function isBehind(last: KeptCrl): Promise<boolean> {
    if (!authority.signer) return false;
    const now = clock.now();
    if (!last.list) return (await gather(last, now)).count !== last.entries;
    const which = { after: last.list.upTo, notAfter: now - KEPT_AFTER_END, limit: 1 };
    return (await records.revoked(issuerId, which)).length > 0;
  }

  /** Whether another node's CRL says all that this one would have to: up to the revocation `needed`, else up to now. */
  async function isEnough(crl: KeptCrl, needed: number | undefined): Promise<boolean> {
    if (isDue(crl)) return false;
    return needed === undefined ? !(await isBehind(crl)) : (crl.list?.upTo ?? -1) >= needed;
  }

  /** Makes the next CRL. Where another node is faster, its CRL is taken up if it is enough, else this one gets the next number. */
  async function make(): Promise<void> {
    const before = current?.number;
    let needed: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      await takeUp();
      const isOthers = needed !== undefined || (before !== undefined && before !== current?.number);
      if (isOthers && current && (await isEnough(current, needed))) return;
      const early = dateAfter(current, clock.now()) - clock.now();
      if (early > 0) await wait(early);
      if (early > 0 && attempt < ATTEMPTS && (await takeUp())) continue;
      const last = current;
      const crl = await sign(last);
      needed ??= crl.list?.upTo;
      try {
        await keep(crl, last?.number);
        current = crl;
        return;
      } catch (error) {
        if (attempt >= ATTEMPTS || !isAppError(error, 'conflict')) throw error;
      }
    }
  }

  async function run(): Promise<void> {
    try {
      await make();
      failing = false;
    } catch (cause) {
      failing = true;
      throw new AppError('crl_failed', 'the CRL could not be published: it is tried again by itself', { cause });
    }
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

  async function look(): Promise<'behind' | 'taken up' | 'level'> {
    const isNews = running === undefined && (await takeUp());
    if (current === undefined || failing || (await isBehind(current))) return 'behind';
    return isNews ? 'taken up' : 'level';
  }

  return {
    publish,
    look: () => look().catch(() => 'behind'), // who asks learns of it by the CRL that fails
    async ensureFresh() {
      const isFirst = current === undefined;
      if (running === undefined) await takeUp();
      if (current === undefined || failing || isDue(current)) return publish();
      // a node that died between a revocation and its CRL leaves it to the one that leads
      if ((isFirst || leads()) && (await isBehind(current))) await publish();
    },
    current: () => current,
    isFailing: () => failing || (running !== undefined && clock.now() - began > PATIENCE),
  };
}
