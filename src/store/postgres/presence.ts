import type pg from 'pg';
import { z } from 'zod';
import { NODE_NAME, SITE_LENGTH } from '../../book/rules/service/nodes.ts';
import { DAY_MS } from '../../durations.ts';
import type { Beat, HeardNode } from '../../flow/ports/nodes.ts';
import { BEAT_MS, type Presence } from '../presence.ts';
import type { PostgresAddress } from './server/address.ts';
import { connectWriter, cutAfter } from './server/connect.ts';
import { databaseError } from './server/errors.ts';
import { heldOf, LEADER, nameOf, tryLock, unlock } from './server/held.ts';

/** Channel on which nodes hear of each other. */
const CHANNEL = 'jeton_nodes';
/** A server that is silent for as long is given up, in milliseconds. */
const ANSWER_MS = 4_000;
/**
 * So long after its last answer from the server a node leads no more. The server needs longer to notice that a node is cut
 * off (store/postgres/server/address.ts): nobody else leads before.
 */
const LEASE_MS = 8_000;
/** Whoever is not heard of for as long is gone, if nobody has its name; a node that restarts its connection is quicker. */
const GONE_MS = 60_000;
/** A node is shown for as long after it was heard of last. */
const SHOWN_MS = DAY_MS;
/** So many nodes are remembered: names that somebody makes up take no more memory than this. */
const MOST_HEARD = 100;
/** PostgreSQL takes 8,000 octets. */
const MOST_OCTETS = 7_000;

