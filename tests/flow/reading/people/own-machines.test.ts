import { dateOf, dayOf, isWorkingDay } from '../../../../src/book/rules/calendar/working-days.ts';
import { OpenCampaign, OpenExchange } from '../../../../src/flow/campaign/inputs.ts';
import { machine, takeOver } from '../../../support/world/machines.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

const DAY = 86_400_000;
const OLD = 'SPAN-2025.1';

describe('what an agent reads of the machines that are theirs', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    const numbers = ['PN-50', 'PN-51', 'PN-80'];
    await takeOver(w.flow, [w.adele, w.olga], ...numbers.map((number) => ({ ...machine(number), image: OLD })));
  });
  afterEach(async () => {
    await w.flow.campaign.stop();
    await w.check();
    await w.close();
  });
  const today = (): number => dayOf(w.clock.now());
  const nextDay = (): number => {
    let day = today() + 1;
    while (!isWorkingDay(day)) day += 1;
    return day;
  };
  const give = (workstation: string, person: string) =>
    w.flow.record.assign(w.thomas, { workstation, person, reason: 'handed-out' });
  const capacity = () => ({ technicians: 1, perTechnician: 5, startsOn: dateOf(today()) });
  const migrate = async (...machines: string[]): Promise<void> => {
    const of = { machines, targetImage: 'SPAN-2026.3', tokens: 'keep', checklist: 'any' } as const;
    await w.flow.campaign.open(w.simon, OpenCampaign.parse({ ...of, ...capacity() }));
    await w.flow.campaign.ended();
  };
  const exchange = async (): Promise<void> => {
    const of = { exchanges: [{ workstation: 'PN-50', replacedBy: 'PN-80' }] };
    await w.flow.campaign.openExchange(w.simon, OpenExchange.parse({ ...of, ...capacity() }));
    await w.flow.campaign.ended();
  };

  it('is each machine, and the day of its migration with the image', async () => {
    await give('PN-50', 'M-ALICE');
    await give('PN-51', 'M-BRUNO');
    const [before] = await w.flow.reading.ownMachines(w.alice);
    expect(before).toMatchObject({ workstation: { assetNumber: 'PN-50' }, migration: null, exchange: null });
    await migrate('PN-50', 'PN-51');
    const own = await w.flow.reading.ownMachines(w.alice);
    expect(own).toEqual([
      {
        workstation: { assetNumber: 'PN-50', model: 'SPAN 14', site: 'Bordeaux', state: 'commissioned' },
        isHeld: true,
        migration: { day: nextDay(), targetImage: 'SPAN-2026.3' },
        exchange: null,
      },
    ]);
    expect(await w.flow.reading.ownMachines(w.eve)).toEqual([]);
  });

  it('is no day that is past', async () => {
    await give('PN-50', 'M-ALICE');
    await migrate('PN-50');
    w.clock.pass(20 * DAY);
    expect(await w.flow.reading.ownMachines(w.alice)).toMatchObject([{ migration: null }]);
  });

  it('is the exchange, with what they bring: said of the old machine alone', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-50');
    await give('PN-50', 'M-ALICE');
    await exchange();
    const part = { day: nextDay(), new: 'PN-80', serial: tokenId, campaignId: null };
    expect(await w.flow.reading.ownMachines(w.alice)).toMatchObject([
      { workstation: { assetNumber: 'PN-50' }, exchange: { ...part, brings: 'old' }, migration: null },
    ]);
    await give('PN-80', 'M-ALICE');
    expect(await w.flow.reading.ownMachines(w.alice)).toMatchObject([
      { workstation: { assetNumber: 'PN-50' }, exchange: { ...part, brings: 'both' } },
      { workstation: { assetNumber: 'PN-80' }, exchange: null },
    ]);
  });

  it('is the exchange still for whoever gave the old machine back before its day', async () => {
    await give('PN-50', 'M-ALICE');
    await exchange();
    await w.flow.record.takeBack(w.thomas, { workstation: 'PN-50', reason: 'returned' });
    expect(await w.flow.reading.ownMachines(w.alice)).toMatchObject([
      { workstation: { assetNumber: 'PN-50' }, isHeld: false, exchange: { day: nextDay(), brings: 'none' } },
    ]);
    expect(await w.flow.reading.ownMachines(w.bruno)).toEqual([]);
  });

  it('is named by what they were told of it, as the day stands now', async () => {
    await give('PN-50', 'M-ALICE');
    await migrate('PN-50');
    const told = async (who: typeof w.alice) =>
      (await w.flow.reading.told(who, { sees: false })).find(({ template }) => template === 'migration-day')?.machine;
    expect(await told(w.alice)).toEqual({ assetNumber: 'PN-50', day: nextDay() });
    const [campaign] = await w.reads.find('campaign', {});
    await w.flow.campaign.pause(w.simon, { campaignId: campaign!.id });
    await w.flow.campaign.ended();
    expect(await told(w.alice)).toEqual({ assetNumber: 'PN-50', day: null });
  });
});
