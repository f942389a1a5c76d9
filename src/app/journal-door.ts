import { hash } from 'node:crypto';
import type { Caller } from '../book/rights/roles.ts';
import { AppError, isAppError } from '../errors.ts';
import type { Flow } from '../flow/index.ts';
import type { LongReading } from '../flow/reading/journal/long-readings.ts';
import { notThere } from '../flow/visibility.ts';
import type { Keeper } from '../journal/keeper.ts';
import type { Verified } from '../journal/long-reading.ts';
import type { Comparisons } from './comparisons.ts';
import type { Door } from './door.ts';
import type { MadeExport, Readings, Waits } from './readings/readings.ts';

/** How long an export that nobody waited for stays to be fetched. */
const KEPT_MS = 15 * 60_000;
/** Their account or role may end while what they asked for is made. */
const LOOK_MS = 5_000;

export interface JournalDoorDeps {
  flow: Pick<Flow, 'audit'>;
  keeper: Keeper;
  comparisons: Pick<Comparisons, 'ask' | 'show'>;
  readings: Pick<Readings, 'export' | 'verify'>;
  policy: string;
  /** How often it is looked whether who asked may have it still, milliseconds. */
  lookMs?: number;
}
type ExportWish = Parameters<Door['journal']['exportZip']>[1];

/** Somebody's reading that runs, or has ended and is kept for them. */
interface Own {
  id: string;
  /** Nobody waits for its answer: it is kept until it is fetched. */
  isLeft?: true;
  stop(): void;
  ended: Promise<unknown>;
  verified?: Verified;
  made?: MadeExport & { name: string; openings: boolean };
  timer?: NodeJS.Timeout;
}

