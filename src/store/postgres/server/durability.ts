import type pg from 'pg';
import { settingsRefused } from '../../../errors.ts';
import { SCHEMA } from './address.ts';
import { readServerFacts, type ServerFacts } from './server-facts.ts';

/** Something about a server that keeps the service from it (`refuse`), or that its administrators have to know (`warn`). */
export interface Finding {
  code: string;
  level: 'refuse' | 'warn';
  fr: string;
  en: string;
}

const OLDEST = 15;
const NEWEST = 17;

/** 18 and later only warn: an upgrade of the server must not end the service, and what we rely on is old and documented. */
function version({ version: found }: ServerFacts): Finding[] {
  if (found < OLDEST) {
    return [
      {
        code: 'version_old',
        level: 'refuse',
        en: `PostgreSQL ${found} is too old: versions ${OLDEST} to ${NEWEST} are supported`,
        fr: `PostgreSQL ${found} est trop ancien : les versions ${OLDEST} à ${NEWEST} sont prises en charge`,
      },
    ];
  }
  if (found <= NEWEST) return [];
  return [
    {
      code: 'version_new',
      level: 'warn',
      en: `PostgreSQL ${found} is newer than this service was tried with (${OLDEST} to ${NEWEST})`,
      fr: `PostgreSQL ${found} est plus récent que les versions essayées avec ce service (${OLDEST} à ${NEWEST})`,
    },
  ];
}

function crash({ fsync, fullPageWrites, synchronousCommit }: ServerFacts): Finding[] {
  const found: Finding[] = [];
  if (fsync !== 'on') {
    found.push({
      code: 'fsync',
      level: 'refuse',
      en: 'fsync is off there: a power cut would lose and damage what was acknowledged; set "fsync = on"',
      fr: 'fsync y est désactivé : une coupure de courant perdrait et abîmerait ce qui a été confirmé ; réglez « fsync = on »',
    });
  }
  if (fullPageWrites !== 'on') {
    found.push({
      code: 'full_page_writes',
      level: 'refuse',
      en: 'full_page_writes is off there: a power cut would damage the tables; set "full_page_writes = on"',
      fr: 'full_page_writes y est désactivé : une coupure de courant abîmerait les tables ; réglez « full_page_writes = on »',
    });
  }
  if (synchronousCommit !== 'on' && synchronousCommit !== 'remote_apply') {
    found.push({
      code: 'synchronous_commit',
      level: 'refuse',
      en: 'synchronous_commit is not on in this session: a commit would be acknowledged before it is on disk',
      fr: 'synchronous_commit n’est pas actif dans cette session : une modification serait confirmée avant d’être sur disque',
    });
  }
  return found;
}

/** What was seen of the same records before, on this server or on another one. */
interface Before {
  /** A standby, or that a commit waits for one. */
  hadStandby: boolean;
}

/**
 * An empty list while standbys stream is also how Patroni looks without `synchronous_mode`, or where it is not strict. That the only
 * standby is lost mends nothing: it comes back, and what was acknowledged meanwhile is on the primary alone.
 */
function failover(
  { standbys, synchronousStandbyNames: names, synchronousStandbys }: ServerFacts,
  { hadStandby }: Before,
): Finding[] {
  if (names === '' && (standbys > 0 || hadStandby)) {
    return [
      {
        code: 'standby_asynchronous',
        level: 'warn',
        en: 'no standby is synchronous: a failover may lose what was acknowledged; set synchronous_standby_names (with Patroni synchronous_mode_strict)',
        fr: 'aucun serveur de secours n’est synchrone : une bascule peut perdre ce qui a été confirmé ; réglez synchronous_standby_names (avec Patroni synchronous_mode_strict)',
      },
    ];
  }
  const isMissing = standbys === 0 || synchronousStandbys === 0;
  if (names === '' || !isMissing) return [];
  return [
    {
      code: 'standby_missing',
      level: 'warn',
      en: 'no synchronous standby is connected: every change waits until one is back',
      fr: 'aucun serveur de secours synchrone n’est connecté : toute modification attend qu’il revienne',
    },
  ];
}

