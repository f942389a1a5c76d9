import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { CURRENT_TERMS, hashOfTerms } from '../../book/rules/request/nomade-terms.ts';
import { type Change, create, move } from '../../book/tables/lifecycle.ts';
import type { HandoverRow } from '../../book/tables/rows/handovers.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CertificateRow, JobRow } from '../../book/tables/rows/tokens.ts';
import { CERTIFICATE_LIVE } from '../../book/tables/states.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import type { Producer } from '../actor.ts';
import { NOT_YET } from '../handover/handover.ts';
import { newLetter } from '../handover/new-letter.ts';
import { Ref } from '../inputs.ts';
import { checkHolderIsHere } from '../people/holder-here.ts';
import type { Unit } from '../ports/store.ts';
import { findRequest, liveApprovals, type RequestRef } from '../request/request.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { revokeAlone } from '../revocation/revoking.ts';
import { certify, currentJob } from './issuance.ts';
import { secretIds } from './job-secrets.ts';
import { newJob } from './new-job.ts';
import { checkMayBegin, leaseChange } from './queue.ts';
import { createUndo } from './undo.ts';
import type { Working } from './working.ts';

export const DownloadCredential = z.strictObject({
  requestId: Ref,
  form: z.enum(['modern', 'compatible']).default('modern'),
  /** The version of the conditions (book/rules/request/nomade-terms.ts) that the holder read and agrees to. */
  terms: z.int(),
});

/** At least 128 bits: 28 letters and digits without look-alikes (31 of them, 4.95 bits each). */
const PASSWORD_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789A';
const PASSWORD_LENGTH = 28;

function randomPassword(deps: Deps): string {
  return [...deps.chance.bytes(PASSWORD_LENGTH)].map((octet) => PASSWORD_ALPHABET[octet % 32]).join('');
}

/** Throws `changed_since` where the conditions have another text by now: it is read first. */
function checkTerms(version: number): void {
  if (version === CURRENT_TERMS.version) return;
  throw new AppError(
    'changed_since',
    `the conditions of a nomade credential are in version ${CURRENT_TERMS.version}: read them and agree to those`,
    { detail: { why: 'terms', version: CURRENT_TERMS.version } },
  );
}

/** The live credentials that other requests put on the device of this one. */
async function onSameDevice(unit: Unit, { id, holderId, deviceId }: RequestRow): Promise<CertificateRow[]> {
  if (deviceId === null) return [];
  const all = await unit.find('certificate', { holderId, tokenId: null, state: CERTIFICATE_LIVE });
  const requests = await unit.find('request', { holderId, deviceId });
  const others = requests.filter((other) => other.id !== id).map((other) => other.id);
  return all.filter(({ requestId }) => requestId !== null && others.includes(requestId));
}

