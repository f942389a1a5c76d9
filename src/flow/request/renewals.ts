import { beginOf, type Day, dayOf, isWorkingDay } from '../../book/rules/calendar/working-days.ts';
import {
  endsUntil,
  isDue,
  isLastDay,
  RENEWAL_LIMITS,
  type RenewalPolicy,
  renewalPolicyOf,
} from '../../book/rules/certificates/renewals.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { REQUEST_WORK } from '../../book/tables/states.ts';
import { isAppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Reads } from '../ports/store.ts';
import { type EndPlace, endingAfter } from './ending-certificates.ts';
import { newRequest } from './new-request.ts';
import { type Renewable, renewableBy } from './renewal-candidates.ts';
import { chooseProfile } from './request-profile.ts';

/**
 * How many renewals were asked for since a day began. A Nomade credential takes a technician too, whoever asked for it; what was
 * withdrawn takes nobody.
 */
export async function askedOn(reads: Pick<Reads, 'count'>, today: Day): Promise<number> {
  const since = { orderBy: 'submittedAt', from: beginOf(today) } as const;
  const ofKind = (kind: RequestRow['kind']) => reads.count('request', { kind, state: REQUEST_WORK }, since);
  return (await ofKind('renewal')) + (await ofKind('nomade'));
}

/** How many certificates one round looks at; the next round takes the rest. */
const ROUND = 200;

/** The renewal policy as it stands. */
export async function renewalPolicy(reads: Pick<Reads, 'find'>): Promise<RenewalPolicy> {
  const rows = await reads.find('setting', { id: RENEWAL_LIMITS });
  return renewalPolicyOf((id) => rows.find((row) => row.id === id)?.value);
}

/** Renewals that the service asks for by itself. */
export function createRenewals(deps: Deps) {
  const { reads } = deps.store;
  /** How far the certificates were looked at today; every day all of them are again. */
  let seen: { day: number; place: EndPlace } | undefined;

  /** The request for one: a token like the one that ends, or another Nomade credential for the same device. */
  const requestFor = async (
    { unit, now }: Pick<Act, 'unit' | 'now'>,
    { token, deviceId, holder }: Renewable,
  ): Promise<RequestRow> => {
    const wish = { kind: token === null ? 'nomade' : 'renewal', reason: null } as const;
    const replacesTokenId = token?.id ?? null;
    const profile = await chooseProfile(deps, unit, wish, holder, replacesTokenId);
    const asked = { holderId: holder.id, workstationId: token?.workstationId ?? null, deviceId };
    const content = { id: deps.chance.id(), ...wish, ...asked, profile, deliverySite: holder.site };
    const of = { holder, askerId: holder.id, replacesTokenId };
    return newRequest(deps.chance, { unit, now }, { ...content, priority: 0, comment: null }, of);
  };

  /** Asks for one renewal, if it may be asked for still. Answers whether it did. */
  const ask = (certificateId: string): Promise<boolean> =>
    deps.store.transact(async (unit) => {
      const now = deps.clock.now();
      const certificate = await unit.get('certificate', certificateId);
      const policy = await renewalPolicy(unit);
      if (certificate?.state !== 'good' || !isDue(certificate, now, policy)) return false;
      const found = await renewableBy(unit, certificate, policy);
      if (!found) return false;
      const row = await requestFor({ unit, now }, found);
      const verb = found.token === null ? { action: 'request.renewNomade' } : { action: 'request.renewDue' };
      const subject = `request:${row.id}`;
      await unit.record({ ...SYSTEM, ...verb, subject, outcome: 'done', changes: [create('request', row)] });
      return true;
    });
  /**
   * What somebody asks for at the same moment stands; a profile that their directory entry no longer fits is theirs to choose; a
   * row that somebody edited keeps nobody else's renewal from being asked for.
   */
  const tryToAsk = async (certificate: CertificateRow, policy: RenewalPolicy): Promise<boolean> => {
    try {
      return (await renewableBy(reads, certificate, policy)) !== undefined && (await ask(certificate.id));
    } catch (error) {
      if (isAppError(error, 'record_tampered')) deps.warn(`no renewal of certificate ${certificate.id}`, error);
      else if (!isAppError(error, 'conflict', 'duplicate', 'invalid_input')) throw error;
      return false;
    }
  };

  return {
    /**
     * Asks, on a working day, for what ends soonest, no more than the workshop makes on a day (book/rules/certificates/renewals.ts), in pieces.
     * Answers how many were asked for.
     */
    askDue: async (): Promise<number> => {
      const now = deps.clock.now();
      const today = dayOf(now);
      if (!isWorkingDay(today)) return 0;
      const policy = await renewalPolicy(reads);
      const until = endsUntil(now, policy);
      const before = await askedOn(reads, today);
      if (seen?.day !== today) seen = { day: today, place: { notAfter: now, id: '' } };
      let asked = 0;
      for (const certificate of await endingAfter(reads, seen.place, { until, limit: ROUND })) {
        if (before + asked >= policy.perDay && !isLastDay(dayOf(certificate.notAfter), today, policy)) break;
        if (await tryToAsk(certificate, policy)) asked += 1;
        seen.place = certificate;
      }
      return asked;
    },
  };
}
