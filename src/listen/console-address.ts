import { isIP } from 'node:net';
import { settingsRefused } from '../errors.ts';

/** PEM files, or the names for which our own CA certifies this server. */
export type TlsSource = { cert: string; key: string } | { names: { dnsNames: string[]; addresses: string[] } };

/** What stands in an address for a host: IPv6 in brackets. */
const inAddress = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

/** How an address names a host: of IPv6 addresses there are several ways to write each. */
const asRead = (host: string): string =>
  isIP(host) === 0 ? host : new URL(`https://${inAddress(host)}`).hostname.replace(/^\[|\]$/g, '');

/** The names of a certificate of our own CA. */
const namesOf = (tls: TlsSource | undefined): string[] =>
  tls && 'names' in tls ? [...tls.names.dnsNames, ...tls.names.addresses] : [];

/** Where the console is found that listens at this host, without its port; a name of its certificate goes first. */
export function listeningAt(host: string, tls: TlsSource | undefined, secure = tls !== undefined): string {
  const [name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host] = namesOf(tls);
  return `${secure ? 'https' : 'http'}://${inAddress(name)}`;
}

/** The origin in JETON_URL. Throws `config_invalid` where no browser gets there, or not to all of what is written. */
export function originOf(given: string, tls: TlsSource | undefined): string {
  const { protocol, origin, hostname, host, href } = new URL(given);
  if (href !== `${origin}/` || /[?#]/.test(given))
    throw settingsRefused({
      en: `JETON_URL is a name and a port, with nothing before or after them: set it to ${origin}`,
      fr: `JETON_URL n’a qu’un nom et un port, rien avant ni après : donnez-lui la valeur ${origin}`,
    });
  if (!tls) return origin; // a proxy before it may speak TLS
  if (protocol === 'http:')
    throw settingsRefused({
      en: `JETON_URL is ${origin}, but the console speaks TLS: set it to https://${host}`,
      fr: `JETON_URL vaut ${origin}, alors que la console parle TLS : donnez-lui la valeur https://${host}`,
    });
  const names = namesOf(tls);
  const asked = hostname.replace(/^\[|\]$/g, '');
  if (names.length === 0 || names.some((name) => asRead(name) === asked)) return origin; // files are not looked into
  throw settingsRefused({
    en: `JETON_URL names ${asked}, but the console’s certificate is for ${names.join(', ')}: add the name to JETON_TLS_NAMES, or give JETON_URL one of those`,
    fr: `JETON_URL nomme ${asked}, mais le certificat de la console vaut pour ${names.join(', ')} : mettez ce nom dans JETON_TLS_NAMES, ou donnez à JETON_URL l’un de ceux-là`,
  });
}
