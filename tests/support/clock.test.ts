import { createCeremony } from '../../src/ca/keys/ceremony.ts';
import { createWorld, run } from '../ca/evaluation.ts';
import { ceremonyOver } from '../ca/keys/ceremonies.ts';
import { START } from './clock.ts';

describe('what is made at the standing clock', () => {
  it('has ended for real programs, whatever the date: a root of twenty years, and all below it', async () => {
    const world = await createWorld({ start: START });
    const { der } = await world.issue();
    const { root } = await createCeremony(ceremonyOver(world)).found();
    const [below, real] = [world.ca.rootCertificate(), root.certificate];
    const leaf = world.pem('leaf', 'CERTIFICATE', der);
    const issuing = world.pem('issuing', 'CERTIFICATE', world.ca.issuingCertificate());
    const verify =
      (anchor: Uint8Array, ...args: string[]) =>
      () =>
        run('openssl', ['verify', '-CAfile', world.pem('anchor', 'CERTIFICATE', anchor), ...args]);
    expect(verify(real, world.pem('real', 'CERTIFICATE', real))).toThrow(/certificate has expired/);
    expect(verify(below, '-untrusted', issuing, leaf)).toThrow(/certificate has expired/);
    world.remove();
  });
});
