import '../no-inspector.ts';
import { z } from 'zod';
import { failureOf } from '../pkcs11/refusal.ts';
import { Order, RESULTS, type Report, type Step, WorkerArgument } from './messages.ts';
import { foundOf, type Module, openModule } from './module.ts';
import { generateKey, readCertificate, signChallenge, writeCertificate } from './operations.ts';
import { initialise, resetPin } from './pins.ts';
import { type Announce, pluggedToken } from './token.ts';

/**
 * The process of one slot, alone with its PKCS#11 module: a module that crashes or hangs takes only this with it.
 * Orders come one at a time and are answered in turn. PINs live in an order and go with it.
 */
const report = (message: Report): void => {
  process.send?.(message);
};

/** Runs one order, announcing its steps. */
async function run(module: Module, order: Order, announce: Announce): Promise<unknown> {
  if (order.op === 'inspect') {
    await announce('scan');
    return z.encode(RESULTS.inspect, { tokens: module.scan().map((occupied) => foundOf(module.cryptoki, occupied)) });
  }
  const token = await pluggedToken(module, order.serial, announce);
  switch (order.op) {
    case 'initialise':
      return z.encode(RESULTS.initialise, await initialise(token, order));
    case 'generateKey':
      return z.encode(RESULTS.generateKey, await generateKey(token, order));
    case 'writeCertificate':
      return z.encode(RESULTS.writeCertificate, await writeCertificate(token, order));
    case 'readCertificate':
      return z.encode(RESULTS.readCertificate, await readCertificate(token, order));
    case 'signChallenge':
      return z.encode(RESULTS.signChallenge, await signChallenge(token, order));
    case 'resetPin':
      return z.encode(RESULTS.resetPin, await resetPin(token, order));
  }
}

/** Answers one order. The pause after each announcement lets it out before the module blocks this thread. */
async function answer(module: Module, message: unknown): Promise<void> {
  const order = Order.parse(message);
  let at: Step = 'scan';
  const announce: Announce = async (step) => {
    at = step;
    report({ kind: 'step', id: order.id, step });
    await new Promise(setImmediate);
    // the service died: whoever starts next must find this token left alone
    if (!process.connected) process.exit(0);
  };
  try {
    report({ kind: 'done', id: order.id, result: await run(module, order, announce) });
  } catch (error) {
    report({ kind: 'failed', id: order.id, failure: { step: at, ...failureOf(error) } });
  }
}

function main(): void {
  const { module: path, pkcs11Slot } = WorkerArgument.parse(JSON.parse(process.argv[2] ?? ''));
  let module: Module;
  try {
    module = openModule(path, pkcs11Slot);
  } catch (error) {
    const { rv } = failureOf(error);
    report({ kind: 'unusable', failure: { step: 'start', problem: 'unusable', ...(rv !== undefined && { rv }) } });
    process.disconnect();
    return;
  }
  let turn = Promise.resolve();
  process.on('message', (message) => {
    turn = turn.then(() => answer(module, message));
  });
  report({ kind: 'ready' });
}

process.on('disconnect', () => process.exit(0));
main();
