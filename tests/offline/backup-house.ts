import { hash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BasicOCSPResponse, OCSPResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { type App, openApp } from '../../src/app.ts';
import type { Caller } from '../../src/book/rights/roles.ts';
import type { Change } from '../../src/book/tables/lifecycle.ts';
import { create, move } from '../../src/book/tables/lifecycle.ts';
import type { CertificateRow } from '../../src/book/tables/rows/tokens.ts';
import { createAuthorityFolder } from '../../src/ca/keys/authority.ts';
import { readPublished } from '../../src/ca/status/published-crl.ts';
import { chance, clock } from '../../src/chance.ts';
import { readConfig } from '../../src/config.ts';
import { backup } from '../../src/offline/backup.ts';
import { openStore } from '../../src/store/store.ts';
import { rowKeyOf } from '../../src/vault/row-key.ts';
import { createVault } from '../../src/vault/vault.ts';
import { ocspQuestion } from '../ca/evaluation.ts';
import { noJudge } from '../support/records/no-judge.ts';

export const KEK = Buffer.alloc(32, 7);
export const SYSTEM = { actor: 'system', role: 'system', outcome: 'done' } as const;
/** OCSPResponseStatus `tryLater` (RFC 6960 4.2.1). */
const TRY_LATER = 3;

/** A folder with data folders of a whole service, its backups, and what its gateways see; `from`: a copy of another one. */
export function createBackupHouse(from?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-backup-test-'));
  if (from !== undefined) cpSync(from, folder, { recursive: true });
  let said = '';
  const opened: App[] = [];
  const at = (name: string) => join(folder, name);
  writeFileSync(at('kek'), KEK.toString('base64'), { mode: 0o600 });
  /** May be changed: `JETON_CRL_DIR` is the folder `crl`. */
  const env: Record<string, string> = {
    JETON_KEK_FILE: at('kek'),
    JETON_PORT: '0',
    JETON_PKI_PORT: '0',
    JETON_CRL_DIR: at('crl'),
  };
  const stderr = {
    write: (text: string) => {
      said += text;
      return true;
    },
  };
  const run = (argv: string[], data = 'data', more: NodeJS.ProcessEnv = {}) =>
    backup(argv, { stderr, env: { ...env, JETON_DATA: at(data), ...more } });
  const start = async (data = 'data'): Promise<App> => {
    const config = readConfig({ ...env, JETON_DATA: at(data) });
    const app = await openApp({ config, log: { info() {}, warn() {}, error() {} } });
    opened.push(app);
    return app;
  };
  const stop = async () => {
    for (const app of opened.splice(0)) await app.close();
  };
  const store = (data = 'data') =>
    openStore({ judge: noJudge, path: join(at(data), 'jeton.db'), clock, chance, rowKey: rowKeyOf(KEK) });
  const person = (id: string) => ({
    directoryId: id,
    givenName: 'A',
    familyName: 'B',
    email: `${id}@x.example`,
    service: 'DNUM',
    site: 'Paris',
  });

  /** Two people who may decide, as callers. */
  const found = async (app: App) => {
    const rows = await app.flow.people.found([
      { ...person('admin'), role: 'administrator' },
      { ...person('officer'), role: 'security-officer' },
    ]);
    const caller = (index: number, role: 'administrator' | 'security-officer'): Caller => ({
      personId: rows[index]!.id,
      service: 'DNUM',
      grants: [{ role, scope: '*', validFrom: null, validUntil: null, revokedAt: null }],
      freshUntil: Number.MAX_SAFE_INTEGER,
    });
    return { admin: caller(0, 'administrator'), officer: caller(1, 'security-officer') };
  };
  const certificate = (id: string, issuerId: string): CertificateRow => ({
    id,
    issuerId,
    profile: 'tls-server', // the service's own: everybody else's comes from a job
    profileHash: '',
    policy: '2.999.1.1.4', // of a server, below the evaluation's arc
    state: 'intended',
    holderId: null,
    requestId: null,
    tokenId: null,
    jobId: null,
    workstationId: null,
    publicKeyHash: '',
    sha256: null,
    subject: null,
    names: null,
    notBefore: clock.now(),
    notAfter: clock.now() + 40 * 86_400_000,
    intendedAt: clock.now(),
    run: null,
    orderedBy: 'system',
    sealedAt: null,
    revokedAt: null,
    revocationReason: null,
  });
  const issuingOf = async (data = 'data') => {
    const { store: s, close } = await store(data);
    const [issuing] = await s.reads.find('authority', { kind: 'issuing', purpose: 'token' });
    await close();
    return issuing!.id;
  };
  const recordIn = async (changes: readonly Change[], data = 'data') => {
    const s = await store(data);
    await s.store.transact((unit) => unit.record({ ...SYSTEM, action: 'test', subject: 'test', changes }));
    await s.close();
  };
  /** A certificate that was issued and sealed, as it stands then. */
  const sealed = async (id: string, issuerId: string): Promise<CertificateRow> => {
    const row = certificate(id, issuerId);
    const issued = { sha256: hash('sha256', id), sealedAt: clock.now() };
    await recordIn([create('certificate', row)]);
    await recordIn([move('certificate', row, 'issue', { sha256: issued.sha256 })]);
    const made = { ...row, state: 'issued', sha256: issued.sha256 } as const;
    await recordIn([move('certificate', made, 'seal', { sealedAt: issued.sealedAt })]);
    return { ...made, state: 'good', sealedAt: issued.sealedAt };
  };
  const crlNow = async (data: string, file = 'crl/issuing.crl') => {
    const vault = createVault({ kek: KEK, chance });
    const issuing = createAuthorityFolder({ dir: join(at(data), 'keys'), vault })
      .load()
      .find(({ row }) => row.kind === 'issuing' && row.purpose === 'token')!;
    return (await readPublished(readFileSync(at(file)), issuing))!;
  };

  /** What the service answers of a serial number, to whoever asks it. */
  const ocspOf = async ({ pkiUrl }: App, serialNumber: string, data = 'other') => {
    const authorities = createAuthorityFolder({
      dir: join(at(data), 'keys'),
      vault: createVault({ kek: KEK, chance }),
    });
    const { certificate } = authorities.load().find(({ row }) => row.kind === 'issuing' && row.purpose === 'token')!;
    const body = Buffer.from(ocspQuestion(certificate, serialNumber));
    const headers = { 'content-type': 'application/ocsp-request' };
    const answer = await fetch(`${pkiUrl}/ocsp`, { method: 'POST', headers, body });
    const { responseStatus, responseBytes } = AsnConvert.parse(await answer.arrayBuffer(), OCSPResponse);
    if (Number(responseStatus) === TRY_LATER) return 'try later';
    const { responses } = AsnConvert.parse(responseBytes!.response, BasicOCSPResponse).tbsResponseData;
    const { certStatus } = responses[0]!;
    return certStatus.good === null ? 'good' : certStatus.revoked ? 'revoked' : 'unknown';
  };

  const restoreOf = (app: App, admin: Caller) => app.flow.restore.standing(admin);
  /** Both come in by the links of the terminal, and confirm the restore that waits; no role comes back. */
  const confirmRestore = async (
    app: App,
    { admin, officer }: Awaited<ReturnType<typeof found>>,
    more: { withoutCrl?: true } = {},
  ): Promise<void> => {
    const password = 'trois petits chats gris';
    for (const { token } of await app.identity.firstLinks()) {
      const { needsFormer } = (await app.identity.peek(token))!;
      await app.identity.enrol({ token, password, ...(needsFormer && { former: password }) }, { address: '192.0.2.7' });
    }
    const { entries } = (await restoreOf(app, admin))!;
    const act = { act: 'restore.confirm', args: { entries, grants: [] as string[], ...more } } as const;
    const { id: proposalId, argsHash } = await app.flow.dualControl.propose(admin, act);
    await app.flow.dualControl.confirm(officer, { proposalId, argsHash });
  };
  return {
    restoreOf,
    confirmRestore,
    folder,
    at,
    env,
    run,
    start,
    stop,
    store,
    found,
    certificate,
    issuingOf,
    recordIn,
    sealed,
    crlNow,
    ocspOf,
    said: () => said,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type BackupHouse = ReturnType<typeof createBackupHouse>;
