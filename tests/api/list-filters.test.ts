import { dateOf, dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { takeOver } from '../support/world/machines.ts';
import { createService, type Name, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

describe('a list behind the door is narrowed down as on the console', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as } = callers(() => service);
  const found = async (name: Name, path: string, column: string): Promise<unknown[]> => {
    const { status, body } = await as(name).get(path);
    expect(status).toBe(200);
    return body.items.map((item: Record<string, unknown>) => item[column]);
  };
  const receive = (reference: string, serial: string, more: object = {}) =>
    service.world.flow.stock.receive(service.world.thomas, {
      ...{ reference, model: 'Twin', tokens: [{ serial, soPin: '12345678' }] },
      ...more,
    });

  it('recalls by their kind and a text', async () => {
    const { world } = service;
    await receive('BL-9', 'F-1', { model: 'Rappel', batch: 'L-3' });
    await world.dual('recall.open', { kind: 'batch', model: 'Rappel', value: 'L-3', way: 'revoke-now' });
    await receive('BL-10', 'F-2', { model: 'Virage' });
    world.clock.advance(1000);
    await world.dual('recall.open', { kind: 'model', model: 'Virage', way: 'revoke-now' });
    expect(await found('olga', '/recalls', 'model')).toEqual(['Virage', 'Rappel']);
    expect(await found('olga', '/recalls?kind=batch', 'model')).toEqual(['Rappel']);
    expect(await found('olga', '/recalls?text=vira', 'model')).toEqual(['Virage']);
    expect(await found('olga', '/recalls?text=vira&state=closed', 'model')).toEqual([]);
  });

  it('campaigns by their state, their kind and a text; those that go on where no state is named', async () => {
    const { world } = service;
    const open = (more: object) =>
      world.flow.campaign.open(world.simon, {
        ...{
          tokens: 'keep',
          checklist: 'any',
          technicians: 1,
          perTechnician: 1,
          startsOn: dayOf(world.clock.now()) + 1,
          closedDays: [],
        },
        ...(more as { targetImage: string }),
      });
    await takeOver(world.flow, [world.adele, world.olga], 'PN-4');
    const { campaign } = await open({ targetImage: 'SPAN-2026.3', machines: ['PN-4'] });
    await world.flow.campaign.close(world.simon, { campaignId: campaign.id });
    world.clock.advance(1000);
    await open({ targetImage: 'SPAN-2027.1', site: 'Pau' });
    expect(await found('simon', '/campaigns', 'targetImage')).toEqual(['SPAN-2027.1']);
    expect(await found('simon', '/campaigns?state=closed', 'targetImage')).toEqual(['SPAN-2026.3']);
    const all = '/campaigns?state=open&state=closed';
    expect(await found('simon', all, 'targetImage')).toEqual(['SPAN-2027.1', 'SPAN-2026.3']);
    expect(await found('simon', `${all}&kind=list`, 'targetImage')).toEqual(['SPAN-2026.3']);
    expect(await found('simon', `${all}&text=PAU`, 'targetImage')).toEqual(['SPAN-2027.1']);
  });

  it('transfers by a location that they left or went to', async () => {
    const { flow, simon, thomas } = service.world;
    for (const site of ['LYON', 'PAU', 'AIX'])
      await flow.stock.addLocation(simon, { code: `${site}-A`, label: 'Coffre', site });
    await receive('BL-9', 'F-1', { location: 'LYON-A' });
    await receive('BL-10', 'F-2', { location: 'LYON-A' });
    await flow.stock.transfer(thomas, { to: 'PAU-A', serials: ['F-1'] });
    await flow.stock.transfer(thomas, { to: 'AIX-A', serials: ['F-2'] });
    const sent = (query: string) => found('thomas', `/stock/transfers${query}`, 'toId');
    expect((await sent('')).sort()).toEqual(['AIX-A', 'PAU-A']);
    expect(await sent('?location=pau-a')).toEqual(['PAU-A']);
    expect((await sent('?location=LYON-A')).sort()).toEqual(['AIX-A', 'PAU-A']);
  });

  const soon = (days: number): string => dateOf(dayOf(service.world.clock.now()) + days);

  it('deliveries, expected or received, by a text; expected ones by their state and in pages', async () => {
    const { flow, simon, reads } = service.world;
    for (const [n, reference] of ['CMD-01', 'CMD-02', 'CMD-03'].entries())
      await flow.stock.expect(simon, { on: soon(n + 1), model: 'Twin', count: 1, reference });
    const idOf = async (reference: string) => (await reads.find('expectedDelivery', { reference }))[0]!.id;
    await flow.stock.cancelExpected(simon, { expectedId: await idOf('CMD-02'), reason: 'order' });
    await receive('BL-91', 'F-1', { expected: await idOf('CMD-03') });
    const expected = (query: string) => found('simon', `/expected-deliveries${query}`, 'reference');
    expect(await expected('')).toEqual(['CMD-03', 'CMD-02', 'CMD-01']);
    expect(await expected('?state=expected')).toEqual(['CMD-01']);
    expect(await expected('?state=received&state=cancelled')).toEqual(['CMD-03', 'CMD-02']);
    expect(await expected('?text=cmd-02')).toEqual(['CMD-02']);
    const { next } = (await as('simon').get('/expected-deliveries?limit=2')).body;
    expect(await expected(`?limit=2&cursor=${next}`)).toEqual(['CMD-01']);
    expect(await found('simon', '/deliveries?text=bl-9', 'reference')).toEqual(['BL-91']);
  });
});
