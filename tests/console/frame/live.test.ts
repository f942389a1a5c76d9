import { readdirSync, readFileSync } from 'node:fs';
import { createLive, type Topic, type Watcher } from '../../../src/console/frame/live/live.ts';
import { isAppError } from '../../../src/errors.ts';
import { pause } from '../../../src/within.ts';
import { follow } from '../followed.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const FAST = { lookMs: 5, sessionsMs: 5 };

describe('who watches what', () => {
  const standing = new Map<string, string | undefined>();
  const asked: number[] = [];
  const identity = {
    standings: async (tokens: readonly string[]) => {
      asked.push(tokens.length);
      return tokens.map((token) => (standing.has(token) ? standing.get(token) : ''));
    },
  };
  beforeEach(() => {
    standing.clear();
    asked.length = 0;
  });
  /** A watcher that notes what happens to it. */
  const watcher = (token: string, redraw: () => Promise<void> = async () => {}) => {
    const seen: string[] = [];
    const made: Watcher & { seen: string[] } = {
      seen,
      session: { token, place: '' },
      personId: token,
      redraw: async () => {
        await redraw();
        seen.push('drawn');
      },
      end: (why) => void seen.push(why),
    };
    return made;
  };
  const topic = () => {
    const looks = { count: 0, sign: 'a' };
    const made: Topic = {
      name: 'bench',
      sign: async () => {
        looks.count += 1;
        return looks.sign;
      },
    };
    return { looks, made };
  };
  const until = async (holds: () => boolean) => {
    while (!holds()) await pause(2);
  };

  it('is looked at once for all, and only while somebody watches', async () => {
    const live = createLive(identity, FAST);
    const { looks, made } = topic();
    const many = Array.from({ length: 50 }, (_, i) => watcher(`s${i}`));
    const leave = many.map((one) => live.join(made, one));
    await until(() => many.every(({ seen }) => seen.length === 1));
    const before = looks.count;
    looks.sign = 'b';
    await until(() => many.every(({ seen }) => seen.length === 2));
    expect(looks.count - before).toBeLessThan(many.length);
    expect(Math.max(...asked)).toBe(50); // one question for all sessions
    for (const each of leave) each();
    await pause(30);
    const [last, questions] = [looks.count, asked.length];
    await pause(30);
    expect([looks.count, asked.length]).toEqual([last, questions]);
  });

  it('is looked at within another only after that one says something else', async () => {
    const live = createLive(identity, FAST);
    const outer = topic();
    const inner = [topic(), topic()];
    const readers = inner.map(({ made }, i) => {
      const one = watcher(`s${i}`);
      const leave = live.join({ ...made, name: `news ${i}`, within: { ...outer.made, name: 'records' } }, one);
      return { ...one, leave };
    });
    await until(() => readers.every(({ seen }) => seen.length === 1));
    await pause(50);
    expect(inner.map(({ looks }) => looks.count)).toEqual([1, 1]);
    outer.looks.sign = 'b'; // something happened, to the second alone
    const [, second] = inner;
    if (second) second.looks.sign = 'b';
    await until(() => readers[1]?.seen.length === 2);
    await until(() => inner.every(({ looks }) => looks.count === 2));
    expect(readers[0]?.seen).toEqual(['drawn']);
    for (const { leave } of readers) leave();
  });

  it('ends for a session that is over, locked or at another place, and for whoever may not see it any more', async () => {
    const live = createLive(identity, FAST);
    const { looks, made } = topic();
    const [ended, moved, stays] = [watcher('ended'), watcher('moved'), watcher('stays')];
    const refused = watcher('refused', async () => {
      if (looks.sign === 'b') throw new Error('forbidden');
    });
    for (const one of [ended, moved, stays, refused]) live.join(made, one);
    standing.set('ended', undefined).set('moved', 'B');
    looks.sign = 'b';
    await until(() => [ended, moved, refused].every(({ seen }) => seen.includes('over')));
    expect(stays.seen).not.toContain('over');
    live.close();
    expect(stays.seen).toContain('over');
  });

  it('holds four pages of a session, the newest, and so many in all', async () => {
    const live = createLive(identity, { ...FAST, most: 6 });
    const { made } = topic();
    const own = Array.from({ length: 5 }, () => watcher('mine'));
    for (const one of own) live.join(made, one);
    expect(own.map(({ seen }) => seen.includes('elsewhere'))).toEqual([true, false, false, false, false]);
    for (const other of ['b', 'c']) live.join(made, watcher(other));
    const refusal = () => {
      try {
        live.join(made, watcher('d'));
      } catch (error) {
        return isAppError(error, 'overloaded');
      }
      return false;
    };
    expect(refusal()).toBe(true);
    live.close();
    expect(refusal()).toBe(true); // nor at the service's end
  });

  it('tells nobody that nothing changed where it cannot be looked at', async () => {
    const live = createLive(identity, FAST);
    const one = watcher('a');
    live.join(
      {
        name: 'bench',
        sign: async () => {
          throw new Error('the database is away');
        },
      },
      one,
    );
    await until(() => one.seen.includes('over'));
  });
});

