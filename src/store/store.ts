import type { StatusRecords } from '../ca/ports.ts';
import { isAppError } from '../errors.ts';
import type { Chance } from '../flow/ports/chance.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Store } from '../flow/ports/store.ts';
import type { Lists } from '../flow/reading/lists.ts';
import type { Outbox } from '../mail/ports.ts';
import { isListWhole } from './ca/revoked.ts';
import { createStatusRecords } from './ca/status.ts';
import { createDistrust, distrustThese, knownDifferences } from './differences.ts';
import { createDirectoryReads } from './directory.ts';
import { isPostgres } from './engine.ts';
import { createFirstStepReads } from './first-steps.ts';
import { createIdempotency, type Idempotency } from './idempotency.ts';
import { createIdentityRecords, type IdentityRecords } from './identity/identity-records.ts';
import { createDayEnds, type DayEnds } from './journal/day-ends.ts';
import { createJournalRecords, type JournalRecords } from './journal/journal.ts';
import { createSiemRecords } from './journal/siem.ts';
import { createLists } from './lists/lists.ts';
import { type Counts, createCounts } from './lists/walk/counts.ts';
import type { OpenDatabase } from './open-database.ts';
import { createOutbox, createOutboxReads } from './outbox.ts';
import type { Place } from './place.ts';
import { openPostgres } from './postgres/database.ts';
import { openPresence } from './postgres/presence.ts';
import { createOnlyNode, type Presence } from './presence.ts';
import { createReads } from './rows.ts';
import { createAuthentication, type TamperingTold } from './seal/guard.ts';
import { areTextsWhole, makeAllTexts } from './search/texts-kept.ts';
import { withSettingsTogether } from './settings-together.ts';
import { type DatabaseOptions, openDatabase } from './sqlite/database.ts';
import { type DiskSpace, ENDLESS } from './sqlite/disk-space.ts';
import { createTransact, type Transact } from './unit/unit.ts';
import type { Judge } from './unit/unit-judge.ts';
import { createUnjournalledReads } from './unit/unjournalled.ts';
import { createViewReads } from './views.ts';

export type { Judge } from './unit/unit-judge.ts';

export interface OpenStore {
  /** The flow's store; its units also keep what identity must commit together with an entry. */
  store: Omit<Store, 'transact'> & { transact: Transact };
  journal: JournalRecords;
  status: StatusRecords;
  identity: IdentityRecords;
  idempotency: Idempotency;
  lists: Lists;
  outbox: Outbox;
  counts: Counts;
  dayEnds: DayEnds;
  /** The nodes on these records. Without a name of this one: as if it were the only one. */
  presence: Presence;
  siem: ReturnType<typeof createSiemRecords>;
  /**
   * Triggers of the database that were missing, altered or foreign when it was opened: somebody worked on the file behind
   * the program's back. They were made anew, and the texts of searches with them; to be reported. Without `mendTriggers` they are left for the service to find.
   */
  mendedTriggers: readonly string[];
  /** What whoever runs the PostgreSQL server has to know of it. */
  settings: OpenDatabase['settings'];
  /** The same while the service runs. */
  holdTriggers(): Promise<readonly string[]>;
  /** Whether the list that CRLs and OCSP read is whole, as far as a quick look can tell. */
  isListWhole(): Promise<boolean>;
  /** Whether writes go through: not while no server takes them, nor while another instance has it. */
  isWritable(): boolean;
  /** How many entries the journal has at least, by those of this process that were committed. */
  committed(): number;
  /** How many shared commits were made since the start. */
  groups(): number;
  /** Ends once every waiting unit is answered. */
  close(): Promise<void>;
}
export interface OpenOptions extends DatabaseOptions {
  /** On a server: has this node's copy of what CRLs and OCSP are answered from follow a commit, before who waits for that is answered. */
  follow?: () => Promise<void>;
  /** On a server: told once when nothing can be written any more, and when it can again, without an error. */
  warn?: (message: string, error?: unknown) => void;
  clock: Clock;
  chance: Chance;
  /** What judges each entry before it is committed: the book's judge, for whoever writes a journal that is to be verified. */
  judge: Judge;
  /** The key under which rows are sealed, from the key-encryption key (vault/row-key.ts). */
  rowKey: Uint8Array;
  /** While the key-encryption key is being changed: rows that are sealed under the next one already fit too. */
  nextRowKey?: Uint8Array;
  /** Told of each row that was read and is not as this service wrote it; left out, its reader alone is. */
  told?: TamperingTold;
  /** Whether people are told by e-mail; left out, none is queued. */
  mails?: boolean;
  /** How much room there is; left out, nobody watches it. */
  diskSpace?: DiskSpace;
}

