import { notifying } from '../../src/flow/notifications/notices.ts';
import { createIdentity } from '../../src/identity/accounts.ts';
import { createSecretHasher } from '../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../src/identity/passwords/password.ts';
import { createAuthenticator } from '../support/authenticator.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { FROM, letIn, PASSWORD } from '../support/world/come-in.ts';
import { createWorld, newTechnician, type World } from '../support/world/world.ts';
import { CHEAP } from './house.ts';

const ORIGIN = 'https://jeton.interieur.example';

describe('whoever an account belongs to', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true, judge: noJudge }); // some entries here are what no flow makes
    await toldTo();
  });
  afterEach(() => w.close());

  /** What was told to Thomas, or somebody else, since the last look. */
  const toldTo = async (who: { personId: string } = w.thomas): Promise<string[]> => {
    const templates: string[] = [];
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next())
      if (mail.personId === who.personId) templates.push(mail.template);
    return templates;
  };

  it('is told when it opens, when its password or passkeys change, and when it is given back', async () => {
    const identity = createIdentity({
      store: notifying(w.opened.store, w.clock),
      records: w.opened.identity,
      clock: w.clock,
      chance: w.opened.chance,
      hasher: createSecretHasher(CHEAP),
      policy: createPasswordPolicy({ common: new Set() }),
      passkeys: { need: 'nobody', site: () => ({ origin: ORIGIN, rpId: 'jeton.interieur.example' }) },
    });
    const personId = await newTechnician(w);
    await letIn(identity, w, personId);
    const told = (): Promise<string[]> => toldTo({ personId });
    expect((await told()).sort()).toEqual(['account-opened', 'role-given']);
    const session = await identity.signIn({ login: 'M-NADIA', password: PASSWORD }, FROM);
    const changed = { current: PASSWORD, password: 'quatre grands chiens noirs' };
    const { token } = await identity.changePassword(session.token, changed, FROM);
    expect(await told()).toEqual(['password-changed']);
    const options = await identity.passkeyRegistration(token);
    const key = { name: 'clé bleue', response: createAuthenticator(ORIGIN).create(options) };
    const raised = await identity.registerPasskey(token, key);
    expect(await told()).toEqual(['passkey-added']);
    const { caller } = (await identity.bySession(raised.token))!;
    const [passkey] = await identity.passkeys(caller);
    await identity.removePasskey(caller, passkey!.id);
    expect(await told()).toEqual(['passkey-removed']);
    const wish = { act: 'account.recover' as const, args: { personId } };
    const { id: proposalId, argsHash } = await w.flow.dualControl.propose(w.adele, wish);
    await w.flow.dualControl.confirm(w.olga, { proposalId, argsHash });
    expect(await told()).toEqual(['account-reopened']);
  });

  it('is told why an account that one person opened is closed for a role', async () => {
    const { personId } = w.bruno;
    await w.dual('role.grant', { personId, role: 'technician', scope: '*' });
    expect(await toldTo(w.bruno)).toEqual(['account-closed-for-role']);
  });

  it('is told of an identity that is linked to it, and of a token made in its name', async () => {
    const store = notifying(w.opened.store, w.clock);
    const entry = { actor: w.thomas.personId, role: 'agent', subject: 'account:x', outcome: 'done' } as const;
    await store.transact((unit) => unit.record({ ...entry, action: 'account.link' }));
    expect(await toldTo()).toEqual(['identity-linked']);
    await store.transact((unit) => unit.record({ ...entry, action: 'apiToken.create' }));
    expect(await toldTo()).toEqual(['api-token-made']);
  });

  it('hears nothing of what was refused', async () => {
    const store = notifying(w.opened.store, w.clock);
    const entry = { actor: w.thomas.personId, role: 'technician', action: 'passkey.remove' } as const;
    await store.transact((unit) => unit.record({ ...entry, subject: 'account:x', outcome: 'refused' }));
    expect(await toldTo()).toEqual([]);
  });
});
