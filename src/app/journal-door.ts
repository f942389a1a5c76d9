import { hash } from 'node:crypto';
import type { Flow } from '../flow/index.ts';
import type { Keeper } from '../journal/keeper.ts';
import type { Comparisons } from './comparisons.ts';
import type { Door } from './door.ts';

/** The journal for the doors: exports, verification on the spot, the newest checkpoint. */
export function journalDoor(flow: Flow, keeper: Keeper, comparisons: Comparisons, policy: string): Door['journal'] {
  return {
    exportZip: async (caller, { from, to, openings }) => {
      const wish = { openings, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
      const recordedAt = await flow.audit.recordExport(caller, wish, hash('sha256', policy));
      const range = from === undefined && to === undefined ? undefined : { from: from ?? 0, to: to ?? recordedAt + 1 };
      const name = `journal-${keeper.origin.replace('/', '-')}-${recordedAt + 1}`;
      const { size, root, stream } = await keeper.exportZip(name, { recordedAt, policy, openings, range });
      return { name: `${name}.zip`, size, root, stream };
    },
    verifyNow: async (caller) => {
      await flow.audit.mayVerify(caller);
      const result = await keeper.verifyNow();
      await flow.audit.recordVerification(caller, { size: result.size, root: result.root, signed: result.signed });
      return result;
    },
    checkpoint: async () => ({ note: (await keeper.checkpoint()).note, vkey: keeper.vkey }),
    compare: comparisons.ask,
    comparison: comparisons.show,
  };
}
