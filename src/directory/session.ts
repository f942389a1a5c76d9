import net from 'node:net';
import tls from 'node:tls';
import { Client, InvalidCredentialsError } from 'ldapts';
import { AppError } from '../errors.ts';

export interface LdapServer {
  /** `ldaps://` or `ldap://`, host and port. */
  url: string;
  /** Off loopback nothing is said in clear: `ldap://` goes over to TLS (StartTLS) before anything else. */
  requireTls: boolean;
  /** Left out: anonymous. A name always comes with a password: without one the server would sign us in as anonymous. */
  bind?: { dn: string; password: string } | undefined;
  /** PEM of the authorities that the server's certificate may come from; left out: the system's. */
  ca?: string | undefined;
}
export interface Session {
  client: Client;
  close(): Promise<void>;
}

/** Connection, TLS and sign-in together take no longer than this, in milliseconds. */
const ENTER_MS = 10_000;

/** The error for a directory that does not answer, or refuses our sign-in; an AppError stays as it is. */
export function unreachable(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const refused = cause instanceof InvalidCredentialsError;
  const message = refused
    ? 'the directory refuses our sign-in: check JETON_LDAP_BIND_DN and its password file'
    : 'the directory does not answer: try again, and tell the administrator if it lasts';
  return new AppError('service_unreachable', message, { cause });
}

/**
 * One connection per client. When it is lost ldapts would open another by itself, without StartTLS and signed in as
 * nobody. An anonymous search may find nothing, and everybody would look as if they had left.
 */
function onlyOnce<A extends unknown[], S extends net.Socket>(connect: (...args: A) => S, opened: (socket: S) => void) {
  let used = false;
  return (...args: A): S => {
    if (used) throw new Error('the connection to the directory was cut');
    used = true;
    const socket = connect(...args);
    opened(socket);
    return socket;
  };
}

/** Opens, secures and signs in, within ten seconds. `timeoutMs` is for each operation after. Throws `service_unreachable`. */
export async function openSession(server: LdapServer, timeoutMs: number, enterMs = ENTER_MS): Promise<Session> {
  let socket: net.Socket | undefined;
  const opened = (s: net.Socket): void => {
    socket = s;
  };
  const trust = server.ca === undefined ? {} : { ca: server.ca };
  const secure = server.url.startsWith('ldaps:');
  const client = new Client({
    url: server.url,
    timeout: timeoutMs,
    connectTimeout: enterMs,
    ...(secure
      ? {
          tlsOptions: { minVersion: 'TLSv1.2', ...trust },
          createSecureConnection: onlyOnce(tls.connect, opened) as typeof tls.connect,
        }
      : { createConnection: onlyOnce(net.connect, opened) as typeof net.connect }),
  });
  const host = new URL(server.url).hostname.replace(/^\[|\]$/g, '');
  const enter = async (): Promise<void> => {
    if (server.requireTls && !secure) await client.startTLS({ minVersion: 'TLSv1.2', host, ...trust });
    if (server.bind) await client.bind(server.bind.dn, server.bind.password);
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), enterMs);
  });
  try {
    await Promise.race([enter(), late]);
    return { client, close: () => client.unbind().catch(() => {}) }; // the answers are here already
  } catch (error) {
    socket?.destroy();
    throw unreachable(error);
  } finally {
    clearTimeout(timer);
  }
}
