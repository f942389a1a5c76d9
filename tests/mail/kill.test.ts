import { type ChildProcess, spawn } from 'node:child_process';
import { create } from '../../src/book/tables/lifecycle.ts';
import { entry, person, request } from '../support/records/rows.ts';
import { openTestStore, type TestStore } from '../support/records/store.ts';
import { openOffice } from './office.ts';
import { openRelay, type RelayServer } from './relay.ts';

const MINUTE = 60_000;

describe('a service that is killed while it sends', () => {
  let t: TestStore;
  let relay: RelayServer;
  beforeEach(async () => {
    relay = await openRelay();
    t = await openTestStore({ mails: true });
    await t.store.transact(async (unit) => {
      await unit.record(
        entry('request.submit', 'request:r', [create('person', person('a')), create('request', request('r', 'a'))]),
      );
      await unit.queueMail(
        { template: 'approved', personId: 'a', about: 'request:r' },
        { template: 'ready', personId: 'a', about: 'request:r' },
      );
    });
  });
  afterEach(() => relay.close());

  const start = (
    until: 'accepted' | 'delivered',
  ): { child: ChildProcess; said: Promise<void>; ended: Promise<unknown> } => {
    const args = ['--import', './tests/support/typescript.mjs', 'tests/mail/deliver.child.ts'];
    const child = spawn(process.execPath, [...args, t.path, relay.url, `${t.clock.now()}`, until], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()));
    return { child, said, ended: new Promise((resolve) => child.once('exit', resolve)) };
  };
  /** What the recipient's server sees after the restart. */
  const restarted = async () => {
    t = await t.reopen();
    const office = openOffice(t, t.clock, relay);
    await office.deliver();
    t.clock.pass(2 * MINUTE);
    await office.deliver();
    expect(await t.outbox.standing()).toMatchObject({ waiting: 0, dead: 0 });
    office.close();
  };

  it('sends the mail whose 250 it did not mark once more, octet for octet the same, and no other twice', async () => {
    await t.close();
    const { child, said, ended } = start('accepted');
    await said;
    child.kill('SIGKILL');
    await ended;
    expect(relay.received).toHaveLength(1);
    await restarted();
    const [first, ...rest] = relay.received;
    expect(rest).toHaveLength(2);
    const again = rest.filter((r) => r.headers['message-id'] === first?.headers['message-id']);
    expect(again.map((r) => r.raw)).toEqual([first?.raw]);
  });

  it('sends the mail that the relay had taken whole but not acknowledged', async () => {
    await t.close();
    const { child, ended } = start('delivered');
    const arrived = new Promise<void>((resolve) =>
      relay.onArrival(async () => {
        child.kill('SIGKILL');
        await ended;
        resolve();
      }),
    );
    await arrived;
    relay.onArrival(async () => {});
    await restarted();
    expect(new Set(relay.received.map((r) => r.headers['message-id'])).size).toBe(2);
    expect(relay.received).toHaveLength(3);
  });

  it('sends nothing twice when it ended in peace', async () => {
    await t.close();
    const { ended } = start('delivered');
    expect(await ended).toBe(0);
    await restarted();
    expect(relay.received).toHaveLength(2);
  });
});
