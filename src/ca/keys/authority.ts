import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { purposeBy } from '../../book/rules/certificates/purposes.ts';
import type { AuthorityRow } from '../../book/tables/rows/tokens.ts';
import { writeDurably } from '../../durable.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { SealedSecret, Vault } from '../../flow/ports/vault.ts';
import { TokenSettings } from '../../pkcs11/settings.ts';
import { read, TAG } from '../asn1/der.ts';
import { rfc4514 } from '../asn1/name.ts';
import { OID } from '../asn1/oid.ts';
import { policiesIn, type ReadCertificate, readCertificate } from '../asn1/read-certificate.ts';
import { createPkcs11Signer, type Pkcs11Key } from './pkcs11-signer.ts';
import { createSoftwareSigner, type Signer } from './signer.ts';

/** An authority's row once its certificate is signed. */
export type SignedAuthority = AuthorityRow & { sha256: string };
/** One certificate of the CA itself, with its key where the key is here. */
export interface Authority {
  row: SignedAuthority;
  certificate: Uint8Array;
  read: ReadCertificate;
  /** Its subject key identifier, hex. */
  keyIdentifier: string;
  /** Undefined while the key is kept elsewhere, as a root's is after its ceremony. */
  signer: Signer | undefined;
}
export type AuthorityKind = AuthorityRow['kind'];

const AuthorityFile = z.strictObject({
  version: z.literal(1),
  id: z.string().min(1),
  kind: z.enum(['root', 'issuing', 'ocsp']),
  issuerId: z.string().nullable(),
  evaluation: z.boolean(),
  /** DER, base64. */
  certificate: z.base64(),
  /** PKCS#8 sealed by the vault under the authority's id, base64; null where the key is kept elsewhere. */
  sealedKey: z.base64().nullable(),
  /** The PKCS#11 token that holds the key, its PIN sealed as a key would be. */
  pkcs11: z.strictObject({ ...TokenSettings.shape, keyId: z.string(), sealedPin: z.base64() }).optional(),
});
type AuthorityFile = z.infer<typeof AuthorityFile>;

/** Where a new authority's key stays: sealed in its file, in a PKCS#11 token, or somewhere that is not here. */
export type KeptKey = { pkcs8: Uint8Array } | { pkcs11: Pkcs11Key } | 'elsewhere';

/** What the seal of a key, or of the PIN that leads to it, is bound to beside the authority's id. */
const KEY_PURPOSE = 'ca-key';
const PIN_PURPOSE = 'ca-pin';
const NAME = /^(root|issuing|ocsp)-[0-9A-Za-z]+\.json$/;
const fileName = ({ kind, id }: Pick<AuthorityFile, 'kind' | 'id'>): string => `${kind}-${id}.json`;

/** Whether a file of the keys' folder has the name of an authority's. */
export const isAuthorityFile = (name: string): boolean => NAME.test(name);
/** Path of an authority's file in the keys' folder. */
export const authorityFile = (dir: string, of: Pick<AuthorityFile, 'kind' | 'id'>): string => join(dir, fileName(of));
/** Reads an authority's file without its key. Throws `ca_unavailable` for a damaged one. */
export const checkAuthorityFile = (path: string): void => void parse(path);

/** What an issuing CA is for, as its certificate says; a root and an OCSP signer are for nothing of the kind. */
export function purposeIn(kind: AuthorityKind, certificate: ReadCertificate): Pick<AuthorityRow, 'purpose' | 'policy'> {
  if (kind !== 'issuing') return { purpose: null, policy: null };
  const found = purposeBy(policiesIn(certificate));
  if (found) return { purpose: found.purpose, policy: found.arc };
  throw new AppError('ca_unavailable', 'the certificate of an issuing CA does not say what it is for');
}

/** The row that journal and records keep of an authority's certificate. */
function rowOf(file: AuthorityFile, der: Uint8Array, certificate: ReadCertificate): SignedAuthority {
  const { id, kind, issuerId } = file;
  return {
    id,
    kind,
    ...purposeIn(kind, certificate),
    issuerId,
    serialNumber: certificate.serialNumber,
    subject: rfc4514(certificate.subject),
    sha256: hash('sha256', der, 'hex'),
    evaluation: file.evaluation ? 1 : 0,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
  };
}

function openAuthority(file: AuthorityFile, vault: Vault): Authority {
  const certificate = Buffer.from(file.certificate, 'base64');
  const parsed = readCertificate(certificate);
  const identifier = parsed.extensions.get(OID.subjectKeyIdentifier)?.value ?? new Uint8Array();
  return {
    row: rowOf(file, certificate, parsed),
    certificate,
    read: parsed,
    keyIdentifier: Buffer.from(read(identifier, TAG.octetString).body).toString('hex'),
    signer: signerOf(file, parsed.publicKey, vault),
  };
}

function signerOf({ id, sealedKey, pkcs11 }: AuthorityFile, publicKey: Uint8Array, vault: Vault): Signer | undefined {
  if (sealedKey !== null) return openKey(id, sealedKey, publicKey, vault);
  if (pkcs11 === undefined) return undefined;
  const { sealedPin, ...where } = pkcs11;
  const pin = vault.open({ id, purpose: PIN_PURPOSE, sealed: Buffer.from(sealedPin, 'base64') });
  return createPkcs11Signer({ ...where, pin: Buffer.from(pin).toString() }, publicKey);
}

