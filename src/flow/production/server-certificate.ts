import { hash } from 'node:crypto';
import { nodeOfRun } from '../../book/rules/service/nodes.ts';
import { serverCertificateOf } from '../../book/rules/service/service-settings.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { CERTIFICATE_UNSEALED } from '../../book/tables/states.ts';
import { HOUR_MS } from '../../durations.ts';
import { type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { setting } from '../two-persons/limits.ts';
import { recordIntent } from './intent.ts';
import { forgetSecrets } from './job-secrets.ts';
import { randomSerial } from './serial-number.ts';

const PROFILE = 'tls-server';
const LONGEST_CN = 64;
const secretId = (certificateId: string): string => `tls-key:${certificateId}`;

/** What a server is reached by. */
export interface ServerNames {
  dnsNames: readonly string[];
  addresses: readonly string[];
}
export interface ServerCertificate {
  row: CertificateRow;
  /** What it is for, as `oneText` writes it. */
  names: string;
  /** DER. */
  certificate: Uint8Array;
  /** PKCS#8; whoever asked wipes it. */
  privateKey: Uint8Array;
}
/** What the caller knows and the records do not. */
export interface ServerWish {
  names: ServerNames;
  /** The CA that issues now: a certificate of another one is replaced. */
  issuerId: string | undefined;
  /** A new P-256 key pair: DER SubjectPublicKeyInfo and PKCS#8. */
  newKey(): Promise<{ publicKey: Uint8Array; privateKey: Uint8Array }>;
}

/** Each renewal that the CA does not sign leaves an entry and a revoked certificate: while there is one in use, one an hour. */
const PAUSE = HOUR_MS;

const oneText = ({ dnsNames, addresses }: ServerNames): string => [...dnsNames, ...addresses].sort().join();

/**
 * Renewed when two thirds of its life are over: the last third is left for renewals that fail, and for somebody to
 * notice.
 */
const isDue = ({ notBefore, notAfter }: CertificateRow, now: number): boolean =>
  now >= notBefore + ((notAfter - notBefore) * 2) / 3;

/** The certificate by which this node of the service is known, from its own CA: nobody asks for it, the journal tells of it. */
export function createServerCertificates(deps: Deps) {
  const { reads } = deps.store;
  /** The setting that names the certificate in use. */
  const settingId = serverCertificateOf(deps.node.name);
  /** When a renewal was ordered that has not come to its end. */
  let orderedAt: number | undefined;
  const isPausing = (): boolean => orderedAt !== undefined && deps.clock.now() < orderedAt + PAUSE;

  /** The certificate in use with its key; undefined when there is none that is good. */
  const inUse = async (): Promise<ServerCertificate | undefined> => {
    const [id = '', names = ''] = ((await reads.get('setting', settingId))?.value ?? '').split(' ');
    const [row, certificate, sealed] = await Promise.all([
      reads.get('certificate', id),
      deps.store.certificate(id),
      deps.store.secret(secretId(id)),
    ]);
    if (row?.state !== 'good' || row.notAfter <= deps.clock.now() || !certificate || !sealed) return undefined;
    return { row, names, certificate, privateKey: deps.vault.open(sealed) };
  };

  /** What a crash left between an intent and its certificate is revoked: the signature may exist, its key does not. */
  const revokeUnsealed = async (): Promise<void> => {
    const left = await reads.find('certificate', { state: CERTIFICATE_UNSEALED, profile: PROFILE });
    for (const { id } of left.filter(({ run }) => run !== null && nodeOfRun(run) === deps.node.name)) {
      await deps.store.transact(async (unit) => {
        const row = await need(unit.get('certificate', id), 'certificate');
        const revoked = { revokedAt: deps.clock.now(), revocationReason: 'never-sealed' } as const;
        const changes = [move('certificate', row, 'revoke', revoked)];
        await unit.record({
          ...SYSTEM,
          action: 'server.undo',
          subject: `certificate:${id}`,
          outcome: 'failed',
          changes,
        });
      });
    }
  };

  /** Intent, signature, certificate: three steps as for any other (invariant 2). The key is kept with the certificate, sealed. */
  const renew = async ({ names, newKey }: ServerWish): Promise<void> => {
    await revokeUnsealed();
    const now = deps.clock.now();
    const { publicKey, privateKey } = await newKey();
    const [commonName = 'Jeton'] = [...names.dnsNames, ...names.addresses].filter((n) => n.length <= LONGEST_CN);
    const subject = { commonName, ...names };
    const order = { profile: PROFILE, serialNumber: randomSerial(deps.chance), subject, publicKey, notBefore: now };
    const prepared = await deps.ca.prepare(order);
    const row = await deps.store.transact((unit) =>
      recordIntent(unit, SYSTEM, { kind: 'server', prepared, now: deps.clock.now(), run: deps.node.run() }),
    );
    orderedAt = deps.clock.now();
    const about = { ...SYSTEM, subject: `certificate:${row.id}`, outcome: 'done' } as const;
    const der = await deps.ca.issue(prepared.ticket);
    const sealed = deps.vault.seal(secretId(row.id), 'tls-key', privateKey);
    privateKey.fill(0);
    await deps.store.transact(async (unit) => {
      const [before = ''] = ((await unit.get('setting', settingId))?.value ?? '').split(' ');
      const issued = { sha256: hash('sha256', der, 'hex') };
      const changes = [
        move('certificate', row, 'issue', issued),
        move('certificate', { ...row, ...issued, state: 'issued' }, 'seal', { sealedAt: deps.clock.now() }),
        await setting(unit, settingId, `${row.id} ${oneText(names)}`),
      ];
      await unit.record({ ...about, action: 'server.certify', changes });
      await unit.keepCertificate(row.id, der);
      await unit.keepSecret(sealed);
      if (before !== '') await unit.dropSecret(secretId(before));
    });
    orderedAt = undefined;
    await forgetSecrets(deps);
  };

  return {
    /**
     * A certificate for these names that is good: the one in use, or a new one when two thirds of its life are over, it was
     * revoked, the names changed, or another CA issues now. Where none can be made the one in use serves on, and the fault
     * is warned of; what the CA did not sign is ordered again after an hour. Throws `profile_refused`, `profile_unconfirmed`,
     * `ca_unavailable`, `restore_unconfirmed` when there is none to serve on with.
     */
    ensure: async (wish: ServerWish): Promise<ServerCertificate> => {
      const standing = await inUse();
      const fits = standing?.names === oneText(wish.names);
      const stays =
        standing && fits && standing.row.issuerId === wish.issuerId && !isDue(standing.row, deps.clock.now());
      if (stays || (standing && isPausing())) return standing;
      try {
        await renew(wish);
      } catch (error) {
        if (!standing) throw error;
        deps.warn('the TLS certificate of this server was not renewed; it will be tried again', error);
        return standing;
      }
      standing?.privateKey.fill(0);
      return need(inUse(), 'certificate of this server');
    },
  };
}
