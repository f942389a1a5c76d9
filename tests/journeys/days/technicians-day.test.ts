import type { Browser } from 'playwright-core';
import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import { AppError } from '../../../src/errors.ts';
import { openWindow, startChromium } from '../../console/browser.ts';
import { countGestures, seenIn } from '../../console/gestures.ts';
import { type Hall, openHall } from '../../console/hall.ts';
import { plugKey, registerKey } from '../../console/passkey.ts';
import { type SoftBench, softBench } from '../../support/softhsm.ts';
import { labelRead } from '../../support/world/label.ts';
import { takeOver } from '../../support/world/machines.ts';
import { checkEnd } from '../ended.ts';

const MINUTE = 60_000;
const TOKENS = 30;
const LINE = '/atelier/chaine';

describe('a technician’s day: thirty tokens in eight hours, and what goes wrong in one', () => {
  let chromium: Browser;
  let soft: SoftBench;
  let hall: Hall;
  beforeAll(async () => {
    chromium = await startChromium();
    soft = await softBench({ slots: 2, blanks: TOKENS + 4, places: { '2': 'B' } });
    const blanks = soft.blanks.map((blank) => ({ ...blank, model: 'SoftHSM v2' }));
    hall = await openHall({ bench: soft.bench, blanks, passkeyNeed: 'operators' });
  }, 120_000);
  afterAll(async () => {
    await hall.close();
    await soft.close();
    await chromium.close();
  });

  /** Thirty requests that were approved, for three people. */
  const ordered = async (): Promise<RequestRow[]> => {
    const machines = Array.from({ length: TOKENS + 1 }, (_, i) => `PN-${100 + i}`);
    await takeOver(hall.flow, [hall.adele, hall.olga], ...machines);
    const asked: RequestRow[] = [];
    for (const [i, workstation] of machines.entries()) {
      const holder = [hall.alice, hall.bruno, hall.eve][i % 3]!;
      const request = await hall.flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0 });
      await hall.approve(request.id);
      hall.clock.pass(MINUTE);
      asked.push(request);
    }
    return asked;
  };

  /** Somebody at a place of their own, with a scanner that types as a keyboard does. */
  const work = async (name: 'thomas' | 'theo', place: 'A' | 'B') => {
    const window = await openWindow(chromium, hall, { width: 1366 });
    const { page } = window;
    await plugKey(window);
    await registerKey(window, hall, name);
    await window.open(LINE);
    await window.press(`Ouvrir l’établi ${place}`);
    await page.waitForSelector('#line');
    await page.context().addInitScript(countGestures);
    await window.open(LINE);
    let typed = 0;
    return {
      window,
      page,
      /** Characters that came from the scanner, and from nobody's fingers. */
      typed: () => typed,
      scan: async (code: string): Promise<void> => {
        const shown = page.waitForEvent('load');
        await page.keyboard.type(code);
        await page.keyboard.press('Enter');
        await shown;
        typed += code.length;
      },
      says: async (text: string): Promise<void> => {
        await page.waitForSelector(`text=${text}`).catch(async () => {
          throw new Error(`the line never said « ${text} »: ${(await window.main()).slice(0, 2_000)}`);
        });
      },
    };
  };

  it('takes three gestures a token, no click, no typed character, and loses no good blank', async () => {
    const requests = await ordered();
    const thomas = await work('thomas', 'A');
    const started = hall.clock.now();
    const blanks = [...soft.blanks];
    const drawer: string[] = [];
    let plugs = 0;
    const plug = (slot = '1'): void => {
      soft.plug(slot, blanks.shift()!);
      plugs += 1;
    };
    const away = (slot = '1'): void => void drawer.push(soft.unplug(slot).serial);
    /** Gestures that a mishap costs beside the three: a scan, a plug, a key. */
    const extra = { scan: 0, plug: 0, key: 0 };
    const labelled = async ({ id }: RequestRow): Promise<boolean> => {
      const [letter] = await hall.reads.find('letter', { requestId: id, kind: 'label' });
      return letter?.state === 'confirmed';
    };
    /** Waits until it is so, which the page shows within a second. */
    const until = async (holds: () => Promise<boolean>): Promise<void> => {
      for (let look = 0; !(await holds()); look += 1) {
        if (look > 300) throw new Error(`it never came: ${(await thomas.window.main()).slice(0, 900)}`);
        await new Promise((done) => setTimeout(done, 100));
      }
    };
    const isIn =
      (state: RequestRow['state'], { id }: RequestRow) =>
      async () =>
        (await hall.reads.get('request', id))!.state === state;

    const mishaps: Record<number, (request: RequestRow) => Promise<void>> = {
      // pulled out just before its certificate is signed: it is set aside, and wiped at the workshop later
      7: async (request) => {
        hall.beforeSignature(async () => void away());
        plug();
        await thomas.says('est à vérifier');
        await until(isIn('approved', request));
        await thomas.scan(request.number);
        await thomas.says(`Branchez un jeton vierge pour ${request.number}`);
        extra.scan += 1;
        extra.plug += 1;
        hall.clock.pass(MINUTE);
      },
      // the worker of the slot dies in the middle: another one goes on where it was, or wipes the token for another try
      11: async () => hall.beforeSignature(async () => void process.kill(await soft.pid('1'), 'SIGKILL')),
    };

    for (const [i, request] of requests.slice(0, TOKENS).entries()) {
      if (i % 5 === 0) {
        await thomas.scan('3760123456789'); // the box of the tokens
        await thomas.says('Ce n’est ni une fiche de production ni une étiquette');
        extra.scan += 1;
        hall.clock.pass(MINUTE);
      }
      await thomas.scan(request.number);
      await thomas.says(`Branchez un jeton vierge pour ${request.number}`);
      hall.clock.pass(5 * MINUTE);
      await mishaps[i]?.(request);
      if (i === 15) hall.failPrinter(new AppError('print_failed', 'no paper'));
      if (i === 18) await hall.restart(); // the request that waits is still there after it
      plug();
      if (i === 11) {
        const [made, wiped] = [isIn('produced', request), isIn('approved', request)];
        await until(async () => (await made()) || (await wiped()));
        if (await wiped()) {
          await thomas.says('a été effacé et reste en stock');
          await thomas.scan(request.number); // the same token is in its slot still
          extra.scan += 1;
        }
      }
      await until(isIn('produced', request));
      if (i === 15) {
        await thomas.says('Étiquette non imprimée');
        await thomas.page.keyboard.press('F4');
        await thomas.says('envoyée à l’imprimante');
        extra.key += 1;
      }
      if (i === 25) {
        hall.clock.pass(11 * MINUTE);
        const touched = thomas.page.waitForResponse((answer) => answer.url().endsWith('/connexion/cle'));
        await touched;
        await thomas.page.waitForSelector('#line');
      }
      hall.clock.pass(5 * MINUTE);
      await thomas.says('puis scannez-la');
      const label = await labelRead(hall.reads, request.number);
      await thomas.scan(label);
      await until(() => labelled(request));
      await thomas.says('étiquette vérifiée');
      if (i % 10 === 9) {
        await thomas.scan(label); // the scanner stammers, then the label is read a second time
        hall.clock.pass(3_000);
        await thomas.scan(label);
        await thomas.says('étiquette déjà vérifiée');
        extra.scan += 2;
      }
      away();
      hall.clock.pass(6 * MINUTE);
      if (i === 22) await besideTheo(requests[TOKENS]!);
    }

    /** Théo at place B: his blank is his, and Thomas's request waits for no blank of his. */
    async function besideTheo(request: RequestRow): Promise<void> {
      const theo = await work('theo', 'B');
      await theo.says('Thomas Tissier travaille à l’établi A');
      await theo.scan(request.number);
      await theo.says(`Branchez un jeton vierge pour ${request.number}`);
      soft.plug('2', blanks.pop()!);
      await until(isIn('produced', request));
      await theo.says('puis scannez-la');
      hall.clock.pass(MINUTE);
      await theo.scan(await labelRead(hall.reads, request.number));
      await until(() => labelled(request));
      soft.unplug('2');
      expect((await seenIn(theo.page))['click']).toBeUndefined();
      await theo.window.close();
    }

    const seen = await seenIn(thomas.page);
    expect(seen['click']).toBeUndefined();
    expect(seen['character']).toBe(thomas.typed());
    expect(seen['function'] ?? 0).toBe(extra.key);
    // the browser's own count of scans, and the hands' of plugs
    const gestures = (seen['enter'] ?? 0) + plugs - extra.scan - extra.plug;
    expect(gestures / TOKENS).toBeLessThanOrEqual(3);
    expect(hall.clock.now() - started).toBeGreaterThan(8 * 60 * MINUTE);
    expect(await hall.reads.count('letter', { kind: 'label', state: 'confirmed' })).toBe(TOKENS + 1);
    expect(await hall.reads.count('token', { state: 'scrapped' })).toBe(0);
    expect(await hall.reads.count('token', { state: 'to_check' })).toBe(1);
    expect(await hall.reads.count('certificate', { state: 'good' })).toBe(TOKENS + 1);
    expect(thomas.window.wrongs.filter((wrong) => !wrong.startsWith('423 '))).toEqual([]);
    await thomas.window.close();
    await checkEnd(hall);
  }, 600_000);
});
