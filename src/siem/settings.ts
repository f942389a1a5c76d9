import { z } from 'zod';
import { belongTogether, namesNoHost } from '../errors.ts';
import { EVENT_FORMATS, type EventFormat } from './formats.ts';

/** What the environment says of the SIEM. */
export const SiemEnvironment = {
  /** Where events are pushed to, over TLS and nothing else: `syslog+tls://HOST[:6514]` (RFC 5425). Left out: nowhere. */
  JETON_SIEM_URL: z.url({ protocol: /^syslog\+tls$/, error: 'syslog+tls://HOST[:6514]' }).optional(),
  JETON_SIEM_FORMAT: z.enum(EVENT_FORMATS).default('ecs'),
  /** PEM files, where the receiver asks who we are. */
  JETON_SIEM_CERT: z.string().trim().min(1).optional(),
  JETON_SIEM_KEY: z.string().trim().min(1).optional(),
};
type Given = z.output<z.ZodObject<typeof SiemEnvironment>>;

export interface SiemSettings {
  host: string;
  port: number;
  format: EventFormat;
  client?: { cert: string; key: string };
}

/** The SIEM as configured; undefined for none. Throws `config_invalid` saying what is missing. */
export function siemSettings(given: Given, readText: (name: string, file: string) => string): SiemSettings | undefined {
  const { JETON_SIEM_URL: url, JETON_SIEM_FORMAT: format, JETON_SIEM_CERT: cert, JETON_SIEM_KEY: key } = given;
  if ((cert === undefined) !== (key === undefined)) throw belongTogether('JETON_SIEM_CERT', 'JETON_SIEM_KEY');
  if (url === undefined) return undefined;
  const { hostname, port } = new URL(url);
  if (hostname === '') {
    throw namesNoHost('JETON_SIEM_URL');
  }
  const client = cert !== undefined &&
    key !== undefined && { cert: readText('JETON_SIEM_CERT', cert), key: readText('JETON_SIEM_KEY', key) };
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6514),
    format,
    ...(client ? { client } : {}),
  };
}
