import { labelRead } from '../../support/world/label.ts';
import { faultsOf } from '../axe.ts';
import { chromiumOfFile, openWindow, shoot } from '../browser.ts';
import { countGestures, seenIn } from '../gestures.ts';
import { type Hall, openHall } from '../hall.ts';
import { visit } from '../visitor.ts';

const NUMBER = 'DEM-1998-00001';

describe('the hand-over desk in a browser', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ demo: true });
  });
  afterEach(() => hall.close());
  const state = async (id: string) => (await hall.reads.get('request', id))?.state;

  it('takes one scan, one plug and one acceptance: the token signs at the plug, and is given as it is pulled out', async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    const code = (await hall.flow.pickupCodes.issueForMail(id)) ?? '';
    const token = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('theo'));
    const { page } = window;
    await page.context().addInitScript(countGestures);
    await window.open('/remise');
    await page.keyboard.type(NUMBER); // 1. the label
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Branchez le jeton de cette demande');
    hall.twin.tokens.set('1', token); // 2. the token
    await page.waitForSelector('text=Clé contrôlée le');
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.name === 'code');
    expect(await faultsOf(page, 'the desk')).toEqual([]);
    await shoot(page, 'desk-accept-fr-light-1280');
    expect(await window.main()).not.toMatch(/CN=|SHA-256/);
    await page.keyboard.type(code); // 3. the holder's code
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Débranchez le jeton et donnez-le au porteur');
    expect(await state(id)).toBe('produced');
    hall.twin.silent.add('1'); // a reading that fails says nothing of the token
    await page.waitForSelector('text=Branchez le jeton de cette demande');
    expect(await state(id)).toBe('produced');
    hall.twin.silent.clear();
    hall.twin.unplug('1');
    await page.waitForSelector('text=Jeton remis');
    expect(await state(id)).toBe('handed_over');
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.name === 'number');
    await shoot(page, 'desk-given-fr-light-1280');
    // one scan, one plug, one acceptance: the keyboard saw the scanner and the holder's code, the mouse nothing
    expect(await seenIn(page)).toEqual({ character: NUMBER.length + code.length, enter: 2 });
    expect(window.wrongs).toEqual([]);
    await window.close();
  });

  it('says of another request’s token that it is not the one, where it is and which one to plug; of a blank nothing', async () => {
    await hall.produced(hall.alice, 'PN-1');
    const wrong = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    hall.twin.tokens.set('1', hall.twin.tokens.get('2')!);
    hall.twin.unplug('2');
    const { number } = await hall.produced(hall.bruno, 'PN-2');
    const right = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    const theo = await visit(hall, 'theo');
    const desk = async () =>
      (await theo.get(`/remise/${number}`)).main.replaceAll(/<[^>]*>/g, '').replaceAll(/\s/g, ' ');
    expect(await desk()).not.toContain('n’est pas celui de cette demande');
    hall.twin.tokens.set('3', wrong);
    const said = await desk();
    expect(said).toContain('Le jeton branché n’est pas celui de cette demande');
    expect(said).toContain(`Poste 3 : ${wrong.serial}. Retirez-le, et branchez ${right.serial}.`);
    hall.twin.tokens.set('2', right);
    expect(await desk()).not.toContain('n’est pas celui de cette demande');
  });

  it('gives nothing that it never saw plugged in, and asks once for a challenge that is refused', async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    await hall.flow.handover.challenge(hall.theo, { requestId: id, slot: '1' });
    await hall.accept(id);
    hall.twin.unplug('1');
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('theo'));
    await window.open(`/remise/${NUMBER}`);
    await window.page.waitForSelector('form[data-unplugged]');
    await new Promise((done) => setTimeout(done, 1_600)); // three looks
    expect(await state(id)).toBe('produced');
    await window.close();
  });

  it('sends three parcels by two scans each, with a box read and a stammer in between', async () => {
    const parcels: { number: string; token: NonNullable<ReturnType<typeof hall.twin.tokens.get>> }[] = [];
    for (const [holder, machine] of [
      [hall.alice, 'PN-1'],
      [hall.bruno, 'PN-2'],
      [hall.eve, 'PN-3'],
    ] as const) {
      const { number } = await hall.produced(holder, machine);
      parcels.push({ number, token: hall.twin.tokens.get('1')! });
      hall.twin.unplug('1');
    }
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('theo'));
    const { page } = window;
    await page.context().addInitScript(countGestures);
    await window.open('/remise/envois');
    let typed = 0;
    let scans = 0;
    const scan = async (code: string) => {
      const shown = page.waitForEvent('load');
      await page.keyboard.type(code);
      await page.keyboard.press('Enter');
      await shown;
      typed += code.length;
      scans += 1;
    };
    for (const [nth, { number, token }] of parcels.entries()) {
      hall.clock.pass(10_000);
      hall.twin.tokens.set('1', token);
      await scan(await labelRead(hall.reads, number));
      await page.waitForSelector(`text=Numéro du transporteur pour ${number}`);
      if (nth === 1) {
        await scan('3760123456784'); // the box in which the parcel is packed
        await page.waitForSelector('#alert');
        expect(await window.main()).toContain('le code-barres d’une boîte');
      }
      await scan(`LP-${nth}`);
      await page.waitForSelector(`text=${number} est parti`);
      if (nth === 2) {
        await scan(`LP-${nth}`); // the scanner stammers
        expect(await page.locator('#alert').count()).toBe(0);
      }
      hall.twin.unplug('1');
    }
    const sent = await hall.reads.find('handover', { mode: 'shipment' });
    expect(sent.map(({ trackingNumber }) => trackingNumber).sort()).toEqual(['LP-0', 'LP-1', 'LP-2']);
    expect(scans).toBe(3 * 2 + 2);
    expect(await seenIn(page)).toEqual({ character: typed, enter: scans });
    expect(window.wrongs.filter((wrong) => !wrong.startsWith('422 '))).toEqual([]);
    await window.close();
  });

  it('sends parcels by scans alone: label, carrier, next', async () => {
    const { id } = await hall.produced(hall.alice, 'PN-1');
    const theo = await visit(hall, 'theo');
    await theo.get('/remise/envois');
    const unknown = await theo.post('/remise/envois', { scan: 'LP-123456789FR' });
    expect(unknown.main).toMatch(/Lu\s: «\sLP-123456789FR\s»/);
    const chosen = await theo.act('/remise/envois', { scan: NUMBER });
    expect(chosen.main).toContain('Jeton branché (Poste 1)');
    expect(chosen.main).toContain(`Numéro du transporteur pour ${NUMBER}`);
    const token = hall.twin.tokens.get('1')!;
    hall.twin.unplug('1');
    const away = await theo.post('/remise/envois', { scan: 'LP-123456789FR', number: NUMBER });
    expect(away.main).toContain('n’est dans aucun logement');
    hall.twin.tokens.set('1', token);
    const sent = await theo.act('/remise/envois', { scan: 'LP-123456789FR', number: NUMBER });
    expect(sent.main).toMatch(/DEM-1998-00001 est parti\s: LP-123456789FR/);
    expect(await state(id)).toBe('handed_over');
    expect(await hall.reads.find('handover', { requestId: id })).toMatchObject([
      { mode: 'shipment', trackingNumber: 'LP-123456789FR' },
    ]);
  });
});

describe('the list of the hand-over desk', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('says how many wait, and goes on from where a page of it ended', async () => {
    const first = await hall.produced(hall.alice, 'PN-1');
    const second = await hall.produced(hall.bruno, 'PN-2');
    const theo = await visit(hall, 'theo');
    const whole = (await theo.get('/remise')).main;
    for (const said of ['2 résultats', first.number, second.number]) expect(whole).toContain(said);
    expect(whole).not.toContain('suite=');
    const page = await hall.flow.reading.requests(hall.theo, { state: ['produced'] }, { limit: 1 });
    expect(page.next).not.toBeNull();
    const rest = (await theo.get(`/remise?suite=${page.next}`)).main;
    const shown = [first, second].filter(({ number }) => rest.includes(number));
    expect(shown).toHaveLength(1);
    expect(shown[0]?.id).not.toBe(page.items[0]?.id);
  });
});
