import type { Role } from '../../../src/book/tables/codes.ts';

/** The named people of every story: who they are, where they work, what they may do. */
export const CAST: Record<
  string,
  {
    directoryId: string;
    givenName: string;
    familyName: string;
    service: string;
    site: string;
    postalAddress?: string;
    roles: readonly [Role, string][];
  }
> = {
  alice: {
    directoryId: 'M-ALICE',
    givenName: 'Alice',
    familyName: 'Agard',
    service: 'PREF-33',
    site: 'Bordeaux',
    postalAddress: '4 allée des Pins, 33000 Bordeaux',
    roles: [],
  },
  bruno: {
    directoryId: 'M-BRUNO',
    givenName: 'Bruno',
    familyName: 'Béart',
    service: 'PREF-33',
    site: 'Bordeaux',
    postalAddress: '17 rue Sainte-Catherine, 33000 Bordeaux',
    roles: [],
  },
  eve: {
    directoryId: 'M-EVE',
    givenName: 'Ève',
    familyName: "L'Hermite",
    service: 'PREF-59',
    site: 'Lille',
    roles: [],
  },
  corinne: {
    directoryId: 'M-CORINNE',
    givenName: 'Corinne',
    familyName: 'Cazal',
    service: 'PREF-33',
    site: 'Bordeaux',
    roles: [['correspondent', 'PREF-33']],
  },
  valerie: {
    directoryId: 'M-VALERIE',
    givenName: 'Valérie',
    familyName: 'Vidal',
    service: 'DNUM/SDIT',
    site: 'Paris',
    roles: [['approver', '*']],
  },
  vera: {
    directoryId: 'M-VERA',
    givenName: 'Véra',
    familyName: 'Vial',
    service: 'DNUM/SDIT',
    site: 'Paris',
    roles: [['approver', 'PREF-33']],
  },
  victor: {
    directoryId: 'M-VICTOR',
    givenName: 'Victor',
    familyName: 'Viau',
    service: 'PREF-59',
    site: 'Lille',
    roles: [['approver', 'PREF-59']],
  },
  vincent: {
    directoryId: 'M-VINCENT',
    givenName: 'Vincent',
    familyName: 'Vuaillat',
    service: 'DNUM/SDIT',
    site: 'Paris',
    roles: [
      ['approver', '*'],
      ['technician', '*'],
    ],
  },
  thomas: {
    directoryId: 'M-THOMAS',
    givenName: 'Thomas',
    familyName: 'Tissier',
    service: 'DNUM/SDIT',
    site: 'Paris',
    roles: [['technician', '*']],
  },
  theo: {
    directoryId: 'M-THEO',
    givenName: 'Théo',
    familyName: 'Thuillier',
    service: 'DNUM/SDIT',
    site: 'Paris',
    roles: [['technician', '*']],
  },
  odile: {
    directoryId: 'M-ODILE',
    givenName: 'Odile',
    familyName: 'Ory',
    service: 'DNUM',
    site: 'Paris',
    roles: [['security-officer', '*']],
  },
  armand: {
    directoryId: 'M-ARMAND',
    givenName: 'Armand',
    familyName: 'Aubry',
    service: 'DNUM',
    site: 'Paris',
    roles: [['administrator', '*']],
  },
  aurore: {
    directoryId: 'M-AURORE',
    givenName: 'Aurore',
    familyName: 'Auger',
    service: 'DNUM',
    site: 'Paris',
    roles: [['auditor', '*']],
  },
  simon: {
    directoryId: 'M-SIMON',
    givenName: 'Simon',
    familyName: 'Simonet',
    service: 'DNUM',
    site: 'Paris',
    roles: [['supervisor', '*']],
  },
};
