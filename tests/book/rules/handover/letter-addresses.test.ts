import { addressesFor, isOfParcel } from '../../../../src/book/rules/handover/letter-addresses.ts';

describe('the addresses that a secret letter may go to', () => {
  it.each([
    // no parcel: the other address first
    ['Bordeaux', null, null, ['site']],
    ['Bordeaux', '8 rue du Loup', null, ['address', 'site']],
    // a parcel went to the site, to the other address, to neither, to both
    ['Bordeaux', null, 'Bordeaux', []],
    ['Bordeaux', '8 rue du Loup', ' BORDEAUX', ['address']],
    ['Bordeaux', 'Lille', 'lille', ['site']],
    ['Bordeaux', '8 rue du Loup', 'Lille', ['address', 'site']],
    ['Bordeaux', 'bordeaux ', 'Bordeaux', []],
  ] as const)('of %j and %j, with a parcel to %j: %j', (site, address, deliverySite, allowed) => {
    expect(addressesFor({ site, address }, deliverySite)).toEqual(allowed);
  });

  it('are compared as people write them', () => {
    expect(isOfParcel(' Bordeaux \t Lac', 'BORDEAUX LAC')).toBe(true);
    expect(isOfParcel('Bordeaux', 'Bordeaux Lac')).toBe(false);
  });
});
