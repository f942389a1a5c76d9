import { execFile, execFileSync } from 'node:child_process';
import { generateKeyPairSync, hash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AuthorityRow } from '../../src/book/tables/rows/tokens.ts';
import type { CertificateState } from '../../src/book/tables/states.ts';
import { bitString, integer, NULL, octetString, oid, seq, tagged } from '../../src/ca/asn1/der.ts';
import { OID } from '../../src/ca/asn1/oid.ts';
import { readCertificate } from '../../src/ca/asn1/read-certificate.ts';
import { type Ca, createCa } from '../../src/ca/ca.ts';
import type { CaDeps } from '../../src/ca/deps.ts';
import { keyBits } from '../../src/ca/keys/public-key.ts';
import type { AuthorityRecords, KnownStatus, StatusReads, StatusRecords } from '../../src/ca/ports.ts';
import { createStatusContent, type StatusContentDeps } from '../../src/ca/status/status-content.ts';
import type { StatusContent } from '../../src/ca/status/status-server.ts';
import { AppError } from '../../src/errors.ts';
import type { CertificateOrder } from '../../src/flow/ports/certificates.ts';
import { createVault } from '../../src/vault/vault.ts';

export const PROFILES = 'certs/profiles';
export const PKI_URL = 'http://127.0.0.1:18081';

export const chance = {
  id: () => randomBytes(13).toString('hex').toUpperCase(),
  bytes: (length: number) => new Uint8Array(randomBytes(length)),
};

/** A clock that stands still until it is moved. It begins at the present: real programs compare with theirs. */
function createClock(start = Date.now()) {
  let now = start;
  return {
    now: () => now,
    advance(ms: number) {
      now += ms;
    },
    wait: async (ms: number) => {
      now += ms;
    },
  };
}

interface KnownCertificate extends KnownStatus {
  notAfter: number;
}
type Crl = Omit<Parameters<StatusRecords['keepCrl']>[0], 'after'>;

/** The records in memory, with the rules that the store keeps. */
function createRecords() {
  const certificates = new Map<string, KnownCertificate>();
  const crls: Crl[] = [];
  const authorities = new Map<string, AuthorityRow>();
  const revoked = new Map<string, number>();
  const log: string[] = [];
  const status: StatusRecords = {
    // a revoked certificate is taken out and put in again (`revoke`): the map's order is that of revocations
    revoked: async (issuerId, { after, notAfter, limit }) =>
      [...certificates]
        .filter(([, c]) => c.issuerId === issuerId && c.state === 'revoked')
        .map(([serialNumber, c], index) => ({ seq: index + 1, serialNumber, ...c }))
        .filter((c) => c.seq > after && c.notAfter >= notAfter)
        .slice(0, limit)
        .map(({ seq, serialNumber, revokedAt }) => ({ seq, serialNumber, revokedAt: revokedAt ?? 0 })),
    revokedAuthorities: async (rootId) =>
      [...authorities.values()]
        .filter((row) => row.issuerId === rootId && revoked.has(row.id))
        .map(({ id, serialNumber }) => ({ serialNumber, revokedAt: revoked.get(id) ?? 0 })),
    lastCrl: async (issuerId) => crls.findLast((crl) => crl.issuerId === issuerId),
    lastCrlNumber: async (issuerId) => crls.findLast((crl) => crl.issuerId === issuerId)?.number,
    async takeOver(crl, listed) {
      for (const { serialNumber, revokedAt } of listed)
        certificates.set(serialNumber, {
          issuerId: crl.issuerId,
          state: 'revoked',
          revokedAt,
          notAfter: crl.issuerEnds,
        });
      crls.push(crl);
    },
    async keepCrl(crl) {
      const last = crls.findLast(({ issuerId }) => issuerId === crl.issuerId);
      if (last?.number !== crl.after) throw new AppError('conflict', 'another node published meanwhile');
      crls.push(crl);
    },
  };
  let version = 0;
  const reads: StatusReads = {
    version: () => (version += 1),
    levelAt: () => undefined,
    status: (serialNumber) => certificates.get(serialNumber),
    crlNumber: (issuerId) => reads.lastCrl(issuerId)?.number,
    crlEndsAt: (issuerId) => reads.lastCrl(issuerId)?.nextUpdate,
    lastCrl: (issuerId) => crls.findLast((crl) => crl.issuerId === issuerId),
  };
  const authorityRecords: AuthorityRecords = {
    async intend({ kind, id }) {
      log.push(`intend ${kind} ${id}`);
    },
    async keep(row) {
      if (!authorities.has(row.id)) log.push(`keep ${row.kind} ${row.id}`);
      authorities.set(row.id, row);
    },
    async revoke(id, at) {
      if (revoked.has(id)) throw new AppError('already_done', 'revoked already');
      revoked.set(id, at);
      log.push(`revoke ${id}`);
    },
    revoked: async () => new Map(revoked),
  };
  return { certificates, crls, authorities, log, status, reads, authorityRecords };
}

