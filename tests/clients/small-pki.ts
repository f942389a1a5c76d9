import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from '../ca/evaluation.ts';

/** Below the page's policies: a token's, and a workstation's. */
const POLICY = '1.2.250.1.999.1';
const CA = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign';
const END = 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature';
const IDS = 'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always';

/** Who comes to a gate, by what is wrong with them; each of all but the first is stopped by one guard alone. */
export const COMERS = ['token', 'issuer', 'policy', 'purpose', 'revoked'] as const;
export type Comer = (typeof COMERS)[number];

/**
 * Certificates that our CA never makes, made by openssl in `folder`, as gateways find them there: `issuer` has all that a
 * token has, from another CA of the same root; `policy` is a workstation's, `purpose` a server's with a token's policy.
 */
export function makeSmallPki(folder: string): void {
  const at = (name: string): string => `${folder}/${name}`;
  const openssl = (...args: string[]): string => run('openssl', args);
  const put = (name: string, ...parts: string[]): void =>
    writeFileSync(at(name), parts.map((part) => readFileSync(at(part), 'utf8')).join(''));

  function certify(name: string, extensions: string, issuer?: string): void {
    writeFileSync(at(`${name}.ext`), `${extensions}\n${IDS}\n`);
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', at(`${name}.key`));
    openssl('req', '-new', '-key', at(`${name}.key`), '-subj', `/C=FR/O=Essai/CN=${name}`, '-out', at(`${name}.csr`));
    const by = issuer ? ['-CA', at(`${issuer}.crt`), '-CAkey', at(`${issuer}.key`)] : ['-key', at(`${name}.key`)];
    const serial = ['-set_serial', `0x4${Buffer.from(name).toString('hex').slice(0, 30)}`, '-days', '30'];
    const what = ['-extfile', at(`${name}.ext`), '-out', at(`${name}.crt`)];
    openssl('x509', '-req', '-in', at(`${name}.csr`), ...by, ...serial, ...what);
  }
  function crl(issuer: string, revoked: string[] = []): void {
    mkdirSync(at(`${issuer}.d`));
    writeFileSync(at(`${issuer}.d/index`), '');
    writeFileSync(at(`${issuer}.d/number`), '01\n');
    const lines = ['database=index', 'crlnumber=number', 'default_md=sha256', 'default_crl_days=2', 'crl_extensions=e'];
    const paths = lines.map((line) => line.replace(/=(index|number)/, `=${at(`${issuer}.d`)}/$1`));
    writeFileSync(
      at(`${issuer}.cnf`),
      `[ca]\ndefault_ca=d\n[d]\n${paths.join('\n')}\n[e]\nauthorityKeyIdentifier=keyid\n`,
    );
    const ca = ['ca', '-config', at(`${issuer}.cnf`), '-cert', at(`${issuer}.crt`), '-keyfile', at(`${issuer}.key`)];
    for (const name of revoked) openssl(...ca, '-revoke', at(`${name}.crt`));
    openssl(...ca, '-gencrl', '-out', at(`${issuer}.crl.pem`));
    openssl('crl', '-in', at(`${issuer}.crl.pem`), '-outform', 'DER', '-out', at(`${issuer}.crl`));
  }

  const policies = `certificatePolicies=${POLICY}.1,${POLICY}.3`;
  certify('root', CA);
  certify('issuing', `${CA}\n${policies}`, 'root');
  certify('sibling', `${CA}\n${policies}`, 'root');
  const end = (purpose: string, policy: number): string =>
    `${END}\nextendedKeyUsage=${purpose}\ncertificatePolicies=${POLICY}.${policy}`;
  const made: Record<Comer, [extensions: string, issuer: string]> = {
    token: [end('clientAuth', 1), 'issuing'],
    issuer: [end('clientAuth', 1), 'sibling'],
    policy: [end('clientAuth', 3), 'issuing'],
    purpose: [end('serverAuth', 1), 'issuing'],
    revoked: [end('clientAuth', 1), 'issuing'],
  };
  for (const name of COMERS) {
    const [extensions, issuer] = made[name];
    certify(name, extensions, issuer);
    put(`${name}.pem`, `${name}.crt`, `${issuer}.crt`);
  }
  crl('root');
  crl('sibling');
  crl('issuing', ['revoked']);
  mkdirSync(at('gateway'));
  put('root.pem', 'root.crt');
  put('sibling.pem', 'sibling.crt');
  put('all-cas.pem', 'issuing.crt', 'sibling.crt');
  put('gateway/issuing.pem', 'issuing.crt');
  put('gateway/authorities.pem', 'root.crt', 'issuing.crt');
  put('gateway/crls.pem', 'root.crl.pem', 'issuing.crl.pem', 'sibling.crl.pem');
  // a store that looks no further than root knows every CRL
  put('gateway/root-and-crls.pem', 'root.crt', 'root.crl.pem', 'sibling.crl.pem');
  writeFileSync(at('gateway/issuing.crl'), readFileSync(at('issuing.crl')));
}
