import { z } from 'zod';
import { AppError, isAppError } from '../errors.ts';
import { type Act, act, type Deps, need } from './act.ts';
import { certify, checkKeyAttributes, currentJob, type Producer, profileOf, SYSTEM } from './issuance.ts';
import { endPinLetters } from './letters.ts';
import { type Change, create, move, update } from './lifecycle.ts';
import type { CertificateRow, JobRow, LetterRow, PersonRow, RequestRow, Role, TokenRow } from './model.ts';
import type { Caller } from './permissions.ts';
import { freshKeyId, freshPin, freshSoPin, pluggedIn } from './plugged.ts';
import type { PluggedToken, Unit } from './ports.ts';
import { findRequest, liveApprovals, Ref, type RequestRef } from './request.ts';
import { concludeRevocation, revokeChanges } from './revocation.ts';
import { createUndo, refusedSoPin, secretIds } from './undo.ts';

export const TakeNext = z.strictObject({ count: z.int().min(1).max(64) });
export const ProduceToken = z.strictObject({ requestId: Ref, slot: z.string().min(1).max(40), serial: Ref.optional() });

/** A leased request goes back by itself when its technician does not produce within this. */
const LEASE_MS = 30 * 60_000;

export interface Produced {
  requestId: string;
  number: string;
  tokenId: string;
  certificateId: string;
  state: 'produced';
  /** Whether the label came out; if not it waits to be printed again. */
  labelPrinted: boolean;
}

/** What a job works with from lease to seal. */
interface Work {
  job: JobRow;
  request: RequestRow;
  holder: PersonRow;
  token: TokenRow;
  /** Its holder's own token takes the new key. */
  retaken?: boolean;
  by: Producer;
}

/** A letter or label that waits to be printed. */
export function letter(
  deps: Deps,
  kind: LetterRow['kind'],
  request: RequestRow,
  more: Partial<LetterRow> = {},
): LetterRow {
  const base = { tokenId: null, secretId: null, printedBy: null, printedAt: null, confirmedAt: null };
  return { id: deps.chance.id(), kind, requestId: request.id, state: 'waiting', ...base, ...more };
}

/** The caller may produce this request: neither asker, holder nor one of its approvers (four eyes), workstation commissioned. */
async function mayProduce(a: Act, request: RequestRow): Promise<Role> {
  const approverIds = (await liveApprovals(a.unit, request)).map((g) => g.approverId);
  const role = a.allow({ ...request, approverIds });
  await checkCommissioned(a.unit, request);
  return role;
}

/** Production needs a commissioned workstation, at its begin and still when it is sealed. */
async function checkCommissioned(unit: Unit, request: RequestRow): Promise<void> {
  if (request.workstationId === null) return;
  const workstation = await need(unit.get('workstation', request.workstationId), 'workstation');
  if (workstation.state !== 'commissioned') {
    throw new AppError(
      'wrong_state',
      `workstation ${workstation.assetNumber} is ${workstation.state}: commission it first`,
      {
        detail: { kind: 'workstation', from: workstation.state },
      },
    );
  }
}

/** The lease: a request in the queue becomes this technician's; one leased by them already is theirs still. */
export function leaseChange(request: RequestRow, technicianId: string, now: number): Change {
  const lease = { producerId: technicianId, leaseUntil: now + LEASE_MS };
  if (request.state !== 'in_production') return move('request', request, 'take', lease);
  if (request.producerId !== technicianId) {
    throw new AppError('conflict', 'another technician has taken this request: take the next one', {
      detail: { number: request.number },
    });
  }
  return update('request', request, lease, { state: 'in_production', producerId: technicianId });
}

/** The plugged token's row: recognised by serial number, never by label (T2). */
async function ownToken(unit: Unit, { serial }: PluggedToken): Promise<TokenRow> {
  const token = await unit.get('token', serial);
  if (!token) {
    throw new AppError('token_foreign', `token ${serial} is not in our stock: unplug it and put it aside`, {
      detail: { serial },
    });
  }
  return token;
}

