import { makeFirstCa } from '../../src/app/first-ca.ts';
import { createOnlyNode } from '../../src/store/presence.ts';
import { createWorld, type World } from '../support/world/world.ts';

describe('the CA of a first start', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());

  const caOf = (known: Parameters<typeof makeFirstCa>[0]['authorities']) => {
    const made: string[] = [];
    const createEvaluation = async () => {
      made.push('ca');
      return [];
    };
    return { made, ca: { authorities: known, createEvaluation } };
  };
  const refused = { code: 'config_invalid', message: expect.stringContaining('jeton node folder') };

  it('is made by one of the nodes that start at once', async () => {
    const presence = createOnlyNode('one');
    const rows = await w.reads.find('authority', {});
    const first = caOf(() => rows);
    await makeFirstCa(first.ca, { presence, store: w.opened.store });
    expect(first.made).toEqual(['ca']);
    const second = caOf(() => rows);
    await expect(makeFirstCa(second.ca, { presence, store: w.opened.store })).rejects.toMatchObject(refused);
    expect(second.made).toEqual([]);
  });

  it('is not made where the records know one whose keys are elsewhere', async () => {
    const { ca, made } = caOf(() => []);
    const work = makeFirstCa(ca, { presence: createOnlyNode('one'), store: w.opened.store });
    await expect(work).rejects.toMatchObject(refused);
    expect(made).toEqual([]);
  });
});
