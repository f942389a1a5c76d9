import { sql } from 'kysely';
import { type AnyTemplate, isMailed } from '../flow/notifications/templates.ts';
import type { Told, UndeliveredMail } from '../flow/ports/mail.ts';
import type { Store, Unit } from '../flow/ports/store.ts';
import type { Outbox, WaitingMail } from '../mail/ports.ts';
import { atMost } from './statements/at-most.ts';
import type { Inserting } from './statements/insert-many.ts';
import type { AllTables, Db } from './tables.ts';

type OutboxRow = AllTables['outbox'];
type OutboxWrites = Pick<Unit, 'queueMail' | 'undelivered' | 'settleMail' | 'seeTold'>;

/** A mail that was given up, or failed and waits, as it is shown. */
export function toUndelivered(row: OutboxRow): UndeliveredMail {
  const { id, personId, address, about, queuedAt, tries, failure } = row;
  const state = row.state === 'dead' ? 'dead' : 'waiting';
  const template = row.template as UndeliveredMail['template']; // only ever written by queueMail
  const at = Number(row.endedAt ?? row.nextAt);
  return {
    id,
    template,
    personId,
    address,
    about,
    state,
    queuedAt: Number(queuedAt),
    tries: Number(tries),
    at,
    failure,
  };
}

/** Reads of what somebody was told. */
export function createOutboxReads(db: Db): Pick<Store, 'told' | 'countUnseen'> {
  return {
    told: async (personId, since, limit) => {
      const rows = await db
        .selectFrom('outbox')
        .select(['id', 'template', 'about', 'queuedAt', 'seenAt'])
        .where('personId', '=', personId)
        .where('queuedAt', '>=', since)
        .orderBy(sql`"seenAt" is not null`)
        .orderBy('queuedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(atMost(limit))
        .execute();
      return rows as Told[]; // `template` is only ever written by queueMail
    },
    countUnseen: async (personId, since, most) => {
      const some = db
        .selectFrom('outbox')
        .select('id')
        .where('personId', '=', personId)
        .where('queuedAt', '>=', since)
        .where('seenAt', 'is', null)
        .limit(atMost(most));
      return (await some.execute()).length;
    },
  };
}

/** A mail as it is queued. */
const QUEUED: Inserting = {
  shape: 'queue mail',
  insert: () =>
    sql`insert into "outbox" ("id", "template", "personId", "address", "about", "once", "queuedAt", "nextAt", "state", "endedAt", "tries")`,
  end: () => sql`on conflict ("once") do nothing`,
};

/** Mails that wait behind no other: a block of thousands queues one to each holder, and who leads the incident hears of the next one at once. */
const FIRST: ReadonlySet<AnyTemplate> = new Set(['incident-reported']);

interface OutboxDeps {
  now(): number;
  id(): string;
  /** Whether there is a relay. */
  open: boolean;
  /** Has the unit go on while rows are written. */
  leave(statement: Inserting, rows: readonly unknown[][]): Promise<void>;
}

/** Queues mails in the unit that they tell of: they leave when it is committed, and never without it. */
export function createOutboxWrites(db: Db, { now, id, open, leave }: OutboxDeps): OutboxWrites {
  return {
    undelivered: async (mailId) => {
      const mail = db.selectFrom('outbox').selectAll().where('id', '=', mailId);
      const did = mail.where((e) =>
        e.or([e('state', '=', 'dead'), e.and([e('state', '=', 'waiting'), e('failure', 'is not', null)])]),
      );
      const row = await did.executeTakeFirst();
      return row && toUndelivered(row);
    },
    settleMail: async (mailId, verb) => {
      const at = now();
      const again = { state: 'waiting', tries: 0, queuedAt: at, nextAt: at, endedAt: null, failure: null };
      const set = verb === 'again' ? again : { state: 'dropped', endedAt: at };
      await db.updateTable('outbox').set(set).where('id', '=', mailId).execute();
    },
    seeTold: async (personId, ids) => {
      const unseen = db.updateTable('outbox').set({ seenAt: now() }).where('personId', '=', personId);
      await unseen
        .where('id', 'in', [...ids])
        .where('seenAt', 'is', null)
        .execute();
    },
    queueMail: async (...notices) => {
      // without a relay the console alone tells: to an address of no person nobody can
      const told = open ? notices : notices.filter(({ personId }) => personId !== undefined);
      if (told.length === 0) return;
      const at = now();
      const rows = told.map(({ template, personId = null, address = null, about, once = null }) => {
        const isSent = open && isMailed(template);
        const state = isSent ? 'waiting' : 'told';
        const nextAt = FIRST.has(template) ? 0 : at;
        return [id(), template, personId, address, about, once, at, nextAt, state, isSent ? null : at, 0];
      });
      await leave(QUEUED, rows);
    },
  };
}

/** The mails that wait, for whoever sends them: each verb is a transaction of its own. */
export function createOutbox(db: Db): Outbox {
  const write = <R>(work: (tx: Db) => Promise<R>): Promise<R> => db.transaction().execute(work);
  /** Changes a mail only while it waits and the try is still this one. */
  const settle = (mail: WaitingMail, set: object): Promise<boolean> =>
    write(async (tx) => {
      const mine = tx.updateTable('outbox').set(set).where('id', '=', mail.id).where('tries', '=', mail.tries);
      return (await mine.where('state', '=', 'waiting').executeTakeFirst()).numUpdatedRows === 1n;
    });

  return {
    claim: (now, leaseUntil) =>
      write(async (tx) => {
        const due = tx.selectFrom('outbox').select('id').where('state', '=', 'waiting').where('nextAt', '<=', now);
        const next = due.orderBy('nextAt').orderBy('queuedAt').orderBy('id').limit(atMost(1));
        const claimed = tx
          .updateTable('outbox')
          .set((e) => ({ nextAt: leaseUntil, tries: e('tries', '+', 1) }))
          .where('id', 'in', next);
        const row = await claimed
          .returning(['id', 'template', 'personId', 'address', 'about', 'queuedAt', 'tries'])
          .executeTakeFirst();
        return row as WaitingMail | undefined; // `template` is only ever written by queueMail
      }),
    end: (mail, state, now, failure) => settle(mail, { state, endedAt: now, failure: failure ?? null }),
    postpone: (mail, nextAt, failure) => settle(mail, { nextAt, failure }),
    standing: async () => {
      const standing = db
        .selectFrom('outbox')
        .where('state', 'in', ['waiting', 'dead']) // by its index: what was told is kept for weeks, and anybody may ask
        .select((e) => [
          e.fn.countAll<number>().filterWhere('state', '=', 'waiting').as('waiting'),
          e.fn.countAll<number>().filterWhere('state', '=', 'dead').as('dead'),
          e.fn.min('queuedAt').filterWhere('state', '=', 'waiting').as('oldestAt'),
          e.fn.max('endedAt').filterWhere('state', '=', 'dead').as('lastDeadAt'),
        ]);
      const { waiting, dead, oldestAt, lastDeadAt } = await standing.executeTakeFirstOrThrow();
      return { waiting: Number(waiting), dead: Number(dead), oldestAt: oldestAt ?? null, lastDeadAt };
    },
    purge: (before) =>
      write(async (tx) =>
        Number((await tx.deleteFrom('outbox').where('endedAt', '<', before).executeTakeFirst()).numDeletedRows),
      ),
  };
}
