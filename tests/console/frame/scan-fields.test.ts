import { fieldLabel } from '../../../src/console/frame/components/labels.ts';
import { SCAN_FIELDS } from '../../../src/console/frame/forms/scan.ts';
import { translator } from '../../../src/console/frame/translate.ts';
import { labelRead } from '../../support/world/label.ts';
import { type Hall, type Name, openHall } from '../hall.ts';
import { expectEmptied, fieldOf } from '../scan-field.ts';
import { type Visitor, visit } from '../visitor.ts';

/** A scanner sends its Enter at once: what stands in the field already is glued to what it types next. */
describe('a field that a scanner types into', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  const WRONG = 'DEM-1998-09999';
  const at = async (name: Name, page: string): Promise<Visitor> => {
    const visitor = await visit(hall, name);
    await visitor.get(page);
    return visitor;
  };

  it('is empty at the desk after a wrong label, and the right one opens its hand-over', async () => {
    const { number } = await hall.produced(hall.alice, 'PN-1');
    const theo = await at('theo', '/remise');
    for (const wrong of [WRONG, '3760123456789'])
      expectEmptied(await theo.post('/remise', { number: wrong }), 'number', wrong);
    expect((await theo.post('/remise', { number })).to).toBe(`/remise/${number}`);
  });

  it('is empty beside a hand-over after a carrier’s number was refused, and the next one sends the parcel', async () => {
    const { number } = await hall.produced(hall.alice, 'PN-1');
    const blank = hall.twin.tokens.get('1')!;
    const theo = await at('theo', `/remise/${number}`);
    expect(fieldOf(await theo.get(`/remise/${number}`), 'trackingNumber')).not.toContain('autofocus');
    const refused = await theo.post(`/remise/${number}/expedier`, { slot: '2', trackingNumber: 'LP-41' });
    expectEmptied(refused, 'trackingNumber', 'LP-41');
    expect(hall.twin.tokens.get('1')).toBe(blank);
    expect((await theo.act(`/remise/${number}/expedier`, { slot: '1', trackingNumber: 'LP-42' })).main).toContain(
      'Remise faite',
    );
    expect(await hall.reads.find('handover', { trackingNumber: 'LP-42' })).toHaveLength(1);
  });

  it('takes no label, box, token or machine for a carrier’s number, by either page, and no token signs for it', async () => {
    const { number } = await hall.produced(hall.alice, 'PN-1');
    const theo = await at('theo', `/remise/${number}`);
    const wrongs = {
      'DEM-1998-00002': 'le numéro d’une demande ou son étiquette',
      [await labelRead(hall.reads, number)]: 'le numéro d’une demande ou son étiquette',
      '3760123456784': 'le code-barres d’une boîte',
      'B-0001': 'le numéro de série d’un jeton',
      'b-0002': 'le numéro de série d’un jeton',
      'pn-2': 'le numéro d’un poste',
    };
    for (const [wrong, is] of Object.entries(wrongs)) {
      await theo.get(`/remise/${number}`);
      const refused = await theo.post(`/remise/${number}/expedier`, { slot: '1', trackingNumber: wrong });
      expect(refused).toMatchObject({ status: 422, main: expect.stringContaining(`Ceci est ${is}`) });
      expectEmptied(refused, 'trackingNumber', wrong);
    }
    await theo.get(`/remise/envois?demande=${number}`);
    const among = await theo.post('/remise/envois', { scan: '3760123456784', number });
    expect(among.main).toContain('le code-barres d’une boîte');
    expect((await hall.reads.find('request', { number }))[0]!.state).toBe('produced');
    expect(await hall.reads.count('handover', {})).toBe(0);
  });

  it('puts a carrier’s number right that a scanner mistyped, and shows what was read', async () => {
    const { number } = await hall.produced(hall.alice, 'PN-1');
    const theo = await at('theo', `/remise/${number}`);
    const sent = await theo.act(`/remise/${number}/expedier`, { slot: '1', trackingNumber: 'LP&é"\'(-è_çFR' });
    expect(sent.main).toContain('Jeton expédié sous le numéro LP123456789FR');
    expect(await hall.reads.find('handover', { trackingNumber: 'LP123456789FR' })).toHaveLength(1);
  });

  it('drops a carrier’s number that a scanner stammers, and says again why one was refused', async () => {
    const { number } = await hall.produced(hall.alice, 'PN-1');
    const theo = await at('theo', `/remise/envois?demande=${number}`);
    const parcel = { scan: 'LP-42', number };
    const token = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    for (let twice = 0; twice < 2; twice += 1)
      expect((await theo.post('/remise/envois', parcel)).main).toContain('n’est dans aucun logement');
    hall.twin.tokens.set('1', token);
    expect((await theo.post('/remise/envois', parcel)).to).toContain('/remise/envois');
    hall.clock.pass(1_000);
    for (const stammer of [parcel, { scan: 'LP-42' }])
      expect(await theo.post('/remise/envois', stammer)).toMatchObject({ status: 303, to: '/remise/envois' });
    hall.clock.pass(3_000);
    expect((await theo.post('/remise/envois', { scan: 'LP-42' })).status).toBe(422);
  });

  it('is empty on the line and among the parcels, and says of every refusal what was read', async () => {
    const thomas = await at('thomas', '/atelier/chaine');
    await thomas.act('/atelier/chaine/ouvrir', { place: 'A' });
    await thomas.get('/atelier/chaine');
    for (const wrong of [WRONG, '3760123456789']) {
      hall.clock.pass(3_000);
      expectEmptied(await thomas.post('/atelier/chaine', { scan: wrong }), 'scan', wrong);
    }
    await thomas.get('/remise/envois');
    expectEmptied(await thomas.post('/remise/envois', { scan: WRONG }), 'scan', WRONG);
  });

  it('never says what may be a recovery key', async () => {
    const key = '123456-234567-345678-456789-567890-678901-789012-890123';
    const thomas = await at('thomas', '/mise-en-service');
    const refused = await thomas.post('/mise-en-service', { scan: key });
    expect(refused.status).toBe(422);
    expect(refused.html).not.toContain('345678');
  });
});

describe('a scan field that is refused', () => {
  it.each(Object.entries(SCAN_FIELDS))('has a word for whoever corrects it: form %s, field %s', (form, name) => {
    expect(fieldLabel(translator('fr'), form, name)).not.toBe(name);
  });
});
