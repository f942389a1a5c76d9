import type { Entry } from '../../../src/journal/entry.ts';
import { loss } from '../../support/judged/journals/machines/loss.ts';
import { honest } from '../../support/judged/journals.ts';
import { type Forged, forge, rowIn } from './forging.ts';

const opened = async (): Promise<Forged> => forge(await honest(loss));
const lostBy = (f: Forged, who: string): Entry => f.first('workstation.lose', (e) => e.actor === f.person(who));

describe('the loss of a machine', () => {
  it('is told by whoever has it, by whoever has a token on it, and by an approver of its service', async () => {
    const f = await opened();
    const told = f.entries.filter(({ action, outcome }) => action === 'workstation.lose' && outcome === 'done');
    expect(told.map(({ actor, role }) => [actor, role])).toEqual([
      [f.person('M-BRUNO'), 'agent'],
      [f.person('M-CORINNE'), 'agent'],
      [f.person('M-VERA'), 'approver'],
    ]);
    const [refused] = f.entries.filter(({ action, outcome }) => action === 'workstation.lose' && outcome === 'refused');
    expect(refused).toMatchObject({ actor: f.person('M-ALICE'), detail: { code: 'forbidden' } });
  });

  it.each(['M-BRUNO', 'M-CORINNE', 'M-VERA'])('that %s told is told by a stranger', async (who) => {
    const f = await opened();
    const lost = lostBy(f, who);
    const stranger = f.person('M-ALICE');
    Object.assign(lost, { actor: stranger, role: 'agent' });
    f.isWrong(lost, `workstation.lose: ${stranger} as agent may not do this: forbidden`);
  });

  it('is told of a machine that the agent gave back', async () => {
    const f = await opened();
    const lost = lostBy(f, 'M-BRUNO');
    f.drop(f.first('workstation.assign'));
    f.isWrong(lost, 'as agent may not do this: forbidden');
  });

  it('is told by an agent as somebody who speaks for the service', async () => {
    const f = await opened();
    const lost = lostBy(f, 'M-VERA');
    lost.actor = f.person('M-BRUNO');
    f.isWrong(lost, 'did not hold the role approver then');
  });

  it('is told, and what was asked for the machine stays open', async () => {
    const f = await opened();
    const lost = lostBy(f, 'M-BRUNO');
    f.without(lost, (change) => change.table === 'request');
    f.isWrong(lost);
  });

  it('is told, and what was asked for the machine ends as if its holder had withdrawn it', async () => {
    const f = await opened();
    const lost = lostBy(f, 'M-BRUNO');
    rowIn(lost, 'request')['endReason'] = null;
    f.isWrong(lost);
  });

  it.each(['token', 'certificate'])('is told, and a %s goes on working', async (table) => {
    const f = await opened();
    const lost = lostBy(f, 'M-CORINNE');
    f.without(lost, (change) => change.table === table);
    f.isWrong(lost);
  });
});
