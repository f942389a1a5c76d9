import { z } from 'zod';
import type { Caller } from '../../book/roles.ts';
import type { CertificateRow, WorkstationRow } from '../../book/tables.ts';
import { AppError, isAppError } from '../../errors.ts';
import { act, type Deps, need, refused } from '../act.ts';
import { issueDirectly, undoOpenIntents } from '../production/direct-issuance.ts';
import { concludeRevocation, revokeMachine } from '../revocation/revocation.ts';
import { checkConfirmed } from '../two-persons/confirm-configuration.ts';
import { findWorkstation, WorkstationRef } from './enrolment.ts';

/** The profile of every workstation's certificate. */
const PROFILE = 'workstation';
/** What a workstation's tool writes: PEM (RFC 7468) or the same base64 alone. A request is about 300 to 1,200 octets. */
export const CertifyMachine = WorkstationRef.extend({ request: z.string().min(1).max(16_384) });

const ARMOUR = /^-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([\s\S]*?)-----END (?:NEW )?CERTIFICATE REQUEST-----\s*$/;

/** The octets of an uploaded request. Attacker-controlled. Throws `possession_failed`. */
function octetsOf(text: string): Uint8Array {
  const base64 = (ARMOUR.exec(text.trim())?.[1] ?? text).replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return Buffer.from(base64, 'base64');
  throw new AppError('possession_failed', 'this is no certificate request: upload one PKCS#10 in PEM or DER');
}

/** Only a workstation in service is given a certificate, and not by whoever said that it is in service (four eyes). */
function checkEnrolled({ state, assetNumber, commissionerId }: WorkstationRow, by: string): void {
  if (commissionerId === by)
    throw new AppError(
      'same_person',
      `you commissioned workstation ${assetNumber} meanwhile: another technician certifies it`,
    );
  if (state === 'commissioned') return;
  throw new AppError('wrong_state', `workstation ${assetNumber} is ${state}: commission it first`, {
    detail: { kind: 'workstation', from: state },
  });
}

/** The request's fault, not the profile's (C5). */
function isKeyOfAnotherKind(error: unknown): error is AppError {
  return isAppError(error, 'profile_refused') && error.detail['rule'] === 'C5';
}

/** Machine certificates of SPAN workstations: the key is made in the workstation, the subject is ours to say. */
export function createMachines(deps: Deps) {
  const NAME = 'workstation.certify';

  /** Refused as an act is, with its entry: what follows is decided outside of a transaction. */
  async function orRefuse<R>(caller: Caller, workstation: string, work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      const told = isKeyOfAnotherKind(error)
        ? new AppError('possession_failed', error.message, { cause: error })
        : error;
      if (isAppError(told, 'possession_failed', 'profile_refused', 'profile_unconfirmed', 'same_person', 'wrong_state'))
        await refused(deps, caller, NAME, `workstation:${workstation}`, told);
      throw told;
    }
  }

  return {
    /** At start: what was intended for a workstation or the console and not sealed is revoked. Answers how many. */
    resume: (): Promise<number> => undoOpenIntents(deps),

    /**
     * Certifies the key of an uploaded PKCS#10 request for a commissioned workstation; nothing but the key is taken from
     * the request. The certificate before it is revoked as superseded. Throws `possession_failed`, `wrong_state`,
     * `same_person` for who said that it is in service, `profile_unconfirmed` while profile or configuration waits for two persons.
     */
    certify: async (
      caller: Caller,
      input: z.output<typeof CertifyMachine>,
    ): Promise<{ certificate: CertificateRow; published: boolean }> => {
      const { row, role } = await act(deps, caller, NAME, `workstation:${input.workstation}`, async (a) => {
        const found = await findWorkstation(a.unit, input.workstation);
        const by = a.allow(found);
        checkEnrolled(found, caller.personId);
        return { row: found, role: by };
      });
      const made = await orRefuse(caller, row.id, async () => {
        await checkConfirmed(deps, deps.store.reads, PROFILE);
        const publicKey = await deps.ca.checkPossession(octetsOf(input.request));
        const { assetNumber: commonName, id: serialNumber } = row;
        const subject = { commonName, serialNumber, machine: commonName.toLowerCase() };
        return issueDirectly(
          deps,
          { actor: caller.personId, role },
          {
            order: { profile: PROFILE, subject, publicKey },
            workstationId: row.id,
            seal: async (unit, { id }) => {
              checkEnrolled(await need(unit.get('workstation', row.id), 'workstation'), caller.personId);
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
