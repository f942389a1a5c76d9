import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { broughtInBy, hadPart } from '../../book/rules/workstation/inventory.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { AppError, type ErrorCode, isAppError } from '../../errors.ts';
import { act, type Deps, need, refused } from '../act.ts';
import { issueDirectly, undoLeftIntents, undoOpenIntents } from '../production/direct-issuance.ts';
import type { Working } from '../production/working.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { revokeMachine } from '../revocation/revoking.ts';
import { checkConfirmed } from '../two-persons/confirm-configuration.ts';
import { WorkstationRef } from './enrolment.ts';
import { findWorkstation } from './find-workstation.ts';

/** The profile of every workstation's certificate. */
const PROFILE = 'workstation';
/** What a workstation's tool writes: PEM (RFC 7468) or the same base64 alone. A request is about 300 to 1,200 octets. */
export const ShowRequest = WorkstationRef.extend({ request: z.string().min(1).max(16_384) });
export const CertifyMachine = ShowRequest.extend({
  /** SHA-256 (hex) of the key's SubjectPublicKeyInfo, as whoever asks compared it with what the workstation shows. */
  keySha256: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{2}[: ]?){32}$/)
    .transform((text) => text.replace(/[ :]/g, '').toLowerCase()),
});

const ARMOUR = /^-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([\s\S]*?)-----END (?:NEW )?CERTIFICATE REQUEST-----\s*$/;

/** The octets of an uploaded request. Attacker-controlled. Throws `possession_failed`. */
function octetsOf(text: string): Uint8Array {
  const base64 = (ARMOUR.exec(text.trim())?.[1] ?? text).replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return Buffer.from(base64, 'base64');
  throw new AppError('possession_failed', 'this is no certificate request: upload one PKCS#10 in PEM or DER');
}

/** Whoever certifies the key may have signed the last item of a migration since they were allowed to (four eyes). */
function checkNoPart(row: WorkstationRow, by: string): void {
  if (!hadPart(row, by)) return;
  throw new AppError(
    'same_person',
    `you had a part in bringing workstation ${row.assetNumber} into service: another technician certifies it`,
  );
}

/** Only a workstation in service is given a certificate. */
function checkInService({ state, assetNumber }: WorkstationRow): void {
  if (state === 'commissioned') return;
  throw new AppError('wrong_state', `workstation ${assetNumber} is ${state}: commission it first`, {
    detail: { kind: 'workstation', from: state },
  });
}

/** What is refused outside of a transaction, with an entry. */
const REFUSALS: readonly ErrorCode[] = [
  ...(['possession_failed', 'profile_refused', 'profile_unconfirmed'] as const),
  ...(['same_person', 'wrong_state', 'changed_since'] as const),
];

/** The request's fault, not the profile's (C5). */
function isKeyOfAnotherKind(error: unknown): error is AppError {
  return isAppError(error, 'profile_refused') && error.detail['rule'] === 'C5';
}

