import { createWorld, type World } from '../../support/world.ts';

describe('an import of workstations', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const rows = Array.from({ length: 5 }, (_, i) => ({
    ...{ assetNumber: `PN-${100 + i}`, model: 'SPAN 14', service: 'PREF-33', site: 'Bordeaux' },
    state: 'registered' as const,
  }));

  it('is one act at one moment, however long it takes', async () => {
    const { chance } = w.opened;
    const id = chance.id.bind(chance);
    chance.id = () => {
      w.clock.pass(3_000); // as long as hundreds of rows take
      return id();
    };
    const began = w.clock.now();
    expect(await w.flow.enrolment.import(w.thomas, rows)).toEqual({ imported: 5 });
    const made = await w.reads.find('workstation', { assetNumber: rows.map(({ assetNumber }) => assetNumber) });
    expect(new Set(made.map(({ registeredAt }) => registeredAt))).toEqual(new Set([began]));
  });
});
