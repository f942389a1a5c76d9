import { createNamesCheck, type Opened, type Said } from '../../src/book/rules/certificates/certified-names.ts';
import { contentOf } from '../../src/book/rules/request/content.ts';
import { canonical } from '../../src/journal/canonical.ts';

const commit = (value: unknown, salt: string): string => `${salt} ${canonical(value)}`;
const ALICE = {
  givenName: 'Alice',
  familyName: 'Été',
  email: 'alice@interieur.example',
  userPrincipalName: 'alice@ad.example',
};
const opened = (table: string, id: string, row: Record<string, string>): Opened[] =>
  Object.entries(row).map(([field, value]) => ({ table, id, field, value: JSON.stringify(value) }));
const said = (table: string, id: string, isNew: boolean, row: Said['row']): Said => ({ table, id, isNew, row });
const hidden = { commitment: 'c' };

/** A check to which Alice was made known, and a certificate with these names. */
function known(person: Record<string, string> = ALICE) {
  const check = createNamesCheck(commit);
  expect(
    check.take([said('person', 'alice', true, { id: 'alice' })], opened('person', 'alice', person)),
  ).toBeUndefined();
  return {
    check,
    certified: (names: Record<string, string>, subject = `SERIALNUMBER=alice,CN=${names['commonName']},C=FR`) =>
      check.take(
        [said('certificate', 'c1', true, { holderId: 'alice', names: hidden, subject: hidden })],
        opened('certificate', 'c1', { names: JSON.stringify(names), subject }),
      ),
  };
}
const RIGHT = { commonName: 'Alice Été', serialNumber: 'alice', email: ALICE.email };

