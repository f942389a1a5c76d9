import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { carriersOf, resetBy, resetOf } from '../../book/rules/handover/carriers.ts';
import { isPinWayOpen } from '../../book/rules/handover/pin-ways.ts';
import { letterWaitsFor } from '../../book/rules/handover/secret-letters.ts';
import { REPRINT_MS } from '../../book/rules/limits.ts';
import { LETTER_ADDRESSES, type LetterAddress } from '../../book/tables/codes.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { HandoverRow, LetterRow } from '../../book/tables/rows/handovers.ts';
import type { PersonRow, ProposalRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { LETTER_OPEN, SECRET_LETTERS } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { endEach } from '../end-each.ts';
import { Ref } from '../inputs.ts';
import { checkHolderIsHere } from '../people/holder-here.ts';
import type { Paper } from '../ports/paper.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { labelCode } from '../production/label-code.ts';
import { addressesOf } from './letter-standing.ts';
import { revocationCode, serialOfLetter } from './revocation-code.ts';
import { checkHand, checkSecret, isSecret } from './secret-letters.ts';
import { waysOfPin } from './ways-of-pin.ts';

export const LetterRef = z.strictObject({ letterId: Ref });
/** Left out: to the holder's other address where there is one that it may go to, else to their site. */
export const PrintLetter = LetterRef.extend({ to: z.enum(LETTER_ADDRESSES).optional() });

/** The hand-over that a request is in now; a failed one is over. */
export async function currentHandover(reads: Pick<Reads, 'find'>, requestId: string): Promise<HandoverRow | undefined> {
  const all = await reads.find('handover', { requestId, failedAt: null });
  return all[0];
}

/**
 * Who had the token of a letter in hand before its holder: none of them prints it. Nobody, where there is no token. Asked are the
 * hand-overs of its token or request, and the decision that its PIN was reset by.
 */
export function carriersAmong(
  { tokenId, requestId, secretId }: LetterRow,
  handovers: readonly HandoverRow[],
  reset: ProposalRow | undefined,
): string[] {
  if (tokenId === null) return [];
  const ofToken = handovers.filter((one) => one.tokenId === tokenId);
  return [...carriersOf(ofToken, requestId), ...(resetOf(secretId) === null ? [] : resetBy(reset))];
}

/** The same of one letter, as the records stand. */
export async function carriersOfLetter(reads: Reads, letter: LetterRow): Promise<string[]> {
  const { tokenId, secretId } = letter;
  if (tokenId === null) return [];
  const reset = resetOf(secretId);
  const proposal = reset === null ? undefined : await reads.get('proposal', reset);
  return carriersAmong(letter, await reads.find('handover', { tokenId }), proposal);
}

/** Whether a letter's secret may leave the service now: the rule is book/rules/handover/secret-letters.ts. */
export const mayTellSecret = async (reads: Reads, { kind, requestId }: LetterRow): Promise<boolean> =>
  letterWaitsFor(kind, await currentHandover(reads, requestId)) === null;

/** Ends these letters and drops their secrets, in the unit's transaction; `forgetSecrets` leaves no trace after it. */
export async function endLetters(unit: Unit, letters: readonly LetterRow[]): Promise<Change[]> {
  for (const { secretId } of letters) if (secretId !== null) await unit.dropSecret(secretId);
  return letters.map((letter) => move('letter', letter, 'expire', { secretId: null }));
}

/** Ends the PIN letters of a token that were not confirmed. */
export async function endPinLetters(unit: Unit, tokenId: string): Promise<Change[]> {
  return endLetters(unit, await unit.find('letter', { tokenId, kind: 'pin', state: LETTER_OPEN }));
}

/** Ends what else is open of a request that is produced again. */
export async function endOtherLetters(unit: Unit, requestId: string): Promise<Change[]> {
  const kind: readonly LetterRow['kind'][] = ['label'];
  return endLetters(unit, await unit.find('letter', { requestId, kind, state: LETTER_OPEN }));
}

/** A label that was checked is checked anew. */
const printAgain = (letter: LetterRow): Change =>
  letter.kind === 'label' && letter.state === 'confirmed'
    ? move('letter', letter, 'uncheck', { confirmedAt: null })
    : move('letter', letter, 'reprint');

/** The verbs of letters: print, confirm, expire. */
export function createLetters(deps: Deps) {
  const read = async (a: Act, id: string) => {
    const letter: LetterRow = await need(a.unit.get('letter', id), 'letter');
    const request: RequestRow = await need(a.unit.get('request', letter.requestId), 'request');
    const holder: PersonRow = await need(a.unit.get('person', request.holderId), 'holder');
    const carrierIds = await carriersOfLetter(a.unit, letter);
    const { producerId, service } = request;
    return { letter, request, holder, of: { producerId, service, carrierIds } };
  };

  /** Where a secret letter goes. Throws where its parcel went there, and where the policy has no letters. */
  const whereTo = async (a: Act, { letter, request, holder }: Awaited<ReturnType<typeof read>>, to?: LetterAddress) => {
    if (letter.kind === 'pin' && !isPinWayOpen(await waysOfPin(a.unit), 'letter'))
      throw new AppError('wrong_state', 'PINs are shown to their holders here, and go by no letter', {
        detail: { why: 'pin-shown-only' },
      });
    const allowed = addressesOf({ request, holder, handover: await currentHandover(a.unit, request.id) });
    const chosen = letter.sentTo ?? to ?? allowed[0];
    if (chosen === 'address' && holder.postalAddress === null)
      throw new AppError('wrong_state', 'the holder has given no other address than their site');
    if (chosen === undefined || !allowed.includes(chosen))
      throw new AppError(
        'wrong_state',
        'the parcel went to this address, and a letter never does: its holder gives another one, or has the PIN shown',
        { detail: { why: 'letter-to-parcel' } },
      );
    return chosen;
  };

  /** The letter, where the caller may print it now. */
  const printable = async (
    a: Act,
    caller: Caller,
    { letterId }: z.output<typeof LetterRef>,
  ): ReturnType<typeof read> => {
    const found = await read(a, letterId);
    const { kind, state, printedAt } = found.letter;
    const secret = isSecret({ kind });
    if (secret) a.allow(found.of);
    else a.allow({}, 'label.print');
    checkHand(found.letter, caller.personId);
    if (secret) await checkHolderIsHere(a.unit, found.request, 'holder-gone-letter');
    if (secret && !(await mayTellSecret(a.unit, found.letter))) {
      throw new AppError(
        'wrong_state',
        'this letter prints after the challenge and the acceptance at the desk, or after the receipt of a shipment',
      );
    }
    if (secret && state === 'printed' && a.now > (printedAt ?? 0) + REPRINT_MS)
      throw new AppError('expired', 'this letter was printed over 15 minutes ago: a new one needs a PIN reset');
    return found;
  };

  const paperOf = async (
    of: { letter: LetterRow; request: RequestRow; holder: PersonRow },
    code: string | null,
  ): Promise<Paper> => {
    const { letter, request, holder } = of;
    if (letter.kind === 'label') {
      const [job] = await deps.store.reads.find('job', {
        requestId: request.id,
        tokenId: letter.tokenId,
        state: 'sealed',
      });
      const [requestNumber, serial] = [request.number, letter.tokenId ?? ''];
      const code = labelCode(requestNumber, serial);
      return { kind: 'label', requestNumber, code, serial, position: job?.slot ?? '' };
    }
    const secret = letter.secretId ? await deps.store.secret(letter.secretId) : undefined;
    if (!secret || (letter.kind !== 'pin' && letter.kind !== 'pkcs12-password')) {
      throw new AppError(
        'expired',
        'the secret of this letter is gone: a new one needs a PIN reset or a new production',
      );
    }
    return {
      kind: letter.kind,
      requestNumber: request.number,
      name: `${holder.givenName} ${holder.familyName}`,
      address: (letter.sentTo === 'address' ? holder.postalAddress : holder.site) ?? '',
      secret: Buffer.from(deps.vault.open(secret)).toString(),
      revocationCode: code,
    };
  };

  return {
    /**
     * Prints a letter or label on the configured queue: recorded first, printed after. Until it is confirmed, 15 minutes at
     * most, it may be printed again (an entry each). Nobody prints the letter of a token that they
     * produced or had in hand.
     */
    print: async (caller: Caller, input: z.output<typeof PrintLetter>): Promise<{ letterId: string }> => {
      const subject = `letter:${input.letterId}`;
      // rights first: a hash takes memory and a place in the line in which everybody signs in
      const kind = await act(
        deps,
        caller,
        'letter.print',
        subject,
        async (a) => (await printable(a, caller, input)).letter.kind,
      );
      const code = isSecret({ kind }) ? revocationCode(deps) : null;
      const codeHash = code === null ? '' : await deps.hasher.hash(code);
      const printed = await act(deps, caller, 'letter.print', subject, async (a) => {
        const found = await printable(a, caller, input);
        const again = found.letter.state !== 'waiting';
        const secret = isSecret(found.letter);
        const to = secret ? { to: await whereTo(a, found, input.to) } : {};
        const sentTo = to.to ?? null;
        const first = { printedBy: caller.personId, printedAt: a.now, ...(secret ? { sentTo } : {}) };
        await a.done([again ? printAgain(found.letter) : move('letter', found.letter, 'print', first)], {
          detail: { kind: found.letter.kind, again, ...to },
        });
        const serial = secret ? await serialOfLetter(a.unit, found.letter) : undefined;
        if (serial !== undefined) await a.unit.keepRevocationCode(serial, codeHash);
        return { ...found, letter: { ...found.letter, sentTo } };
      });
      await deps.printer.print(await paperOf(printed, code));
      return { letterId: input.letterId };
    },

    /** The person at the printer confirms that the letter is readable; then the PIN and the pages are erased here. */
    confirm: async (caller: Caller, input: z.output<typeof LetterRef>): Promise<void> => {
      await act(deps, caller, 'letter.confirm', `letter:${input.letterId}`, async (a) => {
        const { letter, of } = await read(a, input.letterId);
        a.allow(of);
        checkSecret(letter);
        checkHand(letter, caller.personId);
        await a.done([move('letter', letter, 'confirm', { confirmedAt: a.now, secretId: null })]);
        if (letter.secretId) await a.unit.dropSecret(letter.secretId);
      });
      await deps.store.forgetSecrets();
    },

    /** Letters printed and never confirmed: after 15 minutes their secrets go all the same. Answers how many. */
    expire: async (): Promise<number> => {
      const isOver = ({ state, printedAt }: LetterRow, now: number): boolean =>
        state === 'printed' && (printedAt ?? 0) + REPRINT_MS < now;
      const printed = await deps.store.reads.find('letter', { state: 'printed', kind: SECRET_LETTERS });
      const over = printed.filter((letter) => isOver(letter, deps.clock.now()));
      const count = await endEach(deps, 'letter', over, async (unit, letter, now) => {
        if (!isOver(letter, now)) return undefined;
        const entry = { ...SYSTEM, action: 'letter.expire', subject: `letter:${letter.id}`, outcome: 'done' } as const;
        return { ...entry, changes: await endLetters(unit, [letter]) };
      });
      if (count > 0) await deps.store.forgetSecrets();
      return count;
    },
  };
}
