import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a technician does by hand, as a script that types nothing wrong and waits for nobody: the same steps and the same
 * proofs as ours, one program after another. Reads LABEL, SOPIN, PIN, NAME, KEYTYPE and MECHANISM.
 */
const SCRIPT = `
set -e
tool() { pkcs11-tool --module "$MODULE" --token-label "$LABEL" "$@"; }
softhsm2-util --init-token --token BLANK --label "$LABEL" --so-pin "$SOPIN" --pin "$PIN"
tool --login --pin "$PIN" --keypairgen --key-type "$KEYTYPE" --id 01 --usage-sign --sensitive
openssl req -new -sha256 -provider default -provider pkcs11 -subj "/CN=$NAME" \\
  -key "pkcs11:token=$LABEL;id=%01;type=private?pin-value=$PIN" -out token.csr
openssl x509 -req -in token.csr -CA ca.pem -CAkey ca.key -sha384 -days 1095 -extfile v3.ext -out token.pem
openssl x509 -in token.pem -outform DER -out token.der
tool --login --pin "$PIN" --write-object token.der --type cert --id 01
tool --read-object --type cert --id 01 --output-file back.der
cmp token.der back.der
head -c 32 /dev/urandom > challenge
if [ "$MECHANISM" = ECDSA ]; then
  openssl dgst -sha256 -binary -out digest challenge
  tool --login --pin "$PIN" --sign --mechanism ECDSA --signature-format openssl --id 01 --input-file digest --output-file signature
else
  tool --login --pin "$PIN" --sign --mechanism SHA256-RSA-PKCS --id 01 --input-file challenge --output-file signature
fi
openssl x509 -in token.pem -noout -pubkey > token.pub
openssl dgst -sha256 -verify token.pub -signature signature challenge
times
`;
const V3 = `keyUsage=critical,digitalSignature
extendedKeyUsage=clientAuth
basicConstraints=critical,CA:FALSE
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
certificatePolicies=2.999.1.1
crlDistributionPoints=URI:http://127.0.0.1:8081/issuing.crl
authorityInfoAccess=OCSP;URI:http://127.0.0.1:8081/ocsp
subjectAltName=email:agent@interieur.example
`;

/** Prepares the folder with a CA of the same kind (P-384); `run` makes the token that `conf` shows. Milliseconds. */
export function scriptIn(folder: string, module: string) {
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes', '-sha384'];
  openssl('req', '-x509', ...curve, '-subj', '/CN=CA', '-days', '3650', '-keyout', 'ca.key', '-out', 'ca.pem');
  writeFileSync(file('v3.ext'), V3);
  writeFileSync(
    file('openssl.cnf'),
    `openssl_conf = init
[init]
providers = providers
[providers]
default = default_section
pkcs11 = pkcs11_section
[default_section]
activate = 1
[pkcs11_section]
pkcs11-module-path = ${module}
pkcs11-module-quirks = no-deinit no-operation-state
activate = 1
[req]
distinguished_name = name
[name]
`,
  );
  let made = 0;
  return {
    run(conf: string, soPin: string, kind: 'ec-p256' | 'rsa-3072'): { ms: number; cpuMs: number } {
      made += 1;
      const env = {
        PATH: process.env['PATH'],
        SOFTHSM2_CONF: conf,
        OPENSSL_CONF: file('openssl.cnf'),
        MODULE: module,
        LABEL: `T${made}`,
        NAME: 'Agent Untel',
        SOPIN: soPin,
        PIN: '48201937',
        KEYTYPE: kind === 'ec-p256' ? 'EC:prime256v1' : 'rsa:3072',
        MECHANISM: kind === 'ec-p256' ? 'ECDSA' : 'RSA',
      };
      const begun = performance.now();
      const { status, stdout, stderr } = spawnSync('bash', ['-c', SCRIPT], { cwd: folder, env, encoding: 'utf8' });
      const ms = performance.now() - begun;
      if (status !== 0) throw new Error(`the script failed: ${stderr}`);
      const used = [
        ...stdout
          .trim()
          .split('\n')
          .at(-1)!
          .matchAll(/(\d+)m([\d.]+)s/g),
      ];
      return { ms, cpuMs: used.reduce((sum, [, m, s]) => sum + Number(m) * 60_000 + Number(s) * 1000, 0) };
    },
  };
}
