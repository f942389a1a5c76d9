import { revocationOf } from '../../book/certificates.ts';
import { create } from '../../book/lifecycle.ts';
import type { AuthorityRecords } from '../../ca/ports.ts';
import { AppError } from '../../errors.ts';
import type { Transact } from '../unit.ts';

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
    revoke: (id, at) =>
      transact(async (unit) => {
        const setting = { id: revocationOf(id), value: String(at) };
        if (await unit.get('setting', setting.id))
          throw new AppError('already_done', 'this issuing CA is revoked already');
        const changes = [create('setting', setting)];
        await unit.record({ ...ENTRY, action: 'authority.revoke', subject: `authority:${id}`, changes });
      }),
    revoked: () =>
      transact(async (unit) => {
        const revoked = new Map<string, number>();
        for (const { id } of await unit.find('authority', { kind: 'issuing' })) {
          const setting = await unit.get('setting', revocationOf(id));
          if (setting) revoked.set(id, Number(setting.value));
        }
        return revoked;
      }),
  };
}
