import { isIP } from 'node:net';

/**
 * What passkeys are bound to at the console's address: its exact origin, and its host name or the `bound` name above it, which
 * the consoles of several nodes share. Undefined where browsers refuse them: an IP address, or plain http anywhere but
 * localhost.
 */
export function passkeySite(consoleUrl: string, bound?: string): { origin: string; rpId: string } | undefined {
  const { protocol, hostname, origin } = new URL(consoleUrl);
  const name = hostname.replace(/^\[|\]$/g, '');
  if (isIP(name) !== 0) return undefined;
  const safe = protocol === 'https:' || name === 'localhost' || name.endsWith('.localhost');
  return safe ? { origin, rpId: bound ?? name } : undefined;
}

/** Whether a passkey is bound to another name than today's, and opens nothing here. Where the console has none, all may come back. */
export const isElsewhere = ({ rpId }: { rpId: string }, here: { rpId: string } | undefined): boolean =>
  here !== undefined && here.rpId !== rpId;
