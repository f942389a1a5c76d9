import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SealedSecret } from '../../../src/flow/ports/vault.ts';
import { createWorld, type World } from '../../support/world/world.ts';

let w: World;
beforeEach(async () => {
  w = await createWorld();
});
const end = async () => {
  await w.check();
  await w.close();
};

/** All that is kept: the database, its log where it is ours, keys. */
async function kept(): Promise<{ name: string; content: Buffer }[]> {
  const keys = readdirSync(w.keys, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, content: readFileSync(join(entry.parentPath, entry.name)) }));
  return [...(await w.opened.behind.everything()), ...keys];
}

/** What is found of a sealed PIN: its wrapped data key, its ciphertext (any 16 octets of either), the PIN in clear. */
async function traces(secret: SealedSecret, pin: string): Promise<string[]> {
  const wrapped = Buffer.from(secret.sealed.subarray(1, 61));
  const box = Buffer.from(secret.sealed.subarray(61));
  const pieces = (of: Buffer, what: string) =>
    [0, 12, of.length - 16].map((at) => ({ what, piece: of.subarray(at, at + 16) }));
  const wanted = [
    ...pieces(wrapped, 'wrapped key'),
    ...pieces(box, 'ciphertext'),
    { what: 'clear PIN', piece: Buffer.from(pin) },
  ];
  const found = (await kept()).flatMap(({ name, content }) =>
    wanted.filter(({ piece }) => content.includes(piece)).map(({ what }) => `${what} in ${name}`),
  );
  return [...new Set(found)].sort();
}

/** A produced token of Alice's, the seal of its PIN, and the PIN itself, which only the device knows. */
async function made() {
  const request = await w.produced(w.alice, 'PN-1');
  const letter = await w.pinLetter(request.id);
  const secret = (await w.store.secret(letter.secretId!))!;
  const pin = w.twin.tokens.get('1')!.pin!;
  expect((await traces(secret, pin)).length).toBeGreaterThan(0);
  expect(await traces(secret, pin)).not.toContainEqual(expect.stringContaining('clear'));
  return { request, letter, secret, pin };
}
async function atTheDesk(requestId: string): Promise<void> {
  await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
  await w.accept(requestId);
}

