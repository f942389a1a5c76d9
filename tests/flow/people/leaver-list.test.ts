import { type Leaver, leaversAsked } from '../../../src/flow/people/leaver-list.ts';
import { person } from '../../support/records/rows.ts';
import { START } from '../../support/records/store.ts';

const leaver = (id: string, familyName: string, service: string, since: number | null): Leaver => ({
  person: person(id, { familyName, givenName: 'A', service }),
  state: since === null ? 'closed' : 'gone',
  since,
  tokens: [],
  credentials: [],
  requests: [],
});
const LEFT = [
  leaver('1', 'Zola', 'PREF-33', START + 2),
  leaver('2', 'Étienne', 'PREF-33/DCL', START + 1),
  leaver('3', 'Faure', 'PREF-331', null),
];
const ids = (asked: Parameters<typeof leaversAsked>[1]): string[] =>
  leaversAsked(LEFT, asked).map(({ person: { id } }) => id);

describe('who has left', () => {
  it('is listed as the directory tells it, and of a service with those below it', () => {
    expect(ids({})).toEqual(['1', '2', '3']);
    expect(ids({ service: 'PREF-33' })).toEqual(['1', '2']);
    expect(ids({ service: 'PREF-59' })).toEqual([]);
  });

  it('is sorted by name without accents, by service, and by the day on which they left, the unknown last', () => {
    expect(ids({ sort: { by: 'name', descending: false } })).toEqual(['2', '3', '1']);
    expect(ids({ sort: { by: 'name', descending: true } })).toEqual(['1', '3', '2']);
    expect(ids({ sort: { by: 'service', descending: true } })).toEqual(['3', '2', '1']);
    expect(ids({ sort: { by: 'since', descending: false } })).toEqual(['2', '1', '3']);
    expect(ids({ sort: { by: 'since', descending: true } })).toEqual(['3', '1', '2']);
  });
});
