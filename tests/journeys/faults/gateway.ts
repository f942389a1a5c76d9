import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** What openssl makes of an OCSP answer. */
export interface OcspAnswer {
  verified: boolean;
  says: string | undefined;
  /** Its signer, by the hash of the key. */
  by: string | undefined;
}

async function inFolder<R>(work: (file: (name: string, content: string | Uint8Array) => string) => Promise<R>) {
  const dir = mkdtempSync(join(tmpdir(), 'jeton-gateway-'));
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  return work(file).finally(() => rmSync(dir, { recursive: true }));
}

const der = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());
const pem = async (url: string): Promise<string> => new X509Certificate(await der(url)).toString();

/** Asks the service at `pki` about a certificate, as a gateway that trusts the root alone. */
export function askOcsp(pki: string, serialNumber: string): Promise<OcspAnswer> {
  return inFolder(async (file) => {
    const issuing = file('issuing.pem', await pem(`${pki}/issuing.cer`));
    const { stdout, stderr } = await exec('openssl', [
      ...['ocsp', '-url', `${pki}/ocsp`, '-issuer', issuing, '-serial', `0x${serialNumber}`, '-resp_text'],
      ...['-CAfile', file('root.pem', await pem(`${pki}/root.cer`)), '-verify_other', issuing],
    ]);
    const says = /^0x\w+: (\w+)/m.exec(stdout)?.[1];
    return { verified: stderr.includes('Response verify OK'), says, by: /Responder Id: (\w+)/.exec(stdout)?.[1] };
  });
}

/** Whether the CRL that is served at `pki` lists a certificate; openssl verifies its signature. */
export function isListed(pki: string, serialNumber: string): Promise<boolean> {
  return inFolder(async (file) => {
    const crl = file('crl.der', await der(`${pki}/issuing.crl`));
    const issuing = file('issuing.pem', await pem(`${pki}/issuing.cer`));
    const read = ['crl', '-inform', 'DER', '-in', crl, '-CAfile', issuing, '-noout', '-text'];
    const { stdout, stderr } = await exec('openssl', read);
    if (!stderr.includes('verify OK')) throw new Error(`the CRL of ${pki} does not verify: ${stderr}`);
    return stdout.toLowerCase().includes(serialNumber.toLowerCase());
  });
}
