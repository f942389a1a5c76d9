import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'ldapts';
import { freePort } from '../journeys/service.ts';
import { serverCertificate } from '../support/certificates.ts';

export const BASE = 'ou=people,dc=interieur,dc=example';
export const GROUPS = 'ou=groups,dc=interieur,dc=example';
export const BIND = { dn: 'cn=jeton,dc=interieur,dc=example', password: 'p@ss wörd' };
const ROOT = { dn: 'cn=root,dc=interieur,dc=example', password: 'root-of-the-tests' };

export interface Agent {
  uid: string;
  givenName: string;
  sn: string;
  mail?: string | undefined;
  departmentNumber?: string | undefined;
  l?: string;
  [attribute: string]: string | undefined;
}
export const agent = (uid: string, more: Record<string, string | undefined> = {}): Agent => ({
  uid,
  givenName: 'Alice',
  sn: `Agard ${uid}`,
  mail: `${uid.toLowerCase()}@interieur.example`,
  departmentNumber: 'PREF-33',
  l: 'Bordeaux',
  ...more,
});

const line = (name: string, value: string): string => `${name}:: ${Buffer.from(value).toString('base64')}`;
const dnOf = ({ uid }: Pick<Agent, 'uid'>): string => `uid=${uid.replace(/([,+"\\<>;=#])/g, '\\$1')},${BASE}`;

function ldif(agents: readonly Agent[]): string {
  const people = agents.map((a) => {
    const values = Object.entries(a).flatMap(([name, value]) => (value === undefined ? [] : [line(name, value)]));
    const classes = ['inetOrgPerson', 'extensibleObject'].map((c) => `objectClass: ${c}`);
    return [line('dn', dnOf(a)), ...classes, line('cn', `${a.givenName} ${a.sn}`), ...values].join('\n');
  });
  const units = [
    'dn: dc=interieur,dc=example\nobjectClass: domain\ndc: interieur',
    `dn: ${BASE}\nobjectClass: organizationalUnit\nou: people`,
    `dn: ${GROUPS}\nobjectClass: organizationalUnit\nou: groups`,
    `dn: ${BIND.dn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: jeton\n${line('userPassword', BIND.password)}`,
    // a printer's account is no person
    `dn: uid=printer,${BASE}\nobjectClass: account\nuid: printer`,
  ];
  return `${[...units, ...people].join('\n\n')}\n`;
}

/** Debian's slapd with its own folder, on loopback, in clear and with TLS; its only readers sign in. */
export async function startSlapd(
  agents: readonly Agent[],
  groups: Readonly<Record<string, readonly string[]>> = {},
  { sizeLimit = 1000 }: { sizeLimit?: number } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-slapd-'));
  const own = serverCertificate(folder, { name: 'ldap' });
  const [port, tlsPort] = [await freePort(), await freePort()];
  mkdirSync(join(folder, 'db'));
  writeFileSync(join(folder, 'slapd.conf'), configuration(folder, sizeLimit));
  writeFileSync(join(folder, 'people.ldif'), ldif(agents));
  const program = ['-f', join(folder, 'slapd.conf')];
  execFileSync('/usr/sbin/slapd', ['-T', 'add', ...program, '-l', join(folder, 'people.ldif')], { stdio: 'pipe' });
  const urls = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`;
  const child: ChildProcess = spawn('/usr/sbin/slapd', ['-d', '0', ...program, '-h', urls], { stdio: 'ignore' });
  await answering(child, port);

  /** Changes the directory as its own administrators do. */
  const asRoot = async (work: (client: Client) => Promise<unknown>): Promise<void> => {
    const client = new Client({ url: `ldap://127.0.0.1:${port}` });
    await client.bind(ROOT.dn, ROOT.password);
    await work(client);
    await client.unbind();
  };
  // over the wire, for the overlay writes memberOf only then
  await asRoot(async (client) => {
    for (const [name, members] of Object.entries(groups)) {
      const member = members.map((uid) => dnOf({ uid }));
      await client.add(`cn=${name},${GROUPS}`, { objectClass: 'groupOfNames', cn: name, member });
    }
  });
  return {
    port,
    url: `ldap://127.0.0.1:${port}`,
    tlsUrl: `ldaps://127.0.0.1:${tlsPort}`,
    ca: own.cert,
    asRoot,
    dnOf,
    stop: async (): Promise<void> => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Slapd = Awaited<ReturnType<typeof startSlapd>>;

function configuration(folder: string, sizeLimit: number): string {
  return `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile ${folder}/slapd.pid
TLSCertificateFile ${folder}/ldap.pem
TLSCertificateKeyFile ${folder}/ldap.key
sizelimit size.soft=${sizeLimit} size.hard=${sizeLimit} size.prtotal=unlimited
attributetype ( 2.999.1 NAME 'userAccountControl' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 2.999.2 NAME 'accountExpires' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 2.999.3 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 2.999.4 NAME 'department' SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
database mdb
suffix "dc=interieur,dc=example"
rootdn "${ROOT.dn}"
rootpw ${ROOT.password}
directory ${folder}/db
maxsize 104857600
overlay memberof
memberof-group-oc groupOfNames
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${BIND.dn}" read by * none
`;
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until; await sleep(20)) {
    if (child.exitCode !== null) throw new Error(`slapd ended with ${child.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
  }
  throw new Error('slapd does not answer');
}
