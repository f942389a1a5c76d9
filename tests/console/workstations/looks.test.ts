import { faultsOf } from '../axe.ts';
import { chromiumOfFile, type Looks, openWindow, shoot } from '../browser.ts';
import { type Hall, openHall } from '../hall.ts';

const LOOKS: Looks[] = [
  { scheme: 'light', width: 1366, language: 'fr' },
  { scheme: 'dark', width: 320, language: 'en' },
];

/** Pages of a machine's end that no list of pages leads to: what goes with it, and what is left of it. */
describe('the end of a machine in a browser', () => {
  const chromium = chromiumOfFile();
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());

  it.each(LOOKS)('breaks no rule of accessibility, $scheme at $width pixels', async (looks) => {
    const { flow } = hall;
    await hall.activeToken(hall.alice, 'PN-1');
    const ask = (workstation: string) =>
      flow.request.submit(hall.bruno, { kind: 'first-issue', workstation, priority: 0 });
    await ask('PN-1');
    const ended = await ask('PN-3');
    await flow.enrolment.change(hall.thomas, { workstation: 'PN-3', action: 'retire' });
    const { id: incident } = await flow.incident.report(hall.thomas, {
      kind: 'ransomware',
      person: hall.eve.personId,
      workstation: 'PN-2',
    });
    await flow.incident.block(hall.odile, { incidentId: incident });

    const window = await openWindow(chromium(), hall, looks);
    const { page } = window;
    const broken: string[] = [];
    const look = async (name: string): Promise<void> => {
      broken.push(...(await faultsOf(page, name)));
      await shoot(page, `machine-${name}-${looks.scheme}-${looks.width}`);
    };
    const submit = async (form: string): Promise<void> => {
      await page.locator(`main form${form} button[type=submit]`).first().click();
      await page.waitForLoadState();
    };
    await window.signIn(hall.loginOf('thomas'));
    await window.open('/postes/PN-1');
    await submit(':has(input[value=retire])');
    await look('retire');
    await window.open('/postes/perdu?poste=PN-1');
    await look('lost');
    await window.open('/postes/reprise');
    const typed = { assetNumber: 'PN-700', model: 'SPAN 14', service: 'préfecture', site: 'Pau' };
    for (const [field, text] of Object.entries(typed)) await page.fill(`[name=${field}]`, text);
    await submit('[action="/postes/reprise/poste"]');
    await page.waitForSelector('#alert');
    await look('take-over-refused');
    await window.forget();
    await window.signIn(hall.loginOf('bruno'));
    await window.open(`/demandes/${ended.number}`);
    await look('request-ended');
    await window.forget();
    await window.signIn(hall.loginOf('odile'));
    await window.open(`/incidents/${incident}`);
    await look('not-back');
    await flow.incident.close(hall.odile, { incidentId: incident, outcome: 'blocked' });
    await flow.enrolment.change(hall.thomas, { workstation: 'PN-2', action: 'takeBackCleaned' });
    await window.open(`/incidents/${incident}`);
    await look('back');
    await window.close();
    expect([...broken, ...window.wrongs]).toEqual([]);
  });
});
