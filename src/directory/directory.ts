import type { Client, Filter } from 'ldapts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Directory, DirectoryRecord } from '../flow/ports/directory.ts';
import { createFilters } from './filter.ts';
import { attributesOf, octetsOf, recordOf } from './record.ts';
import { type LdapServer, openSession, unreachable } from './session.ts';
import type { DirectoryMap } from './settings.ts';

/** Somebody waits for a look-up; a page of everybody may take a large server longer. */
const LOOK_UP_MS = 5_000;
const PAGE_MS = 60_000;
const PAGE = 500;

export interface DirectoryOptions {
  server: LdapServer;
  /** Where people are, such as `ou=people,dc=interieur,dc=example`. */
  base: string;
  map: DirectoryMap;
  clock: Clock;
  /** Entries a page. */
  pageSize?: number;
  /** For tests of a server that does not answer. */
  timeouts?: { lookUpMs: number; pageMs: number; enterMs?: number };
}

/** The ministry's directory over LDAP: OpenLDAP and its kin, or Active Directory. Each look-up is a connection of its own. */
export function createDirectory(options: DirectoryOptions): Directory {
  const { server, base, map, clock, pageSize = PAGE, timeouts = { lookUpMs: LOOK_UP_MS, pageMs: PAGE_MS } } = options;
  const filters = createFilters(map);
  const attributes = attributesOf(map);
  const explicitBufferAttributes = octetsOf(map);
  const read = (entries: Parameters<typeof recordOf>[0][]): DirectoryRecord[] =>
    entries.map((entry) => recordOf(entry, map, clock.now())).filter((record) => record !== undefined);

  const withClient = async <R>(timeoutMs: number, work: (client: Client) => Promise<R>): Promise<R> => {
    const session = await openSession(server, timeoutMs, timeouts.enterMs);
    try {
      return await work(session.client);
    } catch (error) {
      throw unreachable(error);
    } finally {
      await session.close();
    }
  };
  const lookUp = (filter: Filter, limit: number): Promise<DirectoryRecord[]> =>
    withClient(timeouts.lookUpMs, async (client) => {
      const timeLimit = Math.ceil(timeouts.lookUpMs / 1000);
      const limits = { sizeLimit: limit, timeLimit };
      const options = { scope: 'sub', filter, attributes, explicitBufferAttributes, ...limits } as const;
      return read((await client.search(base, options)).searchEntries).slice(0, limit);
    });

  async function* pages(filter: Filter, wanted: string[]) {
    const session = await openSession(server, timeouts.pageMs, timeouts.enterMs);
    try {
      const asked = { attributes: wanted, explicitBufferAttributes };
      const options = { scope: 'sub', filter, ...asked, paged: { pageSize } } as const;
      for await (const page of session.client.searchPaginated(base, options)) yield page.searchEntries;
    } catch (error) {
      throw unreachable(error);
    } finally {
      await session.close();
    }
  }

  return {
    find: async (directoryId) => {
      const [only, ...others] = await lookUp(filters.byId(directoryId), 2);
      return others.length > 0 ? undefined : only; // an id that two entries have names nobody
    },
    search: async (text, limit) => {
      const words = text.split(/\s+/).filter((word) => word !== '');
      return words.length === 0 ? [] : lookUp(filters.byWords(words), limit);
    },
    everyone: async function* () {
      for await (const entries of pages(filters.everyone, attributes)) yield read(entries);
    },
    groups: async () => {
      const found: Awaited<ReturnType<Directory['groups']>> = [];
      for (const { group, role, scope, nested } of map.groups) {
        const members: string[] = [];
        for await (const entries of pages(filters.byGroup(group, nested), attributes)) {
          members.push(...read(entries).map((record) => record.directoryId));
        }
        found.push({ role, scope, members });
      }
      return found;
    },
  };
}
