import type { Opened, Said } from '../../judge/opened.ts';
import { isCommitment } from '../../tables/row.ts';
import type { PersonRow } from '../../tables/rows/people.ts';
import type { RequestRow } from '../../tables/rows/requests.ts';

/** What a certificate may say of its holder. */
export const CERTIFIED = ['givenName', 'familyName', 'email', 'userPrincipalName', 'securityIdentifier'] as const;
type Asked = Pick<
  RequestRow,
  'kind' | 'profile' | 'reason' | 'holderId' | 'workstationId' | 'deviceId' | 'deliverySite' | 'priority' | 'comment'
>;
type Shown<T> = Readonly<Partial<Record<keyof T, unknown>>>;

/** What an approver approves, to the letter: what is asked, and everything that a certificate may say of its holder. */
export function contentOf(asked: Shown<Asked>, of: Shown<Pick<PersonRow, (typeof CERTIFIED)[number]>>) {
  const { kind, profile, reason, holderId, workstationId, deviceId, deliverySite, priority, comment } = asked;
  const { givenName, familyName, email, userPrincipalName, securityIdentifier } = of;
  const holder = { givenName, familyName, email, userPrincipalName, securityIdentifier };
  return { kind, profile, reason, holderId, workstationId, deviceId, deliverySite, priority, comment, holder };
}

/** How a commitment is made: of a value, under a salt in hexadecimal. */
export type Commit = (value: unknown, salt: string) => string;
type Values = Readonly<Record<string, unknown>>;

/**
 * Holds what a request is bound to against what is asked and who its holder is, as an export opens both: an approval repeats
 * the hash, so what was approved is what is made. `take` answers what is wrong with an entry; `holder` answers what is known
 * of a person by then, undefined for somebody whose names were erased.
 */
export function createContentCheck(commit: Commit, holder: (id: string) => Values | undefined) {
  const open = new Map<string, Values>();
  const wrong = (values: Values): string | undefined => {
    const [of, salt] = [holder(String(values['holderId'])), values['contentSalt']];
    if (of === undefined) return undefined; // a purge takes both
    if (typeof salt !== 'string') return 'its content is kept back';
    return commit(contentOf(values, of), salt) === values['contentHash']
      ? undefined
      : 'its hash is of something else than is asked';
  };
  return {
    take(said: readonly Said[], opened: readonly Opened[]): string | undefined {
      for (const { table, id, isNew, row } of said) {
        if (table !== 'request' || (!isNew && !open.has(id))) continue;
        const shown = Object.entries(row).map(([column, cell]) => {
          const opening = opened.find((one) => one.table === table && one.id === id && one.field === column)?.value;
          return [column, isCommitment(cell) ? opening && JSON.parse(opening) : cell] as const;
        });
        const values = { ...open.get(id), ...Object.fromEntries(shown) };
        if (typeof values['closedAt'] === 'number') open.delete(id);
        else open.set(id, values);
        const said = isCommitment(row['contentSalt']) ? wrong(values) : undefined;
        if (said !== undefined) return `request ${id}: ${said}`;
      }
      return undefined;
    },
  };
}