function encoding({ encoding: found }: ServerFacts): Finding[] {
  if (found === 'UTF8') return [];
  return [
    {
      code: 'encoding',
      level: 'refuse',
      en: `the database is encoded in ${found}: make it anew with "encoding 'UTF8' template template0"`,
      fr: `la base est encodée en ${found} : recréez-la avec « encoding 'UTF8' template template0 »`,
    },
  ];
}

function role({ excess }: ServerFacts): Finding[] {
  if (excess.length === 0) return [];
  const names = excess.join(', ');
  return [
    {
      code: 'role_too_strong',
      level: 'warn',
      en: `our role has rights that it does not need: ${names}`,
      fr: `notre rôle a des droits dont il n’a pas besoin : ${names}`,
    },
  ];
}

function schema({ schema: found, mayCreateInDatabase }: ServerFacts): Finding[] {
  if (found === 'ready' || (found === 'missing' && mayCreateInDatabase)) return [];
  return [
    {
      code: 'schema',
      level: 'refuse',
      en: `our role may not use the schema ${SCHEMA}: an administrator runs "create schema ${SCHEMA} authorization ROLE"`,
      fr: `notre rôle ne peut utiliser le schéma ${SCHEMA} : un administrateur exécute « create schema ${SCHEMA} authorization RÔLE »`,
    },
  ];
}

const TRIGRAMS: Readonly<Record<'absent' | 'denied' | 'elsewhere', Omit<Finding, 'level'>>> = {
  absent: {
    code: 'pg_trgm_absent',
    en: 'the server lacks pg_trgm, by which texts are searched: install its contributed modules (postgresql-contrib)',
    fr: 'le serveur n’a pas pg_trgm, qui sert à la recherche de textes : installez ses modules contribués (postgresql-contrib)',
  },
  denied: {
    code: 'pg_trgm_denied',
    en: 'our role may not make pg_trgm: an administrator runs "create extension pg_trgm" in this database',
    fr: 'notre rôle ne peut créer pg_trgm : un administrateur exécute « create extension pg_trgm » dans cette base',
  },
  elsewhere: {
    code: 'pg_trgm_elsewhere',
    en: 'pg_trgm is in a schema that is not searched: an administrator runs "alter extension pg_trgm set schema public"',
    fr: 'pg_trgm est dans un schéma qui n’est pas consulté : un administrateur exécute « alter extension pg_trgm set schema public »',
  },
};

function trigrams({ trigramsIn, trigramsAvailable, mayCreateInDatabase }: ServerFacts): Finding[] {
  const refuse = (why: keyof typeof TRIGRAMS): Finding[] => [{ ...TRIGRAMS[why], level: 'refuse' }];
  if (trigramsIn !== undefined) return [SCHEMA, 'public'].includes(trigramsIn) ? [] : refuse('elsewhere');
  if (!trigramsAvailable) return refuse('absent');
  return mayCreateInDatabase ? [] : refuse('denied');
}

/** What is wrong with a server that says this of itself. */
export function judgeServer(facts: ServerFacts, before: Before = { hadStandby: false }): Finding[] {
  return [version, encoding, crash, schema, trigrams, failover, role].flatMap((judge) => judge(facts, before));
}

/** Asks a server, in a session of ours, whether it keeps what it acknowledges and has what the records need. */
export type ServerCheck = (client: pg.ClientBase) => Promise<Finding[]>;

/** The check of the servers that have the same records, one after another; it remembers that they had a standby. */
export function createServerCheck(): ServerCheck {
  let hadStandby = false;
  return async (client) => {
    const facts = await readServerFacts(client);
    hadStandby ||= facts.standbys > 0 || facts.synchronousStandbyNames !== '';
    return judgeServer(facts, { hadStandby });
  };
}

/** Answers the warnings among findings. Throws `config_invalid` with every reason where one of them refuses the server. */
export function warningsOf(findings: readonly Finding[]): Finding[] {
  const refusals = findings.filter(({ level }) => level === 'refuse');
  if (refusals.length === 0) return [...findings];
  throw settingsRefused({
    en: `the database cannot be used: ${refusals.map(({ en }) => en).join('; ')}`,
    fr: `la base ne peut servir : ${refusals.map(({ fr }) => fr).join(' ; ')}`,
    findings: refusals.map(({ code }) => code),
  });
}
