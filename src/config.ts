import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { SlotConfig } from './bench/bench.ts';
import { DirectoryEnvironment, type DirectorySettings, directorySettings } from './directory/settings.ts';
import { belongTogether, settingsRefused } from './errors.ts';
import { NodeEnvironment, type NodeSettings, nodeSettings } from './flow/nodes/settings.ts';
import { PasskeyEnvironment, type PasskeySettings, passkeySettings } from './identity/passkeys/passkey-settings.ts';
import { OidcEnvironment, type OidcSettings, oidcSettings } from './identity/provider/oidc-settings.ts';
import { listeningAt, originOf, type TlsSource } from './listen/console-address.ts';
import { isLoopback } from './listen/loopback.ts';
import { MailEnvironment, type MailSettings, mailSettings } from './mail/settings.ts';
import { SiemEnvironment, type SiemSettings, siemSettings } from './siem/settings.ts';
import { DatabaseEnvironment, type DatabaseSettings, databaseSettings } from './store/postgres/server/settings.ts';
import { settingFault } from './words/setting-faults.ts';

/** A whole number; whoever mistypes it reads which ones there are. */
const whole = (least: number, most: number) => {
  const error = `a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};
const Port = whole(0, 65_535);
const Text = z.string().trim().min(1);
const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** `jeton.example.fr,10.0.0.7`: host names in lower case and addresses. */
const ServerNamesText = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim().toLowerCase()))
  .refine(
    (names) => names.every((name) => isIP(name) !== 0 || HOST_NAME.test(name)),
    'host names and addresses, by commas',
  )
  .transform((names) => ({
    dnsNames: names.filter((name) => isIP(name) === 0),
    addresses: names.filter((name) => isIP(name) !== 0),
  }));

/** The slots of this machine's bench. */
const BenchFile = z.array(SlotConfig).max(64);
const Environment = z.object({
  /** The data folder: database, sealed keys, published CRLs. */
  JETON_DATA: Text.default('data'),
  JETON_HOST: Text.default('127.0.0.1'),
  JETON_PORT: Port.default(8080),
  /** The console's address as browsers see it: passkeys are bound to its name, or to one above it. Left out: the first of JETON_TLS_NAMES, else the host, and the port. */
  JETON_URL: z.url({ protocol: /^https?$/, error: 'https://NAME[:PORT], as browsers see the console' }).optional(),
  ...PasskeyEnvironment,
  /** A second port, for sign-in with a token of ours: it asks for a client certificate. Left out: none. */
  JETON_MTLS_PORT: Port.optional(),
  /** PEM of the authorities that vouch for machines' certificates there, besides our own CA. Left out: none. */
  JETON_MTLS_CA_FILE: Text.optional(),
  /** Pwned Passwords' SHA-1 hashes in one sorted file, as brought on site. Left out: the list that comes with the program. */
  JETON_BREACHED_FILE: Text.optional(),
  ...OidcEnvironment,
  /** PEM files; needed on every address but loopback. */
  JETON_TLS_CERT: Text.optional(),
  JETON_TLS_KEY: Text.optional(),
  /** In their place: the names and addresses, by commas, for which our own CA certifies this server. */
  JETON_TLS_NAMES: ServerNamesText.optional(),
  JETON_PKI_HOST: Text.default('127.0.0.1'),
  JETON_PKI_PORT: Port.default(8081),
  /** Written into certificates for ever: where gateways find CRLs and OCSP. */
  JETON_PKI_URL: z
    .url({ protocol: /^http$/, error: 'http://NAME[:PORT]: what is fetched there is signed, and never https' })
    .optional(),
  /** Folder to which CRLs and CA certificates are published as files too, for any web server. */
  JETON_CRL_DIR: Text.optional(),
  /** Disk space in MiB that is held back for revocations and CRLs; 0 holds none. */
  JETON_RESERVE_MB: whole(0, 65_536).default(64),
  /** 32 octets in base64, mode 0600, outside the data folder. */
  JETON_KEK_FILE: Text.optional(),
  /** JSON file that describes the PKCS#11 token which wraps the key-encryption key, in place of a key file. */
  JETON_KEK_PKCS11_FILE: Text.optional(),
  /** JSON file that lists the slots of this machine's bench (docs/bench.md). */
  JETON_BENCH_FILE: Text.optional(),
  /** Print queues: `cups:NAME`, or `folder:PATH` for an evaluation. Left out: a folder beside the data folder. */
  JETON_LETTER_PRINTER: Text.optional(),
  JETON_LABEL_PRINTER: Text.optional(),
  /** Printed on letters: whom to call when a token is lost. */
  JETON_DUTY_PHONE: Text.default('+33 1 00 00 00 00'),
  JETON_ORGANISATION: Text.default("Ministère de l'Intérieur"),
  /** Identifier in the subject's OU, after `0002 ` (RGS A4). */
  JETON_SIREN: z
    .string()
    .regex(/^\d{9}(\d{5})?$/)
    .default('000000000'),
  /** Profiles that a request for a token may ask for, by spaces, the usual one first. */
  JETON_TOKEN_PROFILES: Text.default('agent-vpn'),
  /** Certificate policy; 2.999 is the example arc. */
  JETON_POLICY_OID: z
    .string()
    .regex(/^[0-2](\.\d+){2,}$/)
    .default('2.999.1.1'),
  /** Where a weakness is reported to, for security.txt: mailto: or https:. Left out: none is served. */
  JETON_SECURITY_CONTACT: z.url({ protocol: /^(mailto|https)$/, error: 'mailto:ADDRESS or https://…' }).optional(),
  /** Whether each day's report and signed checkpoint are printed on the letters' printer. */
  JETON_REPORT_PRINT: z.enum(['yes', 'no']).default('no'),
  ...NodeEnvironment,
  ...MailEnvironment,
  ...DirectoryEnvironment,
  ...SiemEnvironment,
  ...DatabaseEnvironment,
  /** PEM of the authorities that vouch for mail relay, directory and SIEM. Left out: those of the system. */
  JETON_CA_FILE: Text.optional(),
  JETON_LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
});

export interface Config extends PasskeySettings {
  dataDir: string;
  node: NodeSettings;
  /** MiB held back on the data folder's disk for what must go on when it is full. */
  reserveMb: number;
  web: { host: string; port: number; url?: string; tls?: TlsSource };
  /** Breached passwords beside the program's own list. */
  breachedFile?: string;
  securityContact?: string;
  oidc?: OidcSettings;
  /** Sign-in with a token of ours, and machines with a certificate. */
  mtls?: { host: string; port: number; machines?: string };
  pki: { host: string; port: number; url?: string; crlDir?: string };
  kekFile?: string;
  kekToken?: string;
  bench: readonly SlotConfig[];
  print: { letters: string; labels: string; dutyPhone: string; dayReport: boolean };
  certificates: { organisation: string; siren: string; policyOid: string; tokenProfiles: string[] };
  mail?: MailSettings;
  siem?: SiemSettings;
  directory?: DirectorySettings;
  /** PEM; for mail relay, directory and SIEM. */
  authorities?: string;
  /** Where the records are, when not in the data folder. */
  postgres?: DatabaseSettings;
  logLevel: 'error' | 'warn' | 'info' | 'debug';
}

function refuse(en: string, fr: string): never {
  throw settingsRefused({ en, fr });
}

function tls(env: z.output<typeof Environment>): TlsSource | undefined {
  const { JETON_TLS_CERT: cert, JETON_TLS_KEY: key, JETON_TLS_NAMES: names } = env;
  if ((cert === undefined) !== (key === undefined)) throw belongTogether('JETON_TLS_CERT', 'JETON_TLS_KEY');
  if (names && cert !== undefined)
    refuse(
      'JETON_TLS_NAMES stands in place of JETON_TLS_CERT and JETON_TLS_KEY: leave one of them out',
      'JETON_TLS_NAMES tient lieu de JETON_TLS_CERT et JETON_TLS_KEY : retirez JETON_TLS_NAMES, ou les deux autres',
    );
  if (names) return { names };
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (!isLoopback(env.JETON_HOST)) {
    refuse(
      `${env.JETON_HOST} is not loopback: set JETON_TLS_NAMES, or JETON_TLS_CERT and JETON_TLS_KEY, or listen on 127.0.0.1`,
      `${env.JETON_HOST} n’est pas une adresse de boucle locale : fixez JETON_TLS_NAMES, ou JETON_TLS_CERT et JETON_TLS_KEY, ou écoutez sur 127.0.0.1`,
    );
  }
  return undefined;
}

function mtls(env: z.output<typeof Environment>, port: number, web: Config['web']['tls']): NonNullable<Config['mtls']> {
  if (!web)
    return refuse(
      'JETON_MTLS_PORT needs JETON_TLS_NAMES, or JETON_TLS_CERT and JETON_TLS_KEY: a token is asked for under TLS only',
      'JETON_MTLS_PORT demande JETON_TLS_NAMES, ou JETON_TLS_CERT et JETON_TLS_KEY : un jeton n’est demandé que sous TLS',
    );
  const { JETON_MTLS_CA_FILE: machines } = env;
  return { host: env.JETON_HOST, port, ...(machines ? { machines } : {}) };
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const fr = `le fichier de ${name} ne peut être lu : vérifiez son chemin et ses droits`;
    throw settingsRefused({ en: `${name} cannot be read: check its path and mode`, fr }, cause);
  }
}

/** Reads the JSON file of a setting, as its schema understands it. */
function readJson<T>(name: string, file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(readText(name, file)));
  if (parsed.success) return parsed.data;
  const { en, fr } = firstFault(parsed.error);
  return refuse(`${name}: ${en}`, `${name} : ${fr}`);
}

function mail(env: z.output<typeof Environment>): MailSettings | undefined {
  const settings = mailSettings(env, isLoopback);
  const isNamed = env.JETON_URL !== undefined || env.JETON_TLS_NAMES !== undefined;
  if (settings && !isNamed && !isLoopback(env.JETON_HOST)) {
    refuse(
      'JETON_SMTP_URL needs JETON_URL: mails link to the console by its name',
      'JETON_SMTP_URL demande JETON_URL : les courriels renvoient à la console par son nom',
    );
  }
  return settings;
}

type Outside = 'mail' | 'directory' | 'siem' | 'authorities' | 'postgres';
function outside(env: z.output<typeof Environment>): Pick<Config, Outside> {
  const relay = mail(env);
  const directory = directorySettings(env, isLoopback, readJson);
  const siem = siemSettings(env, readText);
  const postgres = databaseSettings(env);
  const { JETON_CA_FILE: file } = env;
  return {
    ...(relay ? { mail: relay } : {}),
    ...(directory ? { directory } : {}),
    ...(siem ? { siem } : {}),
    ...(postgres ? { postgres } : {}),
    ...(file === undefined ? {} : { authorities: readText('JETON_CA_FILE', file) }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong first, and where: a setting, or a place in its file. */
function firstFault({ issues: [issue] }: z.ZodError): { en: string; fr: string } {
  if (!issue) return { en: 'not valid', fr: 'donnez une autre valeur' };
  const place = issue.path.join('.');
  return { en: `${place || 'file'}: ${issue.message}`, fr: `${place || 'fichier'} : ${settingFault(issue)}` };
}

/** Read by the command line, which may run in the same environment. */
const OF_THE_COMMAND_LINE = ['JETON_TOKEN'];

/** Names in the environment that look like settings and are none: a mistyped one has no effect, and nothing else would say so. */
export function unknownSettings(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set([...Object.keys(Environment.shape), ...OF_THE_COMMAND_LINE]);
  return Object.keys(environment).filter((name) => name.startsWith('JETON_') && !known.has(name));
}

/** Reads the environment (names in docs/settings.md) into a frozen configuration, or throws `config_invalid` saying which name is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith('JETON_') && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw settingsRefused(firstFault(parsed.error));
  const env = parsed.data;
  const web = tls(env);
  const url = env.JETON_URL && originOf(env.JETON_URL, web);
  const provider = oidcSettings(env);
  return Object.freeze({
    dataDir: env.JETON_DATA,
    node: nodeSettings(env),
    reserveMb: env.JETON_RESERVE_MB,
    web: {
      host: env.JETON_HOST,
      port: env.JETON_PORT,
      ...(url ? { url } : {}),
      ...(web ? { tls: web } : {}),
    },
    ...(env.JETON_SECURITY_CONTACT ? { securityContact: env.JETON_SECURITY_CONTACT } : {}),
    ...(env.JETON_BREACHED_FILE ? { breachedFile: env.JETON_BREACHED_FILE } : {}),
    ...passkeySettings(env, url ?? `${listeningAt(env.JETON_HOST, web)}:${env.JETON_PORT}`),
    ...(provider ? { oidc: provider } : {}),
    ...(env.JETON_MTLS_PORT === undefined ? {} : { mtls: mtls(env, env.JETON_MTLS_PORT, web) }),
    pki: {
      host: env.JETON_PKI_HOST,
      port: env.JETON_PKI_PORT,
      ...(env.JETON_PKI_URL ? { url: env.JETON_PKI_URL.replace(/\/$/, '') } : {}),
      ...(env.JETON_CRL_DIR ? { crlDir: env.JETON_CRL_DIR } : {}),
    },
    ...(env.JETON_KEK_PKCS11_FILE ? { kekToken: env.JETON_KEK_PKCS11_FILE } : {}),
    ...(env.JETON_KEK_FILE ? { kekFile: env.JETON_KEK_FILE } : {}),
    bench: env.JETON_BENCH_FILE ? readJson('JETON_BENCH_FILE', env.JETON_BENCH_FILE, BenchFile) : [],
    print: {
      letters: env.JETON_LETTER_PRINTER ?? `folder:${env.JETON_DATA}-prints`,
      labels: env.JETON_LABEL_PRINTER ?? `folder:${env.JETON_DATA}-prints`,
      dutyPhone: env.JETON_DUTY_PHONE,
      dayReport: env.JETON_REPORT_PRINT === 'yes',
    },
    certificates: {
      organisation: env.JETON_ORGANISATION,
      siren: env.JETON_SIREN,
      policyOid: env.JETON_POLICY_OID,
      tokenProfiles: env.JETON_TOKEN_PROFILES.split(/[\s,]+/).filter(Boolean),
    },
    ...outside(env),
    logLevel: env.JETON_LOG_LEVEL,
  });
}
