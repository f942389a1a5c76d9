import { createWorking } from '../../../src/flow/production/working.ts';

describe('the jobs that a process has in hand', () => {
  it('are waited for by a stop from before they have an id, and none is begun after it', async () => {
    const working = createWorking();
    let commit = () => {};
    const opened = working.open(async (mine) => {
      await new Promise<void>((on) => {
        commit = on;
      });
      mine('j1');
      return 'j1';
    });
    let hasRested = false;
    const rest = working.rest().then(() => {
      hasRested = true;
    });
    await expect(working.open(async () => 'j2')).rejects.toMatchObject({ code: 'overloaded' });
    commit();
    expect(await opened).toBe('j1');
    expect([working.has('j1'), hasRested]).toEqual([true, false]);
    await expect(working.until('j1', () => Promise.reject(new Error('undone')))).rejects.toThrow('undone');
    await rest;
    expect(working.has('j1')).toBe(false);
  });

  it('are nobody’s once they could not be opened', async () => {
    const working = createWorking();
    const lost = working.open((mine) => {
      mine('j1');
      return Promise.reject(new Error('nobody knows whether it is committed'));
    });
    await expect(lost).rejects.toThrow('nobody knows');
    expect(working.has('j1')).toBe(false);
    await working.rest();
  });
});
