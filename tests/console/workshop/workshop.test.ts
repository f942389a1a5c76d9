import { chromiumOfFile, openWindow, shoot } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';
import { expectEmptied, fieldOf } from '../scan-field.ts';
import { type Visitor, visit } from '../visitor.ts';

const approved = async (hall: Hall, who: 'alice' | 'bruno', workstation: string): Promise<string> => {
  const request = await hall.flow.request.submit(hall[who], { kind: 'first-issue', workstation, priority: 0 });
  await hall.approve(request.id);
  return request.number;
};
const PRODUCE = '/atelier/produire';

describe('the workshop', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  const at = async (name: 'thomas' | 'theo'): Promise<Visitor> => {
    const visitor = await visit(hall, name);
    await visitor.get('/atelier');
    return visitor;
  };
  /** The slots that the form for one token offers, the one that is chosen marked. */
  const offered = async (who: Visitor, path = '/atelier'): Promise<string[]> => {
    const { main } = await who.get(path);
    const select = /<select[^>]*name="slot"[\s\S]*?<\/select>/.exec(main)?.[0] ?? '';
    return [...select.matchAll(/<option([^>]*)>/g)].map(([, option = '']) => {
      const slot = /value="([^"]*)"/.exec(option)?.[1] ?? '';
      return /selected/.test(option) ? `${slot} !` : slot;
    });
  };
  const jobs = () => hall.reads.count('job', {});

  it('says that nothing waits where no request does, in place of the series', async () => {
    const { main } = await (await at('thomas')).get('/atelier');
    expect(main).toContain('Aucune demande n’attend.');
    await approved(hall, 'alice', 'PN-1');
    const after = (await (await at('thomas')).get('/atelier')).main;
    expect(after).not.toContain('Aucune demande n’attend.');
    expect(after).toContain('Lancer la série');
  });

  describe('where a work order is scanned', () => {
    it('is empty after a wrong one, and the right one is produced', async () => {
      const number = await approved(hall, 'alice', 'PN-1');
      const thomas = await at('thomas');
      expectEmptied(
        await thomas.post(PRODUCE, { requestId: 'DEM-1998-09999', slot: '1' }),
        'requestId',
        'DEM-1998-09999',
      );
      expect((await thomas.act(PRODUCE, { requestId: number, slot: '1' })).main).toContain('jeton B-0001 produit');
    });

    it('takes the request that was chosen in the queue, and a scan comes before it', async () => {
      const [chosen, other] = [await approved(hall, 'alice', 'PN-1'), await approved(hall, 'bruno', 'PN-2')];
      const thomas = await at('thomas');
      const page = await thomas.get(`/atelier?demande=${chosen}`);
      expect(page.main).toContain(`Demande choisie\u202f: ${chosen}.`);
      expect(page.main).toContain(`name="_chosen" value="${chosen}"`);
      expect(fieldOf(page, 'requestId')).toMatch(/ value(?:="")? /);
      expect(fieldOf(page, 'requestId')).not.toContain('required');
      const scanned = await thomas.act(PRODUCE, { _chosen: chosen, requestId: other, slot: '1' });
      expect(scanned.main).toContain(`${other}\u202f: jeton B-0001 produit`);
      await thomas.get(`/atelier?demande=${chosen}`);
      const made = await thomas.act(PRODUCE, { _chosen: chosen, requestId: '', slot: '2' });
      expect(made.main).toContain(`${chosen}\u202f: jeton B-0002 produit`);
    });
  });

  describe('the queue', () => {
    const NUMBER = /href="\/demandes\/(DEM-[\d-]+)"/g;
    it('is counted, and shows one service, kind or place of hand-over in its order', async () => {
      const [first, second] = [await approved(hall, 'alice', 'PN-1'), await approved(hall, 'bruno', 'PN-2')];
      const nomade = await hall.flow.request.submit(hall.eve, {
        kind: 'nomade',
        device: { kind: 'android', name: 'Téléphone' },
        priority: 0,
      });
      await hall.approve(nomade.id);
      const thomas = await at('thomas');
      const shown = async (query = '') => {
        const { main } = await thomas.get(`/atelier${query}`);
        return [...main.slice(main.indexOf('id="queue"')).matchAll(NUMBER)].map(([, number]) => number);
      };
      const inOrder = (await hall.flow.reading.queue(hall.thomas, 9)).map(({ number }) => number);
      expect(inOrder.toSorted()).toEqual([first, second, nomade.number]);
      expect(await shown()).toEqual(inOrder);
      const all = (await thomas.get('/atelier')).main;
      expect(all).toContain('3 résultats');
      expect(all).toContain('>Rang<');
      expect(all).not.toContain('Effacer les filtres');
      expect(await shown('?nature=nomade')).toEqual([nomade.number]);
      expect(await shown('?nature=first-issue&service=pref-33')).toEqual([first, second]);
      expect(await shown('?service=PREF-99')).toEqual([]);
      expect(await shown('?site=bord')).toEqual([first, second]); // a Nomade credential is handed over nowhere
      const none = await thomas.get('/atelier?site=nowhere');
      expect(none.main).toContain('Aucune demande de la file ne correspond à ces filtres.');
      // the next ones are those of the whole queue, whatever is shown
      expect(none.main).toContain('name="count"');
      const some = await thomas.get('/atelier?nature=first-issue');
      expect(some.main).not.toContain('>Rang<');
      expect(some.main).toContain(`/atelier?nature=first-issue&amp;demande=${first}`);
      expect(some.main).toContain('/atelier/etat?nature=first-issue');
      const english = (await thomas.get('/atelier?site=nowhere&lang=en')).main;
      expect(english).toContain('No request of the queue matches these filters.');
    });

    it('has one button in full colour, that of one token, whatever else can be pressed', async () => {
      await approved(hall, 'alice', 'PN-1');
      await approved(hall, 'bruno', 'PN-2');
      const thomas = await at('thomas');
      await hall.flow.production.takeNext(hall.thomas, { count: 1 });
      const { main } = await thomas.get('/atelier');
      const full = [...main.matchAll(/class="(fr-btn(?: fr-btn--sm)?)"[^>]*>([^<]+)/g)].map(([, , text]) => text);
      expect(full).toEqual(['Produire']);
    });

    it('says once that it is empty, and how a request enters it', async () => {
      const { main } = await (await at('thomas')).get('/atelier');
      expect(main.match(/La file est vide/g)).toHaveLength(1);
      expect(main).toMatch(/La file est vide\s: une demande y entre dès qu’elle est approuvée\./);
    });

    it('goes on after fifty', async () => {
      const number = await approved(hall, 'alice', 'PN-1');
      await approved(hall, 'bruno', 'PN-2');
      const thomas = await at('thomas');
      const [request] = await hall.reads.find('request', { number });
      const { main } = await thomas.get(`/atelier?suite=${Buffer.from(request?.id ?? '').toString('base64url')}`);
      expect(main.slice(main.indexOf('id="queue"'))).not.toContain(number);
      expect(main).toContain('Première page');
    });
  });

  describe('with several blanks', () => {
    it('chooses none for one request: it names both, writes to neither, and keeps the request for the slot to come', async () => {
      const number = await approved(hall, 'alice', 'PN-1');
      const thomas = await at('thomas');
      expect(await offered(thomas)).toEqual([' !', '1', '2']);
      const refused = await thomas.post(PRODUCE, { requestId: number });
      expectEmptied(refused, 'requestId', number);
      expect(refused.main).toMatch(/Plusieurs jetons vierges sont branchés\s: B-0001, B-0002/);
      expect(refused.main).toContain('choisissez son logement à l’atelier');
      expect(refused.main).toContain(`name="_chosen" value="${number}"`);
      expect(await jobs()).toBe(0);
      const made = await thomas.act(PRODUCE, { _chosen: number, requestId: '', slot: '2' });
      expect(made.main).toContain(`${number}\u202f: jeton B-0002 produit`);
    });

    it('has the slot of the only blank chosen already', async () => {
      hall.twin.unplug('1');
      expect(await offered(await at('thomas'))).toEqual(['2 !']);
    });
  });

  describe('with a place for each', () => {
    const openPlace = async (who: Visitor, place: string): Promise<void> => {
      await who.get('/atelier/chaine');
      await who.act('/atelier/chaine/ouvrir', { place });
    };
    const most = async (who: Visitor): Promise<string | undefined> =>
      /<input[^>]*name="count"[^>]*max="(\d+)"/.exec((await who.get('/atelier')).main)?.[1] ??
      /<input[^>]*max="(\d+)"[^>]*name="count"/.exec((await who.get('/atelier')).main)?.[1];
    beforeEach(async () => {
      hall.twin.places.set('2', 'B');
      await approved(hall, 'alice', 'PN-1');
      await approved(hall, 'bruno', 'PN-2');
    });

    it('offers and counts what the reader may use, says whose the rest is, and makes as many as it promised', async () => {
      const [thomas, theo] = [await at('thomas'), await at('theo')];
      expect([await offered(theo), await most(theo)]).toEqual([[' !', '1', '2'], '2']);
      await openPlace(thomas, 'A');
      const { main } = await theo.get('/atelier');
      expect(main).toMatch(/Thomas \S+ travaille à l’établi A/);
      expect(main).toMatch(/Jetons vierges branchés\s: 1\./);
      expect([await offered(theo), await most(theo)]).toEqual([['2 !'], '1']);
      const made = await theo.act('/atelier/suivants', { count: '1' });
      expect(made.main).toContain('B-0002');
      expect(made.main).toMatch(/\d,\d s</);
      expect(made.main).not.toContain('B-0001');
    });

    it('has the slot of the own place chosen; a slot of a place that is nobody’s may be named and is not counted', async () => {
      const thomas = await at('thomas');
      await openPlace(thomas, 'A');
      expect([await offered(thomas), await most(thomas)]).toEqual([['1 !', '2'], '1']);
      expect((await thomas.get('/atelier')).main).not.toContain('travaille à l’établi');
    });

    it('offers nothing to whom no free slot is left', async () => {
      hall.twin.unplug('2');
      const [thomas, theo] = [await at('thomas'), await at('theo')];
      await openPlace(thomas, 'A');
      expect(await offered(theo)).toEqual([]);
      expect((await theo.get('/atelier')).main).toContain('Branchez un jeton vierge de notre stock');
    });
  });
});

describe('the workshop in a browser', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it('forgets the slot that it chose itself when a second blank is plugged in, and keeps the technician’s', async () => {
    await approved(hall, 'alice', 'PN-1');
    const second = hall.twin.tokens.get('2')!;
    hall.twin.unplug('2');
    const window = await openWindow(chromium(), hall, {});
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/atelier');
    const { page } = window;
    const slot = () => page.inputValue('[name=slot]');
    expect(await slot()).toBe('1');
    hall.twin.tokens.set('2', second);
    await page.waitForSelector('[name=slot] option[value="2"]', { state: 'attached' });
    expect(await slot()).toBe('');
    await shoot(page, 'workshop-two-blanks-fr-light');
    // Enter asks for the slot, and what was scanned stays for it
    await page.fill('[name=requestId]', 'DEM-1998-00001');
    await page.keyboard.press('Enter');
    await page.selectOption('[name=slot]', '2');
    expect(await page.inputValue('[name=requestId]')).toBe('DEM-1998-00001');
    await window.press('Produire');
    await page.waitForSelector('#notice');
    expect(await window.main()).toContain('jeton B-0002 produit');
    expect(window.wrongs).toEqual([]);
    await window.close();
  });
});
