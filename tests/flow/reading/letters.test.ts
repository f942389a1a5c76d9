import type { Caller } from '../../../src/book/rights/roles.ts';
import type { Reads } from '../../../src/flow/ports/store.ts';
import { createLetterReading } from '../../../src/flow/reading/letters.ts';
import { createWorld, type World } from '../../support/world.ts';

describe('the letters that wait', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const printLabel = async (requestId: string): Promise<void> => {
    const [label] = await w.reads.find('letter', { requestId, kind: 'label' });
    await w.flow.letters.print(w.theo, { letterId: label?.id ?? '' });
  };

  it('are pushed out by no label that came out long ago, and say when there are more than a page shows', async () => {
    const desk = createLetterReading(w.own, w.opened.lists, 2);
    const kinds = async () => {
      const { letters, more } = await desk.letters(w.valerie);
      return [...letters.map(({ kind }) => kind), more];
    };
    await printLabel((await w.produced(w.alice, 'PN-1')).id);
    expect(await kinds()).toEqual(['pin', false]);
    await printLabel((await w.produced(w.bruno, 'PN-2')).id);
    expect(await kinds()).toEqual(['pin', 'pin', false]);
    const last = await w.produced(w.eve, 'PN-3');
    expect(await kinds()).toEqual(['pin', 'pin', true]);
    await printLabel(last.id);
    expect(await kinds()).toEqual(['pin', 'pin', true]);
  });

  it('of other services push out none of those that an approver of one service reads', async () => {
    const desk = createLetterReading(w.own, w.opened.lists, 2);
    await w.produced(w.eve, 'PN-3');
    const own = [(await w.produced(w.alice, 'PN-1')).id, (await w.produced(w.bruno, 'PN-2')).id];
    const read = async (caller: Caller) => {
      const { letters, more } = await desk.letters(caller);
      return { of: letters.map(({ requestId }) => requestId), more, counted: await desk.letterCount(caller) };
    };
    expect(await read(w.vera)).toEqual({ of: own, more: false, counted: 2 });
    // of all services more wait than are shown
    expect(await read(w.valerie)).toMatchObject({ of: [expect.not.stringMatching(own[0] ?? ''), own[0]], more: true });
    expect(await read(w.victor)).toMatchObject({ of: [expect.anything()], more: false, counted: 1 });
    // printed and not confirmed yet, it waits still, of the same service
    const requestId = own[1] ?? '';
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    await w.flow.letters.print(w.vincent, { letterId: (await w.pinLetter(requestId)).id });
    expect(await read(w.vera)).toEqual({ of: own, more: false, counted: 2 });
    expect((await read(w.victor)).counted).toBe(1);
  });

  it('ask who had their tokens in hand once, however many they are', async () => {
    let asked = 0;
    const reads: Reads = {
      ...w.reads,
      find: async (table, where, page) => {
        asked += 1;
        return w.reads.find(table, where, page);
      },
    };
    const desk = createLetterReading({ ...w.own, store: { ...w.store, reads } }, w.opened.lists);
    const statements = async (): Promise<number> => {
      asked = 0;
      await desk.letters(w.valerie);
      return asked;
    };
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    const ofOne = await statements();
    await w.produced(w.bruno, 'PN-2');
    await w.produced(w.eve, 'PN-3');
    const { letters } = await desk.letters(w.valerie);
    expect(letters.map(({ carrierIds }) => carrierIds)).toEqual([[w.theo.personId], [], []]);
    expect(await statements()).toBe(ofOne);
  });
});
