import { createNamesCheck, type Opened, type Said } from '../../src/book/certified-names.ts';

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
  const check = createNamesCheck();
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
    const check = createNamesCheck();
    const add = (id: string, directoryId: string) =>
      check.take([said('person', id, true, { id })], opened('person', id, { ...ALICE, directoryId }));
    expect(add('alice', 'D-1')).toBeUndefined();
    expect(add('bruno', 'D-2')).toBeUndefined();
    expect(add('second', 'D-1')).toBe('person second: the directory knows them as person alice');
    check.take([said('person', 'bruno', false, { directoryId: null, purgedAt: 1 })], []);
    expect(add('anew', 'D-2')).toBeUndefined();
  });

  it('may be erased with the person, and is not kept back alone', () => {
    const nobody = createNamesCheck();
    const row = said('certificate', 'c1', true, { holderId: 'alice', names: hidden });
    expect(nobody.take([row], [])).toBeUndefined();
    expect(known().check.take([row], [])).toContain('kept back');
  });
});
