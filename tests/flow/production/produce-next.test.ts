import { AppError, type ErrorCode } from '../../../src/errors.ts';
import type { Made, Pair } from '../../../src/flow/production/produce-next.ts';
import { machine } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('producing the next N of the queue', () => {
  let w: World;
  const warned: string[] = [];
  beforeEach(async () => {
    warned.length = 0;
    w = await createWorld({ warn: (message) => warned.push(message) });
  });
  afterEach(() => w.close());

  const asked = async (...who: readonly (readonly ['alice' | 'bruno' | 'eve' | 'thomas', string])[]) => {
    const requests = [];
    for (const [name, workstation] of who) {
      const request = await w.flow.request.submit(w[name], { kind: 'first-issue', workstation, priority: 0 });
      await w.approve(request.id);
      requests.push(request);
      w.clock.advance(1_000); // of one moment any would be the first
    }
    return requests;
  };
  const states = async () => (await w.reads.find('request', {})).map(({ state }) => state).sort();
  const next = (count: number, slots?: string[]): Promise<Made[]> =>
    w.flow.production.produceNext(w.thomas, { count, ...(slots ? { slots } : {}) });
  const codes = (made: readonly Made[]): (ErrorCode | 'done')[] =>
    made.map((one) => (one.outcome === 'done' ? 'done' : one.error.code));

  it('pairs the oldest requests with the blanks that are plugged in, and answers each with its result', async () => {
    const [first, second] = await asked(['alice', 'PN-1'], ['bruno', 'PN-2'], ['eve', 'PN-3']);
    const made = await next(64);
    expect(codes(made)).toEqual(['done', 'done']);
    expect(made).toMatchObject([
      { requestId: first?.id, number: first?.number, slot: '1', tokenId: 'B-0001', labelPrinted: true },
      { requestId: second?.id, number: second?.number, slot: '2', tokenId: 'B-0002', holderName: 'Bruno Béart' },
    ]);
    expect(await states()).toEqual(['approved', 'produced', 'produced']);
  });

  it('takes the slots that are named, and passes over what four eyes forbid', async () => {
    const [, forTwo] = await asked(['thomas', 'PN-1'], ['bruno', 'PN-2']);
    expect(await next(2, ['2'])).toMatchObject([{ requestId: forTwo?.id, slot: '2', outcome: 'done' }]);
  });

  it('goes on behind machines that are not in service yet, however many wait before', async () => {
    for (const name of ['alice', 'eve'] as const)
      for (let n = 0; n < 28; n += 1) {
        const { assetNumber } = await w.flow.enrolment.register(w.theo, machine(`PX-${name === 'eve' ? 1 : 0}${n}`));
        await asked([name, assetNumber]);
      }
    const [made] = await asked(['bruno', 'PN-2']);
    expect(await next(1)).toMatchObject([{ requestId: made?.id, outcome: 'done' }]);
  });

  it('goes on behind requests whose holder has no account any more, and leases none of them', async () => {
    const [gone, made] = await asked(['alice', 'PN-1'], ['bruno', 'PN-2']);
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    expect(await next(2)).toMatchObject([{ requestId: made?.id, outcome: 'done' }]);
    expect(await w.reads.get('request', gone?.id ?? '')).toMatchObject({ state: 'approved', producerId: null });
    expect(await entries('request.putBack')).toBe(0);
    await expect(next(1)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('goes on behind a request whose holder was edited in the database', async () => {
    const [edited, made] = await asked(['alice', 'PN-1'], ['bruno', 'PN-2']);
    await w.opened.behind.run(`update "person" set "site" = 'Lyon' where "id" = ?`, w.alice.personId);
    expect(await next(2)).toMatchObject([{ requestId: made?.id, outcome: 'done' }]);
    expect(await w.reads.get('request', edited?.id ?? '')).toMatchObject({ state: 'approved', producerId: null });
  });

  it('takes nothing from the queue while no blank of the stock is plugged in', async () => {
    await asked(['alice', 'PN-1']);
    w.twin.plug('1', { serial: 'FOREIGN-1', soPin: 'x' });
    w.twin.unplug('2');
    await expect(next(1)).rejects.toMatchObject({ code: 'token_wrong', detail: { why: 'no-blank' } });
    await expect(next(1, ['1'])).rejects.toMatchObject({ code: 'token_wrong' });
    expect(await states()).toEqual(['approved']);
  });

  it('says that the bench has no such slot, also beside one that it has', async () => {
    await asked(['alice', 'PN-1']);
    const refused = { code: 'token_wrong', detail: { why: 'no-slot', slot: '7' } };
    await expect(next(1, ['1', '7'])).rejects.toMatchObject(refused);
    const [request] = await w.reads.find('request', {});
    const input = { requestId: request?.id ?? '', slot: '7' };
    await expect(w.flow.production.produce(w.thomas, input)).rejects.toMatchObject(refused);
    expect(await states()).toEqual(['approved']);
  });

  it('says that the queue has nothing for this technician', async () => {
    await asked(['thomas', 'PN-1']);
    await expect(next(1)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lets one fail and the other stand; the failed request is back in the queue, put back once', async () => {
    await asked(['alice', 'PN-1'], ['bruno', 'PN-2']);
    w.twin.onStep('generateKey', () => {
      throw new AppError('device_failed', 'the token did not answer', { detail: { rv: 'CKR_DEVICE_ERROR' } });
    });
    expect(codes(await next(2)).sort()).toEqual(['device_failed', 'done']);
    expect(await states()).toEqual(['approved', 'produced']);
    expect(await entries('request.putBack')).toBe(0);
    expect(await entries('production.undo')).toBe(1);
  });

  const entries = async (action: string) =>
    (
      await w.flow.reading.entries(
        w.odile,
        { action, outcome: action.includes('undo') ? 'failed' : 'done' },
        { limit: 10 },
      )
    ).items.length;
  /** What happens between the lease and the beginning of the job. */
  const onceLeased = (happens: () => Promise<void> | void) => {
    const { slot } = w.twin.bench;
    w.twin.bench.slot = async (name) => {
      await happens();
      return slot(name);
    };
  };

  it.each<[string, ErrorCode, () => Promise<void> | void]>([
    ['its token was changed meanwhile', 'token_wrong', () => w.twin.plug('1', { serial: 'FOREIGN-1', soPin: 'x' })],
    [
      'its token was lost meanwhile',
      'wrong_state',
      () => w.flow.stock.change(w.thomas, { serial: 'B-0001', action: 'miss' }),
    ],
    ['its workstation was sent to repair meanwhile', 'wrong_state', () => inRepair()],
    [
      'the bench has a fault that is none of ours',
      'internal',
      () => {
        throw new TypeError('no such slot');
      },
    ],
  ])('puts a request back whose job could not begin: %s', async (_, code, happens) => {
    w.twin.unplug('2');
    const [request] = await asked(['alice', 'PN-1']);
    onceLeased(happens);
    expect(codes(await next(1))).toEqual([code]);
    expect(await w.reads.get('request', request?.id ?? '')).toMatchObject({ state: 'approved', producerId: null });
    expect(await entries('request.putBack')).toBe(1);
    expect(warned).toHaveLength(code === 'internal' ? 1 : 0);
  });
  const inRepair = async (): Promise<void> => {
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'sendToRepair' });
  };

  it('tells whoever watches of the pairs before, and of each that ended', async () => {
    await asked(['alice', 'PN-1'], ['bruno', 'PN-2']);
    const [begun, ended]: [Pair[][], Made[]] = [[], []];
    const watch = {
      begun: (pairs: readonly Pair[]) => void begun.push([...pairs]),
      ended: (one: Made) => void ended.push(one),
    };
    const made = await w.flow.production.produceNext(w.thomas, { count: 2 }, watch);
    expect(begun.map((pairs) => pairs.map(({ serial }) => serial))).toEqual([['B-0001', 'B-0002']]);
    expect(ended.map(({ slot }) => slot).sort()).toEqual(made.map(({ slot }) => slot).sort());
  });

  it('needs a fresh factor before anything is taken', async () => {
    await asked(['alice', 'PN-1']);
    const stale = { ...w.thomas, freshUntil: 0 };
    await w.refuses('fresh_factor_needed', w.flow.production.produceNext(stale, { count: 1 }));
    await w.refuses('forbidden', w.flow.production.produceNext(w.alice, { count: 1 }));
    expect(await states()).toEqual(['approved']);
  });
});

describe('producing one request on the one blank that is plugged in', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());
  const ready = async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    return request;
  };

  it('finds its slot by itself, and refuses to choose between two', async () => {
    const { id } = await ready();
    await expect(w.flow.production.produce(w.thomas, { requestId: id })).rejects.toMatchObject({
      code: 'token_wrong',
      detail: { why: 'several-slots', serial: 'B-0001, B-0002' },
    });
    w.twin.unplug('1');
    expect(await w.flow.production.produce(w.thomas, { requestId: id })).toMatchObject({ tokenId: 'B-0002' });
  });

  it('is told like one of several', async () => {
    const { number } = await ready();
    w.twin.unplug('2');
    const seen: string[] = [];
    const watch = { begun: () => void seen.push('begun'), ended: () => void seen.push('ended') };
    const made = await w.flow.production.produceWatched(w.thomas, { requestId: number }, watch);
    expect(made).toMatchObject({ outcome: 'done', number, slot: '1' });
    expect(seen).toEqual(['begun', 'ended']);
  });
});
