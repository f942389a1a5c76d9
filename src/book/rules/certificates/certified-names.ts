import type { Opened, Said } from '../../judge/opened.ts';
import { CERTIFIED, type Commit, createContentCheck } from '../request/content.ts';
import { isAscii, isLatin, skeleton } from './identifiers.ts';

export type { Opened, Said } from '../../judge/opened.ts';

/** What a certificate says under a name, and the column of the person that it comes from. */
const FROM_PERSON = {
  email: 'email',
  userPrincipalName: 'userPrincipalName',
  securityIdentifier: 'securityIdentifier',
} as const;

const NAMES: readonly string[] = ['givenName', 'familyName'];
/** What a directory, a mail server or Windows looks a person up by; those that are of one person alone. */
const IDENTIFIERS: readonly string[] = ['directoryId', 'email', 'userPrincipalName', 'securityIdentifier'];
const UNIQUE: readonly string[] = ['directoryId', 'userPrincipalName', 'securityIdentifier'];

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
export function createNamesCheck(commit: Commit) {
  const people = new Map<string, Map<string, string>>();
  /** Whose an id of the directory, an account or a SID is, by what an eye takes it for. */
  const known = new Map<string, string>();
  /** Under which of these keys a person stands there, by person and column. */
  const held = new Map<string, string>();
  const holderOf = (id: string) => {
    const person = people.get(id);
    return person && Object.fromEntries(CERTIFIED.map((column) => [column, textOf(person.get(column))]));
  };
  const contents = createContentCheck(commit, holderOf);
  /** What is wrong with an identifier or a name: another could look like it, or it is another person's. */
  const wrongIdentity = ({ id, field, value }: Opened): string | undefined => {
    const text = textOf(value) ?? '';
    if (NAMES.includes(field) && !isLatin(text)) return `person ${id}: their ${field} has letters that are not Latin`;
    if (!IDENTIFIERS.includes(field)) return undefined;
    if (!isAscii(text)) return `person ${id}: their ${field} is not ASCII`;
    if (!UNIQUE.includes(field)) return undefined;
    const key = `${field} ${skeleton(text)}`;
    const place = `${id} ${field}`;
    const before = held.get(place);
    if (before !== undefined && known.get(before) === id) known.delete(before);
    held.set(place, key);
    const owner = known.get(key) ?? id;
    known.set(key, owner);
    if (owner === id) return undefined;
    return field === 'directoryId'
      ? `person ${id}: the directory knows them as person ${owner}`
      : `person ${id}: their ${field} is that of person ${owner}`;
  };

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
        for (const field of UNIQUE) {
          known.delete(held.get(`${id} ${field}`) ?? '');
          held.delete(`${id} ${field}`);
        }
      }
      for (const { table, id, field, value } of opened) {
        if (table !== 'person') continue;
        const person = people.get(id) ?? new Map<string, string>();
        people.set(id, person.set(field, value));
        const wrong = wrongIdentity({ table, id, field, value });
        if (wrong !== undefined) return wrong;
      }
      const unbound = contents.take(said, opened);
      if (unbound !== undefined) return unbound;
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
