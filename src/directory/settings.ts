import { z } from 'zod';
import { ROLES } from '../book/tables/codes.ts';
import { belongTogether, namesNoHost, settingsRefused } from '../errors.ts';

/** A role that a group of the directory may propose; everybody in the directory is an agent already. */
const ProposedRole = z.enum(ROLES).exclude(['agent']);
const Attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, { error: 'is not the name of an attribute' });

/** How an entry says that its person has left or is locked out: by a value, by a bit, or by a time that has come. */
const Disabled = z.union([
  z.strictObject({ attribute: Attribute, equals: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ attribute: Attribute, bit: z.int().positive() }),
  z.strictObject({ attribute: Attribute, fileTimePast: z.literal(true) }),
]);
export type Disabled = z.output<typeof Disabled>;

const Attributes = z.strictObject({
  directoryId: Attribute,
  givenName: Attribute,
  familyName: Attribute,
  email: Attribute,
  service: Attribute,
  site: Attribute,
  userPrincipalName: Attribute,
  securityIdentifier: Attribute,
});
/** A directory without Windows accounts has no attribute for these: they are read only where one is named. */
type Named = z.output<typeof Attributes>;
type AttributesOf = Omit<Named, 'userPrincipalName' | 'securityIdentifier'> &
  Partial<Pick<Named, 'userPrincipalName' | 'securityIdentifier'>>;

interface Schema {
  people: string;
  attributes: AttributesOf;
  disabled: Disabled[];
}
const SCHEMAS: Readonly<Record<'inetorgperson' | 'active-directory', Schema>> = {
  inetorgperson: {
    people: '(objectClass=inetOrgPerson)',
    attributes: {
      directoryId: 'uid',
      givenName: 'givenName',
      familyName: 'sn',
      email: 'mail',
      service: 'departmentNumber',
      site: 'l',
    },
    // the password policy overlay's way of locking for good (draft-behera-ldap-password-policy)
    disabled: [{ attribute: 'pwdAccountLockedTime', equals: ['000001010000Z'] }],
  },
  'active-directory': {
    people: '(&(objectCategory=person)(objectClass=user))',
    attributes: {
      directoryId: 'sAMAccountName',
      givenName: 'givenName',
      familyName: 'sn',
      email: 'mail',
      service: 'department',
      site: 'physicalDeliveryOfficeName',
      userPrincipalName: 'userPrincipalName',
      securityIdentifier: 'objectSid',
    },
    disabled: [
      { attribute: 'userAccountControl', bit: 2 }, // ADS_UF_ACCOUNTDISABLE
      { attribute: 'accountExpires', fileTimePast: true },
    ],
  },
};

/** The file that says how the directory is read and which groups propose which roles (docs/directory.md). */
export const DirectoryMap = z
  .strictObject({
    schema: z.enum(['inetorgperson', 'active-directory']).default('inetorgperson'),
    /** LDAP filter (RFC 4515) of the entries that are people. */
    people: z.string().min(3).max(1000).optional(),
    attributes: Attributes.partial().default({}),
    disabled: z.array(Disabled).max(10).optional(),
    groups: z
      .array(
        z.strictObject({
          /** Distinguished name of the group. */
          group: z.string().min(3).max(500),
          role: ProposedRole,
          scope: z
            .string()
            .regex(/^(\*|[A-Za-z0-9/_-]{1,60})$/)
            .default('*'),
          /** Members of groups within it too; Active Directory only. */
          nested: z.boolean().default(false),
        }),
      )
      .max(200)
      .default([]),
  })
  .transform(({ schema, people, attributes, disabled, groups }) => ({
    people: people ?? SCHEMAS[schema].people,
    attributes: { ...SCHEMAS[schema].attributes, ...definedOf(attributes) },
    disabled: disabled ?? SCHEMAS[schema].disabled,
    groups,
  }));
export type DirectoryMap = z.output<typeof DirectoryMap>;

function definedOf<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** What the environment says of the directory. */
export const DirectoryEnvironment = {
  /** `ldaps://HOST` or `ldap://HOST[:PORT]` (StartTLS off loopback). Left out: no directory; people come by CSV. */
  JETON_LDAP_URL: z.url({ protocol: /^ldaps?$/, error: 'ldaps://HOST or ldap://HOST' }).optional(),
  JETON_LDAP_BIND_DN: z.string().trim().min(1).optional(),
  /** One line, mode 0600. */
  JETON_LDAP_BIND_PASSWORD_FILE: z.string().trim().min(1).optional(),
  /** Below which people are searched. */
  JETON_LDAP_BASE: z.string().trim().min(1).optional(),
  /** JSON: how entries are read, and which groups propose which roles. */
  JETON_LDAP_MAP_FILE: z.string().trim().min(1).optional(),
};
type Given = { [K in keyof typeof DirectoryEnvironment]?: z.output<(typeof DirectoryEnvironment)[K]> };

export interface DirectorySettings {
  url: string;
  /** The server is another machine. */
  requireTls: boolean;
  bind?: { dn: string; passwordFile: string };
  base: string;
  map: DirectoryMap;
}

/** The directory as configured; undefined for none. `readJson` reads a setting's file by its schema. Throws `config_invalid` saying what is missing. */
export function directorySettings(
  given: Given,
  isLoopback: (host: string) => boolean,
  readJson: <T>(name: string, file: string, schema: z.ZodType<T>) => T,
): DirectorySettings | undefined {
  const { JETON_LDAP_URL: url, JETON_LDAP_BASE: base, JETON_LDAP_MAP_FILE: mapFile } = given;
  const { JETON_LDAP_BIND_DN: dn, JETON_LDAP_BIND_PASSWORD_FILE: passwordFile } = given;
  if (url === undefined) return undefined;
  if (base === undefined)
    throw settingsRefused({
      en: 'JETON_LDAP_URL needs JETON_LDAP_BASE: where people are',
      fr: 'JETON_LDAP_URL demande JETON_LDAP_BASE : donnez-y la branche de l’annuaire où sont les personnes',
    });
  if ((dn === undefined) !== (passwordFile === undefined))
    throw belongTogether('JETON_LDAP_BIND_DN', 'JETON_LDAP_BIND_PASSWORD_FILE');
  const map = mapFile === undefined ? DirectoryMap.parse({}) : readJson('JETON_LDAP_MAP_FILE', mapFile, DirectoryMap);
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (host === '') {
    throw namesNoHost('JETON_LDAP_URL');
  }
  return {
    url,
    base,
    map,
    requireTls: !isLoopback(host),
    ...(dn !== undefined && passwordFile !== undefined ? { bind: { dn, passwordFile } } : {}),
  };
}