/** A renewal on the very token that it replaces: it is still its holder's, or came back from them. */
function renewsInPlace(request: RequestRow, token: TokenRow): boolean {
  const own = request.kind === 'renewal' && request.replacesTokenId === token.id && token.holderId === request.holderId;
  return own && ['active', 'suspended', 'revoked', 'expired', 'returned'].includes(token.state);
}

/** The former key ends here, and with it its certificate and its letters; the token goes from its holder to the bench. */
async function retakeToken(a: Act, token: TokenRow, held: Partial<TokenRow>): Promise<Change[]> {
  const inUse = token.state === 'active' || token.state === 'suspended';
  const ended = inUse ? await revokeChanges(a.unit, token, 'superseded', a.now) : await endPinLetters(a.unit, token.id);
  const from = (state: TokenRow['state']): TokenRow => ({ ...token, state });
  const back = token.state === 'returned' ? [] : [move('token', inUse ? from('revoked') : token, 'return')];
  return [...ended, ...back, move('token', from('returned'), 'restock'), move('token', from('in_stock'), 'take', held)];
}

/** The token leaves the stock for this request. Nothing was written yet: a used or foreign one stays as it is. */
async function takeToken(
  a: Act,
  request: RequestRow,
  token: TokenRow,
  { holdsCertificate }: PluggedToken,
  held: Partial<TokenRow>,
): Promise<Change[]> {
  const detail = { serial: token.id, state: token.state };
  if (renewsInPlace(request, token)) return retakeToken(a, token, held);
  if (token.state !== 'in_stock') {
    throw new AppError('wrong_state', `token ${token.id} is ${token.state}: plug a blank one`, { detail });
  }
  if (holdsCertificate) {
    const message = `token ${token.id} holds a certificate although it is in stock: put it aside for the security officer`;
    throw new AppError('token_foreign', message, { detail });
  }
  return [move('token', token, 'take', held)];
}

