import { createWorld, type World } from '../../support/world/world.ts';

describe('the first-day tour', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());
  const opened = async (who: World['alice']) => [...(await w.flow.firstSteps.of(who)).opened];

  it('keeps how far somebody got, each their own, and leaves no entry', async () => {
    const { firstSteps } = w.flow;
    const before = w.opened.committed();
    expect(await firstSteps.of(w.alice)).toEqual({ opened: new Set(), over: false });
    for (const page of ['/mes-jetons', '/compte', '/compte'])
      await firstSteps.open(w.alice, page, await firstSteps.of(w.alice));
    expect(await opened(w.alice)).toEqual(['/compte', '/mes-jetons']);
    expect(await opened(w.bruno)).toEqual([]);
    expect(w.opened.committed()).toBe(before);
  });

  it('is dismissed for good, until it is begun again', async () => {
    const { firstSteps } = w.flow;
    await firstSteps.open(w.alice, '/compte', await firstSteps.of(w.alice));
    await firstSteps.dismiss(w.alice);
    await firstSteps.dismiss(w.alice);
    expect(await firstSteps.of(w.alice)).toEqual({ opened: new Set(['/compte']), over: true });
    expect((await firstSteps.of(w.bruno)).over).toBe(false);
    await firstSteps.again(w.alice);
    expect(await firstSteps.of(w.alice)).toEqual({ opened: new Set(), over: false });
  });

  it('keeps paths alone, and not many of them', async () => {
    const { firstSteps } = w.flow;
    for (const wrong of ['over', '', '/', '/demandes/DEM-1998-00001', '/demandes?texte=Agard', '/../x'])
      await expect(firstSteps.open(w.alice, wrong, await firstSteps.of(w.alice))).rejects.toMatchObject({
        code: 'invalid_input',
      });
    const name = (n: number) => `/page-${'abcdefghij'[Math.floor(n / 10)]}${'abcdefghij'[n % 10]}`;
    for (let n = 0; n < 70; n++) await firstSteps.open(w.alice, name(n), await firstSteps.of(w.alice));
    expect(await opened(w.alice)).toHaveLength(60);
  });
});
