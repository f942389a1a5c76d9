import { z } from 'zod';
import { isPlain, oneLine, PLAIN } from '../book/plain-text.ts';
import type { WorkstationState } from '../book/tables.ts';
import { fullName } from './people/person-name.ts';

/** The states a SPAN workstation may be imported in: whatever its life was before. */
export const WORKSTATION_STATES = [
  'registered',
  'commissioned',
  'migrating',
  'loaned',
  'in_repair',
  'blocked',
  'lost',
  'retired',
] as const satisfies readonly WorkstationState[];

/** X.520 ub-common-name: the upper bound of a certificate's CN, which is `Given Family` (rule C4). */
const COMMON_NAME_MAX = 64;

export { oneLine, searchText } from '../book/plain-text.ts';
export { Ref } from '../book/ref.ts';

/** Free text of a person, in lines: at most 1,000 characters, all of which an approver sees as they are. */
export const FreeText = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((text) => isPlain(text, { lines: true }), { error: PLAIN });

/** Where a token goes: one line of an address. */
export const DeliverySite = oneLine(100);

/** A line of text from outside: NFC, trimmed, runs of spaces made one, without invisible characters; 1 to `max` characters. */
function line(max: number) {
  return z
    .string()
    .refine((text) => isPlain(text.trim()), {
      error: PLAIN,
      params: { invisible: true },
      abort: true,
    })
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/\p{Zs}+/gu, ' ')
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(1)
        .refine((text) => [...text].length <= max, { error: `is longer than ${max} characters`, params: { max } }),
    );
}

/** Letters of any script, marks, digits, spaces, apostrophes, hyphens, full stops; begins with a letter, a digit or an apostrophe. */
const PersonName = line(COMMON_NAME_MAX).pipe(
  z.string().regex(/^[\p{L}\p{Nd}'’][\p{L}\p{M}\p{Nd}'’.\- ]*$/u, {
    error: 'may hold letters, spaces, apostrophes, hyphens and full stops',
  }),
);
/** Service codes stand in clear in the journal, so they must be codes and never names of people: `DNUM/SDIT`, `PREF-33`. */
export const ServiceCode = line(64).pipe(
  z
    .string()
    .toUpperCase()
    .regex(/^[A-Z0-9]+(?:-[A-Z0-9]+)*(?:\/[A-Z0-9]+(?:-[A-Z0-9]+)*)*$/, {
      error: 'is a code such as DNUM/SDIT or PREF-33',
    }),
);
/** What a label and a scanner can carry. */
const AssetNumber = line(40).pipe(
  z
    .string()
    .toUpperCase()
    .regex(/^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?$/, { error: 'is a number such as PN-88001' }),
);
/** Left out, what is known stays; empty, it is forgotten. */
const mayBeEmpty = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('').transform(() => null), schema], { error: 'is not as asked' }).optional();
/** Microsoft's name of an account: `name@domain`. */
const UserPrincipalName = line(254).pipe(
  z.string().regex(/^[^\s@]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/, { error: 'is an account such as name@domain' }),
);
/** Of an account in a domain: S-1-5-21, the domain's three numbers, its own (MS-DTYP 2.4.2). */
const SecurityIdentifier = line(80).pipe(
  z.string().regex(/^S-1-5-21(?:-(?:0|[1-9]\d{0,9})){4}$/, { error: 'is a SID such as S-1-5-21-1-2-3-1108' }),
);
/** Where letters go to somebody whose site is where their parcels go: an address in one line. */
export const PostalAddress = line(200);
const DirectoryId = line(64).pipe(
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
    site: line(100),
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

export const WorkstationInput = z.strictObject({
  assetNumber: AssetNumber,
  model: line(80),
  service: ServiceCode,
  site: line(100),
  state: z.enum(WORKSTATION_STATES),
});
export type WorkstationInput = z.output<typeof WorkstationInput>;