export function createProduction(deps: Deps) {
  const undo = createUndo(deps);

  /** Step 1, one transaction: request and token leased, job opened, both new secrets kept before they reach the device. */
  const open = (caller: Caller, requestId: string, slot: string, plugged: PluggedToken): Promise<Work> =>
    act(deps, caller, 'production.produce', `request:${requestId}`, async (a) => {
      const request = await findRequest(a.unit, requestId);
      const role = await mayProduce(a, request);
      const token = await ownToken(a.unit, plugged);
      const label = `${request.number}-${token.id.slice(-8)}`.replace(/[^\x20-\x7e]/g, '').slice(0, 32);
      const job: JobRow = {
        id: deps.chance.id(),
        requestId: request.id,
        tokenId: token.id,
        slot,
        technicianId: caller.personId,
        state: 'leased',
        certificateId: null,
        startedAt: a.now,
        endedAt: null,
        failure: null,
      };
      const held = {
        label,
        requestId: request.id,
        holderId: request.holderId,
        workstationId: request.workstationId,
        keyId: freshKeyId(deps.chance, plugged),
        certificateId: null,
      };
      const changes = [
        leaseChange(request, caller.personId, a.now),
        ...(await takeToken(a, request, token, plugged, held)),
        create('job', job),
      ];
      await a.done(changes, { action: 'production.begin', subject: `request:${request.id}` });
      const ids = secretIds(job);
      await a.unit.keepSecret(deps.vault.seal(ids.pin, 'pin', Buffer.from(freshPin(deps.chance, plugged))));
      await a.unit.keepSecret(deps.vault.seal(ids.soPin, 'so-pin', Buffer.from(freshSoPin(deps.chance, plugged))));
      const holder = await need(a.unit.get('person', request.holderId), 'person');
      return {
        job,
        request,
        holder,
        token: { ...token, ...held, state: 'in_production' },
        retaken: token.state !== 'in_stock',
        by: { actor: caller.personId, role },
      };
    });

  /** Steps 2 and 3: the token is wiped and keyed, the key proven, the certificate ordered and signed. */
  const key = async (w: Work) => {
    const at = { slot: w.job.slot ?? '', serial: w.token.id };
    const { pin, soPins, newSoPin } = await undo.secretsOf(w.job);
    // no crash has come in between yet: only the one that it came with can be right
    await undo.initialise(at, soPins.slice(0, 1), { newSoPin, pin, label: w.token.label ?? '' });
    const proof = await deps.bench.generateKey(at, {
      pin,
      soPin: newSoPin,
      keyId: w.token.keyId ?? '',
      key: deps.ca.keyKind(profileOf(w.request)),
      commonName: w.token.label ?? '',
    });
    checkKeyAttributes(proof.attributes);
    return certify(deps, w.by, w.job, w.request, w.holder, proof.request);
  };

  /** Step 4: written, read back byte for byte, and a fresh challenge signed in the token (T3): a hard gate. */
  const prove = async (w: Work, der: Uint8Array): Promise<void> => {
    const at = { slot: w.job.slot ?? '', serial: w.token.id };
    const { pin, newSoPin: soPin } = await undo.secretsOf(w.job);
    const keyId = w.token.keyId ?? '';
    const back = await deps.bench.writeCertificate(at, { pin, soPin, keyId, certificate: der });
    if (Buffer.compare(back, der) !== 0) {
      throw new AppError('device_failed', 'the token gave back another certificate than was written: scrap it', {
        detail: { step: 'read-back' },
      });
    }
    const challenge = deps.chance.bytes(32);
    const signature = await deps.bench.signChallenge(at, { pin, keyId, challenge });
    if (!deps.verifyChallenge(der, challenge, signature)) {
      throw new AppError('device_failed', "the token's signature does not fit its certificate: scrap it", {
        detail: { step: 'challenge' },
      });
    }
  };

  /** Step 5, one transaction: from here on the certificate is good. */
  const seal = (w: Work, certificate: CertificateRow): Promise<LetterRow> =>
    deps.store.transact(async (unit) => {
      const now = deps.clock.now();
      const label = letter(deps, 'label', w.request, { tokenId: w.token.id });
      const pinLetter = letter(deps, 'pin', w.request, { tokenId: w.token.id, secretId: secretIds(w.job).pin });
      const request = await need(unit.get('request', w.request.id), 'request');
      await checkCommissioned(unit, request);
      const sealed = { certificateId: certificate.id, cycle: w.token.cycle + 1, soPinId: secretIds(w.job).soPin };
      const changes: Change[] = [
        move('certificate', certificate, 'seal', { sealedAt: now }),
        move('job', await currentJob(unit, w.job.id), 'seal', { endedAt: now }),
        move('token', w.token, 'seal', sealed),
        move('request', request, 'seal', { producedAt: now, leaseUntil: null }),
        create('letter', label),
        create('letter', pinLetter),
      ];
      await unit.record({
        ...w.by,
        action: 'production.seal',
        subject: `request:${w.request.id}`,
        outcome: 'done',
        changes,
      });
      await unit.dropSecret(w.token.soPinId);
      return label;
    });

  /** Prints the label after sealing; a printer that fails costs no token. */
  const printLabel = async (w: Work, label: LetterRow): Promise<boolean> => {
    try {
      await deps.printer.print({
        kind: 'label',
        requestNumber: w.request.number,
        serial: w.token.id,
        position: w.job.slot ?? '',
      });
      const changes = [move('letter', label, 'print', { printedBy: w.by.actor, printedAt: deps.clock.now() })];
      await deps.store.transact((unit) =>
        unit.record({ ...w.by, action: 'letter.print', subject: `letter:${label.id}`, outcome: 'done', changes }),
      );
      return true;
    } catch (error) {
      deps.warn('label not printed; it waits to be printed again', error);
      return false;
    }
  };

  /** Runs the steps after the lease; whatever fails undoes the job, then the failure is thrown on. */
  const finish = async (w: Work, made?: { certificate: CertificateRow; der: Uint8Array }): Promise<Produced> => {
    let label: LetterRow;
    let certificateId: string;
    try {
      const { certificate, der } = made ?? (await key(w));
      await prove(w, der);
      label = await seal(w, certificate);
      certificateId = certificate.id;
    } catch (error) {
      await undo.job(w.job.id, isAppError(error) ? error.code : 'internal', { wipe: !refusedSoPin(error) });
      throw error;
    }
    const labelPrinted = await printLabel(w, label);
    return {
      requestId: w.request.id,
      number: w.request.number,
      tokenId: w.token.id,
      certificateId,
      state: 'produced',
      labelPrinted,
    };
  };

  return {
    /** Leases the queue's next requests to the caller (priority, then age), skipping those that four eyes forbid them. */
    takeNext: (caller: Caller, input: z.output<typeof TakeNext>): Promise<RequestRow[]> =>
      act(deps, caller, 'production.produce', 'queue', async (a) => {
        const taken: RequestRow[] = [];
        a.allow();
        for (const request of await a.unit.queue(['first-issue', 'renewal', 'replacement'], input.count * 4 + 50)) {
          if (taken.length === input.count) break;
          try {
            await mayProduce(a, request);
          } catch (error) {
            if (isAppError(error, 'own_request', 'same_person', 'wrong_state')) continue;
            throw error;
          }
          await a.done([leaseChange(request, caller.personId, a.now)], {
            action: 'request.take',
            subject: `request:${request.id}`,
          });
          taken.push({ ...request, state: 'in_production', producerId: caller.personId });
        }
        return taken;
      }),

    /** Puts a leased request back into the queue, where it keeps its place. */
    putBack: (caller: Caller, input: z.output<typeof RequestRef>): Promise<void> =>
      act(deps, caller, 'request.putBack', `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        const running = await a.unit.count('job', { requestId: row.id, state: ['leased', 'certifying', 'certified'] });
        if (running > 0) throw new AppError('conflict', 'production of this request is running: wait until it ends');
        await a.done([move('request', row, 'putBack', { producerId: null, leaseUntil: null })], {
          subject: `request:${row.id}`,
        });
      }),

    /** Produces one token in `slot` for a request that is approved, or leased to the caller. Answers once it is sealed. */
    produce: async (caller: Caller, input: z.output<typeof ProduceToken>): Promise<Produced> => {
      const plugged = await pluggedIn(deps.bench, input.slot, input.serial);
      const work = await open(caller, input.requestId, input.slot, plugged);
      if (work.retaken) await concludeRevocation(deps);
      return finish(work);
    },

    /** Leases that ran out go back into the queue; nobody is working on them. Answers how many. */
    expireLeases: (): Promise<number> =>
      deps.store.transact(async (unit) => {
        const now = deps.clock.now();
        const leased = await unit.find('request', { state: 'in_production' });
        let expired = 0;
        for (const row of leased.filter((r) => r.leaseUntil !== null && r.leaseUntil < now)) {
          if ((await unit.count('job', { requestId: row.id, state: ['leased', 'certifying', 'certified'] })) > 0)
            continue;
          const changes = [move('request', row, 'putBack', { producerId: null, leaseUntil: null })];
          await unit.record({
            ...SYSTEM,
            action: 'request.leaseExpired',
            subject: `request:${row.id}`,
            outcome: 'done',
            changes,
          });
          expired += 1;
        }
        return expired;
      }),

    /**
     * At start: every job left open goes through the normal path. One whose certificate was signed is finished if its
     * token is plugged and proves itself; any other is undone, its certificate revoked. Answers what became of each.
     */
    resume: async (): Promise<{ jobId: string; outcome: 'sealed' | 'undone' }[]> => {
      const outcomes: { jobId: string; outcome: 'sealed' | 'undone' }[] = [];
      for (const job of await deps.store.reads.find('job', { state: ['leased', 'certifying', 'certified'] })) {
        outcomes.push({ jobId: job.id, outcome: await undo.resume(job, (w, made) => finish(w, made)) });
      }
      return outcomes;
    },
  };
}
