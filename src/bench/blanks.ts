import '../no-inspector.ts';
import pkcs11js from 'pkcs11js';
import { z } from 'zod';

/** The process that makes blank SoftHSM2 tokens in the folder of its SOFTHSM2_CONF, for the demo and the tests. */
const Order = z.strictObject({ module: z.string(), soPins: z.array(z.string()) });

function makeBlanks({ module, soPins }: z.output<typeof Order>): string[] {
  const cryptoki = new pkcs11js.PKCS11();
  cryptoki.load(module);
  cryptoki.C_Initialize({ flags: pkcs11js.CKF_OS_LOCKING_OK });
  return soPins.map((soPin) => {
    // SoftHSM2 always shows one slot without a token, the last: initialising it opens another
    const slot = cryptoki.C_GetSlotList(true).at(-1);
    if (!slot) throw new Error('no free slot');
    cryptoki.C_InitToken(slot, soPin, 'BLANK'.padEnd(32));
    return cryptoki.C_GetTokenInfo(slot).serialNumber.trimEnd();
  });
}

process.once('message', (message) => {
  process.send?.(makeBlanks(Order.parse(message)), () => process.disconnect());
});
