import { type OpenSuggestion, suggestionsAsked } from '../../../src/flow/people/suggestion-list.ts';
import { person } from '../../support/records/rows.ts';
import { START } from '../../support/records/store.ts';

const suggestion = (
  personId: string,
  [familyName, service, site]: readonly [string, string, string],
  more: Pick<OpenSuggestion, 'role' | 'kind' | 'since'>,
): OpenSuggestion => ({
  personId,
  person: person(personId, { familyName, givenName: 'A', service, site }),
  scope: '*',
  grantId: null,
  proposed: false,
  ...more,
});
const OPEN = [
  suggestion('1', ['Zola', 'PREF-33', 'Pau'], { role: 'approver', kind: 'grant', since: START + 2 }),
  suggestion('2', ['Étienne', 'PREF-33/DCL', 'Lyon'], { role: 'technician', kind: 'end', since: START + 1 }),
  suggestion('3', ['Faure', 'PREF-331', 'Pau'], { role: 'approver', kind: 'end', since: START + 3 }),
];
const ids = (asked: Parameters<typeof suggestionsAsked>[1]): string[] =>
  suggestionsAsked(OPEN, asked).map(({ personId }) => personId);

describe('what the groups of the directory suggest', () => {
  it('is listed as they do, and narrowed down by whom it is about and by the role', () => {
    expect(ids({})).toEqual(['1', '2', '3']);
    expect(ids({ service: 'PREF-33' })).toEqual(['1', '2']);
    expect(ids({ site: 'Pau' })).toEqual(['1', '3']);
    expect(ids({ site: 'pau' })).toEqual([]);
    expect(ids({ role: 'approver' })).toEqual(['1', '3']);
    expect(ids({ kind: 'end' })).toEqual(['2', '3']);
    expect(ids({ role: 'approver', kind: 'end', site: 'Pau', service: 'PREF-331' })).toEqual(['3']);
  });

  it('is sorted by name without accents, by service, by site, by role, and by the day', () => {
    const sorted = (by: 'name' | 'service' | 'site' | 'role' | 'since', descending = false) =>
      ids({ sort: { by, descending } });
    expect(sorted('name')).toEqual(['2', '3', '1']);
    expect(sorted('name', true)).toEqual(['1', '3', '2']);
    expect(sorted('service', true)).toEqual(['3', '2', '1']);
    expect(sorted('site')).toEqual(['2', '1', '3']);
    expect(sorted('role')).toEqual(['1', '3', '2']);
    expect(sorted('since')).toEqual(['2', '1', '3']);
    expect(sorted('since', true)).toEqual(['3', '1', '2']);
  });
});
