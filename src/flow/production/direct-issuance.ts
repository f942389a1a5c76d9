import { hash } from 'node:crypto';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { CERTIFICATE_UNSEALED } from '../../book/tables/states.ts';
import { isAppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { type Producer, SYSTEM } from '../actor.ts';
import { isOwnFormer } from '../nodes/this-node.ts';
import type { CertificateOrder } from '../ports/certificates.ts';
import type { Unit } from '../ports/store.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { recordIntent } from './intent.ts';
import { randomSerial } from './serial-number.ts';
import type { Working } from './working.ts';

/** A workstation's certificate, which no token carries. Its key is proven, so it is good once signed. */
export interface DirectOrder {
  order: Omit<CertificateOrder, 'serialNumber' | 'notBefore'>;
  workstationId: string;
  /** What is sealed with it in the same transaction, such as the end of the one before; throws to have it undone. */
  seal(unit: Unit, certificate: CertificateRow): Promise<Change[]>;
}

/**
 * 1. builds and lints, 2. commits the intent, 3. has the CA sign, 4. seals. What fails after 2 is
 * revoked at once; a crash there is found by `undoOpenIntents`, what could not be revoked by `undoLeftIntents`. Throws what the CA and the caller's `seal` throw.
 */
export async function issueDirectly(
  { deps, working }: { deps: Deps; working: Working },
  by: Producer,
  { order, workstationId, seal }: DirectOrder,
): Promise<{ certificate: CertificateRow; der: Uint8Array; revoked: boolean }> {
  const { clock, chance } = deps;
  const prepared = await deps.ca.prepare({ ...order, serialNumber: randomSerial(chance), notBefore: clock.now() });
  const certificate = await working.open((mine) => {
    mine(prepared.serialNumber);
    return deps.store.transact((unit) =>
      recordIntent(unit, by, {
        kind: 'workstation',
        prepared,
        of: { workstationId },
        now: clock.now(),
        run: deps.node.run(),
      }),
    );
  });
  return working.until(certificate.id, async () => {
    try {
      const der = await deps.ca.issue(prepared.ticket);
      const revoked = await sealed(deps, by, certificate, der, seal);
      return { certificate: { ...certificate, state: 'good', sha256: hash('sha256', der, 'hex') }, der, revoked };
    } catch (error) {
      await undoIntent(deps, certificate.id, isAppError(error) ? error.code : 'internal');
      throw error;
    }
  });
}

/** One transaction: signed, kept, good. Answers whether another certificate ended with it. */
function sealed(
  deps: Deps,
  by: Producer,
  certificate: CertificateRow,
  der: Uint8Array,
  seal: DirectOrder['seal'],
): Promise<boolean> {
  return deps.store.transact(async (unit) => {
    const more = await seal(unit, certificate);
    const changes = [
      move('certificate', certificate, 'issue', { sha256: hash('sha256', der, 'hex') }),
      move('certificate', { ...certificate, state: 'issued' }, 'seal', { sealedAt: deps.clock.now() }),
      ...more,
    ];
    const subject = `certificate:${certificate.id}`;
    const detail = { kind: 'workstation' };
    await unit.record({ ...by, action: 'certificate.issue', subject, outcome: 'done', detail, changes });
    await unit.keepCertificate(certificate.id, der);
    return more.some(({ table }) => table === 'certificate');
  });
}

/** Revokes a certificate that was ordered and not sealed. Twice is harmless. */
export async function undoIntent(deps: Deps, id: string, failure: string): Promise<void> {
  const undone = await deps.store.transact(async (unit) => {
    const row = await unit.get('certificate', id);
    if (!row || !CERTIFICATE_UNSEALED.includes(row.state)) return false;
    const revoked = { revokedAt: deps.clock.now(), revocationReason: 'never-sealed' } as const;
    const changes = [move('certificate', row, 'revoke', revoked)];
    const subject = `certificate:${id}`;
    await unit.record({
      ...SYSTEM,
      action: 'certificate.undo',
      subject,
      outcome: 'failed',
      detail: { failure },
      changes,
    });
    return true;
  });
  if (!undone) return;
  await concludeRevocation(deps);
}

/** At start: certificates that this node intended outside of production and did not seal are revoked (invariant 2). */
export async function undoOpenIntents(deps: Deps): Promise<number> {
  const open = await deps.store.reads.find('certificate', { state: CERTIFICATE_UNSEALED, jobId: null });
  const own = open.filter(({ run }) => isOwnFormer(deps.node, run));
  for (const { id } of own) await undoIntent(deps, id, 'interrupted');
  return own.length;
}

/** Now and then: as `undoOpenIntents`, of workstations and of this run too, where nobody has one in hand: undoing it failed. */
export async function undoLeftIntents(deps: Deps, working: Working): Promise<void> {
  const open = await deps.store.reads.find('certificate', { state: CERTIFICATE_UNSEALED, jobId: null });
  for (const { id, run, workstationId } of open) {
    const isFormer = isOwnFormer(deps.node, run);
    if (workstationId === null || working.has(id) || !(isFormer || run === deps.node.run())) continue;
    await undoIntent(deps, id, isFormer ? 'interrupted' : 'overloaded').catch((error: unknown) =>
      deps.warn(`certificate ${id} could not be undone: it is tried again`, error),
    );
  }
}
