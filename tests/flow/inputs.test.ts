import fc from 'fast-check';
import { LIFECYCLE } from '../../src/book/tables/lifecycle.ts';
import { PersonInput, Ref, ServiceCode, WORKSTATION_STATES, WorkstationInput } from '../../src/flow/inputs.ts';
import { fullName } from '../../src/flow/people/person-name.ts';

const maelle = {
  directoryId: 'mat-001',
  givenName: 'Maëlle',
  familyName: "d'Arcy-Le Goff",
  email: 'maelle.darcy@interieur.example',
  service: 'PREF-33',
  site: 'Bordeaux',
};
const pn = {
  assetNumber: 'PN-88001',
  model: 'Latitude 5440',
  service: 'PREF-33',
  site: 'Bordeaux',
};

/** Paths of what is wrong with `maelle` once `change` is made to her. */
const wrong = (change: object): string[] => {
  const read = PersonInput.safeParse({ ...maelle, ...change });
  return read.success ? [] : read.error.issues.map((issue) => issue.path.join('.'));
};

describe('what something is called', () => {
  it('is no recovery key of a disk, however its digits are grouped', () => {
    const key = '123456-234567-345678-456789-567890-678901-789012-890123';
    for (const typed of [key, key.replaceAll('-', ''), key.replaceAll('-', '.')])
      expect(Ref.safeParse(typed).success).toBe(false);
    for (const id of ['PN-1', '5CG0001XYZ', '0123456789'.repeat(3), 'd00000000000000000000000000000af'])
      expect(Ref.safeParse(id).success).toBe(true);
  });
});

describe('a person at the door', () => {
  it('passes as given when all is well', () => {
    expect(PersonInput.parse(maelle)).toEqual(maelle);
  });
  it('is trimmed, NFC-normalised, with single spaces', () => {
    const read = PersonInput.parse({ ...maelle, givenName: '  Mae\u0308lle\u00a0 Anne ', service: 'pref-33 ' });
    expect(read.givenName).toBe('Ma\u00eblle Anne');
    expect(read.service).toBe('PREF-33');
  });
  it.each(['Ma\u0000x', 'Ma\u202ex', 'Ma\u200bx', 'Ma\u2028x', 'Ma\ud800x', 'Ma\nx', 'Ma\u00adx'])(
    'refuses the invisible character in %j',
    (givenName) => {
      expect(wrong({ givenName })).toEqual(['givenName']);
    },
  );
  it('refuses what does not fit a common name of 64 characters, counted in characters', () => {
    expect(wrong({ givenName: 'A'.repeat(31), familyName: 'é'.repeat(32) })).toEqual([]);
    expect(wrong({ givenName: 'A'.repeat(32), familyName: 'é'.repeat(32) })).toEqual(['familyName']);
    expect(wrong({ givenName: 'A'.repeat(65) })).toContain('givenName');
  });
  it.each([
    ['userPrincipalName', 'ｅlise@ad.example'],
    ['userPrincipalName', 'еlise@ad.example'],
    ['userPrincipalName', 'élise@ad.example'],
    ['userPrincipalName', 'e\u0301lise@ad.example'],
    ['userPrincipalName', 'elise\u200b@ad.example'],
    ['userPrincipalName', 'elise@аd.example'],
    ['userPrincipalName', 'a b@ad.example'],
    ['securityIdentifier', 'S-1-5-21-1-2-3-１１08'],
    ['email', 'ｍaelle@interieur.example'],
    ['email', 'mаelle@interieur.example'],
    ['email', 'maelle\u200b@interieur.example'],
    ['directoryId', 'МAT-001'],
    ['directoryId', 'mat‐001'],
    ['givenName', 'Маëlle'],
    ['givenName', 'Ｍaëlle'],
    ['familyName', 'Lе Goff'],
    ['email', 'nobody'],
    ['email', 'é@interieur.example'],
    ['email', 'a@b.example\r\nBcc: c@d.example'],
    ['service', 'Madame Dupont'],
    ['service', 'PREF-33/'],
    ['directoryId', 'a b'],
    ['directoryId', '-rf'],
    ['givenName', '=1+1'],
    ['familyName', '<b>'],
    ['site', '   '],
  ])('refuses the %s %j', (field, value) => {
    expect(wrong({ [field]: value })).toEqual([field]);
  });
  it('refuses columns that nobody asked for', () => {
    expect(PersonInput.safeParse({ ...maelle, role: 'administrator' }).success).toBe(false);
  });
  it('reads back what it once let pass', () => {
    const text = fc.string({ unit: 'binary', maxLength: 70 });
    fc.assert(
      fc.property(text, text, (givenName, site) => {
        const read = PersonInput.safeParse({ ...maelle, givenName, site });
        if (!read.success) return;
        expect(PersonInput.parse(read.data)).toEqual(read.data);
        expect([...fullName(read.data)].length).toBeLessThanOrEqual(64);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('a workstation at the door', () => {
  it('passes, its number in capitals', () => {
    expect(WorkstationInput.parse({ ...pn, assetNumber: 'pn-88001' })).toEqual(pn);
  });
  it('knows exactly the states of the lifecycle, and begins in none that somebody names', () => {
    const steps = Object.values<Readonly<Record<string, string>>>(LIFECYCLE.workstation);
    const all = steps.flatMap((step) => [...Object.keys(step), ...Object.values(step)]);
    expect([...WORKSTATION_STATES].sort()).toEqual([...new Set(all)].sort());
    for (const state of WORKSTATION_STATES) expect(WorkstationInput.safeParse({ ...pn, state }).success).toBe(false);
  });
  it('refuses a number that no label carries', () => {
    expect(WorkstationInput.safeParse({ ...pn, assetNumber: 'PN 88001' }).success).toBe(false);
    expect(WorkstationInput.parse({ ...pn, serialNumber: '5cg1234xyz' }).serialNumber).toBe('5CG1234XYZ');
    expect(WorkstationInput.parse({ ...pn, serialNumber: '', image: '' })).toEqual(pn);
    for (const none of [
      '0',
      '0000000',
      'Default string',
      'To be filled by O.E.M.',
      'System Serial Number',
      'N/A',
      'None',
    ])
      expect(WorkstationInput.safeParse({ ...pn, serialNumber: none }).success).toBe(false);
  });
});

describe('a service code', () => {
  it.each(['DNUM/SDIT', 'PREF-971', 'PREF-2A/DCL', 'DGSCGC'])('may be %s', (code) => {
    expect(ServiceCode.parse(code)).toBe(code);
  });
});