describe('what certificates say of people', () => {
  it('is theirs', () => {
    expect(known().certified(RIGHT)).toBeUndefined();
    expect(known().certified({ ...RIGHT, userPrincipalName: ALICE.userPrincipalName })).toBeUndefined();
  });

  it.each([
    ['another name', { commonName: 'Directeur General' }],
    ['the id of another person', { serialNumber: 'bruno' }],
    ['another e-mail address', { email: 'bruno@interieur.example' }],
    ['another Windows account', { userPrincipalName: 'admin@ad.example' }],
    ['a SID that the person does not have', { securityIdentifier: 'S-1-5-21-1-2-3-500' }],
  ])('is refused with %s', (_, other) => {
    expect(known().certified({ ...RIGHT, ...other })).toMatch(/^certificate c1: /);
  });

  it.each([
    ['another name', 'SERIALNUMBER=alice,CN=Directeur General,C=FR'],
    ['another name beside', 'SERIALNUMBER=alice,CN=Alice Été,CN=Directeur General,C=FR'],
    ['the name inside another', 'SERIALNUMBER=alice,CN=Directeur\\,CN=Alice Été,C=FR'],
    ['the id of another person', 'SERIALNUMBER=bruno,CN=Alice Été,C=FR'],
    ['nobody', 'C=FR'],
  ])('is refused with %s in the subject', (_, subject) => {
    expect(known().certified(RIGHT, subject)).toBe('certificate c1: its subject is not its holder');
  });

  it('is read as a distinguished name writes it', () => {
    const { certified } = known({ ...ALICE, familyName: "D'Été, née <Roux> #1" });
    const subject = String.raw`SERIALNUMBER=alice,CN=Alice D'Été\, née \<Roux\> #1,C=FR`;
    expect(certified({ ...RIGHT, commonName: "Alice D'Été, née <Roux> #1" }, subject)).toBeUndefined();
  });

  it('follows what an import changes', () => {
    const { check, certified } = known();
    check.take(
      [said('person', 'alice', false, { familyName: hidden })],
      opened('person', 'alice', { familyName: 'Agard' }),
    );
    expect(certified(RIGHT)).toContain('another name');
    expect(certified({ ...RIGHT, commonName: 'Alice Agard' })).toBeUndefined();
    check.take([said('person', 'alice', false, { email: null })], []);
    expect(certified({ ...RIGHT, commonName: 'Alice Agard' })).toContain('email');
  });

  it('is of one person each, whom the directory knows once', () => {
    const check = createNamesCheck(commit);
    const add = (id: string, directoryId: string) =>
      check.take(
        [said('person', id, true, { id })],
        opened('person', id, { ...ALICE, userPrincipalName: `${id}@ad.example`, directoryId }),
      );
    expect(add('alice', 'D-1')).toBeUndefined();
    expect(add('bruno', 'D-2')).toBeUndefined();
    expect(add('second', 'D-1')).toBe('person second: the directory knows them as person alice');
    check.take([said('person', 'bruno', false, { directoryId: null, purgedAt: 1 })], []);
    expect(add('anew', 'D-2')).toBeUndefined();
  });

  it.each([
    ['a letter of full width', { userPrincipalName: 'ａlice@ad.example' }],
    ['a Cyrillic letter', { userPrincipalName: 'аlice@ad.example' }],
    ['an accent', { userPrincipalName: 'élise@ad.example' }],
    ['a zero-width space', { userPrincipalName: 'a\u200blice@ad.example' }],
    ['another script in an address', { email: 'alicе@interieur.example' }],
    ['another script in an id', { directoryId: 'М-1' }],
    ['another script in a name', { familyName: 'Маrtin' }],
    ['a letter of full width in a name', { givenName: 'Ａlice' }],
  ])('has no look-alike: %s', (_, more) => {
    const check = createNamesCheck(commit);
    const row = said('person', 'alice', true, { id: 'alice' });
    expect(check.take([row], opened('person', 'alice', { ...ALICE, ...more }))).toMatch(/is not ASCII|not Latin/);
  });

  it('is of an account and a SID that nobody else has, whatever the case', () => {
    const check = createNamesCheck(commit);
    const sid = { securityIdentifier: 'S-1-5-21-1-2-3-1108' };
    const add = (id: string, more: Record<string, string>) =>
      check.take([said('person', id, true, { id })], opened('person', id, more));
    expect(add('alice', { userPrincipalName: 'alice@ad.example', ...sid })).toBeUndefined();
    expect(add('bruno', { userPrincipalName: 'Alice@AD.example' })).toBe(
      'person bruno: their userPrincipalName is that of person alice',
    );
    expect(add('eve', sid)).toBe('person eve: their securityIdentifier is that of person alice');
    expect(add('alice', { userPrincipalName: 'alice.agard@ad.example' })).toBeUndefined();
    expect(add('corinne', { userPrincipalName: 'alice@ad.example' })).toBeUndefined();
  });

  describe('in what a request is bound to', () => {
    const asked = { kind: 'first-issue', profile: 'agent-vpn', reason: null, holderId: 'alice', workstationId: 'w' };
    const row = { ...asked, deliverySite: 'Pau', priority: 0, comment: null, closedAt: null };
    const hashOf = (more = {}, holder = {}) =>
      commit(contentOf({ ...row, ...more }, { ...ALICE, securityIdentifier: null, ...holder }), '00');
    const submits = (contentHash: string, more = {}) => {
      const { check } = known();
      const made = said('request', 'r', true, { ...row, ...more, contentHash, contentSalt: hidden });
      return { check, said: check.take([made], opened('request', 'r', { contentSalt: '00' })) };
    };

    it('is all that is asked, and all that is known of its holder', () => {
      expect(submits(hashOf()).said).toBeUndefined();
      for (const more of [{ profile: 'smart-card-logon' }, { priority: 2 }, { workstationId: 'x' }])
        expect(submits(hashOf(more)).said).toBe('request r: its hash is of something else than is asked');
      for (const holder of [{ securityIdentifier: 'S-1-5-21-1-2-3-500' }, { email: 'x@y.example' }, { givenName: 'A' }])
        expect(submits(hashOf({}, holder)).said).toBe('request r: its hash is of something else than is asked');
    });

    it('follows what an import changes, and may not be kept back', () => {
      const { check } = submits(hashOf());
      const renamed = said('person', 'alice', false, { familyName: hidden });
      const again = (contentHash: string) => said('request', 'r', false, { contentHash, contentSalt: hidden });
      const openings = [
        ...opened('person', 'alice', { familyName: 'Agard' }),
        ...opened('request', 'r', { contentSalt: '00' }),
      ];
      expect(check.take([renamed, again(hashOf())], openings)).toContain('something else');
      expect(check.take([renamed, again(hashOf({}, { familyName: 'Agard' }))], openings)).toBeUndefined();
      expect(check.take([again(hashOf())], [])).toBe('request r: its content is kept back');
    });
  });

  it('may be erased with the person, and is not kept back alone', () => {
    const nobody = createNamesCheck(commit);
    const row = said('certificate', 'c1', true, { holderId: 'alice', names: hidden });
    expect(nobody.take([row], [])).toBeUndefined();
    expect(known().check.take([row], [])).toContain('kept back');
  });
});
