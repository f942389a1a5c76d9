import { createClaimedWork } from '../../src/flow/claimed-work.ts';
import { createOnlyNode } from '../../src/store/presence.ts';

/** What waits until the test lets it go on. */
function gate() {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

describe('work that one node at a time carries out', () => {
  const only = () => createOnlyNode('one');
  const told: unknown[] = [];
  const warn = (text: string): void => void told.push(text);
  beforeEach(() => {
    told.length = 0;
  });

  it('runs once more where it is taken while it runs, however often', async () => {
    const [begun, held] = [gate(), gate()];
    let runs = 0;
    const work = createClaimedWork({ claims: only(), warn }, 'campaign', async () => {
      runs += 1;
      begun.open();
      if (runs === 1) await held.passed;
    });
    await work.take('a');
    await begun.passed;
    await work.take('a');
    await work.take('a');
    held.open();
    await work.ended();
    expect(runs).toBe(2);
  });

  it('runs once more where it is taken while its claim is given back', async () => {
    const claims = only();
    const [releasing, held] = [gate(), gate()];
    const slow = {
      ...claims,
      release: async (name: string) => {
        releasing.open();
        await held.passed;
        await claims.release(name);
      },
    };
    let runs = 0;
    const work = createClaimedWork({ claims: slow, warn }, 'campaign', async () => {
      runs += 1;
    });
    await work.take('a');
    await releasing.passed;
    await work.take('a');
    held.open();
    await work.ended();
    expect(runs).toBe(2);
    expect(claims.holds('campaign a')).toBe(false);
  });

  it('is left to whoever has claimed it, and is run by the next round once it is free', async () => {
    const claims = only();
    const ran: string[] = [];
    const work = createClaimedWork({ claims, warn }, 'recall', async (id) => void ran.push(id));
    await claims.claim('recall a');
    await work.resume(['a', 'b']);
    await work.ended();
    expect(ran).toEqual(['b']);
    await claims.release('recall a');
    await work.resume(['a']);
    await work.ended();
    expect(ran).toEqual(['b', 'a']);
  });

  it('is not run once more by a round that finds it running', async () => {
    const held = gate();
    let runs = 0;
    const work = createClaimedWork({ claims: only(), warn }, 'recall', async () => {
      runs += 1;
      await held.passed;
    });
    await work.resume(['a']);
    await work.resume(['a']);
    expect(work.isRunning('a')).toBe(true);
    held.open();
    await work.ended('a');
    expect(runs).toBe(1);
    expect(work.isRunning('a')).toBe(false);
  });

  it('that fails is warned of, gives its claim back and is tried by the next round', async () => {
    const claims = only();
    let runs = 0;
    const work = createClaimedWork({ claims, warn }, 'campaign', async () => {
      runs += 1;
      if (runs === 1) throw new Error('away');
    });
    await work.resume(['a']);
    await work.ended();
    expect(told).toEqual(['campaign a waits to be taken up again']);
    expect(claims.holds('campaign a')).toBe(false);
    await work.resume(['a']);
    await work.ended();
    expect(runs).toBe(2);
  });

  it('that cannot be claimed again is warned of, and is free for the next round', async () => {
    const claims = only();
    let isAway = false;
    const failing = {
      ...claims,
      claim: async (name: string) => {
        if (isAway) throw new Error('away');
        return claims.claim(name);
      },
    };
    let runs = 0;
    const work = createClaimedWork({ claims: failing, warn }, 'campaign', async (id) => {
      runs += 1;
      isAway = runs === 1;
      if (isAway) await work.take(id);
    });
    await work.take('a');
    await work.ended();
    expect(told).toEqual(['campaign a waits to be taken up again']);
    isAway = false;
    await work.resume(['a']);
    await work.ended();
    expect(runs).toBe(2);
  });

  it('ends after the piece that is done where the service stops, and begins no more', async () => {
    const claims = only();
    const [begun, held] = [gate(), gate()];
    const ran: string[] = [];
    const work = createClaimedWork({ claims, warn }, 'campaign', async (id) => {
      ran.push(id);
      begun.open();
      await held.passed;
      if (work.goesOn(id)) ran.push('another piece');
    });
    await work.take('a');
    await begun.passed;
    await work.take('a');
    const stopped = work.stop();
    held.open();
    await stopped;
    await work.take('b');
    await work.resume(['b']);
    expect(ran).toEqual(['a']);
    expect(claims.holds('campaign a')).toBe(false);
  });
});
