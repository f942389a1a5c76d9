import type { AuthorityRecords } from '../ca/ports.ts';
import { create } from '../flow/lifecycle.ts';
import type { Transact } from './unit.ts';

const ENTRY = { actor: 'system', role: 'system', outcome: 'done' } as const;

/** The CA's own certificates in records and journal: an intent before each signature, the row after it. */
export function createAuthorityRecords(transact: Transact): AuthorityRecords {
  return {
    intend: async (authority) => {
      const { kind, serialNumber, evaluation, notBefore, notAfter } = authority;
      const detail = { kind, serialNumber, evaluation, notBefore, notAfter };
      const entry = { ...ENTRY, action: 'authority.intend', subject: `authority:${authority.id}`, detail };
      await transact((unit) => unit.record(entry));
    },
    keep: (authority) =>
      transact(async (unit) => {
        if (await unit.get('authority', authority.id)) return;
        const changes = [create('authority', authority)];
        await unit.record({ ...ENTRY, action: 'authority.make', subject: `authority:${authority.id}`, changes });
      }),
  };
}
