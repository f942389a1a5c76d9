import { faultsOf } from '../axe.ts';
import { chromiumOfFile, type Looks, openWindow, shoot } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';

const LOOKS: Looks[] = [
  { scheme: 'light', width: 1366, language: 'fr' },
  { scheme: 'dark', width: 320, language: 'en' },
];

/** The pages of a Nomade credential, from the asking to its end. */
describe('Nomade in a browser', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it.each(LOOKS)('breaks no rule of accessibility, $scheme at $width pixels', async (looks) => {
    const ask = (name: string, kind: 'ios' | 'windows') =>
      hall.flow.request.submit(hall.alice, { kind: 'nomade', device: { kind, name }, priority: 0 });
    const [used, ready] = [
      await ask('Mon téléphone de tous les jours', 'ios'),
      await ask('PC de la maison', 'windows'),
    ];
    for (const { id } of [used, ready]) {
      await hall.approve(id);
      await hall.flow.software.release(hall.thomas, { requestId: id });
    }
    await hall.flow.software.download(hall.alice, { requestId: used.id, terms: 1, form: 'modern' });
    const [certificate] = await hall.reads.find('certificate', { requestId: used.id });
    const window = await openWindow(chromium(), hall, looks);
    await window.signIn(hall.loginOf('alice'));
    const pages = {
      mine: '/mes-jetons',
      ask: `/demandes/nouvelle?motif=nomade&appareil=${used.deviceId}`,
      download: `/demandes/${ready.number}`,
      revoke: `/jetons/${certificate?.id}/perte`,
    };
    const broken: string[] = [];
    for (const [name, path] of Object.entries(pages)) {
      await window.open(path);
      broken.push(...(await faultsOf(window.page, name)));
      await shoot(window.page, `nomade-${name}-${looks.scheme}-${looks.width}`);
    }
    await window.close();
    expect([...broken, ...window.wrongs]).toEqual([]);
  });
});