/** The journal for the doors: exports, verification on the spot, the newest checkpoint; and the end of what is still made. */
export function journalDoor({ flow, keeper, comparisons, readings, policy, lookMs = LOOK_MS }: JournalDoorDeps): {
  door: Door['journal'];
  /** What these left to be made ends: they have signed out. */
  left(isTheirs: (personId: string) => boolean): void;
  close(): Promise<void>;
} {
  const policySha256 = hash('sha256', policy);
  const own = new Map<string, Own>();

  const discard = async (personId: string, { made, timer }: Own): Promise<void> => {
    clearTimeout(timer);
    own.delete(personId);
    await made?.remove();
  };

  /** Runs what somebody's reading is, tells it how it ended, and remembers how to stop it. */
  const run = async <R>(
    caller: Caller,
    reading: LongReading,
    wish: Parameters<Flow['audit']['mayGoOn']>[1],
    work: (waits: Waits) => Promise<R>,
    gone?: AbortSignal,
  ): Promise<{ mine: Own; answer: Promise<R> }> => {
    const { personId } = caller;
    const stopping = new AbortController();
    const stop = (): void => stopping.abort();
    gone?.addEventListener('abort', stop, { once: true });
    const before = own.get(personId);
    if (before) await discard(personId, before);
    if (gone?.aborted) stop();
    const look = (): void =>
      void flow.audit.mayGoOn(caller, wish).then(
        (may) => (may ? undefined : stop()),
        () => undefined, // the records do not answer now: the next look asks again
      );
    const looking = setInterval(look, lookMs).unref();
    const answer = work({ signal: stopping.signal, progress: reading.proceed }).then(
      (result) => {
        reading.end('finished');
        return result;
      },
      (error: unknown) => {
        const code = isAppError(error) ? error.code : 'internal';
        reading.end(stopping.signal.aborted ? 'stopped' : 'failed', code);
        throw error;
      },
    );
    const over = answer.catch(() => undefined).then(() => clearInterval(looking));
    const mine: Own = { id: reading.id, stop, ended: over };
    own.set(personId, mine);
    return { mine, answer };
  };

  const beginExport = async (caller: Caller, { from, to, openings }: ExportWish, gone?: AbortSignal) => {
    const wish = { openings, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const { recordedAt, reading } = await flow.audit.beginExport(caller, wish, policySha256);
    const range = from === undefined && to === undefined ? undefined : { from: from ?? 0, to: to ?? recordedAt + 1 };
    const name = `journal-${keeper.origin.replace('/', '-')}-${recordedAt + 1}`;
    const { mine, answer } = await run(
      caller,
      reading,
      { kind: 'export', openings },
      async (waits) => readings.export(name, await keeper.exportTask({ recordedAt, policy, openings, range }), waits),
      gone,
    );
    return { mine, answer: answer.then((made) => ({ ...made, name: `${name}.zip`, openings })) };
  };

  const beginVerification = async (caller: Caller, gone?: AbortSignal) => {
    const reading = await flow.audit.beginVerification(caller);
    const work = async (waits: Waits): Promise<Verified> => {
      const verified = await readings.verify(await keeper.verificationTask(), waits);
      const { size, root, signed } = verified;
      await flow.audit.recordVerification(caller, { size, root, signed });
      return verified;
    };
    return run(caller, reading, { kind: 'verification' }, work, gone);
  };

  const ownOf = ({ personId }: Caller): Own => {
    const mine = own.get(personId);
    if (!mine) throw notThere('export or verification of yours');
    return mine;
  };

  const door: Door['journal'] = {
    exportZip: async (caller, wish, gone) => {
      const { answer } = await beginExport(caller, wish, gone);
      const { name, size, root, openings, stream, remove } = await answer;
      try {
        await flow.audit.mayFetch(caller, { openings });
        if (gone?.aborted) throw new AppError('wrong_state', 'who asked for this export has gone');
      } catch (error) {
        await remove();
        throw error;
      }
      const file = stream();
      file.once('close', () => void remove());
      gone?.addEventListener('abort', () => file.destroy(), { once: true });
      return { name, size, root, stream: file };
    },
    verifyNow: async (caller, gone) => (await beginVerification(caller, gone)).answer,
    begin: async (caller, wish) => {
      const { personId } = caller;
      if (wish.kind === 'verification') {
        const { mine, answer } = await beginVerification(caller);
        mine.isLeft = true;
        mine.ended = answer.then((verified) => Object.assign(mine, { verified })).catch(() => undefined);
        return;
      }
      const { mine, answer } = await beginExport(caller, wish);
      mine.isLeft = true;
      mine.ended = answer
        .then((made) => {
          mine.made = made;
          mine.timer = setTimeout(() => void discard(personId, mine), KEPT_MS).unref();
        })
        .catch(() => undefined); // its standing says that it failed
    },
    reading: async (caller) => {
      const standing = await flow.audit.longReading(caller);
      if (!standing) return undefined;
      const mine = own.get(caller.personId);
      const { verified, made } = mine?.id === standing.id ? mine : {};
      return { ...standing, verified: verified ?? null, hasFile: made !== undefined };
    },
    ended: async (caller) => void (await own.get(caller.personId)?.ended),
    stop: async (caller) => {
      await flow.audit.longReading(caller); // who may begin none may stop none
      const mine = ownOf(caller);
      mine.stop();
      await mine.ended;
    },
    file: async (caller) => {
      const { made } = ownOf(caller);
      if (!made) throw new AppError('not_found', 'this export is not there any more: ask for another');
      await flow.audit.mayFetch(caller, made);
      return { name: made.name, stream: made.stream() };
    },
    checkpoint: async () => ({ note: (await keeper.checkpoint()).note, vkey: keeper.vkey }),
    sign: async (caller) => {
      await flow.audit.maySign(caller);
      await keeper.checkpoint();
    },
    lastCheckpoint: async () => {
      const { size, note } = await keeper.latest();
      return { size, note, vkey: keeper.vkey };
    },
    compare: comparisons.ask,
    comparison: comparisons.show,
  };
  return {
    door,
    left: (isTheirs) => {
      for (const [personId, mine] of own) if (mine.isLeft && isTheirs(personId)) mine.stop();
    },
    close: async () => {
      for (const mine of own.values()) mine.stop();
      await Promise.all([...own.values()].map(({ ended }) => ended));
      for (const [personId, mine] of own) await discard(personId, mine);
    },
  };
}
