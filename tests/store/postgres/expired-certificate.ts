import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate of 127.0.0.1 that ended yesterday, in PEM files. */
export async function expiredCertificate(folder: string): Promise<{ certFile: string; keyFile: string }> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const now = Date.now();
  const cert = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=expired',
    keys,
    signingAlgorithm: EC,
    serialNumber: '01',
    notBefore: new Date(now - 9 * 86_400_000),
    notAfter: new Date(now - 86_400_000),
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  const [certFile, keyFile] = [join(folder, 'expired.pem'), join(folder, 'expired.key')];
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  writeFileSync(certFile, cert.toString('pem'));
  writeFileSync(keyFile, PemConverter.encode(key, 'PRIVATE KEY'));
  return { certFile, keyFile };
}
