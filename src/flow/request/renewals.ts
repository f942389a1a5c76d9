import { obstacleTo, predecessorOf } from '../../book/rules/asking.ts';
import {
  isAskedAlready,
  isDue,
  isLastDay,
  RENEWAL_LIMITS,
  type RenewalPolicy,
  renewalPolicyOf,
} from '../../book/rules/renewals.ts';
import { beginOf, dayOf, isWorkingDay } from '../../book/rules/working-days.ts';
import { create } from '../../book/tables/lifecycle.ts';
import { MOST_OPEN, REQUEST_OPEN, WORKSTATION_USABLE } from '../../book/tables/states.ts';
import type { CertificateRow, PersonRow, TokenRow } from '../../book/tables/tables.ts';
import { isAppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Reads } from '../ports/store.ts';
import { type EndPlace, endingAfter } from './ending-certificates.ts';
import { formerTokens } from './held-tokens.ts';
import { newRequest } from './new-request.ts';
import { chooseProfile } from './request-profile.ts';

/** How many certificates one round looks at; the next round takes the rest. */
const ROUND = 200;
const WISH = { kind: 'renewal', reason: null } as const;

/** The renewal policy as it stands. */
export async function renewalPolicy(reads: Pick<Reads, 'find'>): Promise<RenewalPolicy> {
  const rows = await reads.find('setting', { id: RENEWAL_LIMITS });
  return renewalPolicyOf((id) => rows.find((row) => row.id === id)?.value);
}

/** A token whose renewal the service may ask for, and its holder. */
interface Renewable {
  token: TokenRow & { holderId: string; workstationId: string };
  holder: PersonRow;
}
/** Undefined where its holder, its workstation, the token itself or a request that is open forbids it. */
export async function renewableBy(
  reads: Reads,
  certificate: CertificateRow,
  policy: RenewalPolicy,
): Promise<Renewable | undefined> {
  const token = certificate.tokenId === null ? undefined : await reads.get('token', certificate.tokenId);
  if (token?.state !== 'active' || token.certificateId !== certificate.id) return undefined;
  const { holderId, workstationId } = token;
  if (holderId === null || workstationId === null) return undefined;
  const open = await reads.count('request', { holderId, workstationId, state: REQUEST_OPEN });
  const all = await reads.count('request', { holderId, state: REQUEST_OPEN });
  if (open > 0 || all >= MOST_OPEN) return undefined;
  const asked = await reads.find('request', { holderId, workstationId });
  const of = { tokenId: token.id, notAfter: certificate.notAfter };
  if (isAskedAlready(asked, of, policy)) return undefined;
  const [holder, account, workstation] = [
    await reads.get('person', holderId),
    await reads.get('account', holderId),
    await reads.get('workstation', workstationId),
  ];
  if (!holder || holder.purgedAt !== null || account?.state === 'disabled') return undefined;
  if (!workstation || !WORKSTATION_USABLE.includes(workstation.state)) return undefined;
  const former = await formerTokens(reads, { holderId, workstationId });
  if (obstacleTo(WISH, former) !== undefined || predecessorOf(WISH, former) !== token.id) return undefined;
  return { token: { ...token, holderId, workstationId }, holder };
}

/** Renewals that the service asks for by itself. */
export function createRenewals(deps: Deps) {
  const { reads } = deps.store;
  /** How far the certificates were looked at today; every day all of them are again. */
  let seen: { day: number; place: EndPlace } | undefined;

  /** Asks for one renewal, if it may be asked for still. Answers whether it did. */
  const ask = (certificateId: string): Promise<boolean> =>
    deps.store.transact(async (unit) => {
      const now = deps.clock.now();
      const certificate = await unit.get('certificate', certificateId);
      const policy = await renewalPolicy(unit);
      if (certificate?.state !== 'good' || !isDue(certificate, now, policy)) return false;
      const found = await renewableBy(unit, certificate, policy);
      if (!found) return false;
      const { token, holder } = found;
      const id = deps.chance.id();
      const profile = await chooseProfile(deps, unit, WISH, holder, token.id);
      const { workstationId } = token;
      const asked = { holderId: holder.id, workstationId, deviceId: null, deliverySite: holder.site };
      const content = { id, ...WISH, ...asked, profile, priority: 0, comment: null };
      const of = { holder, askerId: holder.id, replacesTokenId: token.id };
      const row = await newRequest(deps.chance, { unit, now }, content, of);
      const entry = { ...SYSTEM, action: 'request.renewDue', subject: `request:${id}`, outcome: 'done' } as const;
      await unit.record({ ...entry, changes: [create('request', row)] });
      return true;
    });
  /** What somebody asks for at the same moment stands; a profile that their directory entry no longer fits is theirs to choose. */
  const tryToAsk = async (certificate: CertificateRow, policy: RenewalPolicy): Promise<boolean> => {
    if (!(await renewableBy(reads, certificate, policy))) return false;
    return ask(certificate.id).catch((error: unknown) => {
      if (isAppError(error, 'conflict', 'duplicate', 'invalid_input')) return false;
      throw error;
    });
  };

  return {
    /**
     * Asks, on a working day, for what ends soonest, no more than the workshop makes on a day (rules/renewals.ts), in pieces.
     * Answers how many were asked for.
     */
    askDue: async (): Promise<number> => {
      const now = deps.clock.now();
      const today = dayOf(now);
      if (!isWorkingDay(today)) return 0;
      const policy = await renewalPolicy(reads);
      const until = beginOf(today + policy.first + 1) - 1;
      const since = { orderBy: 'submittedAt', from: beginOf(today) } as const;
      const before = await reads.count('request', { kind: 'renewal' }, since);
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
