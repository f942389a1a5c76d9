import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import { AppError } from '../../../src/errors.ts';
import { NO_BENCH } from '../../support/records/rows.ts';
import { labelRead } from '../../support/world/label.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const MINUTE = 60_000;

describe('a scan at the production line', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const asked = async (holder: 'alice' | 'bruno' | 'eve' | 'thomas' = 'alice', workstation = 'PN-1') => {
    const request = await w.flow.request.submit(w[holder], { kind: 'first-issue', workstation, priority: 0 });
    await w.approve(request.id);
    return request;
  };
  const scan = (request: Pick<RequestRow, 'number'>, by = w.thomas) =>
    w.flow.production.scan(by, { code: request.number });
  const scanLabel = async (request: Pick<RequestRow, 'number'>, by = w.thomas) =>
    w.flow.production.scan(by, { code: await labelRead(w.reads, request.number) });
  const stateOf = async ({ id }: Pick<RequestRow, 'id'>) => (await w.reads.get('request', id))!;
  const why = (reason: string) => expect.objectContaining({ detail: expect.objectContaining({ why: reason }) });

  it('takes the request for its technician before a token is plugged in', async () => {
    const request = await asked();
    for (const slot of ['1', '2']) w.twin.unplug(slot);
    expect(await scan(request)).toMatchObject({ is: 'waits', request: { number: request.number } });
    expect(await stateOf(request)).toMatchObject({ state: 'in_production', producerId: w.thomas.personId });
    expect(await scan(request)).toMatchObject({ is: 'waits', putBack: [] }); // read twice: the same
  });

  it('judges before a token is asked for: one’s own request, and one whose workstation is not commissioned', async () => {
    const own = await asked('thomas');
    await w.refuses('own_request', scan(own));
    const request = await asked('bruno', 'PN-2');
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-2', action: 'sendToRepair' });
    await w.refuses('wrong_state', scan(request));
    expect((await stateOf(request)).state).toBe('approved');
    await w.refuses('forbidden', scan(request, w.alice));
    await expect(scan({ number: 'DEM-1998-09999' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('names the technician who has it already', async () => {
    const request = await asked();
    await scan(request, w.theo);
    await expect(scan(request)).rejects.toEqual(why('other-technician'));
    await expect(scan(request)).rejects.toMatchObject({ detail: { who: expect.stringMatching(/Th/) } });
  });

  it('puts what waited before back into the queue, where it keeps its place', async () => {
    const [first, second] = [await asked('alice', 'PN-1'), await asked('bruno', 'PN-2')];
    await scan(first);
    expect(await scan(second)).toMatchObject({ is: 'waits', putBack: [first.number] });
    expect((await stateOf(first)).state).toBe('approved');
    expect((await stateOf(second)).state).toBe('in_production');
  });

  it('of a token that was made is its label: checked once, known the second time, also after a restart', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    expect(await scanLabel(request)).toMatchObject({ is: 'label-checked' });
    expect(await scanLabel(request)).toMatchObject({ is: 'label-known' });
    await w.startAnew();
    expect(await scanLabel(request, w.theo)).toMatchObject({ is: 'label-known' });
    const [label] = await w.reads.find('letter', { requestId: request.id, kind: 'label' });
    expect(label).toMatchObject({ state: 'confirmed', confirmedAt: w.clock.now() });
    // it holds no secret that would be erased
    await w.refuses('wrong_state', w.flow.letters.confirm(w.theo, { letterId: label!.id }));
    // printed again, it is read again
    await w.flow.letters.print(w.thomas, { letterId: label!.id });
    expect(await w.reads.get('letter', label!.id)).toMatchObject({ state: 'printed', confirmedAt: null });
    expect(await scanLabel(request)).toMatchObject({ is: 'label-checked' });
  });

  it('of a token whose label never came out asks for it to be printed', async () => {
    w.failPrinter(new AppError('print_failed', 'no paper'));
    const request = await w.produced(w.alice, 'PN-1');
    await expect(scanLabel(request)).rejects.toEqual(why('label-waiting'));
  });

  it('of a token that was made is no work order, nor the label of another token', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    await expect(scan(request)).rejects.toEqual(why('work-order-again'));
    const own = await labelRead(w.reads, request.number);
    const other = `${request.number}${own.endsWith('B') ? 'C' : 'B'}`;
    await expect(w.flow.production.scan(w.thomas, { code: other })).rejects.toEqual(why('label-other'));
    await w.flow.handover.repeat(w.theo, { requestId: request.id, reason: 'dead-on-arrival' });
    await expect(w.flow.production.scan(w.thomas, { code: own })).rejects.toEqual(why('label-former'));
    expect((await stateOf(request)).state).toBe('approved');
  });

  it('of one that is handed over, or nomade, says so', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    await w.handOver(request.id);
    await expect(scan(request)).rejects.toMatchObject({ code: 'wrong_state', detail: { from: 'handed_over' } });
    const nomade = await w.flow.request.submit(w.bruno, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await w.approve(nomade.id);
    await expect(scan(nomade)).rejects.toEqual(why('nomade'));
  });
});

describe('places of the bench', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    w.twin.places.set('2', 'B');
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const works = (who: typeof w.thomas, benchPlace: string) => {
    const now = w.clock.now();
    const times = { createdAt: now, seenAt: now, freshUntil: 0, expiresAt: now + 600 * MINUTE };
    const bench = { ...NO_BENCH, benchNode: w.own.node.name, benchPlace, benchUntil: now + 10 * MINUTE };
    const row = { hash: who.personId, personId: who.personId, csrf: '', address: '', method: 'passkey' };
    return w.opened.identity.keepSession({ ...row, ...times, ...bench, idToken: null, reach: null });
  };
  const asked = async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    return request;
  };

  it('somebody else’s blank is never taken, whichever way it is asked for', async () => {
    await works(w.theo, 'A');
    await works(w.thomas, 'B');
    const request = await asked();
    const byTheo = w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    await expect(byTheo).rejects.toMatchObject({ code: 'conflict', detail: { why: 'place-held', place: 'A' } });
    const made = await w.flow.production.produce(w.thomas, { requestId: request.id });
    expect(made.tokenId).toBe(w.twin.tokens.get('2')!.serial);
  });

  it('a technician at a place is given its slots alone', async () => {
    const bench = { place: 'B', until: w.clock.now() + 10 * MINUTE };
    const request = await asked();
    const made = await w.flow.production.produceNext({ ...w.thomas, bench }, { count: 5 });
    expect(made).toMatchObject([{ requestId: request.id, slot: '2', begun: true, outcome: 'done' }]);
    w.twin.unplug('2');
    await asked2();
    await expect(w.flow.production.produceNext({ ...w.thomas, bench }, { count: 1 })).rejects.toMatchObject({
      detail: { why: 'no-blank' },
    });
  });
  const asked2 = async () => {
    const request = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(request.id);
  };

  it('a shift that is over holds nothing', async () => {
    await works(w.theo, 'A');
    w.clock.advance(601 * MINUTE);
    const thomas = { ...w.thomas, freshUntil: Number.MAX_SAFE_INTEGER };
    const request = await asked();
    const made = await w.flow.production.produce(thomas, { requestId: request.id, slot: '1' });
    expect(made.state).toBe('produced');
  });
});
