import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeOf } from '../../../src/bench/twin/scenario.ts';
import { checkModel } from '../../../src/flow/production/plugged.ts';
import { type TwinBench, twinBench } from '../../support/world/twin-bench.ts';
import { createWorld, type World } from '../../support/world/world.ts';

let twin: TwinBench;
let w: World;
/** Digest of every token file of the slots: equal before and after means that nothing was written. */
function written(): string {
  const digest = createHash('sha256');
  for (const { module } of twin.slots) {
    const { tokens } = placeOf(module);
    for (const name of readdirSync(tokens).sort()) digest.update(name).update(readFileSync(join(tokens, name)));
  }
  return digest.digest('hex');
}
const approved = async (workstation: string) => {
  const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation, priority: 0 });
  await w.approve(request.id);
  return request.id;
};

describe('a token in the slot that is not the one', () => {
  beforeEach(async () => {
    twin = twinBench({ slots: 2, blanks: 5 });
    const [own, other, disguised, laden] = twin.blanks;
    const blanks = [own!, other!, { ...disguised!, model: 'YubiKey 5' }, laden!]; // the fifth is nobody's delivery
    w = await createWorld({ bench: twin.bench, blanks });
  });

  afterEach(async () => {
    await w.check();
    await w.close();
    await twin.close();
  });

  /** Production in slot 1 is refused: the sentence, one entry, the request in its place, nothing on any token. */
  const refuses = async (
    code: 'token_wrong' | 'token_foreign' | 'wrong_state',
    why: string | undefined,
    says: RegExp,
  ) => {
    const requestId = await approved('PN-1');
    const before = written();
    const attempt = w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await w.refuses(code, attempt);
    const error: unknown = await attempt.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(says), detail: why === undefined ? {} : { why } });
    expect(written()).toBe(before);
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'approved', producerId: null });
    expect(await w.reads.count('job', { requestId })).toBe(0);
  };

  it('none: plug one in', () => refuses('token_wrong', 'none', /no token is plugged into slot 1: plug one in/));

  it('one that no delivery brought: unplug it', async () => {
    twin.plug('1', twin.blanks[4]!);
    await refuses('token_foreign', undefined, /not in our stock: unplug it and put it aside/);
  });

  it('one of another model than was delivered: for the security officer', async () => {
    twin.plug('1', twin.blanks[2]!);
    await refuses(
      'token_wrong',
      'model',
      /was delivered as YubiKey 5 and says that it is Twin generic: put it aside for the security officer/,
    );
  });

  it('one in use: plug a blank one', async () => {
    const first = await approved('PN-2');
    twin.plug('1', twin.blanks[0]!);
    await w.flow.production.produce(w.thomas, { requestId: first, slot: '1' });
    await refuses('wrong_state', 'used', /is produced: plug a blank one/);
  });

  it('one in stock that holds a certificate: for the security officer', async () => {
    const first = await approved('PN-2');
    twin.plug('1', twin.blanks[0]!);
    await w.flow.production.produce(w.thomas, { requestId: first, slot: '1' });
    // what somebody who took a blank home might bring back
    const { tokens } = placeOf(twin.slots[0]!.module);
    const file = readdirSync(tokens)[0]!;
    const laden = twin.blanks[3]!.serial;
    cpSync(join(tokens, file), join(tokens, file.replace(twin.blanks[0]!.serial, laden)));
    twin.unplug('1');
    await refuses('token_foreign', 'certificate', /holds a certificate although it is in stock/);
  });

  it('two where one is meant: both are named, neither is touched', async () => {
    const [one, two] = twin.blanks;
    twin.plug('1', one!);
    // what a person does who plugs two keys through one hub
    const file = readdirSync(join(twin.dir, 'drawer')).find((name) => name.includes(two!.serial))!;
    cpSync(join(twin.dir, 'drawer', file), join(placeOf(twin.slots[0]!.module).tokens, file));
    await refuses('token_wrong', 'several', new RegExp(`${one!.serial} and ${two!.serial}: leave the one meant`));
  });

  it('another than the technician was told: both are named', async () => {
    const requestId = await approved('PN-1');
    const [one, two] = twin.blanks;
    twin.plug('1', one!);
    const before = written();
    const named = w.flow.production.produce(w.thomas, { requestId, slot: '1', serial: two!.serial });
    await w.refuses('token_wrong', named);
    await expect(named).rejects.toMatchObject({ detail: { found: one!.serial, expected: two!.serial } });
    expect(written()).toBe(before);
  });

  it('is not wiped either when it should be recycled', async () => {
    const requestId = await approved('PN-2');
    twin.plug('1', twin.blanks[0]!);
    const { tokenId: serial } = await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await w.flow.revocation.revoke(w.odile, { serial, reason: 'other' });
    await w.flow.stock.change(w.thomas, { serial, action: 'return' });
    twin.unplug('1');
    twin.plug('1', twin.blanks[1]!);
    const before = written();
    await w.refuses('token_wrong', w.flow.stock.recycle(w.theo, { serial, slot: '1' }));
    expect(written()).toBe(before);
  });
});

describe('the model on the delivery record', () => {
  const fits = (model: string, said: string, adapter?: string) => {
    const plugged = {
      slot: '1',
      serial: 'A',
      model: said,
      label: '',
      initialised: true,
      ...(adapter ? { adapter } : {}),
    };
    try {
      checkModel({ id: 'A', model } as never, plugged);
      return true;
    } catch {
      return false;
    }
  };
  it.each([
    ['SoftHSM2', 'SoftHSM v2', 'softhsm2'],
    ['SoftHSM v2', 'SoftHSM v2', undefined],
    ['Thales ID Prime MD 840', 'ID Prime MD', 'idprime'],
    ['ykcs11', 'YubiKey YK5', 'ykcs11'],
  ])('%s fits a token that says %s', (model, said, adapter) => expect(fits(model, said, adapter)).toBe(true));
  it.each([
    ['SoftHSM2', 'YubiKey YK5', 'ykcs11'],
    ['ID Prime MD 840', '', 'generic'],
    ['ID Prime MD 840', 'I', 'generic'],
    ['YubiKey 5', 'eToken', 'safenet'],
  ])('%s does not fit one that says “%s”', (model, said, adapter) => expect(fits(model, said, adapter)).toBe(false));
});
