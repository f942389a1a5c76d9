import { AppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { forgetSecrets } from '../production/job-secrets.ts';
import { nextTurn } from '../turn.ts';

/** Rows that are sealed together, and come in in one transaction where the machine is quick enough (pace.ts). */
const PIECE = 40;
/** Pieces that are kept, or dropped, in one transaction: to seal these holds everybody else up for about 20 ms. */
const TOGETHER = 20;

/** Rows of files that wait to come in, or to be read before they do, sealed: they name people. */
export function createStaging(
  deps: Pick<Deps, 'store' | 'vault' | 'warn'>,
  purpose: 'import' | 'import-plan' = 'import',
) {
  const { store, vault } = deps;
  const nameOf = (importId: string, first: number): string =>
    `${purpose}:${importId}:${String(first).padStart(6, '0')}`;
  const importOf = (name: string): string => name.split(':')[1] ?? '';

  const dropNamed = async (names: readonly string[]): Promise<void> => {
    for (let at = 0; at < names.length; at += TOGETHER) {
      const some = names.slice(at, at + TOGETHER);
      await store.transact(async (unit) => {
        for (const name of some) await unit.dropSecret(name);
      });
      await nextTurn();
    }
    if (names.length > 0) await forgetSecrets(deps);
  };
  const kept = (): Promise<string[]> => store.secretsFor(purpose);

  return {
    keep: async (importId: string, rows: readonly unknown[]): Promise<void> => {
      for (let at = 0; at < rows.length; at += PIECE * TOGETHER) {
        const end = Math.min(rows.length, at + PIECE * TOGETHER);
        await store.transact(async (unit) => {
          for (let first = at; first < end; first += PIECE) {
            const text = JSON.stringify(rows.slice(first, first + PIECE));
            await unit.keepSecret(vault.seal(nameOf(importId, first), purpose, Buffer.from(text)));
          }
        });
        await nextTurn();
      }
    },
    /** The rows from one on, up to the end of its piece, and the piece's id. Throws `internal` where they are gone. */
    read: async <R>(importId: string, from: number): Promise<{ id: string; rows: R[] }> => {
      const id = nameOf(importId, from - (from % PIECE));
      const secret = await store.secret(id);
      if (!secret) throw new AppError('internal', 'rows of this file are gone: send it again');
      // sealed as they were checked, and nobody else can seal
      const rows: R[] = JSON.parse(Buffer.from(vault.open(secret)).toString());
      return { id, rows: rows.slice(from % PIECE) };
    },
    /** Drops what is left of a file, without a trace. */
    drop: async (importId: string): Promise<void> =>
      dropNamed((await kept()).filter((name) => importOf(name) === importId)),
    /** Files of which rows wait. */
    ids: async (): Promise<string[]> => [...new Set((await kept()).map(importOf))],
  };
}
