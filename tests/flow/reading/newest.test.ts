import { newestOf } from '../../../src/flow/reading/newest.ts';

describe('the newest rows', () => {
  const rows = [3, 2, 1];
  const find = async (limit: number) => rows.slice(0, limit);
  it('are all of them up to the limit, and say above it that there are more', async () => {
    expect(await newestOf(4, find)).toEqual({ items: [3, 2, 1], more: false });
    expect(await newestOf(3, find)).toEqual({ items: [3, 2, 1], more: false });
    expect(await newestOf(2, find)).toEqual({ items: [3, 2], more: true });
  });
});
