import { rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SITE_LENGTH } from '../../../src/book/rules/service/nodes.ts';
import type { Beat } from '../../../src/flow/ports/nodes.ts';
import { openPresence, type PresenceOptions } from '../../../src/store/postgres/presence.ts';
import { connectWriter } from '../../../src/store/postgres/server/connect.ts';
import { beAlone, beNode } from '../../../src/store/postgres/server/held.ts';
import { createOnlyNode, type Presence } from '../../../src/store/presence.ts';
import { behindServer } from '../../support/records/behind.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';

let database: TestDatabase;
const ends: (() => unknown)[] = [];
beforeEach(async () => {
  database = await newDatabase();
  ends.push(database.drop);
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const beatOf = (node: string): Omit<Beat, 'leads'> => ({
  node,
  site: 'Paris',
  version: '1.0.0',
  url: `https://${node}`,
  pkiUrl: `http://${node}`,
  behind: 12,
  waiting: ['mail'],
  ready: true,
});
async function open(node: string, more: Partial<PresenceOptions> = {}) {
  const told: string[] = [];
  const warn = (message: string) => void told.push(message);
  const presence = await openPresence({ address: database.address, node, warn, beatMs: 20, ...more });
  ends.push(presence.close);
  presence.say(async () => beatOf(node));
  return Object.assign(presence, { told });
}
async function until(isSo: () => unknown): Promise<void> {
  for (const end = Date.now() + 10_000; !(await isSo()); await sleep(5))
    if (Date.now() > end) throw new Error('in vain');
}
const sees = (presence: Presence) => presence.nodes().map(({ node }) => node);

describe('nodes on one database', () => {
  it('see each other, themselves first, with what each says of itself', async () => {
    const [one, two] = [await open('one'), await open('two')];
    await until(() => sees(one).length === 2 && sees(two).length === 2);
    expect([sees(one), sees(two)]).toEqual([
      ['one', 'two'],
      ['two', 'one'],
    ]);
    expect(two.nodes()[1]).toEqual({ ...beatOf('one'), leads: true, silentMs: expect.any(Number) });
  });

  it('are in sight with the longest name of a site that a setting may have', async () => {
    const one = await open('one');
    const site = 'é'.repeat(SITE_LENGTH);
    one.say(async () => ({ ...beatOf('one'), site }));
    await until(() => one.nodes()[0]?.site === site);
  });

  it('are led by nobody who was last heard of before another one may lead', async () => {
    let ticks = 0;
    const [one, two] = [await open('one'), await open('two', { ticks: () => ticks })];
    const isLed = () => two.nodes().some(({ node, leads }) => node === 'one' && leads);
    await until(isLed);
    await one.close();
    ticks = 9_000;
    expect([isLed(), sees(two)]).toEqual([false, expect.arrayContaining(['one'])]);
  });

  it('are led by one, and by another once that one is gone', async () => {
    const [one, two, three] = [await open('one'), await open('two'), await open('three')];
    expect([one.leads(), two.leads(), three.leads()]).toEqual([true, false, false]);
    await one.close();
    await until(() => two.leads() || three.leads());
    await sleep(100);
    expect([two.leads(), three.leads()].filter(Boolean)).toEqual([true]);
  });

  it('lead and are in sight whatever they cannot say of themselves', async () => {
    const [one, two] = [await open('one'), await open('two')];
    await until(() => sees(two).length === 2);
    let fails = 0;
    one.say(() => {
      fails += 1;
      return fails % 2 === 0 ? new Promise(() => {}) : Promise.reject(new Error('not now'));
    });
    await until(() => fails === 2);
    await sleep(100);
    expect([one.leads(), one.told, two.leads()]).toEqual([true, [], false]);
    expect(two.nodes()[1]).toMatchObject({ ...beatOf('one'), leads: true });
    expect(two.nodes()[1]?.silentMs).toBeLessThan(5_000);
  });

  it('claim a piece of work once, until it is given back or its node ends', async () => {
    const [one, two] = [await open('one'), await open('two')];
    const raced = await Promise.all([one.claim('either'), two.claim('either')]);
    expect(raced.filter(Boolean)).toHaveLength(1);
    expect(await Promise.all([one.claim('a'), one.claim('a')])).toEqual([true, false]);
    expect(await two.claim('a')).toBe(false);
    expect([one.holds('a'), two.holds('a')]).toEqual([true, false]);
    await one.release('a');
    expect([one.holds('a'), await two.claim('a'), await one.claim('a')]).toEqual([false, true, false]);
    // asked for at once it is one's
    const both = await Promise.all([one.claim('b'), two.claim('b')]);
    expect(both.filter(Boolean)).toHaveLength(1);
    await two.close();
    await until(() => one.claim('a').catch(() => false));
  });

  it('lose what they had with their connection, and know it before anybody else has it', async () => {
    let ticks = 0;
    const [one, two] = [await open('one', { ticks: () => ticks }), await open('two')];
    expect([await one.claim('a'), one.leads()]).toEqual([true, true]);
    ticks = 9_000; // nothing was heard of the server
    expect(one.leads()).toBe(false);
    await behindServer(database.config).all(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await until(() => !one.holds('a'));
    await until(() => two.claim('a').catch(() => false));
    await until(() => one.told.length > 0 || sees(one).length === 2);
  });

  it('believe nothing of what is said on their channel that is no beat', async () => {
    const one = await open('one');
    const behind = behindServer(database.config);
    for (const text of ['', '{', '{"node":"x"}', JSON.stringify({ ...beatOf('x'), leads: true, behind: 'much' })]) {
      await behind.all(`select pg_notify('jeton_nodes', '${text}')`);
    }
    await sleep(50);
    expect(sees(one)).toEqual(['one']);
  });
});

describe('what somebody makes up on the channel of the nodes', () => {
  it('takes no memory without an end, and delays at most that a node is taken for gone', async () => {
    let ticks = 0;
    const one = await open('one', { ticks: () => ticks });
    await open('two');
    await until(() => sees(one).length === 2);
    ticks = 61_000;
    expect(await one.gone(['never-heard'])).toEqual(['never-heard']);
    const behind = behindServer(database.config);
    const made = JSON.stringify({ ...beatOf('NAME'), leads: true, url: 'https://x', pkiUrl: '' });
    await behind.all(`select pg_notify('jeton_nodes', replace('${made}', '"NAME"', '"made-up-' || n || '"'))
      from generate_series(1, 3000) as n`);
    await until(() => sees(one).includes('made-up-3000'));
    expect(sees(one).length).toBeLessThanOrEqual(100);
    expect(await one.gone(['never-heard'])).toEqual([]);
    ticks = 122_000;
    expect(await one.gone(['never-heard'])).toEqual(['never-heard']);
    await until(() => sees(one).includes('two'));
  });

  it.each([
    ['a script for an address', { url: 'javascript:alert(1)' }],
    ['a name that no node has', { node: '<b>' }],
  ])('is not believed where it is %s', async (_, wrong) => {
    const one = await open('one');
    const text = JSON.stringify({ ...beatOf('x'), leads: true, ...wrong });
    await behindServer(database.config).all(`select pg_notify('jeton_nodes', '${text}')`);
    await sleep(100);
    expect(sees(one)).toEqual(['one']);
  });
});

describe('a node that is gone', () => {
  const known = ['one', 'two', 'three'];

  it('is one that nobody heard of for a minute, and whose name nobody has', async () => {
    let ticks = 0;
    const one = await open('one', { ticks: () => ticks });
    const holder = await connectWriter(database.address);
    ends.push(() => holder.end());
    await beNode(holder, 'two');
    expect(await one.gone(known)).toEqual([]); // it has listened for too short a time
    expect(await one.connected(known)).toEqual(['two']);
    ticks = 61_000;
    expect(await one.gone(known)).toEqual(['three']);
    await holder.end();
    ends.pop();
    await until(async () => String(await one.gone(known)) === 'two,three');
    await open('two');
    await until(() => sees(one).length === 2);
    expect(await one.gone(known)).toEqual(['three']);
  });

  it('is every other one where the records are in a file', async () => {
    const only = createOnlyNode('one');
    expect([await only.gone(known), await only.connected(known)]).toEqual([['two', 'three'], []]);
    expect([only.leads(), await only.claim('a'), await only.claim('a'), only.holds('a')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    await only.release('a');
    only.say(async () => beatOf('one'));
    await until(() => only.nodes().length === 1);
    expect(only.nodes()).toEqual([{ ...beatOf('one'), leads: true, silentMs: 0 }]);
    await only.close();
  });
});

describe('the name of a node', () => {
  const pause = async () => {};
  it('is had by one, and no name is while somebody works on the records at rest', async () => {
    const clients = await Promise.all([1, 2, 3].map(() => connectWriter(database.address)));
    ends.push(() => Promise.all(clients.map((client) => client.end())));
    const [first, second, tool] = clients as [(typeof clients)[0], (typeof clients)[0], (typeof clients)[0]];
    await beNode(first, 'one', pause);
    await beNode(second, 'two', pause);
    await expect(beNode(tool, 'one', pause)).rejects.toMatchObject({ code: 'locked', detail: { node: 'one' } });
    const other = await connectWriter(database.address);
    await expect(beAlone(other, pause)).rejects.toMatchObject({ code: 'locked' });
    await Promise.all([first.end(), second.end(), tool.end()]);
    clients.length = 0;
    await beAlone(other);
    const late = await connectWriter(database.address);
    await expect(beNode(late, 'one', pause)).rejects.toThrow('a command works alone on this PostgreSQL database');
    await Promise.all([other.end(), late.end()]);
  });
});

describe('a node whose server goes away', () => {
  it('says so once, leads nothing, and is in sight again by itself', async () => {
    const way = join(tmpdir(), `jeton-presence-${process.pid}`);
    const [server = { host: '', port: 0 }] = database.address.servers;
    symlinkSync(server.host, way);
    ends.push(() => rmSync(way, { force: true }));
    const one = await open('one', { address: { ...database.address, servers: [{ host: way, port: server.port }] } });
    rmSync(way);
    await behindServer(database.config).all(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await until(() => one.told.length === 1);
    expect([one.leads(), await one.claim('a')]).toEqual([false, false]);
    await sleep(100);
    symlinkSync(server.host, way);
    await until(() => one.told.length === 2 && one.leads());
    expect(one.told).toEqual([
      'the other nodes are out of sight: nothing is done for them',
      'the other nodes are in sight again',
    ]);
  });
});
