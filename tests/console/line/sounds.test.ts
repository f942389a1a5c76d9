import { AppError } from '../../../src/errors.ts';
import { chromiumOfFile, openWindow, type Window } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';

/** In the page, in place of the sound card: the tones that each sound is made of, in hertz. */
const NOTING_TONES = `
  globalThis.heard = [];
  globalThis.AudioContext = class {
    currentTime = 0;
    destination = {};
    constructor() { this.tones = []; globalThis.heard.push(this.tones); }
    createOscillator() {
      const tones = this.tones;
      const tone = { frequency: { value: 0 }, connect: (next) => next, start: () => tones.push(tone.frequency.value), stop() {} };
      return tone;
    }
    createGain() { return { gain: { value: 0 }, connect: (next) => next }; }
    close() { return Promise.resolve(); }
  };
`;

/** Who works at the bench hears from its other side how a token ended. */
describe('the sounds of the production line', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  let window: Window;
  beforeEach(async () => {
    hall = await openHall();
    for (const workstation of ['PN-1', 'PN-2']) {
      const request = await hall.flow.request.submit(hall.alice, { kind: 'first-issue', workstation, priority: 0 });
      await hall.approve(request.id);
    }
    hall.twin.unplug('2');
    window = await openWindow(chromium(), hall, {});
    await window.page.addInitScript(NOTING_TONES);
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/atelier/chaine');
    await window.page.click('text=Ouvrir l’établi A');
    await window.page.waitForSelector('#line');
  });
  afterEach(async () => {
    const { wrongs } = window;
    await window.close();
    await hall.close();
    expect(wrongs).toEqual([]);
  });

  const heard = (): Promise<number[][]> => window.page.evaluate('globalThis.heard');
  const scan = async (text: string): Promise<void> => {
    hall.clock.pass(3_000);
    await window.page.keyboard.type(text);
    await window.page.keyboard.press('Enter');
  };
  const mute = () => window.page.locator('[data-mute]');
  /** Holds the next token at its key until `goOn`, so that the page is there before it ends. */
  const makeOne = async ({ fails = false } = {}): Promise<void> => {
    let goOn: () => void = () => {};
    hall.twin.onStep('generateKey', () => new Promise<void>((done) => (goOn = done)));
    if (fails)
      hall.twin.fail('writeCertificate', 0, new AppError('device_failed', 'the token failed', { detail: { rv: 'X' } }));
    await scan('DEM-1998-00001');
    await window.page.waitForSelector('.jeton-making__step--now');
    await window.page.waitForSelector('progress[value="2"]');
    expect(await heard()).toEqual([]); // nothing has ended
    goOn();
    await window.page.waitForSelector(fails ? '[data-sound^=failed]' : '[data-sound^=done]');
  };

  it('are heard once a token is done, upwards', async () => {
    await makeOne();
    const sounds = await heard();
    expect(sounds).toHaveLength(1);
    const [tones = []] = sounds;
    expect(tones).toHaveLength(2);
    expect(tones).toEqual([...tones].sort((a, b) => a - b));
    await window.page.reload();
    await window.page.waitForSelector('[data-sound^=done]');
    expect(await heard()).toEqual([]); // it is no news any more
  });

  it('are others where it failed: more of them, downwards', async () => {
    await makeOne({ fails: true });
    const sounds = await heard();
    expect(sounds).toHaveLength(1);
    const [tones = []] = sounds;
    expect(tones).toHaveLength(3);
    expect(tones).toEqual([...tones].sort((a, b) => b - a));
  });

  it('say that a scan was refused as they say that a token failed', async () => {
    await scan('3760123456789');
    await window.page.waitForSelector('#alert');
    expect((await heard()).map((tones) => tones.length)).toEqual([3]);
  });

  it('are muted by choice, which a reload keeps, and heard again by choice', async () => {
    expect(await mute().getAttribute('aria-pressed')).toBe('false');
    await mute().click();
    expect(await mute().getAttribute('aria-pressed')).toBe('true');
    await window.page.reload();
    expect(await mute().getAttribute('aria-pressed')).toBe('true');
    await scan('3760123456789');
    await window.page.waitForSelector('#alert');
    expect(await heard()).toEqual([]);
    await makeOne();
    expect(await heard()).toEqual([]);
    await mute().click();
    expect(await mute().getAttribute('aria-pressed')).toBe('false');
    await scan('3760123456789');
    await window.page.waitForSelector('#alert');
    expect((await heard()).map((tones) => tones.length)).toEqual([3]);
  });
});
