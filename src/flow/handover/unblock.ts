import { UnblockToken } from '../../book/rules/decision-args.ts';
import { decisionsDone, wasMadeBefore } from '../../book/rules/decisions.ts';
import { create, move } from '../../book/tables/lifecycle.ts';
import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Act, type Deps, need } from '../act.ts';
import { type Producer, SYSTEM } from '../actor.ts';
import type { PluggedToken } from '../ports/bench.ts';
import type { Reads } from '../ports/store.ts';
import { forgetSecrets } from '../production/job-secrets.ts';
import { checkModel, freshPin } from '../production/plugged.ts';
import { endPinLetters } from './letters.ts';
import { NOT_TOLD } from './new-letter.ts';

/** The token, if it is in use. Throws `wrong_state`. */
export async function unblockable(reads: Pick<Reads, 'get'>, serial: string): Promise<TokenRow> {
  const token = await need(reads.get('token', serial), 'token');
  if (TOKEN_IN_USE.includes(token.state)) return token;
  throw new AppError('wrong_state', `token ${token.id} is ${token.state}: only one in use is unblocked`);
}

/** What was confirmed and not yet done, on whatever node. */
export const confirmedUnblocks = (reads: Pick<Reads, 'find'>): Promise<ProposalRow[]> =>
  reads.find('proposal', { act: decisionsDone('on-device'), state: 'confirmed' });

/** Whether the token is of the life in which this was proposed: wiped and made anew, it may be another holder's. */
async function isSameLife(reads: Pick<Reads, 'get'>, token: TokenRow, proposal: ProposalRow): Promise<boolean> {
  const request = token.requestId === null ? undefined : await reads.get('request', token.requestId);
  return wasMadeBefore(request, proposal);
}
const madeAnew = ({ id }: TokenRow): AppError =>
  new AppError('wrong_state', `token ${id} was made anew since its new PIN was proposed: propose it again`);

const pinIdOf = (proposal: ProposalRow): string => `pin:${proposal.id}`;

/**
 * A new PIN for a token in use, locked or not: two persons decide it, the device does it, and a letter tells it to the
 * holder by the same rule as the first one. Nobody sees PIN or SO-PIN. Like production it is a saga: the confirmed
 * proposal and the sealed PIN are durable before the device is touched; whoever finds them open goes on with the same PIN.
 */
export function createUnblock(deps: Deps) {
  const argsOf = (proposal: ProposalRow) => UnblockToken.parse(JSON.parse(proposal.args));

  const reveal = async (id: string, what: string): Promise<string> => {
    const secret = await need(deps.store.secret(id), what);
    return Buffer.from(deps.vault.open(secret)).toString();
  };

  /** Between two transactions. */
  const touch = async (proposal: ProposalRow): Promise<void> => {
    const { serial, slot } = argsOf(proposal);
    const token = await need(deps.store.reads.get('token', serial), 'token');
    if (!(await isSameLife(deps.store.reads, token, proposal))) throw madeAnew(token);
    const pin = await reveal(pinIdOf(proposal), 'new PIN');
    const soPin = await reveal(token.soPinId, 'SO-PIN of this token');
    await deps.bench.resetPin({ slot, serial }, { soPin, pin });
  };

  const record = (proposal: ProposalRow, by: Producer, failure: string | undefined): Promise<string | undefined> =>
    deps.store.transact(async (unit) => {
      const { serial } = argsOf(proposal);
      const token = await need(unit.get('token', serial), 'token');
      const isTheirs = TOKEN_IN_USE.includes(token.state) && (await isSameLife(unit, token, proposal));
      const ended = failure ?? (isTheirs ? undefined : 'wrong_state');
      const about = { proposal: proposal.id };
      const entry = { ...by, action: 'token.unblock', subject: `token:${serial}` };
      if (ended !== undefined) {
        const changes = [move('proposal', proposal, 'fail')];
        await unit.record({ ...entry, outcome: 'failed', detail: { ...about, failure: ended }, changes });
        await unit.dropSecret(pinIdOf(proposal));
        return ended;
      }
      const older = await endPinLetters(unit, serial);
      const letter: LetterRow = {
        id: deps.chance.id(),
        kind: 'pin',
        requestId: token.requestId ?? '',
        tokenId: serial,
        secretId: pinIdOf(proposal),
        state: 'waiting',
        ...NOT_TOLD,
      };
      const changes = [move('proposal', proposal, 'execute'), ...older, create('letter', letter)];
      await unit.record({ ...entry, outcome: 'done', detail: { ...about, letter: letter.id }, changes });
      return undefined;
    });

  /**
   * What the device came to, of what could not be recorded yet. It is not asked again: each try of an SO-PIN may be the token's last.
   * Kept in memory: after a restart nobody knows, and it is asked once.
   */
  const known = new Map<string, { failure: unknown }>();
  const failureOf = async (proposal: ProposalRow): Promise<unknown> => {
    const before = known.get(proposal.id);
    if (before) return before.failure;
    const failure = await touch(proposal).then(
      () => undefined,
      (error: unknown) => error,
    );
    known.set(proposal.id, { failure });
    return failure;
  };

  return {
    /** In the confirming transaction: the token may be unblocked, and its new PIN is kept before the device sees it. */
    intend: async (a: Act, proposal: ProposalRow, plugged: PluggedToken): Promise<void> => {
      const token = await unblockable(a.unit, plugged.serial);
      checkModel(token, plugged);
      if (!(await isSameLife(a.unit, token, proposal))) throw madeAnew(token);
      const running = await a.unit.find('proposal', { act: proposal.act, state: 'confirmed' });
      if (running.some((other) => argsOf(other).serial === token.id)) {
        throw new AppError('conflict', `token ${token.id} is being unblocked: wait until it ends`);
      }
      await a.unit.keepSecret(deps.vault.seal(pinIdOf(proposal), 'pin', Buffer.from(freshPin(deps.chance, plugged))));
    },

    /** Has the device do what was confirmed, and records what came out. Throws what the device failed with. */
    finish: async (proposal: ProposalRow, by: Producer): Promise<void> => {
      const failure = await failureOf(proposal);
      const code = failure === undefined ? undefined : isAppError(failure) ? failure.code : 'internal';
      const ended = await record(proposal, by, code);
      known.delete(proposal.id);
      await forgetSecrets(deps);
      if (failure !== undefined) throw failure;
      if (ended !== undefined) throw new AppError('wrong_state', 'this token went out of use meanwhile');
    },

    /** Another node had the token and has gone: nobody here can say what its device did, and two persons decide anew. */
    giveUp: async (proposal: ProposalRow): Promise<void> => {
      await record(proposal, SYSTEM, 'interrupted');
      await forgetSecrets(deps);
    },
  };
}
