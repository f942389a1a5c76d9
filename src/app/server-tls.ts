import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ZONE } from '../book/rules/calendar/working-days.ts';
import type { AuthorityRow } from '../book/tables/rows/tokens.ts';
import { createSoftwareSigner, newKey } from '../ca/keys/signer.ts';
import type { Config } from '../config.ts';
import { DAY_MS, SECOND_MS } from '../durations.ts';
import { AppError, isAppError, settingsRefused } from '../errors.ts';
import type { Flow } from '../flow/index.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Identification } from '../listen/transport.ts';
import { dateForm } from '../words/dates.ts';
import type { Authority } from './authority.ts';

/** How this server proves who it is, at every port under TLS. */
export interface ServerTls {
  /** As it is now. */
  read(): Identification;
  /** Has a certificate of our own CA renewed when it is due. */
  refresh(): Promise<void>;
  /** Most of the certificate's life is over, or little is left: renewing has failed for a while, or our CA ends. */
  isLate(): boolean;
  /** When the certificate ends, ms. */
  endsAt(): number;
}
const LATE = 5 / 6;
/** A sixth of the 90 days that ours last. A share of its own life would not warn of one that our CA's end cuts short. */
const LEFT_MS = 15 * DAY_MS;

async function newServerKey() {
  const privateKey = await newKey('P-256');
  return { publicKey: createSoftwareSigner(privateKey).publicKey, privateKey };
}

const endOf = (cert: string): number => Date.parse(new X509Certificate(cert).validTo);

function isOld(cert: string, now: number): boolean {
  const { validFrom, validTo } = new X509Certificate(cert);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  return now > from + (to - from) * LATE;
}

/**
 * Certificate and key from files. They are read each time, so that whoever renews them need not restart the service.
 */
function fromFiles(files: { cert: string; key: string }, clock: Clock): ServerTls {
  const read = () => ({ cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') });
  return {
    read,
    refresh: async () => {},
    isLate: () => isOld(read().cert, clock.now()),
    endsAt: () => endOf(read().cert),
  };
}

/** The certificate from our own CA, with the key in memory while it is in use. */
export async function certifiedByUs(
  names: { dnsNames: string[]; addresses: string[] },
  {
    ca,
    server,
    clock,
  }: { ca: Pick<Authority['ca'], 'issuing' | 'certificateOf'>; server: Flow['server']; clock: Clock },
): Promise<ServerTls> {
  const pem = (der: Uint8Array): string => new X509Certificate(der).toString();
  let now: Identification = { cert: '', key: '' };
  const refresh = async (): Promise<void> => {
    const wish = { names, issuerId: ca.issuing()?.id, newKey: newServerKey };
    const { row, certificate, privateKey } = await server.ensure(wish);
    const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
    privateKey.fill(0);
    const issuer = ca.certificateOf(row.issuerId);
    const cert = [certificate, ...(issuer ? [issuer] : [])].map(pem).join('');
    now = { cert, key: key.export({ format: 'pem', type: 'pkcs8' }).toString() };
  };
  await refresh();
  return {
    read: () => now,
    refresh,
    isLate: () => isOld(now.cert, clock.now()) || endOf(now.cert) - clock.now() < LEFT_MS,
    endsAt: () => endOf(now.cert),
  };
}

/** Once the evaluation's CA has ended it certifies nothing, the console neither. */
function checkEvaluation(issuing: AuthorityRow | undefined, now: number): void {
  if (issuing?.evaluation !== 1 || now + SECOND_MS < issuing.notAfter) return;
  const [fr, en] = ['fr-FR', 'en-GB'].map((locale) =>
    dateForm(locale, { dateStyle: 'long', timeZone: ZONE })(issuing.notAfter),
  );
  throw settingsRefused({
    en: `the evaluation ended on ${en}: hold the ceremony (docs/ceremony.md), or start with a new data folder`,
    fr: `l’évaluation a pris fin le ${fr} : tenez la cérémonie (docs/ceremony.md), ou démarrez avec un nouveau dossier de données`,
  });
}

/** Whoever starts the service cannot tell from the restore alone that it is the console which wants a certificate. */
function sayWhatWaits(cause: unknown): never {
  if (!isAppError(cause, 'restore_unconfirmed')) throw cause;
  throw new AppError(
    'restore_unconfirmed',
    "these records were restored, and nothing is issued before two persons confirm the restore, the console's certificate of JETON_TLS_NAMES neither: start once without JETON_TLS_NAMES, on loopback (JETON_HOST=127.0.0.1, no JETON_MTLS_PORT) or with JETON_TLS_CERT and JETON_TLS_KEY, have the restore confirmed there, then set JETON_TLS_NAMES again",
    {
      detail: {
        fr: 'la base a été restaurée, et rien n’est émis avant que deux personnes aient confirmé la restauration, pas même le certificat de la console (JETON_TLS_NAMES) : démarrez une fois sans JETON_TLS_NAMES, sur la machine même (JETON_HOST=127.0.0.1, sans JETON_MTLS_PORT) ou avec JETON_TLS_CERT et JETON_TLS_KEY, faites-y confirmer la restauration, puis remettez JETON_TLS_NAMES',
      },
      cause,
    },
  );
}

/** As configured; undefined where the console listens on loopback without TLS. Throws what `flow.server.ensure` throws. */
export async function openServerTls(
  { web: { tls } }: Config,
  { ca }: Authority,
  { server }: Flow,
  clock: Clock,
): Promise<ServerTls | undefined> {
  if (!tls) return undefined;
  if (!('names' in tls)) return fromFiles(tls, clock);
  checkEvaluation(ca.issuing(), clock.now());
  return certifiedByUs(tls.names, { ca, server, clock }).catch(sayWhatWaits);
}
