import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

describe('the program of a token’s worker', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jeton-worker-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('answers nothing after an order that failed: each try could be the one that locks the PIN', async () => {
    const path = join(dir, 'worker.ts');
    const zod = resolve('node_modules/zod/index.js');
    writeFileSync(
      path,
      `import { z } from '${zod}';
       import { answerOrders } from '${resolve('src/pkcs11/answer-orders.ts')}';
       answerOrders(z.unknown(), () => 'unreached');`,
    );
    const execArgv = ['--import', resolve('tests/support/typescript.mjs')];
    // no such module: the first order fails, as one would whose PIN is refused
    const worker = fork(path, ['/none.so'], { execArgv });
    const replies: unknown[] = [];
    worker.on('message', (reply) => replies.push(reply));
    for (const id of [1, 2, 3]) worker.send({ id, order: {} });
    await new Promise((ended) => worker.once('exit', ended));
    expect(replies).toEqual([{ id: 1, failure: { problem: 'unusable' } }]);
  });
});
