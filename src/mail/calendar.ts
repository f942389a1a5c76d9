/** An event as a calendar takes it from a mail (RFC 5545, RFC 5546). */
export interface CalendarEvent {
  /** The same for all that is said of one event. */
  uid: string;
  /** Higher with each word of it: of two the higher one holds. */
  sequence: number;
  /** It does not take place. */
  cancelled: boolean;
  /** When this was said, from when and until when it lasts, epoch milliseconds. */
  saidAt: number;
  startsAt: number;
  endsAt: number;
  title: string;
  text: string;
  place: string;
  /** Addresses of whom it is from and whom it is for. */
  organizer: string;
  attendee: string;
}

/** A moment in UTC, which no change of the clock moves. */
const utc = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
/** RFC 5545 section 3.3.11. Attacker-controlled, where people typed a site: no character ends its line. */
const text = (value: string): string =>
  value
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\p{Cc}|[\u2028\u2029]/gu, ' ');
/** An address is no text: what could end it, or its line, is left out. */
const address = (value: string): string => `mailto:${value.replace(/[\s\p{Cc}"<>;,]/gu, '')}`;

const MOST_OCTETS = 75;
/** A line in pieces of at most 75 octets, none of which ends within a character (section 3.1). */
function folded(line: string): string {
  const lines: string[] = [];
  let piece = '';
  for (const character of line) {
    if (Buffer.byteLength(piece + character) > MOST_OCTETS) {
      lines.push(piece);
      piece = ' ';
    }
    piece += character;
  }
  return [...lines, piece].join('\r\n');
}

/** The event as a file. */
export function calendarOf(event: CalendarEvent): { method: 'REQUEST' | 'CANCEL'; content: string } {
  const method = event.cancelled ? 'CANCEL' : 'REQUEST';
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//DNUM//Jeton//FR',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${text(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.saidAt)}`,
    `DTSTART:${utc(event.startsAt)}`,
    `DTEND:${utc(event.endsAt)}`,
    `SUMMARY:${text(event.title)}`,
    `DESCRIPTION:${text(event.text)}`,
    `LOCATION:${text(event.place)}`,
    `ORGANIZER;CN=Jeton:${address(event.organizer)}`,
    // nobody reads what comes back to this address
    `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:${address(event.attendee)}`,
    `STATUS:${event.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return { method, content: `${lines.map(folded).join('\r\n')}\r\n` };
}
