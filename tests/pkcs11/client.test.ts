import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createTokenClient } from '../../src/pkcs11/client.ts';

describe('the worker of a token', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jeton-pkcs11-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** A PIN that no other test had refused. */
  let test = 0;
  beforeEach(() => {
    test += 1;
  });
  const login = () => ({ serial: 'A1', pin: `${test}` });

  /** A client whose worker is `script` instead of ours. */
  const clientOf = (script: string) => {
    const path = join(dir, 'worker.mjs');
    writeFileSync(path, script);
    return createTokenClient({
      token: { module: '/none.so', env: { SOFTHSM2_CONF: '/conf' } },
      program: { path, execArgv: [] },
      result: z.array(z.string()),
      broken: (why) => new Error(why),
    });
  };
  const answering = (reply: string) => clientOf(`process.on('message', ({ id, order }) => process.send(${reply}));`);

  it('gets the order and the module, and of the environment only what every program needs', async () => {
    process.env['JETON_KEK_FILE'] = '/secret';
    const client = answering('{ id, result: [order.say, process.argv[2], ...Object.keys(process.env)] }');
    const [said, module, ...names] = await client.ask({ ...login(), say: 'hello' });
    client.end();
    delete process.env['JETON_KEK_FILE'];
    expect([said, module]).toEqual(['hello', '/none.so']);
    expect(names).toEqual(expect.arrayContaining(['PATH', 'SOFTHSM2_CONF']));
    expect(names.filter((name) => name.startsWith('JETON'))).toEqual([]);
  });

  it.each([
    ['answers another order', '{ id: id + 1, result: [] }', 'malformed'],
    ['answers what was not asked', '{ id, result: "all is well" }', 'malformed'],
    ['says more than an answer', '{ id, result: [], more: 1 }', 'malformed'],
    ['puts text where a return code belongs', '{ id, failure: { rv: "PIN 1234 is wrong" } }', 'malformed'],
    ['ends', 'process.exit(1)', 'crashed'],
    ['names a return code', '{ id, failure: { rv: "CKR_PIN_LOCKED" } }', 'CKR_PIN_LOCKED'],
    ['names a problem', '{ id, failure: { problem: "token-missing" } }', 'token-missing'],
  ])('that %s fails the order', async (_, reply, why) => {
    const client = answering(reply);
    await expect(client.ask({ ...login() })).rejects.toThrow(why);
    client.end();
  });

  it('is started again after it ended, and ends when it is told to', async () => {
    const client = clientOf(`
      process.on('message', ({ id, order }) => (order.die ? process.exit(1) : process.send({ id, result: [] })));`);
    await expect(client.ask({ ...login(), die: true })).rejects.toThrow('crashed');
    await expect(client.ask({ ...login() })).resolves.toEqual([]);
    const waiting = client.ask({ ...login(), die: false });
    client.end();
    await expect(waiting).rejects.toThrow('stopped');
  });

  describe('that is waited for', () => {
    // what waits twenty seconds is not waited for
    beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
    afterEach(() => jest.useRealTimers());
    /** Answers the oldest order that waits, whenever it is told to go on. */
    const queue = `
      const ids = [];
      process.on('message', ({ id, order }) => {
        ids.push(id);
        if (order.goOn) process.send({ id: ids.shift(), result: [] });
      });`;

    it('has its time anew with each answer: who works off a queue is not stuck', async () => {
      const client = clientOf(queue);
      await client.ask({ ...login(), goOn: true }); // the PIN works: nobody waits for it to be tried
      const [first, second] = [client.ask({ ...login() }), client.ask({ ...login() })];
      jest.advanceTimersByTime(15_000);
      const third = client.ask({ ...login(), goOn: true }).catch((error: Error) => error.message);
      await expect(first).resolves.toEqual([]);
      jest.advanceTimersByTime(15_000);
      const fourth = client.ask({ ...login(), goOn: true }).catch((error: Error) => error.message);
      await expect(second).resolves.toEqual([]);
      jest.advanceTimersByTime(20_000);
      await expect(Promise.all([third, fourth])).resolves.toEqual(['deadline', 'deadline']);
    });
  });

  it('fails with an order all that wait behind it: the worker answers nothing after a failure', async () => {
    const client = clientOf(`
      process.once('message', ({ id }) =>
        process.send({ id, failure: { problem: 'key-missing' } }, () => process.disconnect()));
      process.on('message', () => undefined);`);
    const outcomes = await Promise.allSettled([
      client.ask({ ...login() }),
      client.ask({ ...login() }),
      client.ask({ ...login() }),
    ]);
    expect(outcomes).toEqual(Array(3).fill({ status: 'rejected', reason: new Error('key-missing') }));
  });
});
