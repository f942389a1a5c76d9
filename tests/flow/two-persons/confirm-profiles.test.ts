import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adoptProfiles,
  confirmProfileChanges,
  profileStandings,
} from '../../../src/flow/two-persons/confirm-profiles.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('profiles and what two persons confirmed of them', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    await world.check();
    await world.close();
  });

  it('are adopted once, by the service that was just founded, in an entry that names each with its hash', async () => {
    const { items } = await world.opened.lists.entries({ action: 'profile.adopt' }, { limit: 10 });
    expect(items).toHaveLength(1);
    expect(items[0]!.detail).toMatchObject({ profiles: world.ca.profiles.map(({ name, hash }) => ({ name, hash })) });
    expect(await adoptProfiles(world.store, world.ca.profiles)).toBe(false);
    for (const { hash, confirmedHash } of await profileStandings(world.ca.authority, world.reads)) {
      expect(confirmedHash).toBe(hash);
    }
  });

  it('are confirmed as they stand on file, and no otherwise', async () => {
    const [profile] = world.ca.authority.profiles();
    const confirm = (change: object) =>
      world.store.transact((unit) =>
        confirmProfileChanges(world.ca.authority, unit, { profile: profile!.name, hash: profile!.hash, ...change }),
      );
    await expect(confirm({})).rejects.toMatchObject({ code: 'already_done' });
    await expect(confirm({ hash: '0'.repeat(64) })).rejects.toMatchObject({ code: 'changed_since' });
    await expect(confirm({ profile: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('say what they ask of a person', () => {
    const needs = Object.fromEntries(world.ca.authority.profiles().map((p) => [p.name, p.needs]));
    expect(needs).toMatchObject({ 'agent-vpn': ['email'], 'smart-card-logon': ['email', 'userPrincipalName'] });
  });

  it('issue nothing once changed, until the change is confirmed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jeton-profiles-'));
    cpSync('certs/profiles', folder, { recursive: true });
    const changed = await createWorld({ profilesDir: folder, judge: noJudge });
    const file = join(folder, 'agent-vpn.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"days": 1095', '"days": 365'));
    const again = await changed.restartCa();
    const standing = (await profileStandings(again, changed.reads)).find(({ name }) => name === 'agent-vpn')!;
    expect(standing.confirmedHash).not.toBe(standing.hash);
    const order = { profile: 'agent-vpn', serialNumber: '5a'.repeat(16), publicKey: new Uint8Array(), notBefore: 0 };
    const prepare = () => again.prepare({ ...order, subject: { commonName: 'A', serialNumber: '1', email: 'a@b.fr' } });
    await expect(prepare()).rejects.toMatchObject({ code: 'profile_unconfirmed' });
    await changed.store.transact(async (unit) => {
      const { changes } = await confirmProfileChanges(again, unit, { profile: 'agent-vpn', hash: standing.hash });
      await unit.record({
        actor: 'system',
        role: 'system',
        action: 'test',
        subject: 'service',
        outcome: 'done',
        changes,
      });
    });
    await expect(prepare()).rejects.not.toMatchObject({ code: 'profile_unconfirmed' });
    rmSync(folder, { recursive: true });
    await changed.close();
  });
});
