import { X509Certificate } from 'node:crypto';
import { beginOf, dayOf, isWorkingDay } from '../../src/book/rules/calendar/working-days.ts';
import { type Asked, approved, delivered, handedOver, inUse, machinesInService, produced } from './issued.ts';
import { untilWorkingDay } from './leaping-clock.ts';
import { siteOfFile } from './site.ts';

const HOUR = 3_600_000;
const MORNING = 9;

describe('what ends, and what stands in for it: a renewal by itself, a temporary token', () => {
  const day = siteOfFile({
    people: ['thomas', 'theo', 'valerie', 'vincent', 'simon', 'alice'],
    blanks: 3,
    ahead: () => untilWorkingDay(MORNING),
  });

  it('is asked for near the end without anybody, and comes back to the desk without an approver', async () => {
    const { site } = day;
    await machinesInService(site, 'PN-1');
    await delivered(site, { batch: 'L-1', places: [0, 1, 2] });
    const first = await inUse(site, 'alice', 'PN-1');

    // she forgets it: a temporary one, which comes back to the desk
    const alice = await day.comeIn('alice');
    await alice.signIn();
    await alice.sees('Mes jetons', 'Il ouvre le réseau du ministère depuis ce poste.');
    await alice.link('Demander un jeton temporaire : je l’ai oublié');
    await alice.sees('Demander un jeton');
    await alice.button('Envoyer la demande');
    await alice.sees(/Demande DEM-\d+-00002 envoyée/);
    const own = await site.as('alice');
    const { items: asked } = await own.get<{ items: Asked[] }>('/requests?state=submitted');
    expect(asked).toMatchObject([{ number: expect.stringMatching(/-00002$/) }]);
    const [forgotten] = asked;
    await approved(site, forgotten!);
    const temporary = await produced(site, forgotten!.id);
    await handedOver(site, 'alice', forgotten!.id);
    await alice.goTo('Mes jetons');
    await alice.sees('Mes jetons');
    const thomas = await day.comeIn('thomas');
    await thomas.signIn();
    await thomas.sees('Atelier');
    await thomas.page.goto(`${site.url}/stock/${temporary.tokenId}`);
    await thomas.sees('Alice Agard', 'Actif');
    await thomas.button('Enregistrer le retour');
    await thomas.sees('mis à jour', 'Rendu');
    await site.until(() => site.mailsTo('alice', new RegExp(`${temporary.tokenId} a été repris`))[0]);
    expect(await stateOf(first.tokenId)).toBe('active');

    async function stateOf(serial: string): Promise<string> {
      const { token } = await (await site.as('thomas')).get<{ token: { state: string } }>(`/tokens/${serial}`);
      return token.state;
    }

    await thomas.leave();
    await alice.leave();

    // weeks before its end, after a stop, the service asks for its renewal by itself
    const { validTo } = new X509Certificate(first.pem);
    let near = dayOf(Date.parse(validTo)) - 56;
    while (!isWorkingDay(near)) near += 1;
    await site.startsAfter(Math.round((beginOf(near) + MORNING * HOUR - site.now()) / 1000));
    await site.pass(61);
    const mail = await site.until(() => site.mailsTo('alice', /renouvellement demandé pour vous/)[0]);
    expect(site.read(mail)).toContain('Vous n’avez rien à faire maintenant.');
    const simon = await day.comeIn('simon');
    await simon.signIn();
    await simon.sees('Pilotage');
    await simon.link('Échéances des jetons et renouvellements prévus');
    await simon.sees('Échéances des jetons', 'Échéances par service');
    const weeks = await simon.page.locator('.jeton-chart table tbody tr').allInnerTexts();
    expect(weeks.filter((week) => /\t1\b/.test(week))).toHaveLength(1);
    const services = await simon.page
      .getByRole('table', { name: 'Échéances par service' })
      .locator('tbody tr')
      .allInnerTexts();
    expect(services.map((row) => row.split('\t'))).toEqual([['PREF-33', '0', '1', '1']]);
    await simon.leave();

    const { items: renewals } = await (await site.as('valerie')).get<{ items: Asked[] }>('/requests?state=submitted');
    expect(renewals).toMatchObject([{ kind: 'renewal', holderName: 'Alice Agard' }]);
    const [renewal] = renewals;
    await approved(site, renewal!);
    const made = await produced(site, renewal!.id);
    expect(await stateOf(first.tokenId)).toBe('active');
    await handedOver(site, 'alice', renewal!.id);
    expect([await stateOf(first.tokenId), await stateOf(made.tokenId)]).toEqual(['revoked', 'active']);
    await site.check();
  }, 300_000);
});
