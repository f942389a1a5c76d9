import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { TokenRef } from '../../book/rules/decision-args.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { JobRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import type { TOKEN_CHECKED } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import type { SlotStatus } from '../ports/bench.ts';
import { SlotName } from '../production/bench-slots.ts';
import { forgetSecrets, secretIds } from '../production/job-secrets.ts';
import { checkModel, freshPin, onlyToken } from '../production/plugged.ts';
import { createUndo, refusedSoPin } from '../production/undo.ts';
import { checkHere } from './on-the-way.ts';
import { dropSoPins, lastUndone } from './so-pins.ts';

/** Without a slot: the one in which the token sits. */
export const CheckToken = TokenRef.extend({ slot: SlotName.optional() });
/** What became of a token that was checked. */
export interface CheckedToken {
  state: (typeof TOKEN_CHECKED)[number];
}

/** The checking of a token that was set aside, because nobody knows what is on it or which SO-PIN it has. */
export function createCheckToken(deps: Deps) {
  const undo = createUndo(deps);

  /** The slot that is named, or else the one in which the token sits. */
  const statusOf = async (serial: string, slot: string | undefined): Promise<SlotStatus | undefined> =>
    slot === undefined
      ? (await deps.bench.slots()).find(({ token }) => token?.serial === serial)
      : deps.bench.slot(slot);

  /** True once the token is wiped and has its last job's SO-PIN, false when it refuses that one and the one before. */
  const wipe = async (job: JobRow, slot: string, pin: string): Promise<boolean> => {
    const { soPins, newSoPin } = await undo.secretsOf(job);
    try {
      await undo.initialise({ slot, serial: job.tokenId ?? '' }, soPins.reverse(), { newSoPin, pin, label: 'BLANK' });
      return true;
    } catch (error) {
      if (!refusedSoPin(error)) throw error;
      deps.warn(`token ${job.tokenId} refused its SO-PINs and is scrapped`, error);
      return false;
    }
  };

  /**
   * Wipes the token between two transactions: back into stock, or scrapped where it refuses its SO-PINs. A device that fails
   * otherwise, or a crash before the second, leaves it as it is: it is checked again.
   */
  return async (caller: Caller, { serial, slot: named }: z.output<typeof CheckToken>): Promise<CheckedToken> => {
    const checking = <R>(work: (a: Act, token: TokenRow) => Promise<R>) =>
      act(deps, caller, 'token.check', `token:${serial}`, async (a) => {
        const token = await need(a.unit.get('token', serial), 'token');
        a.allow();
        if (token.state !== 'to_check') throw notSetAside(token);
        checkHere(token);
        return work(a, token);
      });
    const status = await statusOf(serial, named);
    const { slot, job, plugged } = await checking(async ({ unit }, token) => {
      const at = named ?? status?.slot;
      if (at === undefined) throw notPlugged(serial);
      const found = onlyToken(at, status, serial);
      checkModel(token, found);
      return { slot: at, job: await need(lastUndone(unit, token), 'production job of this token'), plugged: found };
    });
    // a PIN that nobody knows and nobody will
    const wiped = await wipe(job, slot, freshPin(deps.chance, plugged));
    await checking(async (a, token) => {
      const now = { soPinId: secretIds(job).soPin };
      const change = wiped ? move('token', token, 'putBack', now) : move('token', token, 'scrap');
      await a.done([change], { detail: { wiped, model: token.model } });
      await (wiped ? a.unit.dropSecret(token.soPinId) : dropSoPins(a.unit, token));
    });
    await forgetSecrets(deps);
    return { state: wiped ? 'in_stock' : 'scrapped' };
  };
}

const notPlugged = (serial: string): AppError =>
  new AppError('token_wrong', `token ${serial} is in no slot of this bench: plug it in`, {
    detail: { serial, why: 'not-plugged' },
  });
const notSetAside = ({ id, state }: TokenRow): AppError =>
  new AppError('wrong_state', `token ${id} is ${state}: only one that was set aside is checked`, {
    detail: { kind: 'token', id, from: state, action: 'check' },
  });