/** A file that is not there is made; its folder's lock is the caller's (store/sqlite/lock.ts). */
export type StoreOptions = OpenOptions & Place;

/** Opens the database, and answers everything that reads or writes it. Throws `config_invalid` for one of another schema. */
export async function openStore({
  clock,
  chance,
  judge,
  rowKey,
  nextRowKey,
  told = () => {},
  mails = false,
  diskSpace = ENDLESS,
  ...options
}: StoreOptions): Promise<OpenStore> {
  const authentication = createAuthentication(rowKey, { told, nextRowKey });
  const { seals, distrusted } = authentication;
  const how = { ...options, ...authentication };
  const database: OpenDatabase =
    'path' in options
      ? await openDatabase(options.path, how)
      : await openPostgres(options.postgres, { ...how, returned: (found) => distrustThese(found, distrusted) });
  const { db, urgentDb, mendedTriggers, settings, holdTriggers, forgetSecrets, groups, isWritable, close } = database;
  let own = 0;
  const committed = (seq: number): void => {
    own = Math.max(own, seq + 1);
  };
  const deps = { clock, chance, judge, mails, diskSpace, seals, distrusted, committed };
  const transact = createTransact({ db, urgentDb }, deps);
  const distrust = createDistrust(db, distrusted);
  await distrust().catch((error: unknown) => {
    if (!isAppError(error, 'record_tampered')) throw error;
    options.warn?.('rows that differ cannot all be known', error); // what takes access away is still to be done
  });
  const presence = await presenceOf(options);
  const mend = async (triggers: readonly string[]) => {
    if (triggers.length > 0 || !(await areTextsWhole(db))) await db.transaction().execute((tx) => makeAllTexts(tx));
    return triggers;
  };
  if (options.mendTriggers) await mend(mendedTriggers);
  return {
    store: {
      transact,
      gathers: isPostgres(db),
      reads: withSettingsTogether(db, createReads(db, 'outside', distrusted), createReads(db, 'unit', distrusted)),
      ...createUnjournalledReads(db),
      ...createDirectoryReads(db),
      ...createViewReads(db),
      ...createFirstStepReads(db),
      ...createOutboxReads(db),
      forgetSecrets,
      differences: () => knownDifferences(db),
      distrust,
    },
    journal: createJournalRecords(db),
    status: createStatusRecords(db, transact),
    identity: createIdentityRecords(db, transact),
    idempotency: createIdempotency(db, seals),
    lists: createLists(db),
    outbox: createOutbox(db),
    counts: createCounts(db),
    dayEnds: createDayEnds(db),
    siem: createSiemRecords(db),
    presence,
    mendedTriggers,
    settings,
    holdTriggers: async () => mend(await holdTriggers()),
    isListWhole: () => isListWhole(db),
    isWritable,
    committed: () => own,
    groups,
    close: async () => {
      await presence.close();
      await close();
    },
  };
}

const presenceOf = async (options: Place & Pick<OpenOptions, 'hold' | 'warn'>): Promise<Presence> => {
  const { hold, warn = () => {} } = options;
  const node = typeof hold === 'object' ? hold.node : undefined;
  return 'postgres' in options && node !== undefined
    ? openPresence({ address: options.postgres, node, warn })
    : createOnlyNode(node ?? '');
};
