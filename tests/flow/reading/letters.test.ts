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
    const desk = createLetterReading(w.own, 2);
    const kinds = async () => {
      const { letters, more } = await desk.letters(w.vera);
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
});
