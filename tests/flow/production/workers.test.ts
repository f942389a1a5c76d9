import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeOf } from '../../../src/bench/twin/scenario.ts';
import { type TwinBench, twinBench, type Wanted } from '../../support/world/twin-bench.ts';
import { createWorld, type World } from '../../support/world/world.ts';

let twin: TwinBench;
let w: World;
const hex = (index: number) => `${index}`.padStart(48, 'a');

/** The flow on devices in worker processes of their own. */
async function open(scenario: Wanted, more: { profilesDir?: string; slots?: number; soPin?: typeof hex } = {}) {
  const { profilesDir, slots = 1, soPin } = more;
  twin = twinBench({ slots, blanks: 4, scenario, ...(soPin ? { soPin } : {}) });
  w = await createWorld({ bench: twin.bench, blanks: twin.blanks, ...(profilesDir ? { profilesDir } : {}) });
}
async function close() {
  try {
    await w.check();
    await w.close();
  } finally {
    await twin.close();
  }
}

const approved = async () => {
  const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
  await w.approve(request.id);
  return request.id;
};
const produce = (requestId: string, slot = '1') => w.flow.production.produce(w.thomas, { requestId, slot });
const serial = (index: number) => twin.blanks[index]!.serial;

describe('a token of each make goes from blank to active', () => {
  afterEach(close);

  it.each([
    ['generic', {}, undefined],
    ['softhsm2', {}, undefined],
    ['opensc', { pinMin: 4, pinMax: 8 }, undefined],
    ['safenet', {}, undefined],
    ['idprime', {}, hex],
    ['ykcs11', { pinMin: 6, pinMax: 8 }, hex],
  ] as const)('%s', async (make, lengths, soPin) => {
    await open({ make, ...lengths }, soPin ? { soPin } : {});
    twin.plug('1', twin.blanks[0]!);
    const id = await approved();
    await produce(id);
    await w.handOver(id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: id });
    const token = await w.reads.get('token', serial(0));
    expect(token).toMatchObject({
      state: 'active',
      keyId: make === 'ykcs11' ? '01' : expect.stringMatching(/^\w{16}$/),
    });
    const letter = w.printed.find((paper) => paper.kind === 'pin');
    expect(letter).toMatchObject({ secret: expect.stringMatching(/^\d{8}$/) });
    // where the model can, its holder has to choose another
    expect(twin.token('1')!.pin!.toBeChanged).toBe(make === 'safenet' || make === 'idprime');
  });

  it.each([
    [12, 12, 12],
    [4, 6, 6],
  ])('with PINs of %s to %s digits', async (pinMin, pinMax, digits) => {
    await open({ pinMin, pinMax });
    twin.plug('1', twin.blanks[0]!);
    const id = await approved();
    await produce(id);
    await w.handOver(id);
    expect(w.printed.find((paper) => paper.kind === 'pin')).toMatchObject({
      secret: expect.stringMatching(new RegExp(`^\\d{${digits}}$`)),
    });
  });

  it('with an RSA-3072 key where the profile asks for one', async () => {
    const profilesDir = mkdtempSync(join(tmpdir(), 'jeton-profiles-'));
    cpSync('certs/profiles', profilesDir, { recursive: true });
    const file = join(profilesDir, 'agent-vpn.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"ec-p256"', '"rsa-3072"'));
    await open({}, { profilesDir });
    rmSync(profilesDir, { recursive: true });
    twin.plug('1', twin.blanks[0]!);
    const id = await approved();
    await produce(id);
    await w.handOver(id);
    expect(await w.reads.get('token', serial(0))).toMatchObject({ state: 'handed_over' });
  });
});

describe('what is refused before anything is written', () => {
  afterEach(close);

  const untouched = async (code: string, say: RegExp, id: string, slot = '1') => {
    const before = JSON.stringify(twin.token(slot));
    await expect(produce(id, slot)).rejects.toMatchObject({ code, message: expect.stringMatching(say) });
    expect(JSON.stringify(twin.token(slot))).toBe(before);
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'approved' });
    expect(await w.reads.count('job', { state: ['leased', 'certifying', 'certified'] })).toBe(0);
  };

  it('a token used already, a foreign one, one that is not ours, two at once, none', async () => {
    await open({});
    const id = await approved();
    await untouched('token_wrong', /no token is plugged .* plug one in/, id);
    twin.plug('1', twin.blanks[0]!);
    await produce(id);
    const [other] = [await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 })];
    await w.approve(other.id);
    await untouched('wrong_state', /is produced: plug a blank one/, other.id);

    // somebody's certificate on a serial number that is in stock
    const place = placeOf(twin.slots[0]!.module);
    const used = JSON.parse(readFileSync(join(place.tokens, `${serial(0)}.json`), 'utf8'));
    twin.unplug('1');
    twin.plug('1', twin.blanks[1]!);
    const forged = { ...used, serial: serial(1) };
    writeFileSync(join(place.tokens, `${serial(1)}.json`), JSON.stringify(forged));
    await untouched('token_foreign', /holds a certificate .* put it aside/, other.id);

    renameSync(join(place.tokens, `${serial(1)}.json`), join(twin.dir, 'aside'));
    writeFileSync(join(place.tokens, 'STRANGER.json'), JSON.stringify({ ...forged, serial: 'STRANGER', items: [] }));
    await untouched('token_foreign', /STRANGER is not in our stock: unplug it/, other.id);

    writeFileSync(join(place.tokens, `${serial(2)}.json`), JSON.stringify({ ...forged, serial: serial(2), items: [] }));
    await untouched('token_wrong', /holds tokens STRANGER and TWIN000003: leave the one meant/, other.id);
  });

  it('a model whose PINs are too short', async () => {
    await open({ pinMin: 4, pinMax: 5 });
    twin.plug('1', twin.blanks[0]!);
    await untouched('token_wrong', /without PINs of 6 digits: take another/, await approved());
  });
});

