import { largeService } from '../../support/world/large-service.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('an incident of a service that is larger than one act blocks', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('says that there are more, until none is left', async () => {
    const service = await largeService(w);
    const block = () => w.flow.incident.blockMany(w.olga, { service, reason: 'ransomware' });
    const first = await block();
    expect([first.machines.length, first.more]).toEqual([500, true]);
    const second = await block();
    expect([second.machines.length, second.more]).toEqual([1, false]);
    const rows = await w.reads.find('workstation', { service });
    expect([rows.length, rows.every(({ state }) => state === 'blocked')]).toEqual([501, true]);
    expect(await w.flow.incident.hits(w.olga, { service })).toMatchObject({ workstations: [], more: false });
  });
});
