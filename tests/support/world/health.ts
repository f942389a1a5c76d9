import type { Door } from '../../../src/app/door.ts';
import { authorise } from '../../../src/book/rights/authorise.ts';
import type { HealthLine } from '../../../src/words/health.ts';
import { START } from '../clock.ts';

/** A service with one part in each state. */
const HEALTH: readonly HealthLine[] = [
  { part: 'clock', state: 'broken', says: 'clock.leapt', since: START, facts: {}, times: {} },
  { part: 'backup', state: 'look', says: 'backup.never', since: null, facts: {}, times: {} },
  {
    part: 'crl',
    state: 'ok',
    says: 'crl.numbered',
    since: null,
    facts: { name: 'issuing', number: 12, where: 'http://pki.example' },
    times: { at: START + 86_400_000 },
  },
];

/** Shows these lines to whoever may see them, as the service's own does (src/app/health). */
export const healthOf = (lines: readonly HealthLine[] = HEALTH): Door['health'] => ({
  show: async (caller) => {
    authorise(caller, 'node.read', {}, START);
    return [...lines];
  },
});
