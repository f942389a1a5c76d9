import type { PersonInput } from '../../../../src/flow/inputs.ts';
import { createAuthenticator } from '../../authenticator.ts';
import { startOidcProvider } from '../../oidc-provider.ts';
import { FROM, letIn, PASSWORD } from '../../world/come-in.ts';
import { CAST } from '../../world/people.ts';
import { callerOf, found, welcome } from './cast.ts';
import { CONSOLE } from './house.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, plug } from './steps.ts';

const inputOf = (name: keyof typeof CAST, more: Partial<PersonInput> = {}): PersonInput => {
  const { roles: _, ...person } = CAST[name]!;
  return { ...person, email: `${person.directoryId.toLowerCase()}@interieur.example`, ...more };
};

/** People and their ways in: passwords, passkeys, tokens, links; names that change while a token is made; the end of an account. */
export const people: Journey = {
  name: 'people',
  play: async (open) => {
    const running = await startOidcProvider(() => CONSOLE);
    const house = await open({
      provider: {
        name: 'ProConnect',
        issuer: running.issuer,
        clientId: 'jeton',
        clientSecret: running.secret,
        scope: 'openid email idp_id',
        acr: { agent: ['eidas1'], others: ['eidas2'] },
        idp: 'idp-ministere',
        algorithm: 'RS256' as const,
      },
    });
    const founders = await found(house);
    const { adele } = founders;
    const names = ['alice', 'bruno', 'eve', 'valerie', 'vincent', 'thomas', 'theo', 'corinne', 'aurore'] as const;
    const { alice, bruno, eve, valerie, vincent, thomas, theo, corinne, aurore } = await welcome(
      house,
      founders,
      ...names,
    );
    const { flow, identity } = house;
    const signIn = async (login: string, password = PASSWORD) =>
      (await identity.signIn({ login, password }, FROM)).token;
    // an identity of the provider is linked: an agent's by its address, an operator's from their session
    const { provider } = identity;
    const comeFrom = async (session?: string) => {
      const begun = await provider?.begin(false);
      if (provider && begun) await provider.finish(await running.travel(begun.url), begun.journey, FROM, session);
    };
    running.answer({ email: 'm-alice@interieur.example' });
    await comeFrom();
    running.answer({ email: 'theo@ailleurs.example', sub: 'theo', acr: 'eidas2' });
    await comeFrom(await signIn('M-THEO'));
    await running.close();

    const key = createAuthenticator(CONSOLE);
    const register = async (token: string, name: string, by = key) => {
      const response = by.create(await identity.passkeyRegistration(token));
      return (await identity.registerPasskey(token, { name, response })).token;
    };
    const session = await register(await signIn('M-THOMAS'), 'clé bleue');
    await register(session, 'clé rouge', createAuthenticator(CONSOLE));
    const own = await identity.passkeys(thomas);
    await identity.removePasskey(thomas, own.find(({ name }) => name === 'clé rouge')?.id ?? '');
    // a copy of the key: its counter goes back
    await identity.signInWithPasskey(key.get(await identity.passkeyRequest()), FROM);
    key.setCounter(0);
    await identity.signInWithPasskey(key.get(await identity.passkeyRequest()), FROM).catch(() => undefined);
    const again = await signIn('M-BRUNO');
    await identity.changePassword(again, { current: PASSWORD, password: 'six grands chevaux blancs' }, FROM);
    const { userCode } = await identity.startDeviceSignIn(FROM);
    await identity.approveDeviceSignIn(await signIn('M-ALICE'), userCode, FROM);
    const made = await identity.createApiToken(valerie, { name: 'nuit', scopes: ['approver'], days: 30 });
    await identity.createApiToken(theo, { name: 'banc', scopes: ['technician', 'agent'], days: 9 });
    await identity.revokeApiToken(valerie, made.row.id);
    await identity.endSessionsFor(adele, bruno.personId);
    await identity.endSessionsFor(adele);

    // another name while a token is asked for, approved, and about to be made
    await commission(house, { registers: thomas, commissions: theo }, 'PN-80', 'PN-81', 'PN-82');
    await deliver(house, theo, 'BL-13', ['P-0001', 'P-0002']);
    const ask = async (holder: typeof alice, workstation: string) => {
      const asked = await flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0 });
      await approve(house, valerie, asked);
      return asked;
    };
    await flow.request.submit(corinne, { kind: 'first-issue', workstation: 'PN-82', priority: 0 });
    const first = await ask(alice, 'PN-80');
    const second = await ask(bruno, 'PN-81');
    await flow.production.takeNext(thomas, { count: 1 });
    const sid = 'S-1-5-21-1-2-3-1108';
    await flow.imports.all(adele, 'people', [
      inputOf('alice', { familyName: 'Agard-Roux', userPrincipalName: 'a.agard@int.example', securityIdentifier: sid }),
      inputOf('bruno', { email: 'bruno.beart@interieur.example' }),
      inputOf('corinne', { givenName: 'Corinne-Anne' }),
      inputOf('eve', { site: 'Roubaix' }),
    ]);
    await approve(house, vincent, second);
    plug(house, '1', 'P-0001');
    await flow.production.produce(thomas, { requestId: second.id, slot: '1' });
    // whoever signs in with a token bears the Windows account on its certificate
    await flow.request.withdraw(alice, { requestId: first.id });
    const logon = { kind: 'first-issue', workstation: 'PN-80', profile: 'smart-card-logon', priority: 0 } as const;
    const third = await flow.request.submit(alice, logon);
    await approve(house, vincent, third);
    plug(house, '2', 'P-0002');
    await flow.production.produce(theo, { requestId: third.id, slot: '2' });

    // who is locked out gets a new link; who goes is closed
    await letIn(house.identity, founders, eve.personId, 'sept vieilles barques vertes');
    await identity.createApiToken(await callerOf(house, 'M-EVE'), { name: 'relevé', scopes: ['agent'], days: 2 });
    await letIn(house.identity, founders, eve.personId);
    await flow.people.disable(adele, { personId: eve.personId });
    await letIn(house.identity, founders, eve.personId);
    const [correspondent] = await house.reads.find('grant', { personId: corinne.personId, role: 'correspondent' });
    await flow.people.endGrant(adele, { grantId: correspondent?.id ?? '' });
    await flow.people.disable(adele, { personId: corinne.personId });
    house.clock.pass(86_400_000);
    await house.service.rounds();
    return aurore;
  },
};
