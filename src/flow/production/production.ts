import type { Caller } from '../../book/rights/roles.ts';
import { tokenLabel } from '../../book/rules/request/token-label.ts';
import { type Change, create, move } from '../../book/tables/lifecycle.ts';
import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CertificateRow, JobRow, TokenRow } from '../../book/tables/rows/tokens.ts';
import { JOB_OPEN } from '../../book/tables/states.ts';
import { AppError, isAppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import type { Producer } from '../actor.ts';
import { newLetter } from '../handover/new-letter.ts';
import { isOwnFormer } from '../nodes/this-node.ts';
import type { SlotStatus } from '../ports/bench.ts';
import { findRequest } from '../request/request.ts';
import { checkRestored } from '../restore/restore.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { checkPlace } from './bench-slots.ts';
import { certify, checkKeyAttributes, currentJob } from './issuance.ts';
import { secretIds } from './job-secrets.ts';
import { labelCode } from './label-code.ts';
import { createLine } from './line.ts';
import { newJob } from './new-job.ts';
import { freshKeyId, freshPin, freshSoPin, onlyToken } from './plugged.ts';
import { createProduceNext, type OnSlot, type Produced } from './produce-next.ts';
import { checkCommissioned, checkMayBegin, createQueue, leaseChange, mayProduce } from './queue.ts';
import type { ProductionStep, StepBoard } from './steps.ts';
import { ownToken, takeToken } from './take-token.ts';
import { createUndo, refusedSoPin } from './undo.ts';
import type { Working } from './working.ts';

/** What became of a job that was taken up; `left`: it could not be. */
type Resumed = 'sealed' | 'undone' | 'left';
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

/** The verbs of production on the bench. `working`: the jobs that this process has in hand, software credentials' among them. */
export function createProduction(deps: Deps, steps: StepBoard, working: Working) {
  const undo = createUndo(deps);
  /** Jobs whose token has refused its SO-PIN: one more try, also of an undoing that is tried again, could lock it. */
  const locking = new Set<string>();
  const passed = ({ job }: Work, step: ProductionStep): void => steps.pass(job.slot ?? '', step);

  /** Step 1, one transaction: request and token leased, job opened, both new secrets kept before they reach the device. */
  const open = (
    caller: Caller,
    { requestId, slot, serial }: OnSlot,
    { status, mine }: { status: SlotStatus | undefined; mine(jobId: string): void },
  ): Promise<Work> =>
    act(deps, caller, 'production.produce', `request:${requestId}`, async (a) => {
      const request = await findRequest(a.unit, requestId);
      const role = await mayProduce(a, request);
      await checkMayBegin(deps, a, request, caller.personId);
      const plugged = onlyToken(slot, status, serial);
      const token = await ownToken(a.unit, plugged);
      const label = tokenLabel(request.number, token.id);
      const job = newJob(deps.chance, {
        requestId: request.id,
        tokenId: token.id,
        slot,
        model: token.model,
        locationId: token.locationId,
        technicianId: caller.personId,
        startedAt: a.now,
        run: deps.node.run(),
      });
      mine(job.id);
      const held = {
        label,
        requestId: request.id,
        holderId: request.holderId,
        workstationId: request.workstationId,
        keyId: freshKeyId(deps.chance, plugged),
        certificateId: null,
      };
      const changes = [
        await leaseChange(a, request, caller.personId),
        ...(await takeToken(a, request, token, plugged, held)),
        create('job', job),
      ];
      const retaken = token.state !== 'in_stock';
      const detail = { kind: retaken ? 'same-token' : 'token' };
      await a.done(changes, { action: 'production.begin', subject: `request:${request.id}`, detail });
      const ids = secretIds(job);
      await a.unit.keepSecret(deps.vault.seal(ids.pin, 'pin', Buffer.from(freshPin(deps.chance, plugged))));
      await a.unit.keepSecret(deps.vault.seal(ids.soPin, 'so-pin', Buffer.from(freshSoPin(deps.chance, plugged))));
      const holder = await need(a.unit.get('person', request.holderId), 'person');
      return {
        job,
        request,
        holder,
        token: { ...token, ...held, state: 'in_production' },
        retaken,
        by: { actor: caller.personId, role },
      };
    });

  /** Steps 2 and 3: the token is wiped and keyed, the key proven, the certificate ordered and signed. */
  const key = async (w: Work) => {
    const at = { slot: w.job.slot ?? '', serial: w.token.id };
    const { pin, soPins, newSoPin } = await undo.secretsOf(w.job);
    // no crash has come in between yet: only the one that it came with can be right
    await undo.initialise(at, soPins.slice(0, 1), { newSoPin, pin, label: w.token.label ?? '' });
    passed(w, 'initialised');
    const proof = await deps.bench.generateKey(at, {
      pin,
      soPin: newSoPin,
      keyId: w.token.keyId ?? '',
      key: deps.ca.keyKind(w.request.profile),
      commonName: w.token.label ?? '',
    });
    checkKeyAttributes(proof.attributes);
    passed(w, 'keyed');
    const certified = await certify(deps, w.by, w.job, w.request, w.holder, proof.request);
    passed(w, 'issued');
    return certified;
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
    passed(w, 'written');
  };

  /** Step 5, one transaction: from here on the certificate is good. */
  const seal = (w: Work, certificate: CertificateRow): Promise<LetterRow> =>
    deps.store.transact(async (unit) => {
      const now = deps.clock.now();
      const label = newLetter(deps, 'label', w.request, { tokenId: w.token.id });
      const pinLetter = newLetter(deps, 'pin', w.request, { tokenId: w.token.id, secretId: secretIds(w.job).pin });
      const request = await need(unit.get('request', w.request.id), 'request');
      deps.ca.checkRecords();
      await checkRestored(unit); // a restart may have found that these records were restored
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
        detail: { kind: 'token', model: w.token.model },
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
        code: labelCode(w.request.number, w.token.id),
        serial: w.token.id,
        position: w.job.slot ?? '',
      });
      const entry = { ...w.by, action: 'letter.print', subject: `letter:${label.id}`, outcome: 'done' } as const;
      const detail = { kind: 'label', again: false };
      await deps.store.transact((unit) => {
        const changes = [move('letter', label, 'print', { printedBy: w.by.actor, printedAt: deps.clock.now() })];
        return unit.record({ ...entry, detail, changes });
      });
      passed(w, 'labelled');
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
    const { number } = w.request;
    const slot = w.job.slot ?? '';
    steps.begin(slot, { number, serial: w.token.id, since: w.job.startedAt, done: made ? 'issued' : 'plugged' });
    try {
      const { certificate, der } = made ?? (await key(w));
      await prove(w, der);
      label = await seal(w, certificate);
      certificateId = certificate.id;
    } catch (error) {
      if (refusedSoPin(error)) locking.add(w.job.id);
      try {
        await undo.job(w.job.id, isAppError(error) ? error.code : 'internal', { wipe: !locking.has(w.job.id) });
        locking.delete(w.job.id);
      } finally {
        steps.end(slot, 'failed', deps.clock.now());
      }
      throw error;
    }
    const labelPrinted = await printLabel(w, label);
    steps.end(slot, 'made', deps.clock.now());
    return {
      requestId: w.request.id,
      number,
      tokenId: w.token.id,
      certificateId,
      state: 'produced',
      labelPrinted,
    };
  };

  const queue = createQueue(deps);
  const halves = {
    begin: async (caller: Caller, input: OnSlot): Promise<Work> => {
      const status = await deps.bench.slot(input.slot);
      if (status) await checkPlace(deps, caller, status.place);
      return working.open((mine) => open(caller, input, { status, mine }));
    },
    finish: (work: Work): Promise<Produced> =>
      working.until(work.job.id, async () => {
        if (work.retaken) await concludeRevocation(deps);
        return finish(work);
      }),
  };

  return {
    ...queue,
    ...createProduceNext(deps, queue, halves),
    ...createLine(deps, queue),

    /**
     * At start: every job that this node left open goes through the normal path. One whose certificate was signed is finished if its
     * token is plugged and proves itself; any other is undone, its certificate revoked. One that cannot be is told, left for
     * `undoLeft`, and keeps nobody from starting. Answers what became of each.
     */
    resume: async (): Promise<{ jobId: string; outcome: Resumed }[]> => {
      const outcomes: { jobId: string; outcome: Resumed }[] = [];
      const open = await deps.store.reads.find('job', { state: JOB_OPEN });
      for (const job of open.filter(({ run }) => isOwnFormer(deps.node, run))) {
        const outcome = await undo
          .resume(job, (w, made) => finish(w, made))
          .catch((error: unknown): Resumed => {
            deps.warn(`job ${job.id} could not be taken up: it is tried again`, error);
            return 'left';
          });
        outcomes.push({ jobId: job.id, outcome });
      }
      return outcomes;
    },

    /** Now and then: undoes this node's open jobs that nobody has in hand, since what should have undone them failed. */
    undoLeft: async (): Promise<void> => {
      const open = await deps.store.reads.find('job', { state: JOB_OPEN });
      for (const { id, run } of open) {
        const isFormer = isOwnFormer(deps.node, run);
        if (working.has(id) || !(isFormer || run === deps.node.run())) continue;
        const failure = isFormer ? 'interrupted' : 'overloaded';
        await undo
          .job(id, locking.has(id) ? 'device_failed' : failure, { wipe: !locking.has(id) })
          .then(() => locking.delete(id))
          .catch((error: unknown) => deps.warn(`job ${id} could not be undone: it is tried again`, error));
      }
    },

    /** Before this process stops: begins nothing more. Answers once what is on the bench is made or undone. */
    rest: working.rest,
  };
}
