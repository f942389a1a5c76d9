import type { TransferFilter } from '../../../src/flow/reading/stock/stock-lists.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('the locations of the stock', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const add = (code: string, site: string) =>
    w.flow.stock.addLocation(w.simon, { code, label: `Coffre ${code}`, site });
  const sites = async () => {
    await add('LYON-COFFRE-1', 'Lyon');
    await add('LYON-TIROIR', 'Lyon');
    await add('PAU-COFFRE', 'Pau');
  };
  const deliver = (reference: string, serials: string[], location?: string) =>
    w.flow.stock.receive(w.thomas, {
      reference,
      model: 'Twin',
      ...(location === undefined ? {} : { location }),
      tokens: serials.map((serial) => ({ serial, soPin: `sopin-${serial}` })),
    });
  const where = async (serial: string) => {
    const { locationId, transferId, state } = (await w.reads.get('token', serial))!;
    return { locationId, onTheWay: transferId !== null, state };
  };
  const refusal = (code: string, why?: string) => ({ code, ...(why === undefined ? {} : { detail: { why } }) });

  it('has a delivery go where it is said, else to the first of one’s site or of all, else to none', async () => {
    await deliver('BL-0', ['A-0']);
    await sites();
    await deliver('BL-1', ['A-1']);
    await deliver('BL-2', ['A-2'], 'PAU-COFFRE');
    const at = ['A-0', 'A-1', 'A-2'].map(async (serial) => (await where(serial)).locationId);
    expect(await Promise.all(at)).toEqual([null, 'LYON-COFFRE-1', 'PAU-COFFRE']);
    // whoever takes it has a location at their own site
    const { site } = (await w.reads.get('person', w.thomas.personId))!;
    await add('OWN-COFFRE', site);
    await deliver('BL-4', ['A-4']);
    expect((await where('A-4')).locationId).toBe('OWN-COFFRE');
    await expect(deliver('BL-3', ['A-3'], 'NANTES')).rejects.toMatchObject(refusal('not_found'));
    await expect(add('PAU-COFFRE', 'Pau')).rejects.toMatchObject(refusal('duplicate'));
  });

  it('moves tokens within a site by one person, and gives those without a location their first', async () => {
    await deliver('BL-0', ['A-0']);
    await sites();
    await deliver('BL-1', ['A-1', 'A-2']);
    const moved = await w.flow.stock.transfer(w.thomas, { to: 'LYON-TIROIR', serials: ['A-1', 'A-2'] });
    expect(moved).toEqual({ transfer: null, moved: 2 });
    await w.flow.stock.transfer(w.thomas, { to: 'PAU-COFFRE', serials: ['A-0'] });
    expect(await where('A-1')).toEqual({ locationId: 'LYON-TIROIR', onTheWay: false, state: 'in_stock' });
    expect((await where('A-0')).locationId).toBe('PAU-COFFRE');
    const mixed = w.flow.stock.transfer(w.thomas, { to: 'LYON-COFFRE-1', serials: ['A-0', 'A-1'] });
    await expect(mixed).rejects.toMatchObject(refusal('conflict', 'several-locations'));
    const same = w.flow.stock.transfer(w.thomas, { to: 'LYON-TIROIR', serials: ['A-1'] });
    await expect(same).rejects.toMatchObject(refusal('already_done'));
  });

  it('shows what is on the way page by page, the newest first, so that an old transfer is not lost', async () => {
    await sites();
    await deliver('BL-1', ['A-1', 'A-2', 'A-3']);
    const sent: string[] = [];
    for (const serial of ['A-1', 'A-2', 'A-3']) {
      const { transfer } = await w.flow.stock.transfer(w.thomas, { to: 'PAU-COFFRE', serials: [serial] });
      sent.unshift(transfer!.id);
      w.clock.advance(1000);
    }
    const page = async (cursor?: string) => {
      const found = await w.flow.reading.stockTransfers(
        w.simon,
        { state: 'sent' },
        { limit: 2, ...(cursor && { cursor }) },
      );
      return { ids: found.items.map(({ id }) => id), next: found.next };
    };
    const first = await page();
    expect(first.ids).toEqual(sent.slice(0, 2));
    await w.flow.stock.arrive(w.theo, { transferId: sent[1]!, serials: ['A-2'] });
    // the page goes on behind a transfer that arrived meanwhile
    expect(await page(first.next!)).toEqual({ ids: sent.slice(2), next: null });
    const past = await w.flow.reading.stockTransfers(w.simon, { state: 'ended' }, { limit: 2 });
    expect(past).toMatchObject({ items: [{ id: sent[1] }], next: null });
    await expect(page('foreign')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('are found by the location that they left or went to, and counted', async () => {
    await sites();
    await add('AIX-COFFRE', 'Aix');
    await deliver('BL-1', ['A-1', 'A-2', 'A-3'], 'LYON-COFFRE-1');
    const send = async (to: string, serial: string) =>
      (await w.flow.stock.transfer(w.thomas, { to, serials: [serial] })).transfer!.id;
    const [one, two] = [await send('PAU-COFFRE', 'A-1'), await send('AIX-COFFRE', 'A-2')];
    const found = async (filter: TransferFilter): Promise<string[]> => {
      const { items } = await w.flow.reading.stockTransfers(w.simon, filter, { limit: 50 });
      const total = await w.flow.reading.stockTransferTotal(w.simon, filter);
      expect(total).toEqual({ n: items.length, more: false });
      return items.map(({ id }) => id).sort();
    };
    const from = (await w.reads.get('stockTransfer', one))!.fromId;
    expect(await found({ state: 'sent' })).toEqual([one, two].sort());
    expect(await found({ state: 'sent', locationId: 'PAU-COFFRE' })).toEqual([one]);
    expect(await found({ state: 'sent', locationId: from })).toEqual([one, two].sort());
    expect(await found({ state: 'sent', locationId: 'PAU' })).toEqual([]);
    expect(await found({ state: 'ended', locationId: 'PAU-COFFRE' })).toEqual([]);
    await w.flow.stock.arrive(w.theo, { transferId: one, serials: ['A-1'] });
    expect(await found({ state: 'ended', locationId: 'PAU-COFFRE' })).toEqual([one]);
    await expect(w.flow.reading.stockTransferTotal(w.alice, { state: 'sent' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('tells who can receive what is on its way: technicians of that site, else all but the sender', async () => {
    await sites();
    await add('PARIS-COFFRE', 'Paris');
    await deliver('BL-1', ['A-1', 'A-2', 'A-3', 'A-4'], 'LYON-COFFRE-1');
    const told = async ({ personId }: { personId: string }) =>
      (await w.store.told(personId, 0, 200)).flatMap(({ template, about }) =>
        template === 'stock-sent' ? [about] : [],
      );
    // moved within its site, nothing is on its way
    await w.flow.stock.transfer(w.thomas, { to: 'LYON-TIROIR', serials: ['A-1'] });
    expect(await told(w.theo)).toEqual([]);
    const { transfer } = await w.flow.stock.transfer(w.thomas, { to: 'PAU-COFFRE', serials: ['A-2'] });
    expect(await told(w.theo)).toEqual([`stockTransfer:${transfer!.id}`]);
    expect([await told(w.thomas), await told(w.simon)]).toEqual([[], []]);
    const notices = await w.flow.reading.told(w.theo, { sees: false });
    expect(notices.filter(({ template }) => template === 'stock-sent')).toMatchObject([{ transferId: transfer!.id }]);
    expect(await told(w.vincent)).toHaveLength(1);
    // what comes to Paris is for those who work there
    const vincent = (await w.reads.get('person', w.vincent.personId))!;
    const [givenName, familyName] = [vincent.givenName ?? '', vincent.familyName ?? ''];
    const moved = {
      directoryId: 'M-VINCENT',
      givenName,
      familyName,
      service: vincent.service,
      email: 'v@interieur.example',
      site: 'Lille',
    };
    await w.flow.imports.all(w.adele, 'people', [moved]);
    await w.flow.stock.transfer(w.theo, { to: 'PARIS-COFFRE', serials: ['A-3'] });
    expect([await told(w.thomas), await told(w.vincent)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('sends tokens to another site, where somebody else receives those that are there', async () => {
    await sites();
    await deliver('BL-1', ['A-1', 'A-2', 'A-3', 'A-4']);
    const serials = ['A-1', 'A-2', 'A-3'];
    const { transfer } = await w.flow.stock.transfer(w.thomas, { to: 'PAU-COFFRE', serials });
    const transferId = transfer!.id;
    expect(transfer).toMatchObject({ fromId: 'LYON-COFFRE-1', toId: 'PAU-COFFRE', count: 3, state: 'sent' });
    expect(await where('A-1')).toEqual({ locationId: 'LYON-COFFRE-1', onTheWay: true, state: 'in_stock' });

    const own = w.flow.stock.arrive(w.thomas, { transferId, serials });
    await expect(own).rejects.toMatchObject(refusal('same_person'));
    const other = w.flow.stock.arrive(w.theo, { transferId, serials: ['A-1', 'A-4'] });
    await expect(other).rejects.toMatchObject(refusal('wrong_state', 'other-transfer'));
    expect(await w.flow.stock.arrive(w.theo, { transferId, serials: ['A-1'] })).toEqual({ left: 2 });
    expect(await where('A-1')).toEqual({ locationId: 'PAU-COFFRE', onTheWay: false, state: 'in_stock' });
    expect(await w.flow.stock.takeBack(w.thomas, { transferId, serials: ['A-2'] })).toEqual({ left: 1 });
    expect(await where('A-2')).toEqual({ locationId: 'LYON-COFFRE-1', onTheWay: false, state: 'in_stock' });
    expect((await w.reads.get('stockTransfer', transferId))?.state).toBe('sent');
    // the last of them is lost on the way, and the transfer is over
    await w.flow.stock.change(w.theo, { serial: 'A-3', action: 'miss' });
    expect(await w.reads.get('stockTransfer', transferId)).toMatchObject({
      state: 'ended',
      receivedBy: w.thomas.personId,
    });
    expect((await w.reads.get('token', 'A-3'))?.transferId).toBe(transferId);
  });

  it('keeps what is on the way out of production, and from being scrapped, destroyed or moved again', async () => {
    await sites();
    const tokens = ['W-1', 'W-2'].map((serial) => ({ serial, soPin: `sopin-${serial}` }));
    await w.flow.stock.receive(w.thomas, { reference: 'BL-1', model: 'Twin', tokens });
    await w.flow.stock.change(w.thomas, { serial: 'W-2', action: 'scrap' });
    await w.flow.stock.transfer(w.thomas, { to: 'PAU-COFFRE', serials: ['W-1', 'W-2'] });
    const onTheWay = refusal('wrong_state', 'on-the-way');
    const scrapped = w.flow.stock.change(w.thomas, { serial: 'W-1', action: 'scrap' });
    await expect(scrapped).rejects.toMatchObject(onTheWay);
    const again = w.flow.stock.transfer(w.thomas, { to: 'LYON-TIROIR', serials: ['W-1'] });
    await expect(again).rejects.toMatchObject(onTheWay);
    // no second person is called in vain
    const destroyed = w.flow.dualControl.propose(w.thomas, { act: 'token.destroy', args: { serial: 'W-2' } });
    await expect(destroyed).rejects.toMatchObject(onTheWay);
    const wish = { kind: 'first-issue', workstation: 'PN-1', priority: 0 } as const;
    const request = await w.flow.request.submit(w.alice, wish);
    await w.approve(request.id);
    w.twin.plug('1', { serial: 'W-1', soPin: 'sopin-W-1' });
    const made = w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    await expect(made).rejects.toMatchObject(onTheWay);
  });

  it('puts a token that comes back where it is said', async () => {
    await sites();
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'damaged' });
    await w.flow.stock.change(w.theo, { serial: tokenId, action: 'return', location: 'PAU-COFFRE' });
    expect(await where(tokenId)).toMatchObject({ locationId: 'PAU-COFFRE', state: 'returned' });
    const shelved = w.flow.stock.transfer(w.theo, { to: 'LYON-TIROIR', serials: ['NOBODY'] });
    await expect(shelved).rejects.toMatchObject(refusal('not_found'));
  });

  it('finds a missing token in a location of its site, from where it takes two persons to another', async () => {
    await sites();
    await deliver('BL-1', ['A-1']);
    const find = (location?: string) =>
      w.flow.stock.change(w.theo, { serial: 'A-1', action: 'find', ...(location && { location }) });
    const { transfer } = await w.flow.stock.transfer(w.theo, { to: 'PAU-COFFRE', serials: ['A-1'] });
    await w.flow.stock.change(w.theo, { serial: 'A-1', action: 'miss' });
    await expect(find('PAU-COFFRE')).rejects.toMatchObject(refusal('conflict', 'found-elsewhere'));
    expect((await w.reads.get('token', 'A-1'))?.transferId).toBe(transfer!.id);
    await find();
    expect(await where('A-1')).toEqual({ locationId: 'LYON-COFFRE-1', onTheWay: false, state: 'returned' });
    // not wiped yet, it is lost like a blank
    await w.flow.stock.change(w.theo, { serial: 'A-1', action: 'miss' });
    await find('LYON-TIROIR');
    expect(await where('A-1')).toEqual({ locationId: 'LYON-TIROIR', onTheWay: false, state: 'returned' });
  });

  it('keeps a scrapped token scrapped that is lost in a parcel: found again, it never comes back into use', async () => {
    await sites();
    await deliver('BL-1', ['A-1', 'A-2']);
    await w.flow.stock.change(w.theo, { serial: 'A-1', action: 'scrap' });
    const { transfer } = await w.flow.stock.transfer(w.thomas, { to: 'PAU-COFFRE', serials: ['A-1', 'A-2'] });
    await w.flow.stock.arrive(w.theo, { transferId: transfer!.id, serials: ['A-2'] });
    await w.flow.stock.change(w.theo, { serial: 'A-1', action: 'miss' });
    expect((await w.reads.get('stockTransfer', transfer!.id))?.state).toBe('ended');
    expect((await w.reads.get('token', 'A-1'))?.state).toBe('scrapped_missing');
    const { counts, levels } = await w.flow.reading.stockNow(w.theo);
    expect(counts.balanced).toBe(true);
    const left = levels.find(({ location }) => location === 'LYON-COFFRE-1');
    expect(left).toMatchObject({ received: 2, moved: -1, missing: 1, scrapped: 0, inStock: 0 });
    const destroyed = w.flow.dualControl.propose(w.thomas, { act: 'token.destroy', args: { serial: 'A-1' } });
    await expect(destroyed).rejects.toMatchObject(refusal('wrong_state'));
    await w.flow.stock.change(w.theo, { serial: 'A-1', action: 'find' });
    expect(await where('A-1')).toEqual({ locationId: 'LYON-COFFRE-1', onTheWay: false, state: 'scrapped' });
    const serves = w.flow.stock.recycle(w.theo, { serial: 'A-1', slot: '1' });
    await expect(serves).rejects.toMatchObject(refusal('wrong_state'));
    await w.flow.dualControl.propose(w.thomas, { act: 'token.destroy', args: { serial: 'A-1' } });
  });

  it('is registered by a supervisor, renamed and watched by a technician too, and by nobody else', async () => {
    await sites();
    await w.flow.stock.amendLocation(w.thomas, { location: 'LYON-TIROIR', label: 'Tiroir du haut', threshold: 20 });
    expect(await w.reads.get('stockLocation', 'LYON-TIROIR')).toMatchObject({ label: 'Tiroir du haut', threshold: 20 });
    await w.flow.stock.amendLocation(w.simon, { location: 'LYON-TIROIR', threshold: null });
    expect((await w.reads.get('stockLocation', 'LYON-TIROIR'))?.threshold).toBeNull();
    const technician = w.flow.stock.addLocation(w.theo, { code: 'X-1', label: 'x', site: 'x' });
    await expect(technician).rejects.toMatchObject({ code: 'forbidden' });
    const alice = w.flow.stock.addLocation(w.alice, { code: 'X-1', label: 'x', site: 'x' });
    await expect(alice).rejects.toMatchObject(refusal('forbidden'));
    const moved = w.flow.stock.transfer(w.simon, { to: 'PAU-COFFRE', serials: ['A-1'] });
    await expect(moved).rejects.toMatchObject(refusal('forbidden'));
  });
});