/** A PKCS#10 request signed by its key, as a token makes it. */
export function writeCsr(privateKey: KeyObject, spki: Uint8Array, algorithm = 'sha256'): Uint8Array {
  const info = seq(integer(0), seq(), spki, tagged(0));
  const isRsa = privateKey.asymmetricKeyType === 'rsa';
  const id = isRsa ? seq(oid(OID.sha256WithRSA), NULL) : seq(oid(OID['ecdsa-with-SHA256']));
  return seq(info, id, bitString(sign(algorithm, info, privateKey)));
}

const spki = (key: KeyObject): Uint8Array => key.export({ format: 'der', type: 'spki' });
export function ecKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, spki: spki(publicKey) };
}
/** One RSA key serves every test of a file: making it takes half a second. */
let rsa: ReturnType<typeof newRsaKey> | undefined;
function newRsaKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  return { privateKey, spki: spki(publicKey) };
}
export function rsaKey() {
  rsa ??= newRsaKey();
  return rsa;
}

export function serial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}
/** An OCSP request of one question, as a client writes it. */
export function ocspQuestion(issuer: Uint8Array, serialNumber: string, nonce?: string): Uint8Array {
  const { subject, publicKey } = readCertificate(issuer);
  const digest = (bytes: Uint8Array) => octetString(hash('sha1', bytes, 'buffer'));
  const id = seq(seq(oid(OID.sha1), NULL), digest(subject), digest(keyBits(publicKey)), integer(serialNumber));
  const value = octetString(octetString(Buffer.from(nonce ?? '')));
  return seq(seq(seq(seq(id)), ...(nonce ? [tagged(2, seq(seq(oid(OID.ocspNonce), value)))] : [])));
}
export const camille = {
  commonName: 'Camille Müller-Lefèvre',
  serialNumber: 'P7K2',
  email: 'camille.muller@interieur.example',
};

/** What is served of a CA, in this process; told anew of the CA with each question, and kept while that says the same. */
function serving(ca: Ca, deps: StatusContentDeps): StatusContent {
  let told: { order: string; content: StatusContent } | undefined;
  const content = (): StatusContent => {
    const order = JSON.stringify(ca.statusOrder());
    if (told?.order !== order) told = { order, content: createStatusContent(JSON.parse(order), deps) };
    return told.content;
  };
  return { document: (path) => content().document(path), ocsp: (request) => content().ocsp(request) };
}