/** It becomes a link, and no script. */
const address = z
  .string()
  .max(300)
  .regex(/^(https?:\/\/[^\s"'<>]+)?$/);
/** Whoever may write to the database may say anything here: it is shown, and decides nothing but how long somebody waits. */
const HeardBeat = z.strictObject({
  node: z.string().regex(NODE_NAME),
  site: z.string().max(SITE_LENGTH),
  version: z.string().max(60),
  url: address,
  pkiUrl: address,
  behind: z.int().nullable(),
  waiting: z.array(z.string().max(80)).max(60).readonly(),
  ready: z.boolean(),
  leads: z.boolean(),
});

export interface PresenceOptions {
  address: PostgresAddress;
  /** The node's name, which its connection that writes holds. */
  node: string;
  /** Told once when the other nodes are lost sight of, and when they are in sight again, without an error. */
  warn(message: string, error?: unknown): void;
  /** Milliseconds of a clock that only goes on. */
  ticks?: () => number;
  beatMs?: number;
}

interface Session {
  client: pg.Client;
  since: number;
  claims: Set<string>;
  leads: boolean;
}

function parseBeat(text: string | undefined): Beat | undefined {
  try {
    return HeardBeat.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

/** What was heard of nodes, and when. */
function createHeard(ticks: () => number) {
  const heard = new Map<string, { beat: Beat; at: number }>(); // who was heard of longest ago is the first
  /** When the last one was pushed out: who is not known may have been heard of until then. */
  let fullAt = Number.NEGATIVE_INFINITY;
  const forget = (): void => {
    for (const [node, { at }] of heard) {
      const isOld = ticks() - at > SHOWN_MS;
      if (!isOld && heard.size <= MOST_HEARD) return;
      heard.delete(node);
      if (!isOld) fullAt = at;
    }
  };
  return {
    of: (beat: Beat): void => {
      heard.delete(beat.node);
      heard.set(beat.node, { beat, at: ticks() });
      forget();
    },
    silentMs: (node: string): number => ticks() - (heard.get(node)?.at ?? fullAt),
    all: (own: string): HeardNode[] =>
      [...heard.values()]
        .map(({ beat, at }) => ({ beat, silentMs: Math.round(ticks() - at) }))
        .map(({ beat, silentMs }) => ({ ...beat, leads: beat.leads && silentMs < LEASE_MS, silentMs }))
        .toSorted((a, b) => Number(b.node === own) - Number(a.node === own) || a.node.localeCompare(b.node)),
  };
}

/** How a node knows of the others on a server: by locks of a session of its own, and by what they say on a channel. */
export async function openPresence(options: PresenceOptions): Promise<Presence> {
  const { address, node, warn, ticks = () => performance.now(), beatMs = BEAT_MS } = options;
  const heard = createHeard(ticks);
  let session: Session | undefined;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let isFailing = false;
  let isClosed = false;
  let ask: (() => Promise<Omit<Beat, 'leads'>>) | undefined;
  let said: Omit<Beat, 'leads'> | undefined;
  let asking: Promise<void> | undefined;
  let ticking: Promise<void> | undefined;

  const inTime = <R>({ client }: Session, work: Promise<R>): Promise<R> => cutAfter(client, ANSWER_MS, work);
  const drop = (): void => {
    const lost = session;
    session = undefined;
    if (lost) void cutAfter(lost.client, ANSWER_MS, lost.client.end()).catch(() => {});
  };
  const connect = async (): Promise<Session> => {
    const client = await connectWriter(address);
    const fresh: Session = { client, since: ticks(), claims: new Set(), leads: false };
    client.on('notification', ({ payload }) => {
      const beat = parseBeat(payload);
      if (beat) heard.of(beat);
    });
    client.on('end', () => {
      if (session === fresh) session = undefined;
    });
    await inTime(fresh, client.query(`listen ${CHANNEL}`));
    return fresh;
  };
  const leads = (): boolean => session?.leads === true && ticks() - answeredAt < LEASE_MS;

  /** What this node says takes some readings to know, which may be slow or fail: its lead does not wait for them. */
  const look = (): void => {
    asking ??= ask?.()
      .then(
        (now) => {
          said = now;
        },
        () => {}, // it says what it said before
      )
      .finally(() => {
        asking = undefined;
      });
  };

  async function beat(): Promise<void> {
    session ??= await connect();
    const own = session;
    const sentAt = ticks();
    own.leads ||= await inTime(own, tryLock(own.client, LEADER));
    const payload = said ? JSON.stringify({ ...said, leads: own.leads } satisfies Beat) : '';
    if (Buffer.byteLength(payload) <= MOST_OCTETS) {
      await inTime(own, own.client.query('select pg_notify($1, $2)', [CHANNEL, payload]));
    }
    answeredAt = sentAt;
    if (isFailing) warn('the other nodes are in sight again');
    isFailing = false;
  }
  const tick = (): Promise<void> => {
    look();
    ticking ??= beat()
      .catch((error: unknown) => {
        drop();
        if (!isFailing) warn('the other nodes are out of sight: nothing is done for them', databaseError(error));
        isFailing = true;
      })
      .finally(() => {
        ticking = undefined;
      });
    return ticking;
  };

  await beat();
  const timer = setInterval(() => {
    if (!isClosed) void tick();
  }, beatMs);
  timer.unref();

  return {
    leads,
    claim: async (work) => {
      const own = session;
      if (!own || own.claims.has(work)) return false;
      own.claims.add(work); // a second call meanwhile is told that somebody has it
      const isOurs = await inTime(own, tryLock(own.client, `work ${work}`)).catch((error: unknown) => {
        own.claims.delete(work);
        throw databaseError(error);
      });
      if (!isOurs) own.claims.delete(work);
      return isOurs && session === own;
    },
    holds: (work) => session?.claims.has(work) === true,
    release: async (work) => {
      const own = session;
      if (!own?.claims.has(work)) return; // its connection is gone, and the claim with it
      await inTime(own, unlock(own.client, `work ${work}`)).catch(() => {});
      own.claims.delete(work);
    },
    say: (of) => {
      ask = of;
      look();
      void asking?.then(tick); // so that others hear of it at once
    },
    nodes: () => heard.all(node),
    connected: async (nodes) => {
      const own = session;
      if (!own) return [];
      const others = nodes.filter((name) => name !== node);
      const held = await inTime(own, heldOf(own.client, others.map(nameOf)));
      return others.filter((name) => held.has(nameOf(name)));
    },
    gone: async (nodes) => {
      const own = session;
      if (!own || ticks() - own.since < GONE_MS) return []; // not heard of, because we did not listen
      const silent = nodes.filter((name) => name !== node && heard.silentMs(name) > GONE_MS);
      if (silent.length === 0) return [];
      const held = await inTime(own, heldOf(own.client, silent.map(nameOf)));
      return silent.filter((name) => !held.has(nameOf(name)));
    },
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      await ticking;
      drop();
    },
  };
}