/** Machine certificates of SPAN workstations: the key is made in the workstation, the subject is ours to say. */
export function createMachines(deps: Deps, working: Working) {
  const NAME = 'workstation.certify';

  /** Refused as an act is, with its entry: what follows is decided outside of a transaction. */
  async function orRefuse<R>(caller: Caller, workstation: string, work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      const told = isKeyOfAnotherKind(error)
        ? new AppError('possession_failed', error.message, { cause: error })
        : error;
      if (isAppError(told, ...REFUSALS)) await refused(deps, caller, NAME, `workstation:${workstation}`, told);
      throw told;
    }
  }

  /** The workstation, where the caller may certify its key now. Refused with its entry. */
  const certifiable = (caller: Caller, workstation: string) =>
    act(deps, caller, NAME, `workstation:${workstation}`, async (a) => {
      const row = await findWorkstation(a.unit, workstation);
      const role = a.allow(broughtInBy(row));
      checkInService(row);
      return { row, role };
    });

  return {
    /** At start: what this node intended for a workstation or the console and did not seal is revoked. Answers how many. */
    resume: (): Promise<number> => undoOpenIntents(deps),
    /** Now and then: the same of this run, where undoing it failed. */
    undoLeft: (): Promise<void> => undoLeftIntents(deps, working),

    /**
     * The fingerprint of the key in a request, for whoever asks to compare it with the one that the workstation shows: a
     * request that was exchanged on its way has another. Throws what `certify` throws.
     */
    show: async (caller: Caller, input: z.output<typeof ShowRequest>): Promise<{ keySha256: string }> => {
      const { row } = await certifiable(caller, input.workstation);
      const work = async () => ({
        keySha256: hash('sha256', await deps.ca.checkPossession(octetsOf(input.request)), 'hex'),
      });
      return orRefuse(caller, row.id, work);
    },

    /**
     * Certifies the key of an uploaded PKCS#10 request for a commissioned workstation; nothing but the key is taken from
     * the request. The certificate before it is revoked as superseded. Throws `possession_failed`, `wrong_state`,
     * `same_person` for the person who brought it in or signed its last item, `changed_since` where the key is not the one that was
     * compared, `profile_unconfirmed` while profile or configuration waits for two persons.
     */
    certify: async (
      caller: Caller,
      input: z.output<typeof CertifyMachine>,
    ): Promise<{ certificate: CertificateRow; published: boolean }> => {
      const { row, role } = await certifiable(caller, input.workstation);
      const made = await orRefuse(caller, row.id, async () => {
        await checkConfirmed(deps, deps.store.reads, PROFILE);
        const publicKey = await deps.ca.checkPossession(octetsOf(input.request));
        if (hash('sha256', publicKey, 'hex') !== input.keySha256)
          throw new AppError('changed_since', 'the key of this request is not the one that you compared', {
            detail: { why: 'key' },
          });
        const { assetNumber: commonName, id: serialNumber } = row;
        const subject = { commonName, serialNumber, machine: commonName.toLowerCase() };
        return issueDirectly(
          { deps, working },
          { actor: caller.personId, role },
          {
            order: { profile: PROFILE, subject, publicKey },
            workstationId: row.id,
            seal: async (unit, { id }) => {
              const now = await need(unit.get('workstation', row.id), 'workstation');
              checkNoPart(now, caller.personId);
              checkInService(now);
              return revokeMachine(unit, row.id, 'superseded', deps.clock.now(), id);
            },
          },
        );
      });
      return { certificate: made.certificate, published: made.revoked ? await concludeRevocation(deps) : true };
    },

    /** A workstation's certificate as PEM, the issuing CA's after it. The newest that is good, or the one named. Throws `not_found`. */
    download: async (
      caller: Caller,
      input: z.output<typeof MachineCertificate>,
    ): Promise<{ name: string; content: Uint8Array }> =>
      act(deps, caller, 'workstation.read', `workstation:${input.workstation}`, async (a) => {
        const row = await findWorkstation(a.unit, input.workstation);
        a.allow();
        const all = await a.unit.find(
          'certificate',
          {
            workstationId: row.id,
            ...(input.certificate === undefined ? { state: 'good' } : { id: input.certificate }),
          },
          { orderBy: 'intendedAt', descending: true, limit: 1 },
        );
        return { row, certificate: await need(Promise.resolve(all[0]), 'certificate of this workstation') };
      }).then(async ({ row, certificate }) => {
        const der = await need(deps.store.certificate(certificate.id), 'certificate of this workstation');
        const chain = [der, ...deps.ca.chain(certificate.issuerId)].map(pem).join('');
        return { name: `${row.assetNumber}.pem`, content: Buffer.from(chain) };
      }),
  };
}
export const MachineCertificate = WorkstationRef.extend({
  /** Serial number; left out: the one in use. */
  certificate: z
    .string()
    .regex(/^[0-9a-f]{2,40}$/)
    .optional(),
});

/** RFC 7468. */
function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
