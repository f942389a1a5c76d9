import { AppError } from '../../../src/errors.ts';
import { createWorld, type World } from '../../support/world/world.ts';

let w: World;
beforeEach(async () => {
  w = await createWorld();
});
const print = (requestId: string, paper: 'work-order' | 'transport-note' | 'handover-sheet', by = w.thomas) =>
  w.flow.papers.print(by, { requestId, paper });
const approved = async () => {
  const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 1 });
  await w.approve(request.id);
  return request;
};

describe('papers without a secret', () => {
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('a work order says who, which workstation and how urgent, once the request is approved; again whenever asked', async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 1 });
    await w.refuses('wrong_state', print(request.id, 'work-order'));
    await w.approve(request.id);
    await print(request.number, 'work-order');
    const said = { kind: 'work-order', name: 'Alice Agard', workstation: 'PN-1', priority: 1 };
    expect(w.printed.at(-1)).toMatchObject({ ...said, requestNumber: request.number });
    await print(request.id, 'work-order');
    expect(w.printed).toHaveLength(2);
  });

  it('a work order is for tokens: a nomade credential has none', async () => {
    const request = await w.flow.request.submit(w.alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await w.approve(request.id);
    await w.refuses('wrong_state', print(request.id, 'work-order'));
  });

  it('the hand-over prints its sheet; where the printer fails it stands, and the sheet prints later, the same', async () => {
    const { id } = await w.produced(w.alice, 'PN-1');
    await w.refuses('wrong_state', print(id, 'handover-sheet'));
    await w.flow.handover.challenge(w.theo, { requestId: id, slot: '1' });
    await w.accept(id);
    w.failPrinter(new AppError('print_failed', 'out of paper'));
    await w.flow.handover.handOver(w.theo, { requestId: id });
    expect(w.printed.filter((p) => p.kind === 'handover-sheet')).toEqual([]);
    await print(id, 'handover-sheet');
    const request = await w.reads.get('request', id);
    const [token] = await w.reads.find('token', { requestId: id });
    expect(w.printed.at(-1)).toEqual({
      kind: 'handover-sheet',
      requestNumber: request!.number,
      serial: token!.id,
      name: 'Alice Agard',
      certificateSerial: token!.certificateId,
      handedOverAt: request!.handedOverAt,
      operator: 'Théo Thuillier',
    });
  });

  it('the dispatch prints a transport note that says where to and tells no PIN', async () => {
    const { id, deliverySite } = await w.produced(w.alice, 'PN-1');
    const pin = w.twin.tokens.get('1')!.pin!;
    await w.flow.handover.ship(w.theo, { requestId: id, slot: '1', trackingNumber: 'XY 1' });
    const note = { kind: 'transport-note', destination: deliverySite, trackingNumber: 'XY 1' };
    expect(w.printed.at(-1)).toMatchObject(note);
    expect(deliverySite).not.toBe('');
    expect(JSON.stringify(w.printed)).not.toContain(pin);
    await print(id, 'transport-note', w.theo);
    expect(w.printed.at(-1)).toMatchObject(note);
    await w.refuses('wrong_state', print(id, 'handover-sheet'));
  });

  it('are printed by technicians, recorded each time, and a failing printer says so', async () => {
    const request = await approved();
    await w.refuses('forbidden', print(request.id, 'work-order', w.valerie));
    await w.refuses('not_found', print('DEM-2026-99999', 'work-order'));
    w.failPrinter(new AppError('print_failed', 'out of paper'));
    await expect(print(request.id, 'work-order')).rejects.toMatchObject({ code: 'print_failed' });
    const [entry] = (await w.opened.lists.entries({}, { limit: 1 })).items;
    expect(entry).toMatchObject({ action: 'paper.print', subject: `request:${request.id}`, outcome: 'done' });
  });
});
