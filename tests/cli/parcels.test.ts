import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createService, type Service, terminals } from './terminal.ts';

describe('a correspondent’s parcels, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as, run } = terminals(() => service);
  const shipped = async (name: 'alice' | 'bruno', workstation: string) => {
    const { world } = service;
    const { id: requestId } = await world.produced(world[name], workstation);
    await world.flow.handover.ship(world.theo, { requestId, slot: '1', trackingNumber: `LP-${workstation}` });
    const [request] = await world.reads.find('request', { id: requestId });
    return { requestId, number: request!.number };
  };
  const codeOf = async (requestId: string) => (await service.world.flow.pickupCodes.issueForMail(requestId)) ?? '';

  it('are listed: on their way, here with what each certificate says, and dead; no other role reads them', async () => {
    const { world } = service;
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2')];
    const code = await codeOf(alice.requestId);
    await world.flow.handover.receiveParcel(world.corinne, { requestId: alice.requestId });
    const { out } = await as('corinne', '--lang', 'fr', 'parcel', 'list');
    expect(out).toMatch(new RegExp(`${alice.number} +là, code valable .*Alice Agard`));
    expect(out).toMatch(new RegExp(`${bruno.number} +en route `));
    expect(out).toMatch(/au nom de +Alice Agard\n/);
    expect(out).toMatch(/pour +Accès au réseau du ministère depuis un poste SPAN\n/);
    expect(out).not.toContain(code);
    const { json } = await as('corinne', '--json', 'parcel', 'list');
    const token = (await world.reads.find('token', { requestId: alice.requestId }))[0]!.id;
    expect(json.items.find(({ number }) => number === alice.number)).toMatchObject({
      tokenId: token,
      code: { state: 'open', wrongTries: 0 },
      certificate: { commonName: 'Alice Agard', use: { fr: expect.any(String), en: expect.any(String) } },
    });
    const [lost] = await world.reads.find('token', { requestId: bruno.requestId });
    await world.flow.revocation.reportLoss(world.bruno, { serial: lost!.id, reason: 'lost' });
    const dead = await as('corinne', 'parcel', 'list');
    expect(dead.out).toMatch(new RegExp(`${bruno.number} +dead `));
    expect((await as('thomas', 'parcel', 'list')).err).toContain('takes parcels in');
  });

  it('are given by the codes of a file, once whoever gives them has shown what the certificates say', async () => {
    const { world } = service;
    const [alice, bruno] = [await shipped('alice', 'PN-1'), await shipped('bruno', 'PN-2')];
    for (const { requestId } of [alice, bruno]) await world.flow.handover.receiveParcel(world.corinne, { requestId });
    await codeOf(bruno.requestId);
    const code = await codeOf(alice.requestId);
    const typed = `${alice.number};${code};agent-card\n\n${bruno.number};00000000;passport\n`;
    await as('corinne', 'whoami');
    const unnamed = await run('corinne', ['parcel', 'give'], { typed });
    expect(unnamed).toMatchObject({ code: 1, out: '', err: expect.stringContaining('--yes') });
    const file = join(mkdtempSync(join(tmpdir(), 'jeton-codes-')), 'codes.csv');
    writeFileSync(file, `number;code;document\n${typed}`);
    const unasked = await run('corinne', ['parcel', 'give', file], {});
    expect(unasked).toMatchObject({ code: 1, out: '' });
    expect(unasked.err).toMatch(/in the name of +Alice Agard/);
    expect(unasked.err).toContain('--yes');
    expect(unasked.err).not.toContain(code);
    rmSync(dirname(file), { recursive: true });
    const given = await run('corinne', ['--lang', 'fr', 'parcel', 'give', '--yes'], { typed });
    expect(given.code).toBe(1);
    expect(given.out).toMatch(new RegExp(`${alice.number} +remis`));
    expect(given.out).toMatch(new RegExp(`${bruno.number} +refusé +\\S.*\\[forbidden\\]`));
    expect(given.out + given.err).not.toContain(code);
    expect(await world.reads.find('request', { id: alice.requestId })).toMatchObject([{ state: 'closed' }]);
  });

  it('say which line of a file is wrong, without what stands in it', async () => {
    await as('corinne', 'whoami');
    const wrong = await run('corinne', ['--lang', 'fr', 'parcel', 'give', '--yes'], {
      typed: 'DEM-1;12345678;passport\nDEM-2 87654321 passport\n',
    });
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('ligne 2');
    expect(wrong.err).not.toContain('87654321');
  });

  it('are given one by one too, with the document of a second renewal, and the certificate is shown first', async () => {
    const { world } = service;
    const alice = await shipped('alice', 'PN-1');
    await world.flow.handover.receiveParcel(world.corinne, { requestId: alice.requestId });
    const code = await codeOf(alice.requestId);
    await as('corinne', 'whoami');
    const accepted = await run(
      'corinne',
      ['handover', 'code', alice.number, '--for', 'acceptance', '--document', 'passport', '--code-stdin'],
      { typed: `${code}\n` },
    );
    expect(accepted).toMatchObject({ code: 0, err: expect.stringMatching(/in the name of +Alice Agard\n/) });
    const { items } = await world.opened.lists.entries({ action: 'handover.accept' }, { limit: 1 });
    expect(items[0]?.detail).toMatchObject({ document: 'passport' });
  });

  it('are shown to their holder with their request before they accept', async () => {
    const alice = await shipped('alice', 'PN-1');
    const { out } = await as('alice', 'request', 'show', alice.number);
    expect(out).toMatch(/in the name of +Alice Agard\n/);
    expect(out).toMatch(/used for +Access to the ministry’s network from a SPAN workstation\n/);
  });
});
