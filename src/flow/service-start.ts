import { hash } from 'node:crypto';
import { BOOK_NUMBER } from '../book/book.ts';
import { bookHash } from '../book/data.ts';
import { BOOK, POLICY } from '../book/rules/service-settings.ts';
import type { Change } from '../book/tables/lifecycle.ts';
import { canonical } from '../journal/canonical.ts';
import { SYSTEM } from './actor.ts';
import type { Store, Unit } from './ports/store.ts';
import { setting } from './two-persons/limits.ts';

/** What a start says of itself; `policy` is the text of policy.json. */
export interface Start {
  version: string;
  evaluation: boolean;
  profiles: readonly { name: string; hash: string }[];
  policy: string;
}

/** The change with which the setting says this; none where it says so already. */
async function changed(unit: Unit, id: string, value: string): Promise<Change[]> {
  const standing = await unit.get('setting', id);
  return standing?.value === value ? [] : [await setting(unit, id, value)];
}

/** Records that the service starts, under which book and policy: an export names the same, and each change is an entry. */
export function recordStart(store: Pick<Store, 'transact'>, { policy, profiles, ...about }: Start): Promise<number> {
  const book = { number: BOOK_NUMBER, sha256: bookHash() };
  const policySha256 = hash('sha256', policy);
  return store.transact(async (unit) => {
    const changes = [...(await changed(unit, BOOK, canonical(book))), ...(await changed(unit, POLICY, policySha256))];
    const listed = profiles.map(({ name, hash: of }) => ({ name, hash: of }));
    const detail = { ...about, profiles: listed, policySha256, book };
    const entry = { ...SYSTEM, action: 'service.start', subject: 'service', outcome: 'done' } as const;
    return unit.record({ ...entry, detail, changes });
  });
}