describe('a page that is followed', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const LINE = '/atelier/chaine';
  const atWork = async (name: 'thomas' | 'theo' = 'thomas') => {
    const visitor = await visit(hall, name);
    await visitor.get(LINE);
    await visitor.act(`${LINE}/ouvrir`, { place: 'A' });
    await visitor.get(LINE);
    return visitor;
  };
  const approved = async (workstation: string) => {
    const request = await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation, priority: 0 });
    await hall.approve(request.id);
    return request;
  };

  it('is sent whole at once, then whenever it changed, and no proxy keeps or holds it', async () => {
    const thomas = await atWork();
    const line = await follow(hall, thomas, `${LINE}/etat`);
    expect(line.status).toBe(200);
    expect(line.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(line.headers.get('cache-control')).toContain('no-store');
    expect(line.headers.get('x-accel-buffering')).toBe('no');
    expect(line.headers.get('content-encoding')).toBeNull();
    expect(await line.next()).toContain('id="line"');
    const { number } = await approved('PN-1');
    await line.until(/En file\s: 1/);
    hall.twin.unplug('2');
    await thomas.act(LINE, { scan: number });
    await line.until('puis scannez-la');
    expect(new Set(line.ids).size).toBe(line.ids.length); // nothing is sent twice
    line.leave();
  });

  it('shows two technicians in the workshop each what the other does, and what waits', async () => {
    const [thomas, theo] = [await visit(hall, 'thomas'), await visit(hall, 'theo')];
    expect((await theo.get('/atelier')).main).toContain('data-refresh="/atelier/etat"');
    const workshop = await follow(hall, theo, '/atelier/etat');
    expect(await workshop.next()).toContain('id="workshop"');
    const { number } = await approved('PN-1');
    await workshop.until(number);
    await thomas.get('/atelier');
    await thomas.act('/atelier/produire', { requestId: number, slot: '1' });
    expect(await workshop.until(/La file est vide/)).not.toContain(number);
    workshop.leave();
    // what was chosen by the address stays chosen
    const chosen = await follow(hall, theo, `/atelier/etat?demande=${number}`);
    expect(await chosen.next()).toContain(`value="${number}"`);
    chosen.leave();
    expect((await theo.get(`/atelier?demande=${number}`)).main).toContain(`/atelier/etat?demande=${number}`);
  });

  it('shows on a token’s page what somebody else does to it, and where it is plugged', async () => {
    const [thomas, theo] = [await visit(hall, 'thomas'), await visit(hall, 'theo')];
    expect((await theo.get('/stock/B-0001')).main).toContain('data-refresh="/stock/B-0001/etat"');
    const token = await follow(hall, theo, '/stock/B-0001/etat');
    expect(await token.next()).toContain('Poste 1');
    hall.twin.unplug('1');
    await token.until('Dans aucun logement');
    await thomas.get('/stock/B-0001');
    await thomas.act('/stock/B-0001', { action: 'scrap', _sure: 'yes' });
    await token.until('Au rebut');
    token.leave();
    const alice = await visit(hall, 'alice');
    const none = await follow(hall, alice, '/stock/B-0001/etat');
    await none.ended();
    expect(none.events).toEqual(['over']);
  });

  it('stays as it was read where two persons decide, and tells who proposed that their act was refused', async () => {
    const [armand, odile] = [await visit(hall, 'armand'), await visit(hall, 'odile')];
    await armand.get('/double-controle');
    const propose = { act: 'surge.start', hours: '8', reason: 'demand' };
    const proposed = await armand.act('/double-controle/proposer', propose);
    expect(proposed.main).toContain('Retirer ma proposition');
    expect(proposed.main).not.toContain('Je refuse cet acte');
    // no other act's button comes under a pointer that is about to confirm
    expect(proposed.main).not.toContain('data-refresh');
    const seen = await odile.get('/double-controle');
    expect(seen.main).toContain('Je refuse cet acte');
    const [path = ''] = /\/double-controle\/\w+\/annuler/.exec(seen.main) ?? [];
    expect((await odile.act(path)).main).toContain('Refusé\u202f: cet acte ne se fera pas.');
    expect((await armand.get('/compte')).main).toContain('Un acte que vous aviez proposé a été refusé');
  });

  it('is not followed where it is the refusal of a form: what to correct stays', async () => {
    const thomas = await visit(hall, 'thomas');
    await thomas.get('/atelier');
    const refused = await thomas.post('/atelier/produire', { requestId: '', slot: '1' });
    expect(refused.status).toBe(422);
    expect(refused.main).not.toContain('data-refresh');
  });

  it('answers who comes back after a gap with the whole state', async () => {
    const thomas = await atWork();
    const first = await follow(hall, thomas, `${LINE}/etat`);
    const state = await first.next();
    first.leave();
    const again = await follow(hall, thomas, `${LINE}/etat`, { 'last-event-id': first.ids[0] ?? '' });
    expect(await again.next()).toBe(state);
    again.leave();
  });

  it.each([
    ['the session ends', async (who: Awaited<ReturnType<typeof visit>>) => void (await who.post('/deconnexion'))],
    ['its bench locks', async () => hall.clock.pass(10 * 60_000)],
    [
      'its place is left in another window',
      async (who: Awaited<ReturnType<typeof visit>>) => void (await who.post(`${LINE}/quitter`)),
    ],
    [
      'the role ends',
      async () => {
        const [grant] = await hall.reads.find('grant', { personId: hall.thomas.personId, role: 'technician' });
        await hall.flow.people.endGrant(hall.adele, { grantId: grant?.id ?? '' });
      },
    ],
  ])('ends when %s, and says to come back', async (_, happens) => {
    const thomas = await atWork();
    const line = await follow(hall, thomas, `${LINE}/etat`);
    await line.next();
    await happens(thomas);
    await line.ended();
    const again = await follow(hall, thomas, `${LINE}/etat`);
    await again.ended();
    expect(again.events).toEqual(['over']);
  });

  it('is no gesture: a bench that is only watched locks, and a session that only watches ends', async () => {
    const thomas = await atWork();
    const line = await follow(hall, thomas, `${LINE}/etat`);
    await line.next();
    hall.clock.pass(9 * 60_000);
    await (await follow(hall, thomas, `${LINE}/etat`)).next();
    hall.clock.pass(61_000);
    await line.ended();
    expect((await thomas.get(LINE)).status).toBe(423);
    const { number } = await hall.produced(hall.alice, 'PN-1');
    const theo = await visit(hall, 'theo');
    const desk = `/remise/${number}/etat`;
    for (let minute = 0; minute < 14; minute += 7) {
      await (await follow(hall, theo, desk)).next();
      hall.clock.pass(7 * 60_000);
    }
    hall.clock.pass(2 * 60_000);
    const over = await follow(hall, theo, desk);
    await over.ended();
    expect(over.events).toEqual(['over']);
  });

  it('is sent to nobody without a session or a right, and to nobody of another person', async () => {
    await approved('PN-1');
    const alice = await visit(hall, 'alice');
    for (const who of [alice, { jar: new Map<string, string>() }]) {
      const none = await follow(hall, who, `${LINE}/etat`);
      expect(await none.next()).toBeUndefined();
      expect(none.events).toEqual(['over']);
    }
  });

  it('gives its place to the fifth page of the session', async () => {
    const thomas = await atWork();
    const pages = [];
    for (let page = 0; page < 5; page += 1) {
      const one = await follow(hall, thomas, `${LINE}/etat`);
      await one.next();
      pages.push(one);
    }
    await pages[0]?.ended();
    expect(pages[0]?.events).toEqual(['elsewhere']);
    for (const one of pages.slice(1)) one.leave();
  });
});

describe('what the script of a page asks for anew', () => {
  it('is said by follow() alone, which tells the page that its script has work', () => {
    const files = readdirSync('src/console', { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx$/.test(file),
    );
    const byHand = files.filter((file) => /\bdata-refresh\b/.test(readFileSync(`src/console/${file}`, 'utf8')));
    expect(byHand).toEqual(['frame/components/visit-context.tsx']);
  });
});