/** A folder with an evaluation CA, and the acts that tests need on it. `make: false` leaves it empty. */
export async function createWorld(how: Partial<CaDeps> & { make?: boolean; start?: number } = {}) {
  const { make = true, start, ...changed } = how;
  const folder = mkdtempSync(join(tmpdir(), 'jeton-ca-'));
  const clock = changed.clock ? { ...createClock(), ...changed.clock } : createClock(start);
  const records = createRecords();
  const faults: unknown[] = [];
  const deps: CaDeps = {
    dir: join(folder, 'keys'),
    vault: createVault({ kek: new Uint8Array(32).fill(7), chance }),
    clock,
    chance,
    records: records.status,
    authorityRecords: records.authorityRecords,
    pkiUrl: PKI_URL,
    profilesDir: PROFILES,
    isConfirmed: async () => true,
    policyOid: '2.999.1.1',
    organisation: 'Ministère de l’Intérieur',
    siren: '110014016',
    warn: (_, error) => void faults.push(error),
    // a clock that is the machine's own cannot be moved
    ...(changed.clock ? {} : { wait: clock.wait }),
    ...changed,
  };
  const made = await createCa(deps);
  if (make) await made.createEvaluation();
  const served = (by: Ca): StatusContent => serving(by, { reads: records.reads, clock, warn: deps.warn });
  const ca = { ...made, ...served(made) };

  return {
    ca,
    /** What the status server would serve of another CA over the same records. */
    served,
    deps,
    clock,
    records,
    faults,
    folder,
    /** Orders and signs a certificate, which the records then know as `good`. */
    async issue(
      order: Partial<CertificateOrder> = {},
      state: CertificateState = 'good',
      by: Pick<Ca, 'authority'> = ca,
    ) {
      const { profile = 'agent-vpn' } = order;
      const key = by.authority.keyKind(profile) === 'rsa-3072' ? rsaKey() : ecKey();
      const prepared = await by.authority.prepare({
        profile,
        serialNumber: serial(),
        subject: camille,
        publicKey: key.spki,
        notBefore: clock.now(),
        ...order,
      });
      const { issuerId, notAfter, serialNumber } = prepared;
      records.certificates.set(serialNumber, { issuerId, state, revokedAt: null, notAfter });
      return { ...key, prepared, serialNumber, der: await by.authority.issue(prepared.ticket) };
    },
    revoke(serialNumber: string) {
      const known = records.certificates.get(serialNumber)!;
      records.certificates.delete(serialNumber);
      records.certificates.set(serialNumber, { ...known, state: 'revoked', revokedAt: clock.now() });
    },
    /** What `openssl ocsp` reads in the answer about one certificate. */
    async askOcsp(by: Ca, { issuer, certificate }: { issuer: Uint8Array; certificate: Uint8Array }): Promise<string> {
      const about = ['-issuer', this.pem('asked-issuer.pem', 'CERTIFICATE', issuer)];
      const asked = ['-cert', this.pem('asked.pem', 'CERTIFICATE', certificate), '-no_nonce'];
      run('openssl', ['ocsp', ...about, ...asked, '-reqout', join(folder, 'asked.req')]);
      const { der } = await served(by).ocsp(this.read('asked.req'));
      return run('openssl', ['ocsp', ...about, ...asked, '-noverify', '-respin', this.file('asked.resp', der)]);
    },
    /** Writes a file into the folder and answers its path. */
    file(name: string, content: Uint8Array | string): string {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    /** A DER certificate, CRL or PKCS#8 key as a PEM file. */
    pem(name: string, label: 'CERTIFICATE' | 'X509 CRL' | 'PRIVATE KEY', ...ders: Uint8Array[]): string {
      const text = ders.map((der) => `-----BEGIN ${label}-----\n${base64Lines(der)}\n-----END ${label}-----\n`);
      return this.file(name, text.join(''));
    },
    /** DER of the OCSP signer's certificate, as it stands on file. */
    ocspSigner(): Uint8Array {
      const name = readdirSync(deps.dir).find((file) => file.startsWith('ocsp-'))!;
      const file = JSON.parse(readFileSync(join(deps.dir, name), 'utf8')) as { certificate: string };
      return Buffer.from(file.certificate, 'base64');
    },
    read: (name: string): Uint8Array => readFileSync(join(folder, name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;

const base64Lines = (der: Uint8Array): string =>
  Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n');

/** Runs a real program; answers all it prints. Throws with that text when it fails. */
export function run(program: string, args: string[], input?: string | Uint8Array, env = {}): string {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 15_000,
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
      ...(input === undefined ? {} : { input }),
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${`${stdout}${stderr}`.slice(0, 2000)}`);
  }
}

/** As `run`, while this process goes on answering; standard error belongs to what is answered. */
export async function runBeside(program: string, args: string[]): Promise<string> {
  const how = { encoding: 'utf8', timeout: 15_000 } as const;
  const { stdout, stderr } = await promisify(execFile)(program, args, how).catch(
    (error: Error & { stdout: string }) => {
      throw new Error(`${error.message}\n${error.stdout}`);
    },
  );
  return stdout + stderr;
}

/** Sources of rules that are asked (C7). */
const ZLINT = 'RFC5280,RFC5480,Community,ETSI_ESI';

/** What zlint does not pass in a certificate or CRL on file (PEM): lints by name, with their result. */
export function zlint(path: string): string[] {
  const results = JSON.parse(run('zlint', ['-includeSources', ZLINT, path])) as Record<string, { result: string }>;
  expect(Object.keys(results).length).toBeGreaterThan(1);
  return Object.entries(results)
    .filter(([, { result }]) => !['pass', 'NA', 'NE'].includes(result))
    .map(([name, { result }]) => `${name}: ${result}`);
}
