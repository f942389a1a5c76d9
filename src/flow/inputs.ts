import { z } from 'zod';
import { isLatin } from '../book/rules/certificates/identifiers.ts';
import { isPlain, line, PLAIN } from '../book/rules/plain-text.ts';
import { ServiceCode, WithoutKey } from '../book/rules/workstation/inventory.ts';
import { fullName } from './people/person-name.ts';

/** X.520 ub-common-name: the upper bound of a certificate's CN, which is `Given Family` (rule C4). */
const COMMON_NAME_MAX = 64;

export { oneLine, searchText } from '../book/rules/plain-text.ts';
export { ServiceCode, WorkstationInput } from '../book/rules/workstation/inventory.ts';
export { Ref } from '../book/tables/ref.ts';
export { WORKSTATION_STATES } from '../book/tables/states.ts';

/** Free text of a person, in lines: at most 1,000 characters, all of which an approver sees as they are. */
export const FreeText = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((text) => isPlain(text, { lines: true }), { error: PLAIN });

/** Where a token goes: one line of an address. */
export const DeliverySite = WithoutKey(100);

/** Latin letters, marks, digits, spaces, apostrophes, hyphens, full stops; begins with a letter, a digit or an apostrophe. */
const PersonName = line(COMMON_NAME_MAX).pipe(
  z
    .string()
    .regex(/^[\p{L}\p{Nd}'’][\p{L}\p{M}\p{Nd}'’.\- ]*$/u, {
      error: 'may hold letters, spaces, apostrophes, hyphens and full stops',
    })
    .refine(isLatin, { error: 'holds letters that are not Latin, or not in their usual form: type it anew' }),
);
/** Left out, what is known stays; empty, it is forgotten. */
export const mayBeEmpty = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('').transform(() => null), schema], { error: 'is not as asked' }).optional();
/** Microsoft's name of an account: `name@domain`, in ASCII, since a directory finds an account by look-alikes too. */
const UserPrincipalName = line(254).pipe(
  z.string().regex(/^[!-?A-~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/, { error: 'is an account such as name@domain' }),
);
/** Of an account in a domain: S-1-5-21, the domain's three numbers, its own (MS-DTYP 2.4.2). */
const SecurityIdentifier = line(80).pipe(
  z.string().regex(/^S-1-5-21(?:-(?:0|[1-9]\d{0,9})){4}$/, { error: 'is a SID such as S-1-5-21-1-2-3-1108' }),
);
/** Where letters go to somebody whose site is where their parcels go: an address in one line. */
export const PostalAddress = line(200);
/** A person's id in the directory. */
export const DirectoryId = line(64).pipe(
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]*$/, { error: 'holds letters, digits and . _ @ - only' }),
);

/** A person as the directory or a CSV file names them. Both names together are what a certificate would say. */
export const PersonInput = z
  .strictObject({
    directoryId: DirectoryId,
    givenName: PersonName,
    familyName: PersonName,
    email: line(254).pipe(z.email({ error: 'is not an e-mail address' })),
    service: ServiceCode,
    site: WithoutKey(100),
    userPrincipalName: mayBeEmpty(UserPrincipalName),
    securityIdentifier: mayBeEmpty(SecurityIdentifier),
    postalAddress: mayBeEmpty(PostalAddress),
  })
  .refine((person) => [...fullName(person)].length <= COMMON_NAME_MAX, {
    path: ['familyName'],
    error: `given and family name together are longer than ${COMMON_NAME_MAX} characters`,
    params: { max: COMMON_NAME_MAX },
  });
export type PersonInput = z.output<typeof PersonInput>;
