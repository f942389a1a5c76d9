import { canTransition, create, LIFECYCLE, move, nextState, type Stateful } from '../../src/book/tables/lifecycle.ts';
import type { RequestRow } from '../../src/book/tables/rows/requests.ts';

const request = (state: RequestRow['state']) => ({ id: 'r1', state }) as RequestRow;

describe('the lifecycle table', () => {
  it('moves an approved request into production and repeats the expected state', () => {
    expect(move('request', request('approved'), 'take', { producerId: 'p' })).toEqual({
      table: 'request',
      id: 'r1',
      expect: { state: 'approved' },
      set: { producerId: 'p', state: 'in_production' },
    });
  });

  it('refuses a step that the table does not have, with its own code', () => {
    expect(() => move('request', request('submitted'), 'take')).toThrow(
      expect.objectContaining({
        code: 'wrong_state',
        detail: expect.objectContaining({ from: 'submitted', action: 'take' }),
      }),
    );
  });

  it('never lets a revoked certificate or token become good again', () => {
    for (const to of ['good', 'issued', 'intended']) expect(canTransition('certificate', 'revoked', to)).toBe(false);
    for (const to of ['produced', 'handed_over', 'active', 'suspended'])
      expect(canTransition('token', 'revoked', to)).toBe(false);
  });

  it('names only states it can leave or end in', () => {
    for (const kind of Object.keys(LIFECYCLE) as Stateful[]) {
      for (const [action, steps] of Object.entries(LIFECYCLE[kind])) {
        for (const from of Object.keys(steps)) expect(nextState(kind, from as never, action as never)).toBeDefined();
      }
    }
  });

  it('lets no row begin in the middle of its life', () => {
    expect(() => create('request', request('in_production'))).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});
