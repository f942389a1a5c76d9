import type { Row } from './row.ts';

/** A row that an entry makes or changes, as the entry says it. */
export interface Said {
  table: string;
  id: string;
  isNew: boolean;
  row: Row;
}

/** A personal value that an export opens: the row's column at an entry, as JSON text. */
export interface Opened {
  table: string;
  id: string;
  field: string;
  value: string;
}

/** What a certificate says under a name, and the column of the person that it comes from. */
const FROM_PERSON = {
  email: 'email',
  userPrincipalName: 'userPrincipalName',
  securityIdentifier: 'securityIdentifier',
} as const;

/** What a certificate says of its holder, where its words are JSON text of an object of text; else undefined. */
function namesIn(value: string): Record<string, unknown> | undefined {
  try {
    const text: unknown = JSON.parse(value);
    const names: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
    return typeof names === 'object' && names !== null ? (names as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
const textOf = (value: string | undefined): string | null => {
  const parsed: unknown = value === undefined ? null : JSON.parse(value);
  return typeof parsed === 'string' ? parsed : null;
};

/** A value as a distinguished name writes it (RFC 4514, 2.4). */
const written = (value: string): string => value.replace(/[\\",+;<>=]/g, '\\$&').replace(/^[ #]|(?<!^) $/g, '\\$&');

/** Whether a subject's distinguished name bears this name and id, and no other ones. */
function bears(subject: string, commonName: string, serialNumber: string): boolean {
  const parts = subject.split(/(?<!\\),/);
  const only = (type: string, value: string): boolean => {
    const own = parts.filter((part) => part.startsWith(`${type}=`));
    return own.length === 1 && own[0] === `${type}=${written(value)}`;
  };
  return only('CN', commonName) && only('SERIALNUMBER', serialNumber);
}

/**
 * Compares what certificates say of people with the people's own rows, as an export opens both. Name, id, e-mail, Windows
 * account and SID have to be those that the person had at the entry that intended the certificate. Nobody may be two persons,
 * who could approve for each other. `take` answers what is wrong with an entry.
 */
export function createNamesCheck() {
  const people = new Map<string, Map<string, string>>();
  /** Whose an id of the directory is. */
  const known = new Map<string, string>();

  const wrongNames = (holderId: string, value: string, subject: string | undefined): string | undefined => {
    const person = people.get(holderId);
    const names = namesIn(value);
    if (names === undefined) return 'its names cannot be read';
    if (person === undefined) return 'it names somebody whose own names were erased';
    const own = (column: string): string | null => textOf(person.get(column));
    const commonName = [own('givenName'), own('familyName')].filter(Boolean).join(' ');
    if (names['commonName'] !== commonName) return 'it bears another name than its holder';
    if (names['serialNumber'] !== holderId) return 'it bears the id of another person than its holder';
    if (!bears(textOf(subject) ?? '', commonName, holderId)) return 'its subject is not its holder';
    const other = Object.entries(FROM_PERSON).find(
      ([word, column]) => names[word] !== undefined && names[word] !== own(column),
    );
    return other && `its ${other[0]} is not its holder's`;
  };

  return {
    /** An entry with the rows that it makes or changes and the openings of its commitments. */
    take(said: readonly Said[], opened: readonly Opened[]): string | undefined {
      for (const { table, id, row } of said) {
        if (table !== 'person') continue;
        const person = people.get(id);
        for (const [column, value] of Object.entries(row)) if (value === null) person?.delete(column);
        if (!row['purgedAt']) continue;
        people.delete(id);
        for (const [directoryId, person] of known) if (person === id) known.delete(directoryId);
      }
      for (const { table, id, field, value } of opened) {
        if (table !== 'person') continue;
        const person = people.get(id) ?? new Map<string, string>();
        people.set(id, person.set(field, value));
        if (field !== 'directoryId') continue;
        const other = known.get(value) ?? id;
        if (other !== id) return `person ${id}: the directory knows them as person ${other}`;
        known.set(value, id);
      }
      for (const { table, id, isNew, row } of said) {
        const { holderId } = row;
        if (table !== 'certificate' || !isNew || typeof holderId !== 'string') continue;
        const openingOf = (column: string) =>
          opened.find((o) => o.table === table && o.id === id && o.field === column)?.value;
        const names = openingOf('names');
        const erased = names === undefined && !people.has(holderId); // a purge takes both
        const wrong = names
          ? wrongNames(holderId, names, openingOf('subject'))
          : erased
            ? undefined
            : 'what it says is kept back';
        if (wrong !== undefined) return `certificate ${id}: ${wrong}`;
      }
      return undefined;
    },
  };
}
