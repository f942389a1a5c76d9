import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { awaitsItsToken, WRONG_TRIES } from '../../book/rules/handover/handovers.ts';
import type { CodeWay } from '../../book/tables/codes.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { PickupCodeRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { CODE_LATEST } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { randomDigits } from '../production/plugged.ts';
import { findRequest, type RequestRef } from '../request/request.ts';

const DIGITS = 8;
/** As somebody reads it out or types it: eight digits, in groups or not. */
export const PickupCode = z
  .string()
  .max(40)
  .transform((typed) => typed.replace(/[\s.-]/g, ''))
  .pipe(z.string().regex(/^\d{8}$/, { error: 'eight digits' }));

/** The code that the holder was given last, locked or not. */
export async function latestCode(reads: Pick<Reads, 'find'>, requestId: string): Promise<PickupCodeRow | undefined> {
  const [latest] = await reads.find('pickupCode', { requestId, state: CODE_LATEST });
  return latest;
}

/**
 * Pick-up codes: eight digits that only the holder gets, in the mail that tells them or on their own page. What is kept is
 * a hash; a newer code takes the place of the one before.
 */
export function createPickupCodes(deps: Deps) {
  const fresh = async () => {
    const code = randomDigits(deps.chance, DIGITS);
    return { code, hash: await deps.hasher.hash(code) };
  };
  /** The steps of a new code in place of the one before. */
  const issued = async (unit: Unit, request: RequestRow, of: { way: CodeWay; hash: string; now: number }) => {
    const before = await latestCode(unit, request.id);
    const { way, hash, now } = of;
    const row: PickupCodeRow = {
      id: deps.chance.id(),
      requestId: request.id,
      state: 'open',
      way,
      wrongTries: 0,
      issuedAt: now,
    };
    const changes: Change[] = [...(before ? [move('pickupCode', before, 'end')] : []), create('pickupCode', row)];
    return { changes, keep: () => keepHash(unit, row.id, hash, before?.id) };
  };

  return {
    /** The holder asks for a new code, which is shown once on their own page: the mail did not come, or the code is locked. */
    ask: async (caller: Caller, input: z.output<typeof RequestRef>): Promise<{ code: string }> => {
      const ready = async (a: Act): Promise<RequestRow> => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        if (awaitsItsToken(request)) return request;
        throw new AppError('wrong_state', 'a pick-up code is for a token that is ready or on its way', {
          detail: { kind: 'request', id: request.id, from: request.state },
        });
      };
      const subject = `request:${input.requestId}`;
      await act(deps, caller, 'pickupCode.ask', subject, ready); // rights first: a hash takes memory and time
      const { code, hash } = await fresh();
      await act(deps, caller, 'pickupCode.ask', subject, async (a) => {
        const request = await ready(a);
        const { changes, keep } = await issued(a.unit, request, { way: 'page', hash, now: a.now });
        const detail = { kind: 'page' };
        await a.done(changes, { action: 'pickupCode.issue', subject: `request:${request.id}`, detail });
        await keep();
      });
      return { code };
    },

    /**
     * A code for the mail that leaves now to the request's holder; undefined where they no longer wait for a token. It is
     * made for the mail and kept nowhere in clear: a mail that is tried again has another one.
     */
    issueForMail: async (requestId: string): Promise<string | undefined> => {
      const waits = await deps.store.reads.get('request', requestId);
      if (!waits || !awaitsItsToken(waits)) return undefined;
      const { code, hash } = await fresh();
      return deps.store.transact(async (unit) => {
        const request = await unit.get('request', requestId);
        if (!request || !awaitsItsToken(request)) return undefined;
        const { changes, keep } = await issued(unit, request, { way: 'mail', hash, now: deps.clock.now() });
        const entry = { ...SYSTEM, action: 'pickupCode.issue', subject: `request:${requestId}` };
        await unit.record({ ...entry, outcome: 'done', detail: { kind: 'mail' }, changes });
        await keep();
        return code;
      });
    },
  };
}

async function keepHash(unit: Unit, id: string, hash: string, before: string | undefined): Promise<void> {
  if (before !== undefined) await unit.dropPickupHash(before);
  await unit.keepPickupHash(id, hash);
}

/** What is done with a code that is right. */
interface Proven<R> {
  /** Checks rights and state, and answers the request. */
  look(a: Act): Promise<RequestRow>;
  /** The act itself. */
  run(a: Act, code: PickupCodeRow): Promise<R>;
}

/** Compares pick-up codes: outside of a transaction, and each wrong one is counted in the journal. */
export function createCodeCheck(deps: Deps) {
  const usable = async (a: Act, request: RequestRow): Promise<PickupCodeRow> => {
    const code = await latestCode(a.unit, request.id);
    if (code?.state === 'open') return code;
    throw new AppError(
      'limit_reached',
      code
        ? 'this pick-up code is locked after five wrong ones: its holder asks for a new one on their page'
        : 'the holder was given no pick-up code: they ask for one on their page',
      { detail: { why: 'pickup-code' } },
    );
  };
  const wrongTry = async (a: Act, request: RequestRow, code: PickupCodeRow): Promise<number> => {
    const wrongTries = code.wrongTries + 1;
    const locks = wrongTries >= WRONG_TRIES;
    const change = locks
      ? move('pickupCode', code, 'lock', { wrongTries })
      : update('pickupCode', code, { wrongTries }, { state: 'open', wrongTries: code.wrongTries });
    await a.done([change], { action: 'pickupCode.wrongTry', subject: `request:${request.id}` });
    if (locks) await a.unit.dropPickupHash(code.id);
    return WRONG_TRIES - wrongTries;
  };

  return {
    /** Runs it where the code is right; else counts it, and throws `forbidden` with {left}. */
    proven: async <R>(
      of: { caller: Caller; right: Right; requestId: string },
      typed: string,
      { look, run }: Proven<R>,
    ): Promise<R> => {
      const { caller, right } = of;
      const subject = `request:${of.requestId}`;
      const asked = await act(deps, caller, right, subject, async (a) => usable(a, await look(a)));
      const hash = await deps.store.pickupHash(asked.id);
      const matches = hash !== undefined && (await deps.hasher.verify(hash, typed));
      const outcome = await act(deps, caller, right, subject, async (a) => {
        const request = await look(a);
        const code = await usable(a, request); // read again: others may have tried while we compared
        if (code.id !== asked.id)
          throw new AppError('changed_since', 'the holder has a newer pick-up code: ask for it');
        return matches ? { done: await run(a, code) } : { left: await wrongTry(a, request, code) };
      });
      if (!('left' in outcome)) return outcome.done;
      const { left } = outcome;
      const message = `this is not the pick-up code of this request: ${left} tries are left`;
      throw new AppError('forbidden', message, { detail: { act: right, why: 'wrong-code', left } });
    },
  };
}
