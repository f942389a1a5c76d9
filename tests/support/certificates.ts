import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerCertificate {
  /** PEM files in the folder given. */
  certFile: string;
  keyFile: string;
  cert: string;
  key: string;
}

/** A certificate of a server on loopback that nobody but who is given it trusts, made by openssl. */
export function serverCertificate(
  folder: string,
  { name = 'server', hosts = ['DNS:localhost', 'IP:127.0.0.1'] }: { name?: string; hosts?: string[] } = {},
): ServerCertificate {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${hosts.join(',')}`, '-days', '30'];
  execFileSync('openssl', ['req', '-x509', ...key, ...about, '-out', certFile], { stdio: 'ignore' });
  return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}