function openKey(id: string, sealed: string, publicKey: Uint8Array, vault: Vault): Signer {
  const pkcs8 = vault.open({ id, purpose: KEY_PURPOSE, sealed: Buffer.from(sealed, 'base64') });
  const signer = createSoftwareSigner(pkcs8);
  pkcs8.fill(0);
  if (Buffer.compare(signer.publicKey, publicKey) === 0) return signer;
  throw new AppError('ca_unavailable', `the key of authority ${id} is not its certificate's: restore the keys folder`);
}

/** A key that does not open was changed, or comes from another folder: its file is named. */
function openFile(path: string, vault: Vault): Authority {
  const file = parse(path);
  try {
    return openAuthority(file, vault);
  } catch (cause) {
    if (!isAppError(cause, 'kek_wrong')) throw cause;
    const why = `the key in ${path} does not open: give the key-encryption key it was sealed under, or restore this file from a backup`;
    const fr = `la clé de ${path} ne s’ouvre pas : donnez la clé de chiffrement sous laquelle elle a été scellée, ou reprenez ce fichier d’une sauvegarde`;
    throw new AppError('kek_wrong', why, { detail: { fr }, cause });
  }
}

export interface AuthorityFolder {
  /** Every authority on file, oldest first. Throws `kek_wrong` for keys sealed under another key. */
  load(): Authority[];
  /** Keeps an authority durably; a PKCS#8 key is sealed here and wiped by the caller. */
  keep(
    of: Pick<AuthorityFile, 'id' | 'kind' | 'issuerId' | 'evaluation'>,
    certificate: Uint8Array,
    key: KeptKey,
  ): Authority;
  /** PKCS#8 of an OCSP signer's key, for the processes that sign answers; no other key of a CA is given out. The caller wipes it. */
  delegateKey(authority: Authority): Uint8Array;
  /** Destroys an authority's key and certificate: for OCSP signers that were replaced. */
  remove(authority: Authority): void;
}

/** The folder of the CA's own keys and certificates: one JSON file each, mode 0600, written whole or not at all. */
export function createAuthorityFolder({ dir, vault }: { dir: string; vault: Vault }): AuthorityFolder {
  return {
    load() {
      if (!existsSync(dir)) return [];
      const files = readdirSync(dir).filter(isAuthorityFile);
      const authorities = files.map((name) => openFile(join(dir, name), vault));
      return authorities.sort((a, b) => a.read.notBefore - b.read.notBefore);
    },
    keep(of, certificate, key) {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
      const file: AuthorityFile = {
        version: 1,
        ...of,
        certificate: base64(certificate),
        ...sealKey(of.id, key, vault),
      };
      writeDurably(join(dir, fileName(file)), `${JSON.stringify(file, null, 2)}\n`);
      return openAuthority(file, vault);
    },
    delegateKey({ row }) {
      const { id, kind, sealedKey } = parse(join(dir, fileName(row)));
      if (kind === 'ocsp' && sealedKey !== null) {
        return vault.open({ id, purpose: KEY_PURPOSE, sealed: Buffer.from(sealedKey, 'base64') });
      }
      throw new AppError('ca_unavailable', `authority ${id} is no OCSP signer whose key is here`);
    },
    remove({ row }) {
      rmSync(join(dir, fileName(row)), { force: true });
    },
  };
}

/** Has the sealed keys and PINs of every authority in the folder wrapped anew, each file durably. Answers how many changed. */
export function rewrapAuthorities(dir: string, rewrap: (secret: SealedSecret) => SealedSecret): number {
  if (!existsSync(dir)) return 0;
  const anew = (id: string, purpose: string, sealed: string): string =>
    base64(rewrap({ id, purpose, sealed: Buffer.from(sealed, 'base64') }).sealed);
  let changed = 0;
  for (const name of readdirSync(dir).filter(isAuthorityFile)) {
    const before = parse(join(dir, name));
    const { id, sealedKey, pkcs11 } = before;
    const after: AuthorityFile = {
      ...before,
      sealedKey: sealedKey === null ? null : anew(id, KEY_PURPOSE, sealedKey),
      ...(pkcs11 ? { pkcs11: { ...pkcs11, sealedPin: anew(id, PIN_PURPOSE, pkcs11.sealedPin) } } : {}),
    };
    if (JSON.stringify(after) === JSON.stringify(before)) continue;
    writeDurably(join(dir, name), `${JSON.stringify(after, null, 2)}\n`);
    changed += 1;
  }
  return changed;
}

function sealKey(id: string, key: KeptKey, vault: Vault): Pick<AuthorityFile, 'sealedKey' | 'pkcs11'> {
  if (key === 'elsewhere') return { sealedKey: null };
  if ('pkcs8' in key) return { sealedKey: base64(vault.seal(id, KEY_PURPOSE, key.pkcs8).sealed) };
  const { pin, ...where } = key.pkcs11;
  return {
    sealedKey: null,
    pkcs11: { ...where, sealedPin: base64(vault.seal(id, PIN_PURPOSE, Buffer.from(pin)).sealed) },
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function parse(path: string): AuthorityFile {
  try {
    const file = AuthorityFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    readCertificate(Buffer.from(file.certificate, 'base64'));
    return file;
  } catch (cause) {
    throw new AppError('ca_unavailable', `${path} is damaged: restore it from a backup`, { cause });
  }
}
