import { type Left, leftUnwiped, stepOfLeft } from '../../book/rules/request/jobs.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CertificateRow, JobRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import { JOB_OPEN } from '../../book/tables/states.ts';
import { AppError, type ErrorCode, isAppError } from '../../errors.ts';
import { type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Unit } from '../ports/store.ts';
import { UNBOUND } from '../stock/unbound.ts';
import { kindOf } from './issuance.ts';
import { forgetSecrets, secretIds } from './job-secrets.ts';
import { randomDigits } from './plugged.ts';

/** The token refused the SO-PIN with which it was to be wiped: each further try could be its last. */
export function refusedSoPin(error: unknown): boolean {
  const { rv, step } = isAppError(error, 'device_failed') ? error.detail : {};
  return (rv === 'CKR_PIN_INCORRECT' || rv === 'CKR_PIN_LOCKED') && (step === undefined || step === 'format');
}

/** Why a job is undone. */
type Failure = ErrorCode | 'interrupted';
/** A job that makes a token, and not a nomade credential. */
type OnToken = JobRow & { tokenId: string; slot: string };
const isOnToken = (job: JobRow): job is OnToken => job.tokenId !== null && job.slot !== null;
const codeOf = (error: unknown): ErrorCode => (isAppError(error) ? error.code : 'internal');

type At = { slot: string; serial: string };

/** How an open job is undone, or taken up again after a crash, and what both share with production. */
export function createUndo(deps: Deps) {
  const reveal = async (id: string): Promise<string | undefined> => {
    const secret = await deps.store.secret(id);
    return secret && Buffer.from(deps.vault.open(secret)).toString();
  };

  const secretsOf = async (job: JobRow) => {
    const ids = secretIds(job);
    const token = job.tokenId ? await deps.store.reads.get('token', job.tokenId) : undefined;
    const [pin, soPin, newSoPin] = await Promise.all([
      reveal(ids.pin),
      reveal(token?.soPinId ?? ''),
      reveal(ids.soPin),
    ]);
    const soPins = [soPin, newSoPin].filter((s) => s !== undefined);
    return { pin: pin ?? '', soPins, newSoPin: newSoPin ?? '' };
  };

  /** A crash may have come before or after the SO-PIN changed: the second candidate is tried only when the first is refused. */
  const initialise = async (
    at: At,
    soPins: readonly string[],
    how: { newSoPin: string; pin: string; label: string },
  ): Promise<void> => {
    if (soPins.length === 0) throw new AppError('not_found', `no SO-PIN of token ${at.serial} is kept`);
    for (const [index, soPin] of soPins.entries()) {
      try {
        return await deps.bench.initialise(at, { soPin, ...how });
      } catch (error) {
        if (!refusedSoPin(error) || index === soPins.length - 1) throw error;
      }
    }
  };

  /** Wipes the job's token where it still sits, and answers how it is left. */
  const wipe = async (job: OnToken): Promise<Left> => {
    try {
      const { pin, soPins, newSoPin } = await secretsOf(job);
      // of the length that this model takes; nobody knows it and nobody will
      const how = { newSoPin, pin: randomDigits(deps.chance, pin.length), label: 'BLANK' };
      await initialise({ slot: job.slot, serial: job.tokenId }, soPins.reverse(), how);
      return { wiped: true, reached: true };
    } catch (error) {
      const left = leftUnwiped(codeOf(error));
      deps.warn(`token ${job.tokenId} was not wiped and is ${left.reached ? 'scrapped' : 'set aside'}`, error);
      return left;
    }
  };

  const undoChanges = async (
    unit: Unit,
    { job, token, left, failure }: { job: JobRow; token: TokenRow | undefined; left: Left; failure: Failure },
    now: number,
  ): Promise<Change[]> => {
    const changes: Change[] = [move('job', job, 'undo', { endedAt: now, failure })];
    const request = await need(unit.get('request', job.requestId), 'request');
    if (request.state === 'in_production')
      changes.push(move('request', request, 'putBack', { producerId: null, leaseUntil: null }));
    const certificate = job.certificateId ? await unit.get('certificate', job.certificateId) : undefined;
    if (certificate && certificate.state !== 'revoked') {
      changes.push(move('certificate', certificate, 'revoke', { revokedAt: now, revocationReason: 'never-sealed' }));
    }
    if (token?.state === 'in_production') {
      const step = stepOfLeft(left);
      const cells = {
        putBack: { ...UNBOUND, soPinId: secretIds(job).soPin },
        scrap: { label: null },
        setAside: UNBOUND,
      };
      changes.push(move('token', token, step, cells[step]));
    }
    return changes;
  };

  /**
   * Undoes an open job: token wiped (unless told not to), scrapped or set aside, certificate revoked, request back in its
   * place. Twice is harmless.
   */
  const undoJob = async (jobId: string, failure: Failure, { wipe: may = true } = {}): Promise<void> => {
    const found = await deps.store.reads.get('job', jobId);
    if (!found || !JOB_OPEN.includes(found.state)) return;
    const tried = may && isOnToken(found);
    const left = tried ? await wipe(found) : leftUnwiped(failure);
    const revoked = await deps.store.transact(async (unit) => {
      const job = await need(unit.get('job', jobId), 'job');
      if (!JOB_OPEN.includes(job.state)) return false;
      const token = isOnToken(job) ? await need(unit.get('token', job.tokenId), 'token') : undefined;
      const changes = await undoChanges(unit, { job, token, left, failure }, deps.clock.now());
      const detail = { kind: kindOf(job), failure, ...(token ? { ...left, model: token.model } : {}) };
      await unit.record({
        ...SYSTEM,
        action: 'production.undo',
        subject: `request:${job.requestId}`,
        outcome: 'failed',
        detail,
        changes,
      });
      const ids = secretIds(job);
      for (const id of [ids.pin, ids.privateKey, ids.password]) await unit.dropSecret(id);
      return changes.some((c) => c.table === 'certificate');
    });
    await forgetSecrets(deps);
    if (revoked)
      await deps.status
        .publish()
        .catch((error: unknown) => deps.warn('CRL not published; it will be tried again', error));
  };

  return {
    secretsOf,
    initialise,
    job: undoJob,

    /** Takes a job up after a crash: finishes it where the signed certificate can still be proven on its token, else undoes it. */
    resume: async (
      job: JobRow,
      finish: (
        work: { job: JobRow; request: RequestRow; holder: PersonRow; token: TokenRow; by: typeof SYSTEM },
        made: { certificate: CertificateRow; der: Uint8Array },
      ) => Promise<unknown>,
    ): Promise<'sealed' | 'undone'> => {
      const { reads } = deps.store;
      const certificate = job.certificateId ? await reads.get('certificate', job.certificateId) : undefined;
      const der = certificate?.state === 'issued' ? await deps.store.certificate(certificate.id) : undefined;
      const token = job.tokenId ? await reads.get('token', job.tokenId) : undefined;
      if (job.state !== 'certified' || !certificate || !der || !token) {
        await undoJob(job.id, 'interrupted');
        return 'undone';
      }
      const request = await need(reads.get('request', job.requestId), 'request');
      const holder = await need(reads.get('person', request.holderId), 'person');
      try {
        await finish({ job, request, holder, token, by: SYSTEM }, { certificate, der });
        return 'sealed';
      } catch (error) {
        const { state } = await need(reads.get('job', job.id), 'job');
        if (JOB_OPEN.includes(state)) throw error;
        deps.warn(`job ${job.id} could not be finished and was undone`, error);
        return 'undone';
      }
    },
  };
}
