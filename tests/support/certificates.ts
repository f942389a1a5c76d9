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

/** A CA made by openssl: below a root where one is given. */
export function authorityCertificate(folder: string, name: string, above?: ServerCertificate): ServerCertificate {
  return signed(folder, name, above, ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign']);
}

/** A client's certificate, of a CA made above. */
export function clientCertificate(folder: string, name: string, above: ServerCertificate): ServerCertificate {
  return signed(folder, name, above, ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=clientAuth']);
}

/** Of a machine that is both a server and a client of its peers, of a CA made above. */
export function nodeCertificate(
  folder: string,
  name: string,
  above: ServerCertificate,
  hosts: string[],
): ServerCertificate {
  const usage = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=serverAuth,clientAuth'];
  return signed(folder, name, above, [...usage, `subjectAltName=${hosts.join(',')}`]);
}

function signed(
  folder: string,
  name: string,
  above: ServerCertificate | undefined,
  extensions: string[],
): ServerCertificate {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  const about = ['-subj', `/CN=${name}`, ...extensions.flatMap((e) => ['-addext', e]), '-days', '30'];
  const by = above ? ['-CA', above.certFile, '-CAkey', above.keyFile] : [];
  execFileSync('openssl', ['req', '-x509', ...key, ...about, ...by, '-out', certFile], { stdio: 'ignore' });
  return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}
