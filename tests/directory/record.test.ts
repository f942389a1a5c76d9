import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { recordOf } from '../../src/directory/record.ts';
import { DirectoryMap } from '../../src/directory/settings.ts';
import { PersonInput } from '../../src/flow/inputs.ts';
import { seed } from '../support/runs/long.ts';

const NOW = Date.UTC(2026, 10, 24);
const ad = DirectoryMap.parse({ schema: 'active-directory' });
const entry = (more: object = {}) => ({
  dn: 'CN=Alice Agard,OU=Agents,DC=interieur,DC=example',
  sAMAccountName: 'M-ALICE',
  givenName: 'Alice',
  sn: 'Agard',
  mail: 'alice@interieur.example',
  department: 'pref-33/dcl',
  physicalDeliveryOfficeName: 'Bordeaux',
  ...more,
});
/** 100 ns since 1601. */
const fileTime = (ms: number): string => String((BigInt(ms) + 11_644_473_600_000n) * 10_000n);

describe('an entry of the directory', () => {
  it('becomes a person by the rules of an import', () => {
    expect(recordOf(entry(), ad, NOW)).toEqual({
      directoryId: 'M-ALICE',
      enabled: true,
      problems: [],
      person: {
        directoryId: 'M-ALICE',
        givenName: 'Alice',
        familyName: 'Agard',
        email: 'alice@interieur.example',
        service: 'PREF-33/DCL',
        site: 'Bordeaux',
        userPrincipalName: null,
        securityIdentifier: null,
      },
    });
  });

  it('gives the account and the SID of a Windows domain, the SID from its octets', () => {
    const objectSid = Buffer.from('010500000000000515000000a065cf7e784b9b5fe77c87705404 0000'.replace(' ', ''), 'hex');
    const account = { userPrincipalName: 'alice@interieur.example', objectSid };
    expect(recordOf(entry(account), ad, NOW)?.person).toMatchObject({
      userPrincipalName: 'alice@interieur.example',
      securityIdentifier: 'S-1-5-21-2127521184-1604012920-1887927527-1108',
    });
    expect(recordOf(entry(account), DirectoryMap.parse({}), NOW)).toBeUndefined();
    const cut = recordOf(entry({ objectSid: objectSid.subarray(0, 27) }), ad, NOW);
    expect(cut).toMatchObject({ person: undefined, problems: ['securityIdentifier'] });
    const group = Buffer.from('01020000000000052000000020020000', 'hex'); // S-1-5-32-544, no account of a domain
    expect(recordOf(entry({ objectSid: group }), ad, NOW)?.problems).toEqual(['securityIdentifier']);
  });

  it('is read whatever the case of its names, the first value of many, text from octets', () => {
    const odd = {
      dn: 'x',
      SAMACCOUNTNAME: 'M-ALICE',
      givenname: ['Aline', 'Alice'],
      SN: 'Agard',
      DEPARTMENT: 'PREF-33',
      Mail: Buffer.from('aline@interieur.example'),
      physicaldeliveryofficename: [Buffer.from('Bègles')],
    };
    const person = { givenName: 'Aline', email: 'aline@interieur.example', site: 'Bègles' };
    expect(recordOf(odd, ad, NOW)?.person).toMatchObject(person);
  });

  it.each([
    [{ userAccountControl: '512' }, true],
    [{ userAccountControl: '514' }, false],
    [{ userAccountControl: '66050' }, false],
    [{ userAccountControl: 'nonsense' }, true],
    [{ accountExpires: '0' }, true],
    [{ accountExpires: '9223372036854775807' }, true],
    [{ accountExpires: fileTime(NOW + 1) }, true],
    [{ accountExpires: fileTime(NOW) }, false],
    [{ accountExpires: fileTime(Date.UTC(1999, 0, 1)) }, false],
  ])('with %j is enabled: %s', (more, enabled) => {
    expect(recordOf(entry(more), ad, NOW)?.enabled).toBe(enabled);
  });

  it('locked for good by OpenLDAP’s password policy has left; locked for a while has not', () => {
    const map = DirectoryMap.parse({});
    const of = (pwdAccountLockedTime: string) => recordOf({ dn: '', uid: 'M-1', pwdAccountLockedTime }, map, NOW);
    expect(of('000001010000Z')?.enabled).toBe(false);
    expect(of('20261124093000Z')?.enabled).toBe(true);
  });

  it('without an id is nobody', () => {
    expect(recordOf(entry({ sAMAccountName: [] }), ad, NOW)).toBeUndefined();
    expect(recordOf(entry({ sAMAccountName: '  ' }), ad, NOW)).toBeUndefined();
  });

  it('says which fields are wrong and never what they hold', () => {
    const read = recordOf(entry({ mail: 'SECRET', sn: '‮drawkcab', department: 'Préfecture de la Gironde' }), ad, NOW);
    expect(read).toEqual({
      directoryId: 'M-ALICE',
      enabled: true,
      person: undefined,
      problems: ['familyName', 'email', 'service'],
    });
  });

  it('is either a person that an import takes, or none, whatever it holds', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.string()),
      fc.uint8Array().map((o) => Buffer.from(o)),
    );
    const names = [
      'sAMAccountName',
      'givenName',
      'sn',
      'mail',
      'department',
      'userAccountControl',
      'accountExpires',
      '__proto__',
    ];
    const entries = fc.dictionary(fc.constantFrom(...names), value).map((e) => ({ ...e, dn: 'x' }));
    fc.assert(
      fc.property(entries, (some) => {
        const read = recordOf(some, ad, NOW);
        if (read?.person) expect(PersonInput.safeParse(read.person).success).toBe(true);
        else expect(read === undefined || read.problems.length > 0).toBe(true);
      }),
      { numRuns: 2000, seed: seed() },
    );
  });
});

describe('the map of the directory', () => {
  it('is what docs/directory.md says', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/directory.md', 'utf8')) ?? [];
    expect(DirectoryMap.parse(JSON.parse(example))).toMatchObject({
      attributes: { directoryId: 'sAMAccountName', service: 'extensionAttribute1', site: 'l' },
      groups: [
        { scope: 'PREF-33', nested: false },
        { scope: '*', nested: true },
      ],
    });
  });

  const refused = (given: unknown) => DirectoryMap.safeParse(given).error?.issues[0]?.path.join('.');

  it('takes a schema with its ways, and what is said otherwise', () => {
    const map = DirectoryMap.parse({ schema: 'active-directory', attributes: { service: 'extensionAttribute1' } });
    expect(map.attributes).toMatchObject({ directoryId: 'sAMAccountName', service: 'extensionAttribute1' });
  });

  it.each([
    [{ schema: 'novell' }, 'schema'],
    [{ attributes: { email: 'mail)(uid=*' } }, 'attributes.email'],
    [{ attributes: { shoeSize: 'x' } }, 'attributes'],
    [{ groups: [{ group: 'cn=x', role: 'agent' }] }, 'groups.0.role'],
    [{ groups: [{ group: 'cn=x', role: 'approver', scope: 'a b' }] }, 'groups.0.scope'],
    [{ more: 1 }, ''],
  ])('refuses %j', (given, path) => {
    expect(refused(given)).toBe(path);
  });
});
