import { endingAtSignOut } from '../../src/app/sign-out-ends.ts';
import type { Identity } from '../../src/identity/identity.ts';
import { FROM, loginOf, PASSWORD } from '../support/world/come-in.ts';
import { createService, type Service } from '../support/world/service.ts';

describe('what somebody left to be made', () => {
  let service: Service;
  let identity: Identity;
  /** Who was told to have left, among those of the test. */
  let left: string[];
  beforeEach(async () => {
    service = await createService();
    left = [];
    const { alice, aurore, adele } = service.world;
    identity = endingAtSignOut(service.door.identity, (isTheirs) => {
      for (const { personId } of [alice, aurore, adele]) if (isTheirs(personId)) left.push(personId);
    });
  });
  afterEach(() => service.close());
  const signIn = async () => (await identity.signIn({ login: loginOf('aurore'), password: PASSWORD }, FROM)).token;

  it('ends once they have signed out of their last session', async () => {
    const { aurore } = service.world;
    const [one, other] = [await signIn(), await signIn()];
    await identity.signOut(one, FROM);
    expect(left).toEqual([]);
    await identity.signOut(other, FROM);
    expect(left).toEqual([aurore.personId]);
    expect(await identity.signOut(other, FROM)).toEqual({ idToken: null });
    expect(left).toEqual([aurore.personId]);
  });

  it('ends once they ended all of their sessions, or the last from another', async () => {
    const { aurore } = service.world;
    await signIn();
    await identity.endOwnSessions(aurore);
    expect(left).toEqual([aurore.personId]);
    await signIn();
    const [session] = await identity.sessions(aurore);
    await identity.endSession(aurore, session!.id, FROM);
    expect(left).toEqual([aurore.personId, aurore.personId]);
  });

  it('ends once an administrator ended their sessions, or those of all others', async () => {
    const { alice, aurore, adele } = service.world;
    await identity.endSessionsFor(adele, aurore.personId);
    expect(left).toEqual([aurore.personId]);
    await identity.endSessionsFor(adele);
    expect(left).toEqual([aurore.personId, alice.personId, aurore.personId]);
  });

  it('goes on where their session ends by itself', async () => {
    const token = await signIn();
    service.world.clock.pass(24 * 3_600_000);
    expect(await identity.bySession(token)).toBeUndefined();
    expect(left).toEqual([]);
  });
});
