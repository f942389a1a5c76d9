import type { Entry } from '../journal/entry.ts';
import { syslogSeverity } from './weights.ts';

/** Facility 13, "log audit" (RFC 5424, table 1). */
const FACILITY = 13;
/** The enterprise number that RFC 5612 keeps for examples: Jeton has none of its own. */
const SD_ID = 'jeton@32473';

const printable = (text: string, most: number): string => text.replace(/[^\x21-\x7e]/g, '_').slice(0, most) || '-';
/** Values of structured data: `"`, `\` and `]` are escaped (RFC 5424, 6.3.3). */
const value = (text: string): string => text.replace(/["\\\]]/g, '\\$&');

/** A message of RFC 5424 in a frame of RFC 5425: its length in octets, a space, the message. */
function framed(parts: readonly string[], message: string): Buffer {
  const octets = Buffer.from(`${parts.join(' ')} ${message}`);
  return Buffer.concat([Buffer.from(`${octets.length} `), octets]);
}

/** The frame of an entry; `message` is the entry in the receiver's words. `hostname` is this machine's. */
export function entryFrame(entry: Entry, message: string, { hostname, origin }: { hostname: string; origin: string }) {
  const { seq, actor, role, subject, outcome } = entry;
  const data = { seq: String(seq), origin, actor, role, subject, outcome };
  const parameters = Object.entries(data).map(([name, text]) => `${name}="${value(text)}"`);
  return framed(
    [
      `<${FACILITY * 8 + syslogSeverity(entry)}>1`,
      ...[entry.at, printable(hostname, 255), 'jeton', '-', printable(entry.action, 32)],
      `[${SD_ID} ${parameters.join(' ')}]`,
    ],
    message,
  );
}

/**
 * The frame of a signed checkpoint: once the SIEM has it, the entries that it covers cannot be rewritten here
 * unnoticed.
 */
export function checkpointFrame(note: string, at: number, { hostname, origin }: { hostname: string; origin: string }) {
  return framed(
    [
      `<${FACILITY * 8 + 6}>1`,
      ...[new Date(at).toISOString(), printable(hostname, 255), 'jeton', '-', 'checkpoint'],
      `[${SD_ID} origin="${value(origin)}"]`,
    ],
    JSON.stringify({ checkpoint: note }),
  );
}
