import type { TokenBench } from '../../src/flow/ports/bench.ts';
import { type SoftBench, softBench } from '../support/softhsm.ts';
import { createWorld, type World } from '../support/world/world.ts';

/** A token on SoftHSM2 whose service dies while it holds a key: set aside unreached, then checked and produced again. */
describe('a token that is set aside', () => {
  let soft: SoftBench;
  let w: World;
  beforeEach(async () => {
    soft = await softBench({ slots: 2, blanks: 1 });
    const hangs = (): Promise<never> => {
      reached();
      return new Promise(() => {});
    };
    const bench = new Proxy<TokenBench>(soft.bench, {
      get: (_, name: keyof TokenBench) => (dies && name === 'writeCertificate' ? hangs : (broken ?? soft).bench[name]),
    });
    w = await createWorld({ bench, blanks: soft.blanks.map((blank) => ({ ...blank, model: 'SoftHSM2' })) });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
    await soft.close();
    await broken?.close();
    broken = undefined;
  });
  /** The bench of a service that was started again, and cannot load its module. */
  let broken: SoftBench | undefined;
  let dies = false;
  let reached = (): void => {};

  /** A job whose service died while it wrote the certificate. */
  const died = async () => {
    const [blank] = soft.blanks;
    soft.plug('1', blank!);
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    const keyed = new Promise<void>((done) => {
      reached = done;
    });
    dies = true;
    void w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    await keyed;
    process.kill(await soft.pid('1'), 'SIGKILL');
    dies = false;
    return { request, serial: blank!.serial };
  };

  it('is none the worse for a module that cannot be loaded at the next start', async () => {
    const { serial } = await died();
    broken = await softBench({ slots: 1, blanks: 0, module: '/etc/hostname' });
    await w.startAnew();
    expect(await w.flow.production.resume()).toMatchObject([{ outcome: 'undone' }]);
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'to_check', requestId: null });

    await broken.close();
    broken = undefined;
    expect(await w.flow.stock.check(w.theo, { serial, slot: '1' })).toEqual({ state: 'in_stock' });
  });

  it('is wiped in another slot with the SO-PIN that the dead service gave it, and is made for somebody', async () => {
    const { request, serial } = await died();
    const device = soft.unplug('1');
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
