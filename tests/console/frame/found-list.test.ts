import { CAMPAIGN_NOT_CLOSED, CAMPAIGN_STATES } from '../../../src/book/tables/states.ts';
import { statesAsked } from '../../../src/console/frame/lists/found-list.ts';

describe('Of which states a page with two lists reads each', () => {
  const both = (etat: string) => ({
    open: statesAsked(CAMPAIGN_NOT_CLOSED, CAMPAIGN_STATES, { etat }),
    past: statesAsked(['closed'], CAMPAIGN_STATES, { etat }),
  });

  it('has every state where the address names none, or one that nobody knows', () => {
    expect(both('')).toEqual({ open: CAMPAIGN_NOT_CLOSED, past: ['closed'] });
    expect(both('constructor')).toEqual({ open: CAMPAIGN_NOT_CLOSED, past: ['closed'] });
  });

  it('leaves a list out where the address names a state of the other one', () => {
    expect(both('paused')).toEqual({ open: ['paused'], past: [] });
    expect(both('closed')).toEqual({ open: [], past: ['closed'] });
  });
});