/** Faults of the device in each step, and where token and request end. */
describe('production on a device that fails', () => {
  afterEach(close);

  type Faults = NonNullable<Wanted['faults']>;
  const CASES: [string, Faults, 'in_stock' | 'scrapped' | 'to_check', Wanted?][] = [
    ['full token', [{ call: 'C_GenerateKeyPair', rv: 'CKR_DEVICE_MEMORY' }], 'in_stock'],
    ['device error while wiping', [{ call: 'C_InitToken', rv: 'CKR_DEVICE_ERROR' }], 'in_stock'],
    ['device error that stays', [{ call: 'C_InitToken', rv: 'CKR_DEVICE_ERROR', times: 0 }], 'scrapped'],
    ['wiping not supported', [{ call: 'C_InitToken', rv: 'CKR_FUNCTION_NOT_SUPPORTED', times: 0 }], 'scrapped'],
    ['keys not supported', [{ call: 'C_GenerateKeyPair', rv: 'CKR_FUNCTION_NOT_SUPPORTED' }], 'in_stock'],
    ['pulled out while the key is made', [{ call: 'C_GenerateKeyPair', remove: true }], 'to_check'],
    ['pulled out in mid-write', [{ call: 'C_CreateObject', remove: true, done: true }], 'to_check'],
    ['pulled out while it is wiped', [{ call: 'C_InitToken', remove: true, done: true }], 'to_check'],
    ['pulled out before it signs', [{ call: 'C_SignInit', skip: 1, remove: true }], 'to_check'],
    ['SO-PIN that is not the delivered one', [{ call: 'C_InitToken', rv: 'CKR_PIN_INCORRECT', times: 0 }], 'scrapped'],
    ['locked SO-PIN', [{ call: 'C_InitToken', rv: 'CKR_PIN_LOCKED', times: 0 }], 'scrapped'],
    ['PIN that it does not take', [{ call: 'C_Login', skip: 2, rv: 'CKR_PIN_INCORRECT' }], 'in_stock'],
    [
      'certificate that reads back otherwise',
      [{ call: 'C_GetAttributeValue', lie: 'wrong-value', times: 0 }],
      'in_stock',
    ],
    ['key that may leave it', [{ call: 'C_GenerateKeyPair', lie: 'extractable' }], 'in_stock'],
    ['request that its key did not sign', [{ call: 'C_Sign', lie: 'wrong-value' }], 'in_stock'],
    ['challenge that its key did not sign', [{ call: 'C_Sign', skip: 1, lie: 'wrong-value' }], 'in_stock'],
    ['crash of its module', [{ call: 'C_CreateObject', end: 'crash' }], 'in_stock'],
    ['another serial number before the write', [{ call: 'C_GetTokenInfo', lie: 'other-serial', skip: 6 }], 'in_stock'],
    ['an adapter that is wrong about C_InitPIN', [], 'scrapped', { known: false, manners: { initPin: false } }],
    ['an adapter that is wrong about who makes keys', [], 'in_stock', { known: false, manners: { keygenRole: 'so' } }],
    ['an adapter that is wrong about labels', [], 'in_stock', { known: false, manners: { labelWritable: false } }],
    ['an adapter that is wrong about CKA_IDs', [], 'in_stock', { known: false, manners: { idRange: ['01'] } }],
    [
      'an adapter that is wrong about the first PIN',
      [],
      'scrapped',
      { known: false, manners: { mustChangePin: true } },
    ],
  ];

  it.each(CASES)('%s', async (_, faults, tokenState, scenario = {}) => {
    await open(scenario);
    twin.plug('1', twin.blanks[0]!);
    const id = await approved();
    twin.play('1', { ...scenario, faults });
    const outcome = await produce(id).then(
      () => 'produced',
      (error: { code: string }) => error.code,
    );
    expect(outcome).toMatch(/^(device_failed|token_wrong|possession_failed)$/);
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'approved', producerId: null });
    expect(await w.reads.get('token', serial(0))).toMatchObject({ state: tokenState });
    expect(await w.reads.find('certificate', { state: ['intended', 'issued', 'good'] })).toEqual([]);
    expect(await w.reads.find('job', { state: ['leased', 'certifying', 'certified'] })).toEqual([]);
    if (tokenState === 'in_stock') expect(twin.token('1')).toMatchObject({ items: [] });
  });

  it('whose SO-PIN is not the one delivered: tried once, not until it locks', async () => {
    twin = twinBench({ blanks: 2 });
    w = await createWorld({ bench: twin.bench, blanks: twin.blanks.map((b) => ({ ...b, soPin: '0000000000000000' })) });
    twin.plug('1', twin.blanks[0]!);
    const id = await approved();
    await expect(produce(id)).rejects.toMatchObject({ detail: { step: 'format', rv: 'CKR_PIN_INCORRECT' } });
    expect(await w.reads.get('token', serial(0))).toMatchObject({ state: 'scrapped' });
    expect(twin.token('1')!.soPin).toMatchObject({ tries: 9, limit: 10 });
  });

  it('slow in one slot holds up no other', async () => {
    await open({}, { slots: 2 });
    twin.play('1', { faults: [{ call: 'C_GenerateKeyPair', ms: 5_000 }] });
    twin.plug('1', twin.blanks[0]!);
    twin.plug('2', twin.blanks[1]!);
    const first = await approved();
    const second = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(second.id);
    const ended: string[] = [];
    await Promise.all([
      produce(first, '1').then(() => ended.push('slow')),
      produce(second.id, '2').then(() => ended.push('fast')),
    ]);
    expect(ended).toEqual(['fast', 'slow']);
  });
});
