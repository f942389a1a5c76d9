import { revocationOf } from '../../book/rules/certificates/certificates.ts';
import { create, update } from '../../book/tables/lifecycle.ts';
import type { AuthorityRow } from '../../book/tables/rows/tokens.ts';
import type { AuthorityRecords } from '../../ca/ports.ts';
import { AppError } from '../../errors.ts';
import { SYSTEM } from '../../flow/actor.ts';
import type { NewEntry } from '../../flow/ports/store.ts';
import type { Transact } from '../unit/unit.ts';

/** Who decides that an authority is made or revoked: two who stand by at its ceremony. */
export type CeremonyOf = Pick<NewEntry, 'actor' | 'role'> & { detail: { confirmedBy: string } };

/** Who may decide it: two at a ceremony; the service makes its own OCSP signers, and when it is new an evaluation CA. */
const kindOf = ({ kind, evaluation }: Pick<AuthorityRow, 'kind' | 'evaluation'>): string => {
  if (kind === 'ocsp') return 'ocsp';
  return evaluation === 1 ? 'evaluation' : 'ceremony';
};

/** The CA's own certificates in records and journal: an intent before each signature, the row after it. */
export function createAuthorityRecords(transact: Transact, ceremony?: CeremonyOf): AuthorityRecords {
  const entry = (id: string) => ({ ...SYSTEM, subject: `authority:${id}`, outcome: 'done' }) as const;
  const decided = (of: Pick<AuthorityRow, 'kind'>) => (of.kind === 'ocsp' ? undefined : ceremony);

  return {
    intend: async (authority) => {
      const { actor, role, detail } = decided(authority) ?? { ...SYSTEM, detail: {} };
      const changes = [create('authority', { ...authority, sha256: null })];
      const intent = { ...entry(authority.id), action: 'authority.intend', actor, role, changes };
      await transact((unit) => unit.record({ ...intent, detail: { kind: kindOf(authority), ...detail } }));
    },
    keep: (authority) =>
      transact(async (unit) => {
        const { id, sha256 } = authority;
        const standing = await unit.get('authority', id);
        if (standing?.sha256 === sha256) return;
        if (standing) {
          const changes = [update('authority', standing, { sha256 }, { sha256: null })];
          await unit.record({ ...entry(id), action: 'authority.make', detail: { kind: kindOf(authority) }, changes });
        } else
          await unit.record({ ...entry(id), action: 'authority.adopt', changes: [create('authority', authority)] });
      }),
    revoke: (id, at) =>
      transact(async (unit) => {
        const setting = { id: revocationOf(id), value: String(at) };
        if (await unit.get('setting', setting.id))
          throw new AppError('already_done', 'this issuing CA is revoked already');
        const changes = [create('setting', setting)];
        await unit.record({ ...entry(id), action: 'authority.revoke', ...ceremony, changes });
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
