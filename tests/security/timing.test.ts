import { setTimeout as sleep } from 'node:timers/promises';
import { createIdentity } from '../../src/identity/accounts.ts';
import { createSecretHasher } from '../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../src/identity/passwords/password.ts';
import { createHouse } from '../identity/house.ts';
import { counts } from '../support/runs/long.ts';

const PASSWORD = 'quatre chiens dorment dehors';

/** Milliseconds of processor time that this process has used, its threads too: what others run beside it adds nothing. */
const used = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
/** The shortest of some times: what collecting garbage adds comes to none of them alike, and who guesses takes the shortest too. */
const shortest = (times: number[]): number => Math.min(...times);

describe('a refused sign-in', () => {
  it('takes as long for a login that does not exist', async () => {
    const house = await createHouse();
    const alice = await house.person('alice');
    const invited = await house.person('ines');
    // the real hash, and no wait between tries: each comes from a place of its own
    const identity = createIdentity({
      store: house.store,
      records: house.records,
      clock: house.clock,
      chance: house.chance,
      hasher: createSecretHasher(),
      policy: createPasswordPolicy({ common: new Set() }),
      sleep: async () => {},
    });
    const { token } = await identity.invite(house.administrator, alice.id);
    await identity.enrol({ token, password: `${PASSWORD} aussi` }, { address: '192.0.2.7' });
    const logins = { known: alice.directoryId!, invited: invited.directoryId!, unknown: 'M-NOBODY' };
    const times: Record<string, number[]> = { known: [], invited: [], unknown: [] };
    const tries = counts(15, 400);
    for (let i = 0; i < tries; i += 1) {
      for (const [kind, login] of Object.entries(logins)) {
        const from = { address: `198.51.${i % 250}.${(i * 7) % 250}` };
        const began = used();
        await identity.signIn({ login, password: PASSWORD }, from).catch(() => undefined);
        times[kind]!.push(used() - began);
        if (i % 20 === 0) await sleep(1);
      }
    }
    const [known = 0, unknown = 0, never = 0] = ['known', 'unknown', 'invited'].map((kind) => shortest(times[kind]!));
    // the hash costs tens of milliseconds; a margin of a third of it is far below what would tell, and above the noise of a processor that others share
    for (const other of [unknown, never]) expect(Math.abs(other - known) / known).toBeLessThan(counts(0.5, 0.2));
  });
});
