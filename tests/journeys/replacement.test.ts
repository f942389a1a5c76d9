import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { X509Crl } from '@peculiar/x509';
import { type Asked, approved, delivered, handedOver, inUse, machinesInService, produced } from './issued.ts';
import { untilWorkingDay } from './leaping-clock.ts';
import { siteOfFile } from './site.ts';

const MORNING = 9;
const DAY = 86_400_000;
/** A temporary token ends after so many days. */
const TEMPORARY_DAYS = 15;

describe('a token is replaced: forgotten, lost, stolen, damaged, and a Nomade credential whose device is lost', () => {
  const day = siteOfFile({
    people: ['thomas', 'theo', 'valerie', 'vincent', 'alice', 'bruno'],
    blanks: 7,
    ahead: () => untilWorkingDay(MORNING),
  });
  /** The machine of each holder. */
  const MACHINES = { alice: 'PN-1', bruno: 'PN-2' } as const;
  type Holder = keyof typeof MACHINES;

  const stateOf = async (serial: string): Promise<string> =>
    (await (await day.site.as('thomas')).get<{ token: { state: string } }>(`/tokens/${serial}`)).token.state;
  const requestState = async (id: string): Promise<string> =>
    (await (await day.site.as('valerie')).get<{ request: { state: string } }>(`/requests/${id}`)).request.state;
  const isOnCrl = async (certificateId: string, name = 'issuing'): Promise<boolean> => {
    const crl = await (await fetch(`${day.site.pkiUrl}/${name}.crl`)).arrayBuffer();
    return new X509Crl(crl).findRevoked(certificateId) !== null;
  };
  const asks = async (who: Holder, wish: object): Promise<Asked & { replacesTokenId: string | null }> =>
    (await day.site.as(who)).post('/requests', { workstation: MACHINES[who], ...wish });
  /** From a request to the token in its holder's hands. */
  const made = async (who: Holder, asked: Asked) => {
    await approved(day.site, asked);
    const token = await produced(day.site, asked.id);
    return { ...token, pem: await handedOver(day.site, who, asked.id) };
  };
  const submitted = async (): Promise<Asked[]> =>
    (await (await day.site.as('valerie')).get<{ items: Asked[] }>('/requests?state=submitted')).items;

  it('by its reason, and nothing that was open before goes on', async () => {
    const { site } = day;
    await machinesInService(site, ...Object.values(MACHINES));
    await delivered(site, { batch: 'L-1', places: [0, 1, 2, 3, 4, 5, 6] });
    const first = await inUse(site, 'alice', MACHINES.alice);
    const thomas = await site.as('thomas');

    // forgotten: a temporary one, which ends as it comes back to the desk; nobody approves that
    const forgotten = await asks('alice', { kind: 'replacement', reason: 'forgotten' });
    const temporary = await made('alice', forgotten);
    const { validTo } = new X509Certificate(temporary.pem);
    expect(Math.round((Date.parse(validTo) - site.now()) / DAY)).toBe(TEMPORARY_DAYS);
    expect([await stateOf(first.tokenId), await stateOf(temporary.tokenId)]).toEqual(['active', 'active']);
    await thomas.post(`/tokens/${temporary.tokenId}/stock`, { action: 'return' });
    expect([await stateOf(first.tokenId), await stateOf(temporary.tokenId)]).toEqual(['active', 'returned']);
    expect([await isOnCrl(temporary.certificateId), await isOnCrl(first.certificateId)]).toEqual([true, false]);
    await site.until(() => site.mailsTo('alice', new RegExp(`${temporary.tokenId} a été repris`))[0]);

    // a renewal after that follows the permanent one
    const renewal = await asks('alice', { kind: 'renewal' });
    expect(renewal.replacesTokenId).toBe(first.tokenId);
    const renewed = await made('alice', renewal);
    expect([await stateOf(first.tokenId), await stateOf(renewed.tokenId)]).toEqual(['revoked', 'active']);
    expect(await isOnCrl(first.certificateId)).toBe(true);

    // stolen, in her console: revoked at once, and what it offers is what she asks for
    const again = await asks('alice', { kind: 'renewal' });
    const alice = await day.comeIn('alice');
    await alice.signIn();
    await alice.sees('Mes jetons', again.number);
    await alice.link('Déclarer une perte');
    await alice.sees('La révocation est immédiate et définitive.');
    await alice.page.getByText('Il a été volé').click();
    await alice.button('Révoquer maintenant');
    await alice.sees('est révoqué : il n’ouvre plus le réseau.');
    expect(await isOnCrl(renewed.certificateId)).toBe(true);
    expect(await requestState(again.id)).toBe('withdrawn');
    await alice.link('Demander un autre jeton');
    await alice.sees('Demander un jeton');
    expect(await alice.page.inputValue('[name=motif]')).toBe('replacement:stolen');
    expect(await alice.page.inputValue('[name=workstation]')).toBe(MACHINES.alice);
    await alice.button('Envoyer la demande');
    await alice.sees(/Demande DEM-\d+-\d+ envoyée/);
    const [stolen] = await submitted();
    const instead = await made('alice', stolen!);
    expect([await stateOf(renewed.tokenId), await stateOf(instead.tokenId)]).toEqual(['revoked', 'active']);

    // lost, by the API: the temporary one that he waits for is closed
    const his = await inUse(site, 'bruno', MACHINES.bruno);
    const waits = await asks('bruno', { kind: 'replacement', reason: 'forgotten' });
    await approved(site, waits);
    const told = await (await site.as('bruno')).post<{ replacement: object }>(`/tokens/${his.tokenId}/report-loss`, {
      reason: 'lost',
    });
    expect(told.replacement).toEqual({ kind: 'replacement', reason: 'lost' });
    expect(await isOnCrl(his.certificateId)).toBe(true);
    expect(await requestState(waits.id)).toBe('withdrawn');
    const lost = await asks('bruno', { kind: 'replacement', ...told.replacement });
    expect(lost.replacesTokenId).toBe(his.tokenId);
    const second = await made('bruno', lost);

    // damaged: it is in use until the next one is, and its renewal is closed as that one is asked for
    const renews = await asks('bruno', { kind: 'renewal' });
    const damaged = await asks('bruno', { kind: 'replacement', reason: 'damaged' });
    expect([damaged.replacesTokenId, await requestState(renews.id)]).toEqual([second.tokenId, 'withdrawn']);
    const third = await made('bruno', damaged);
    expect([await stateOf(second.tokenId), await stateOf(third.tokenId)]).toEqual(['revoked', 'active']);
    expect([await isOnCrl(second.certificateId), await isOnCrl(third.certificateId)]).toEqual([true, false]);

    // a Nomade credential, in her console: the device is lost, another is offered, asked for, and downloaded
    const credential = async (): Promise<string> => {
      await alice.button('Envoyer la demande');
      await alice.sees(/Demande DEM-\d+-\d+ envoyée/);
      const [nomade] = await submitted();
      await approved(site, nomade!);
      await thomas.post(`/requests/${nomade!.id}/release`);
      await alice.goTo('Mes jetons');
      await alice.sees('Mon téléphone');
      await alice.link(nomade!.number);
      await alice.sees('Télécharger le certificat Nomade');
      await alice.page.getByText('J’ai lu ces conditions et je les accepte').click();
      const file = alice.page.waitForEvent('download');
      await alice.button('Télécharger');
      expect((await file).suggestedFilename()).toMatch(/\.p12$/);
      const { credentials } = await (await site.as('alice')).get<{ credentials: { id: string; requestId: string }[] }>(
        '/me/tokens',
      );
      return credentials.find(({ requestId }) => requestId === nomade!.id)?.id ?? '';
    };
    await alice.goTo('Mes jetons');
    await alice.sees('Mes jetons');
    await alice.link('Demander un certificat Nomade');
    await alice.sees('Nomade ouvre la messagerie');
    await alice.chooses('Système de l’appareil', 'iOS');
    await alice.types('Nom de l’appareil', 'Mon téléphone');
    const phone = await credential();
    await alice.goTo('Mes jetons');
    await alice.sees('Mon téléphone');
    await alice.link('Révoquer ce certificat');
    await alice.sees('La messagerie ne s’ouvrira plus');
    await alice.page.getByText('L’appareil est perdu').click();
    await alice.button('Révoquer maintenant');
    await alice.sees('Le certificat Nomade est révoqué');
    expect(await isOnCrl(phone, 'issuing-nomade')).toBe(true);
    await alice.goTo('Mes jetons');
    await alice.sees('Mon téléphone');
    await alice.link('En demander un autre pour cet appareil');
    await alice.sees('Demander');
    const next = await credential();
    expect([next === phone, await isOnCrl(next, 'issuing-nomade')]).toEqual([false, false]);
    await alice.goTo('Mes jetons');
    await alice.sees('Mes jetons');
    await alice.leave();
    await site.check();
  }, 300_000);
});
