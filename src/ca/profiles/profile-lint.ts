import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Purpose, purposeOf } from '../../book/rules/certificates/purposes.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import { buildCertificate } from '../issue/certificate.ts';
import { lint } from '../issue/lint.ts';
import type { Words } from './content.ts';
import { certifiedOf, type LoadedProfile, roleOf } from './profile-format.ts';
import { publicKeyOfKind, type ThrowAwayCa } from './throw-away-ca.ts';

/** Sources of rules that are asked (C7); the baseline requirements of web browsers' CAs are not ours. */
const SOURCES = 'RFC5280,RFC5480,Community,ETSI_ESI';
const PASSED = ['pass', 'NA', 'NE'];
const ZLINT_MS = 20_000;

/** What a holder, machine or server could be called at the longest that is usual. */
const SAMPLE: Omit<Words, 'organisation' | 'siren' | 'policy'> = {
  commonName: 'Anne-Élisabeth Le Guéhennec-Dañs',
  serialNumber: '0123456789ABCDEFGHJKMNPQRS',
  email: 'anne-elisabeth.le-guehennec@interieur.example',
  userPrincipalName: 'anne-elisabeth.le-guehennec@interieur.example',
  securityIdentifier: 'S-1-5-21-1004336348-1177238915-682003330-1108',
  machine: 'pn-88213',
  dnsNames: ['jeton.interieur.example', 'jeton-2.interieur.example'],
  addresses: ['192.0.2.10', '2001:db8::10'],
};

export interface ProfileLinter {
  words: Pick<Words, 'organisation' | 'siren' | 'policy'>;
  ca(purpose: Purpose): ThrowAwayCa;
  /** Findings of zlint on a signed certificate; undefined where the program is not installed. */
  zlint(der: Uint8Array): Promise<string[] | undefined>;
}

function refuse({ name }: LoadedProfile, rule: string, what: string): never {
  throw new AppError('profile_refused', `profile ${name} is refused (${rule}): ${what}`, {
    detail: { profile: name, rule },
  });
}

/**
 * Makes a certificate from each profile with a key that is thrown away, under CAs that are thrown away, and lints it in
 * full: by our own lint and, where it is installed, by zlint. Answers which linters looked. Throws `profile_refused`.
 */
export async function lintProfiles(
  profiles: Iterable<LoadedProfile>,
  { words, ca, zlint }: ProfileLinter,
): Promise<{ zlint: boolean }> {
  let asked = false;
  for (const profile of profiles) {
    const issuer = ca(purposeOf(certifiedOf(profile)));
    const der = await sample(profile, words, issuer);
    const [finding] = lint(der, roleOf(profile), issuer.certificate);
    if (finding) refuse(profile, finding.rule, `its certificates would not have ${finding.says}`);
    const findings = await zlint(der);
    if (findings?.[0]) refuse(profile, 'C7', `zlint finds ${findings.join(', ')}`);
    asked = findings !== undefined;
  }
  return { zlint: asked };
}

async function sample(profile: LoadedProfile, words: ProfileLinter['words'], ca: ThrowAwayCa): Promise<Uint8Array> {
  const notAfter = Math.min(ca.notBefore + profile.validity.days * DAY_MS - 1000, ca.notAfter);
  const built = await buildCertificate({
    content: profile,
    words: { ...SAMPLE, ...words },
    serialNumber: '5a'.repeat(16),
    notBefore: ca.notBefore,
    notAfter,
    publicKey: await publicKeyOfKind(profile.key),
    issuer: ca.issuer,
  });
  return ca.sign(built);
}

/** Asks the program zlint about one certificate, as a file of its own that is removed; undefined where it is not installed. */
export async function askZlint(der: Uint8Array): Promise<string[] | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'jeton-zlint-'));
  try {
    const path = join(folder, 'certificate.der');
    await writeFile(path, der, { mode: 0o600 });
    const text = await runZlint(['-format', 'der', '-includeSources', SOURCES, path]);
    return text === undefined ? undefined : findingsOf(text);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runZlint(args: string[]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile('zlint', args, { timeout: ZLINT_MS, env: { PATH: process.env['PATH'] } }, (error, stdout) => {
      if (error && 'code' in error && error.code === 'ENOENT') resolve(undefined);
      else if (error)
        reject(new AppError('profile_refused', 'zlint did not end well: remove it or repair it', { cause: error }));
      else resolve(stdout);
    });
  });
}

function findingsOf(text: string): string[] {
  const results = JSON.parse(text) as Record<string, { result: string }>;
  return Object.entries(results)
    .filter(([, { result }]) => !PASSED.includes(result))
    .map(([name, { result }]) => `${name} (${result})`);
}
