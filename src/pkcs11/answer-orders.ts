import type pkcs11js from 'pkcs11js';
import { z } from 'zod';
import { loadModule } from './module.ts';
import { failureOf, Refusal } from './refusal.ts';

const Envelope = z.strictObject({ id: z.int(), order: z.unknown() });

function loaded(path: string): pkcs11js.PKCS11 | undefined {
  try {
    return loadModule(path);
  } catch {
    // after a failed load nothing of the module may be called
    return undefined;
  }
}

/**
 * The worker's side of `createTokenClient`: alone with the PKCS#11 module that its argument names, it answers each order by
 * what `run` returns (JSON). An order that fails ends it, so that the next one begins from nothing; what was sent behind
 * that order is not tried, because the PIN may have been what failed, and a token counts each try.
 */
export function answerOrders<O>(order: z.ZodType<O>, run: (cryptoki: pkcs11js.PKCS11, order: O) => unknown): void {
  const cryptoki = loaded(process.argv[2] ?? '');
  let failed = false;
  process.on('message', (message) => {
    if (failed) return;
    const { id, order: asked } = Envelope.parse(message);
    try {
      if (!cryptoki) throw new Refusal('unusable');
      process.send?.({ id, result: run(cryptoki, order.parse(asked)) });
    } catch (error) {
      failed = true;
      process.send?.({ id, failure: failureOf(error) }, () => process.disconnect());
    }
  });
  process.on('disconnect', () => process.exit(0));
}
