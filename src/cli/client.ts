import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { type Operation, pathFields } from '../api/operation.ts';
import { AppError, ERROR_CODES } from '../errors.ts';

/** What is wrong with an input; `fr`, `line` and `column`: of what a file says. */
const Fault = z.object({
  path: z.string(),
  message: z.string(),
  fr: z.string().optional(),
  line: z.number().optional(),
  column: z.string().nullish(),
});
export type Fault = z.output<typeof Fault>;
/** What of RFC 9457 is shown; the service may be newer than this program. */
const Problem = z.object({
  code: z.enum(ERROR_CODES).catch('internal'),
  detail: z.string(),
  errors: z.array(Fault).optional(),
  context: z.record(z.string(), z.unknown()).optional(),
});

export interface ClientOptions {
  /** Base address, without a slash at its end. */
  url: string;
  token: string | undefined;
  fetch: typeof globalThis.fetch;
}

async function refusal(response: Response): Promise<AppError> {
  const parsed = Problem.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    return new AppError('service_unreachable', `this address answers, but it is no Jeton (HTTP ${response.status})`);
  }
  const { code, detail, errors, context } = parsed.data;
  return new AppError(code, detail, { detail: { ...context, ...(errors ? { errors } : {}) } });
}

/** What a certificate is refused for that nobody here vouches for. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/;
/** What the dates of a certificate are refused for. */
const WRONG_DATES: Readonly<Record<string, { en: string; fr: string }>> = {
  CERT_HAS_EXPIRED: { en: 'expired', fr: 'est expiré' },
  CERT_NOT_YET_VALID: { en: 'not valid yet', fr: 'n’est pas encore valable' },
};
/** How a connection ends where one side speaks TLS and the other does not. */
const BROKEN_OFF = /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|HPE_\w+)$/;

/** Why nothing came back, as far as the connection says it. */
function unreachable(url: string, cause: unknown): AppError {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  const refused = (why: string | undefined, en: string, fr: string) =>
    new AppError('service_unreachable', en, { detail: { ...(why ? { why } : {}), fr }, cause });
  if (UNTRUSTED.test(code))
    return refused(
      'untrusted',
      `the certificate of ${url} is not trusted here: in NODE_EXTRA_CA_CERTS name only the root that your administrator gave you, never one that this connection offers`,
      `le certificat de ${url} n’est pas reconnu ici : ne donnez dans NODE_EXTRA_CA_CERTS que la racine remise par votre administrateur, jamais celle que la connexion présente`,
    );
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return refused(
      'other-name',
      `the certificate of ${url} is for another name: another server may be answering in its place`,
      `le certificat de ${url} est à un autre nom : un autre serveur répond peut-être à sa place`,
    );
  const wrongDate = WRONG_DATES[code];
  if (wrongDate)
    return refused(
      'wrong-date',
      `the certificate of ${url} is ${wrongDate.en}, by the clock of this machine`,
      `le certificat de ${url} ${wrongDate.fr}, d’après l’horloge de cette machine`,
    );
  if (url.startsWith('http:') && BROKEN_OFF.test(code))
    return refused(
      'under-tls',
      `${url} breaks the connection off: where the service is under TLS, its address begins with https://`,
      `${url} coupe la connexion : si le service est sous TLS, son adresse commence par https://`,
    );
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO')
    return refused(
      'without-tls',
      `no TLS is spoken at ${url}: where the service is without it, its address begins with http://`,
      `${url} ne parle pas TLS : si le service est sans TLS, son adresse commence par http://`,
    );
  return refused(undefined, `no service answers at ${url}`, `aucun service ne répond à ${url}`);
}

/** Puts the input where the operation's table says: path, then query or body. */
function requestOf(
  operation: Operation,
  input: object,
): { path: string; type?: string; body?: string | Uint8Array<ArrayBuffer> } {
  const fields: Record<string, unknown> = { ...input };
  const inPath = pathFields(operation.path);
  const rest = Object.entries(fields).filter(([name, value]) => !inPath.includes(name) && value !== undefined);
  const path = `/api${operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(fields[name])))}`;
  const { csv } = fields;
  if (operation.consumes && csv instanceof Uint8Array)
    return { path, type: operation.consumes, body: new Uint8Array(csv) };
  if (operation.method === 'POST')
    return { path, type: 'application/json', body: JSON.stringify(Object.fromEntries(rest)) };
  const query = new URLSearchParams();
  for (const [name, value] of rest)
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  return { path: query.size > 0 ? `${path}?${query}` : path };
}

/** A client of the running service. Refusals are thrown with the service's own code; no answer as `service_unreachable`. */
export function createClient({ url, token, fetch }: ClientOptions) {
  const send = async (operation: Operation, input: object): Promise<Response> => {
    const { path, type, body } = requestOf(operation, input);
    const headers = {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(type === undefined ? {} : { 'Content-Type': type }),
      ...(operation.method === 'POST' && token !== undefined ? { 'Idempotency-Key': randomUUID() } : {}),
    };
    const once = () =>
      fetch(`${url}${path}`, {
        method: operation.method,
        headers,
        redirect: 'error',
        ...(body === undefined ? {} : { body }),
      });
    // under its key a call that may have arrived can be sent again
    const again = 'Idempotency-Key' in headers || operation.method === 'GET' ? once : undefined;
    const response = await once()
      .catch((error: unknown) => {
        if (!again) throw error;
        return again();
      })
      .catch((cause: unknown) => {
        throw unreachable(url, cause);
      });
    if (response.ok) return response;
    const refused = await refusal(response);
    // the service says it of a header, which nobody at a terminal sends
    if (refused.code === 'not_signed_in' && token === undefined)
      throw new AppError('not_signed_in', 'you are not signed in here');
    throw refused;
  };

  return {
    /** Calls an operation and answers what it says, checked against its schema. */
    call: async <In extends object, Out>(operation: Operation<In, Out>, input: In): Promise<Out> => {
      const response = await send(operation, input);
      return operation.output.parse(response.status === 204 ? undefined : await response.json());
    },
    /** Writes a file that an operation answers to `file`, which must not be there yet; mode 0600. */
    download: async <In extends object>(operation: Operation<In, unknown>, input: In, file: string): Promise<void> => {
      const { body } = await send(operation, input);
      if (body === null) throw new AppError('internal', 'the service sent an empty file');
      await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    },
    /** The same as text. */
    text: async <In extends object>(operation: Operation<In, unknown>, input: In): Promise<string> =>
      (await send(operation, input)).text(),
  };
}
export type Client = ReturnType<typeof createClient>;