describe('no file of the data folder holds anything of a PIN', () => {
  afterEach(end);

  it('once its letter was confirmed as readable', async () => {
    const { request, letter, secret, pin } = await made();
    await atTheDesk(request.id);
    await w.flow.letters.print(w.vincent, { letterId: letter.id });
    expect((await traces(secret, pin)).length).toBeGreaterThan(0); // it may be printed again
    await w.flow.letters.confirm(w.vincent, { letterId: letter.id });
    expect(await traces(secret, pin)).toEqual([]);
  });

  it('fifteen minutes after it was printed, confirmed or not', async () => {
    const { request, letter, secret, pin } = await made();
    await atTheDesk(request.id);
    await w.flow.letters.print(w.vincent, { letterId: letter.id });
    w.clock.advance(15 * 60_000);
    expect(await w.flow.letters.expire()).toBe(0);
    w.clock.advance(1_000);
    expect(await w.flow.letters.expire()).toBe(1);
    expect(await traces(secret, pin)).toEqual([]);
  });

  it('after its token was found dead and its production is repeated', async () => {
    const { request, secret, pin } = await made();
    await w.flow.handover.repeat(w.theo, { requestId: request.id, reason: 'dead-on-arrival' });
    expect(await traces(secret, pin)).toEqual([]);
  });

  const tokenOf = async (requestId: string) => (await w.reads.find('token', { requestId }))[0]!.id;
  const recallFirst = async (): Promise<void> => {
    await w.dual('recall.open', { kind: 'model', model: 'Twin', way: 'replace-first' });
    await w.flow.recall.ended();
  };
  it.each<[string, (serial: string) => Promise<unknown>]>([
    ['revoked by an officer', (serial) => w.flow.revocation.revoke(w.odile, { serial, reason: 'other' })],
    ['reported lost by its holder', (serial) => w.flow.revocation.reportLoss(w.alice, { serial, reason: 'lost' })],
    ['on a workstation that is lost', () => w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-1' })],
    [
      'on a workstation that is blocked',
      () => w.flow.enrolment.change(w.odile, { workstation: 'PN-1', action: 'block' }),
    ],
    ['recalled, and made again', () => recallFirst()],
  ])('once its token is %s, with its letter still waiting', async (_, happens) => {
    const { request, letter, secret, pin } = await made();
    await happens(await tokenOf(request.id));
    expect(await traces(secret, pin)).toEqual([]);
    expect(await w.reads.get('letter', letter.id)).toMatchObject({ state: 'expired', secretId: null });
    await w.refuses('wrong_state', w.flow.letters.print(w.vincent, { letterId: letter.id }));
  });

  it('once its token is revoked after the letter was printed, while it could be printed again', async () => {
    const { request, letter, secret, pin } = await made();
    await atTheDesk(request.id);
    await w.flow.letters.print(w.vincent, { letterId: letter.id });
    await w.flow.revocation.revoke(w.odile, { serial: await tokenOf(request.id), reason: 'stolen' });
    expect(await traces(secret, pin)).toEqual([]);
  });

  it('once its token makes way for a renewal on the same token', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const args = { serial: tokenId, slot: '1' };
    const { id, argsHash } = await w.flow.dualControl.propose(w.theo, { act: 'token.unblock', args });
    await w.flow.dualControl.confirm(w.odile, { proposalId: id, argsHash });
    const [letter] = await w.reads.find('letter', { tokenId, kind: 'pin', state: 'waiting' });
    const secret = (await w.store.secret(letter!.secretId!))!;
    const pin = w.twin.tokens.get('1')!.pin!;
    const renewal = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    await w.approve(renewal.id);
    await w.flow.production.produce(w.thomas, { requestId: renewal.id, slot: '1' });
    expect(await traces(secret, pin)).toEqual([]);
  });

  it.each(['generateKey', 'writeCertificate', 'signChallenge'] as const)(
    'after a production failed at %s',
    async (step) => {
      const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
      await w.approve(request.id);
      let seen: { secret: SealedSecret; pin: string } | undefined;
      w.twin.onStep(step, async () => {
        const [job] = await w.reads.find('job', { requestId: request.id });
        seen = { secret: (await w.store.secret(`pin:${job!.id}`))!, pin: w.twin.tokens.get('1')!.pin! };
        throw new Error('the device failed');
      });
      await expect(w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' })).rejects.toThrow();
      expect(await traces(seen!.secret, seen!.pin)).toEqual([]);
    },
  );

  it('after another PIN took its place, or was to take it and did not', async () => {
    const { request, secret, pin } = await made();
    const [token] = await w.reads.find('token', { requestId: request.id });
    const unblock = async () => {
      const args = { serial: token!.id, slot: '1' };
      const { id, argsHash } = await w.flow.dualControl.propose(w.theo, { act: 'token.unblock', args });
      await w.flow.dualControl.confirm(w.odile, { proposalId: id, argsHash });
    };
    await unblock();
    expect(await traces(secret, pin)).toEqual([]);
    let failed: SealedSecret | undefined;
    w.twin.onStep('resetPin', async () => {
      const [proposal] = await w.reads.find('proposal', { state: 'confirmed' });
      failed = await w.store.secret(`pin:${proposal!.id}`);
      throw new Error('the device failed');
    });
    await expect(unblock()).rejects.toThrow();
    expect(await traces(failed!, 'a PIN that nobody has')).toEqual([]);
  });

  it('after its token was wiped, returned without its letter', async () => {
    const { request, secret, pin } = await made();
    const [token] = await w.reads.find('token', { requestId: request.id });
    await w.flow.revocation.revoke(w.odile, { serial: token!.id, reason: 'other' });
    await w.flow.stock.change(w.thomas, { serial: token!.id, action: 'return' });
    await w.flow.stock.recycle(w.theo, { serial: token!.id, slot: '1' });
    expect(await traces(secret, pin)).toEqual([]);
  });
});

describe('a nomade credential that nobody fetched', () => {
  afterEach(end);
  it.each<[string, (serial: string, requestId: string) => Promise<unknown>]>([
    ['is revoked', (serial) => w.flow.revocation.revoke(w.odile, { serial, reason: 'other' })],
    ['is made again', (_, requestId) => w.flow.handover.repeat(w.theo, { requestId, reason: 'dead-on-arrival' })],
  ])('leaves neither key nor password once it %s', async (_, happens) => {
    const request = await w.flow.request.submit(w.alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await w.approve(request.id);
    const { certificateId } = await w.flow.software.release(w.thomas, { requestId: request.id });
    const [job] = await w.reads.find('job', { requestId: request.id });
    const secrets = await Promise.all(['pkcs8', 'pkcs12-password'].map((kind) => w.store.secret(`${kind}:${job!.id}`)));
    for (const secret of secrets) expect(await traces(secret!, 'nothing in clear')).not.toEqual([]);
    await happens(certificateId, request.id);
    for (const secret of secrets) expect(await traces(secret!, 'nothing in clear')).toEqual([]);
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked' });
  });
});

describe('what leaves the service', () => {
  afterEach(end);

  it('never holds PIN or SO-PIN: not the journal, not the rows', async () => {
    const { request, pin } = await made();
    await w.handOver(request.id);
    const { soPin } = w.twin.tokens.get('1')!;
    const lines: string[] = [];
    for await (const page of w.opened.journal.lines(0, await w.opened.journal.size())) lines.push(...page);
    const rows = await Promise.all(
      (['token', 'job', 'letter', 'request', 'proposal'] as const).map((table) => w.reads.find(table, {})),
    );
    for (const secret of [pin, soPin]) expect(JSON.stringify([lines, rows])).not.toContain(secret);
  });
});
