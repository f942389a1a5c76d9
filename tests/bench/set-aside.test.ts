import type { TokenBench } from '../../src/flow/ports/bench.ts';
import { type SoftBench, softBench } from '../support/softhsm.ts';
import { createWorld, type World } from '../support/world.ts';

/** A token on SoftHSM2 whose service dies while it holds a key: set aside unreached, then checked and produced again. */
describe('a token that is set aside', () => {
  let soft: SoftBench;
  let w: World;
  beforeEach(async () => {
    soft = await softBench({ slots: 2, blanks: 1 });
    const bench: TokenBench = {
      ...soft.bench,
      writeCertificate: (at, how) => {
        if (!dies) return soft.bench.writeCertificate(at, how);
        reached();
        return new Promise(() => {});
      },
    };
    w = await createWorld({ bench, blanks: soft.blanks.map((blank) => ({ ...blank, model: 'SoftHSM2' })) });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
    await soft.close();
  });
  let dies = true;
  let reached = (): void => {};

  it('is wiped in another slot with the SO-PIN that the dead service gave it, and is made for somebody', async () => {
    const [blank] = soft.blanks;
    const { serial } = blank!;
    soft.plug('1', blank!);
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    const keyed = new Promise<void>((done) => {
      reached = done;
    });
    void w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    await keyed;
    process.kill(await soft.pid('1'), 'SIGKILL');
    const device = soft.unplug('1');
    dies = false;

    await w.startAnew();
    expect(await w.flow.production.resume()).toMatchObject([{ outcome: 'undone' }]);
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'to_check', requestId: null });
    expect(await w.reads.find('certificate', {})).toMatchObject([{ state: 'revoked' }]);

    soft.plug('2', device);
    expect(await w.flow.stock.check(w.theo, { serial, slot: '2' })).toEqual({ state: 'in_stock' });
    expect(await soft.bench.slot('2')).toMatchObject({ token: { serial, label: 'BLANK', holdsCertificate: false } });
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '2' });
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'produced', requestId: request.id });
  });
});
