import { hash } from 'node:crypto';
import { TEMPORARY_MS } from '../../book/rules/certificates/certificates.ts';
import { asksTemporary } from '../../book/rules/request/asking.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { JobRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import type { Producer } from '../actor.ts';
import { checkHolderIsHere } from '../people/holder-here.ts';
import { fullName } from '../people/person-name.ts';
import type { KeyProof } from '../ports/bench.ts';
import type { CertificateSubject, PreparedCertificate } from '../ports/certificates.ts';
import type { Unit } from '../ports/store.ts';
import { recordIntent } from './intent.ts';
import { randomSerial } from './serial-number.ts';

/** What a job makes, as its entries say. */
export const kindOf = ({ tokenId }: Pick<JobRow, 'tokenId'>) => (tokenId === null ? 'nomade' : 'token');

/** What T1 demands of a private key, and what was read back from the token. Throws `device_failed` naming the attribute. */
export function checkKeyAttributes(read: KeyProof['attributes']): void {
  const wanted: Partial<KeyProof['attributes']> = {
    token: true,
    private: true,
    sensitive: true,
    extractable: false,
    alwaysSensitive: true,
    neverExtractable: true,
    local: true,
    sign: true,
    decrypt: false,
  };
  const wrong = Object.entries(wanted).find(([name, value]) => read[name as keyof typeof read] !== value);
  if (wrong) {
    throw new AppError(
      'device_failed',
      `the token's key is not as the procedure asks (${wrong[0]}): scrap this token`,
      {
        detail: { attribute: wrong[0] },
      },
    );
  }
}

/** A job as it stands now. Throws `not_found`, `wrong_state` where its request ended or its holder left meanwhile: then it is undone. */
export async function currentJob(unit: Unit, id: string): Promise<JobRow> {
  const job = await unit.get('job', id);
  if (!job) throw new AppError('not_found', 'no such production job');
  const request = await unit.get('request', job.requestId);
  if (request?.endReason == null) {
    // a job that has no token leaves nothing in a hand
    if (request) await checkHolderIsHere(unit, request, job.tokenId === null ? 'holder-gone' : 'holder-gone-making');
    return job;
  }
  throw new AppError('wrong_state', `request ${request.number} is withdrawn: nothing is made for it any more`, {
    detail: { kind: 'request', id: request.id, from: request.state },
  });
}

/** What the directory says of the holder beside the name; the profile decides what of it the certificate says. */
function known({ email, userPrincipalName, securityIdentifier }: PersonRow): Partial<CertificateSubject> {
  return {
    ...(email === null ? {} : { email }),
    ...(userPrincipalName === null ? {} : { userPrincipalName }),
    ...(securityIdentifier === null ? {} : { securityIdentifier }),
  };
}

/** Orders the certificate at the CA: checks possession (C8), builds and lints; nothing is signed. */
async function prepare(
  deps: Deps,
  request: RequestRow,
  holder: PersonRow,
  csr: Uint8Array,
): Promise<PreparedCertificate> {
  const publicKey = await deps.ca.checkPossession(csr);
  const now = deps.clock.now();
  return deps.ca.prepare({
    profile: request.profile,
    serialNumber: randomSerial(deps.chance),
    subject: {
      commonName: fullName(holder),
      serialNumber: holder.id, // never given to someone else
      ...known(holder),
    },
    publicKey,
    notBefore: now,
    ...(asksTemporary(request) ? { endsBy: now + TEMPORARY_MS } : {}),
  });
}

/**
 * From a key's CSR to a signed certificate, with a durable intent before the CA's signature (invariant 2):
 * 1. check and prepare, 2. commit the intent, 3. sign, 4. commit the certificate. A crash between 2 and 4 leaves an
 * intent that the next start revokes; OCSP answers `unknown` until the certificate is sealed.
 */
export async function certify(
  deps: Deps,
  by: Producer,
  job: JobRow,
  request: RequestRow,
  holder: PersonRow,
  csr: Uint8Array,
) {
  const prepared = await prepare(deps, request, holder, csr);
  const kind = kindOf(job);
  const of = { holderId: request.holderId, requestId: request.id, tokenId: job.tokenId, jobId: job.id };
  const certificate = await deps.store.transact(async (unit) => {
    const step = move('job', await currentJob(unit, job.id), 'certify', { certificateId: prepared.serialNumber });
    return recordIntent(unit, by, { kind, prepared, of, now: deps.clock.now(), run: deps.node.run() }, [step]);
  });
  const der = await deps.ca.issue(prepared.ticket);
  const sha256 = hash('sha256', der, 'hex');
  await deps.store.transact(async (unit) => {
    const changes = [
      move('job', await currentJob(unit, job.id), 'certified'),
      move('certificate', certificate, 'issue', { sha256 }),
    ];
    await unit.record({
      ...by,
      action: 'certificate.issue',
      subject: `certificate:${certificate.id}`,
      outcome: 'done',
      detail: { kind },
      changes,
    });
    await unit.keepCertificate(certificate.id, der);
  });
  return { certificate: { ...certificate, state: 'issued' as const, sha256 }, der };
}