/** The other path of production: a nomade credential, a key in a PKCS#12 file and no hardware. */
export function createSoftware(deps: Deps, working: Working) {
  const undo = createUndo(deps);

  const open = (caller: Caller, requestId: string, mine: (jobId: string) => void) =>
    act(deps, caller, 'credential.release', `request:${requestId}`, async (a) => {
      const request = await findRequest(a.unit, requestId);
      const role = a.allow({
        ...request,
        approverIds: (await liveApprovals(a.unit, request)).map((g) => g.approverId),
      });
      if (request.kind !== 'nomade')
        throw new AppError('wrong_state', 'this request asks for a hardware token: produce it on the bench');
      await checkMayBegin(deps, a, request, caller.personId);
      const job = newJob(deps.chance, {
        requestId: request.id,
        tokenId: null,
        slot: null,
        model: null,
        locationId: null,
        technicianId: caller.personId,
        startedAt: a.now,
        run: deps.node.run(),
      });
      mine(job.id);
      await a.done([await leaseChange(a, request, caller.personId), create('job', job)], {
        action: 'production.begin',
        subject: `request:${request.id}`,
        detail: { kind: 'nomade' },
      });
      const holder = await need(a.unit.get('person', request.holderId), 'person');
      return { job, request, holder, by: { actor: caller.personId, role } satisfies Producer };
    });

  /** Key made off the event loop and sealed before the CA is asked; from the seal on the certificate is good. */
  const make = async (w: {
    job: JobRow;
    request: RequestRow;
    holder: PersonRow;
    by: Producer;
  }): Promise<CertificateRow> => {
    const key = await deps.software.generate();
    const ids = secretIds(w.job);
    const secrets = [
      deps.vault.seal(ids.privateKey, 'pkcs8', key.privateKey),
      deps.vault.seal(ids.password, 'pkcs12-password', Buffer.from(randomPassword(deps))),
    ];
    key.privateKey.fill(0);
    const { certificate } = await certify(deps, w.by, w.job, w.request, w.holder, key.request);
    await deps.store.transact(async (unit) => {
      const now = deps.clock.now();
      const request = await need(unit.get('request', w.request.id), 'request');
      const changes: Change[] = [
        move('certificate', certificate, 'seal', { sealedAt: now }),
        move('job', await currentJob(unit, w.job.id), 'seal', { endedAt: now }),
        move('request', request, 'seal', { producedAt: now, leaseUntil: null }),
        create('letter', newLetter(deps, 'pkcs12-password', request, { secretId: ids.password })),
      ];
      await unit.record({
        ...w.by,
        action: 'production.seal',
        subject: `request:${request.id}`,
        outcome: 'done',
        detail: { kind: 'nomade' },
        changes,
      });
      for (const secret of secrets) await unit.keepSecret(secret);
    });
    return certificate;
  };

  const downloaded = (request: RequestRow, personId: string, now: number): HandoverRow => ({
    id: deps.chance.id(),
    requestId: request.id,
    tokenId: null,
    mode: 'download',
    operatorId: personId,
    challengedAt: null,
    ...NOT_YET,
    acceptedAt: now,
    acceptedBy: personId,
    acceptanceProof: 'own-factor',
    termsHash: hashOfTerms(CURRENT_TERMS),
    handedOverAt: now,
    receiptAt: now,
    receiptBy: personId,
    receiptProof: 'own-factor',
  });

  /** Their own request, and the step that closes it: looked at before a container is made, which costs, and again as it is recorded. */
  const toDownload = async (a: Act, requestId: string) => {
    const request = await findRequest(a.unit, requestId);
    a.allow(request);
    if (request.state === 'closed') {
      throw new AppError(
        'already_done',
        'this credential was downloaded already: ask for a new one if you do not have it',
      );
    }
    await checkHolderIsHere(a.unit, request, 'holder-gone-own');
    return { request, step: move('request', request, 'download', { handedOverAt: a.now, closedAt: a.now }) };
  };

  const gone = (): AppError => new AppError('expired', 'this credential is no longer here: ask for a new one');

  return {
    /** A technician releases an approved nomade request: key, certificate, password letter. */
    release: async (
      caller: Caller,
      input: z.output<typeof RequestRef>,
    ): Promise<{ requestId: string; number: string; certificateId: string }> => {
      const work = await working.open((mine) => open(caller, input.requestId, mine));
      return working.until(work.job.id, async () => {
        try {
          const certificate = await make(work);
          return { requestId: work.request.id, number: work.request.number, certificateId: certificate.id };
        } catch (error) {
          await undo.job(work.job.id, isAppError(error) ? error.code : 'internal');
          throw error;
        }
      });
    },

    /**
     * The holder's download, once, of who agreed to the conditions as they stand: a PKCS#12 file in the container asked for,
     * and with it the receipt. The credential that the device had before ends. The key is wiped from the service in the
     * same transaction that records the hand-over, before the file leaves.
     */
    download: async (
      caller: Caller,
      input: z.output<typeof DownloadCredential>,
    ): Promise<{ file: Uint8Array; name: string }> => {
      const { reads } = deps.store;
      checkTerms(input.terms);
      const attempt = <R>(work: (a: Act) => Promise<R>) =>
        act(deps, caller, 'credential.download', `request:${input.requestId}`, work);
      const { request: wanted } = await attempt((a) => toDownload(a, input.requestId));
      const pack = async (): Promise<Uint8Array | undefined> => {
        const [job] = await reads.find(
          'job',
          { requestId: wanted.id, state: 'sealed' },
          { orderBy: 'startedAt', descending: true },
        );
        if (wanted.kind !== 'nomade' || !job?.certificateId) return undefined;
        const ids = secretIds(job);
        const [key, password] = await Promise.all([deps.store.secret(ids.privateKey), deps.store.secret(ids.password)]);
        const [row, certificate] = await Promise.all([
          reads.get('certificate', job.certificateId),
          deps.store.certificate(job.certificateId),
        ]);
        if (!key || !password || !row || !certificate) return undefined;
        // the CA that issued it, which need not be the one that issues by now
        const chain = deps.ca.chain(row.issuerId);
        const pkcs8 = deps.vault.open(key);
        const text = Buffer.from(deps.vault.open(password)).toString();
        try {
          return await deps.software.pack(pkcs8, certificate, chain, text, input.form);
        } finally {
          pkcs8.fill(0);
        }
      };
      const file = await pack();
      const revoked = await attempt(async (a) => {
        const { request, step } = await toDownload(a, input.requestId);
        if (!file) throw gone();
        const [job] = await a.unit.find(
          'job',
          { requestId: request.id, state: 'sealed' },
          { orderBy: 'startedAt', descending: true },
        );
        // it may have been revoked since the file was made
        const credential = job?.certificateId ? await a.unit.get('certificate', job.certificateId) : undefined;
        if (credential?.state !== 'good') throw gone();
        const former = await onSameDevice(a.unit, request);
        const ended = await revokeAlone(a.unit, former, 'superseded', a.now);
        await a.done([step, ...ended, create('handover', downloaded(request, caller.personId, a.now))], {
          subject: `request:${request.id}`,
          detail: { form: input.form, terms: input.terms },
        });
        if (job) await a.unit.dropSecret(secretIds(job).privateKey);
        return former.length > 0;
      });
      if (revoked) await concludeRevocation(deps);
      else await deps.store.forgetSecrets();
      return { file: file ?? new Uint8Array(), name: `${wanted.number}.p12` };
    },
  };
}
