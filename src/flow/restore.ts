import { z } from 'zod';
import { AppError } from '../errors.ts';
import { type Act, act, type Deps } from './act.ts';
import { type Change, move } from './lifecycle.ts';
import { setting } from './limits.ts';
import type { LetterRow } from './model.ts';
import type { Caller } from './permissions.ts';
import type { Reads } from './ports.ts';

/** The setting that says that these records are older than what was once signed; empty once two persons confirmed it. */
export const RESTORE = 'restore';

/** How a start came to know that its records were restored. */
const RESTORE_EVIDENCE = ['restore-command', 'journal-shorter', 'journal-other', 'crl-ahead'] as const;
const Restored = z.strictObject({
  at: z.int(),
  /** Entries of the journal when it was found. */
  entries: z.int(),
  /** Name under which checkpoints are signed from then on. */
  origin: z.string(),
  evidence: z.array(z.enum(RESTORE_EVIDENCE)),
});
export type Restored = z.output<typeof Restored>;

/** What is confirmed is the restore that was seen: by the number of entries that it left. */
export const ConfirmRestore = z.strictObject({ entries: z.int().min(0) });

const readRestored = (value: string | undefined): Restored | undefined =>
  value ? Restored.parse(JSON.parse(value)) : undefined;
/** The restore that waits for two persons; undefined for none. */
export const restoredIn = async (reads: Pick<Reads, 'get'>): Promise<Restored | undefined> =>
  readRestored((await reads.get('setting', RESTORE))?.value);

/** Revoking goes on; nothing is issued from restored records until two persons looked at them. Throws `restore_unconfirmed`. */
export async function checkRestored(reads: Pick<Reads, 'get'>): Promise<void> {
  if (!(await restoredIn(reads))) return;
  const message = 'these records were restored: two persons have to confirm it before anything is issued';
  throw new AppError('restore_unconfirmed', message);
}

async function waiting({ unit }: Act, { entries }: z.output<typeof ConfirmRestore>): Promise<Restored> {
  const restored = await restoredIn(unit);
  if (!restored) throw new AppError('already_done', 'no restore waits for a confirmation');
  if (restored.entries !== entries) throw new AppError('changed_since', 'this is another restore: read it again');
  return restored;
}
export const checkRestore = (a: Act, input: z.output<typeof ConfirmRestore>) => waiting(a, input);

/** Letters whose secret no backup holds: their tokens get a new PIN by the usual way. */
const SECRET: LetterRow['kind'][] = ['pin', 'pkcs12-password'];
const ROWS = 50;

/** Two persons looked at what was restored: it may issue again, and letters that can never be printed end. */
export async function confirmRestore(a: Act, input: z.output<typeof ConfirmRestore>) {
  const restored = await waiting(a, input);
  const letters = await a.unit.find('letter', { kind: SECRET, state: ['waiting', 'printed'] });
  for (const { secretId } of letters) if (secretId !== null) await a.unit.dropSecret(secretId);
  const ended: Change[] = letters.map((letter) => move('letter', letter, 'expire', { secretId: null }));
  for (let from = 0; from < ended.length; from += ROWS) {
    await a.done(ended.slice(from, from + ROWS), { action: 'letter.expire', subject: 'letter' });
  }
  return {
    changes: [await setting(a.unit, RESTORE, '')],
    detail: { restored: restored.at, entries: restored.entries, letters: letters.length },
  };
}

export function createRestore(deps: Pick<Deps, 'store' | 'clock'>) {
  return {
    /** The restore that waits for two persons. */
    standing: (caller: Caller): Promise<Restored | undefined> =>
      act(deps, caller, 'policy.read', RESTORE, async (a) => {
        a.allow();
        return restoredIn(a.unit);
      }),
  };
}
