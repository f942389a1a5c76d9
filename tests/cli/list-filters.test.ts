import { createService, type Service, terminals } from './terminal.ts';

describe('a list that is narrowed down, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { as, run } = terminals(() => service);

  it.each([
    ['olga', 'recall list --closed --kind batch --text L-3', '/v1/recalls?state=closed&kind=batch&text=L-3'],
    ['simon', 'campaign list --kind list --text Pau', '/v1/campaigns?kind=list&text=Pau'],
    ['simon', 'campaign list --past', '/v1/campaigns?state=closed'],
    ['thomas', 'stock transfers --location PAU-A', '/v1/stock/transfers?state=sent&location=PAU-A'],
    ['thomas', 'stock deliveries --text BL-9', '/v1/deliveries?text=BL-9'],
    ['thomas', 'stock expected --text CMD', '/v1/expected-deliveries?state=expected&text=CMD'],
  ] as const)('asks for what it is told: %s %s', async (name, command, asked) => {
    await as(name, 'whoami');
    const [path = '', query] = asked.split('?');
    const addresses: URL[] = [];
    const fetch: typeof globalThis.fetch = async (input) => {
      addresses.push(new URL(String(input)));
      return Response.json({ items: [], next: null });
    };
    expect(await run(name, command.split(' '), { fetch })).toMatchObject({ code: 0, err: '' });
    const first = addresses.find(({ pathname }) => pathname.endsWith(path));
    const given = [...(first?.searchParams ?? [])].filter(([key]) => key !== 'limit');
    expect(Object.fromEntries(given)).toEqual(Object.fromEntries(new URLSearchParams(query)));
  });

  it('of expected deliveries has all that are expected, the next first, then past ones, and says which is late', async () => {
    const { flow, clock, reads } = service.world;
    const day = (ahead: number) => new Date(clock.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    for (const [n, reference] of ['C-1', 'C-2', 'C-3'].entries())
      await flow.stock.expect(service.world.simon, { on: day(n + 1), model: 'Twin', count: 1, reference });
    const [first] = await reads.find('expectedDelivery', { reference: 'C-1' });
    await flow.stock.cancelExpected(service.world.simon, { expectedId: first!.id, reason: 'order' });
    const read = async (name: 'thomas' | 'simon') => {
      const { code, json } = await as(name, 'stock', 'expected', '--limit', '1', '--json');
      return { code, orders: json.items.map(({ reference }) => reference) };
    };
    expect(await read('thomas')).toEqual({ code: 0, orders: ['C-2', 'C-3', 'C-1'] });
    clock.pass(3 * 86_400_000);
    // whoever signs in later: the first session has ended by then
    expect(await read('simon')).toEqual({ code: 1, orders: ['C-2', 'C-3', 'C-1'] });
    await service.world.check();
  });
});
