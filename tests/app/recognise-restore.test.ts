import { may } from '../../src/book/rights/authorise.ts';
import type { Caller } from '../../src/book/rights/roles.ts';
import type { Right } from '../../src/book/rights/sentences.ts';
import { restoredIn } from '../../src/flow/restore/restore.ts';
import { fingerprint } from '../../src/identity/bearer.ts';
import { type Entry, parseEntry } from '../../src/journal/entry.ts';
import { type Hall, openHall } from '../console/hall.ts';
import { codeOf } from '../identity/house.ts';
import { createAuthenticator } from '../support/authenticator.ts';
import { judgeAll } from '../support/judged/judging.ts';
import { PASSWORD } from '../support/world/come-in.ts';
import { restoreInto } from '../support/world/restore.ts';

const FROM = { address: '192.0.2.7' };
const NEW = 'trois petits chats tout neufs';
const TOKEN = `jtn_${'a'.repeat(43)}`;
const SLOW = 60_000;
type Name = 'alice' | 'thomas' | 'theo' | 'armand' | 'odile' | 'adele' | 'olga' | 'corinne';

/** What was ended after a backup must not live again by its restore: here in records in which all of it lives. */
describe('restored records', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall({ demo: true });
  }, SLOW);
  afterEach(() => hall.close());

  const idOf = (name: Name) => hall[name].personId;
  const signIn = async (name: Name, password = PASSWORD) => {
    const { token } = await hall.identity.signIn({ login: hall.loginOf(name), password }, FROM);
    return { token, who: (await hall.identity.bySession(token))! };
  };
  const passkeyOf = async (name: Name) => {
    const key = createAuthenticator(hall.url);
    const { token } = await signIn(name);
    const response = key.create(await hall.identity.passkeyRegistration(token));
    await hall.identity.registerPasskey(token, { name: 'clé', response });
    return key;
  };
  const links = async () =>
    new Map((await hall.identity.firstLinks()).map(({ person, ...link }) => [person.directoryId, link]));
  const linkOf = async (name: Name) => (await links()).get(hall.loginOf(name))!.token;
  /** Through a link of the terminal, with the password from before. */
  const backIn = async (name: Name): Promise<Caller> => {
    await hall.identity.enrol({ token: await linkOf(name), password: NEW, former: PASSWORD }, FROM);
    return (await signIn(name, NEW)).who.caller;
  };
  const reopen = async (inviter: Caller, second: Caller, name: Name): Promise<boolean> => {
    const { token, needsCode } = await hall.identity.invite(inviter, idOf(name));
    const code = needsCode ? (await hall.identity.vouch(second, idOf(name))).code : undefined;
    await hall.identity.enrol({ token, password: NEW, code }, FROM);
    return needsCode;
  };
  const rolesOf = async (name: Name) => {
    const grants = await hall.reads.find('grant', { personId: idOf(name), revokedAt: null });
    return grants.map(({ role }) => role).sort();
  };

  it(
    'give no power back: not by API token, password, passkey, session, link, code, role, or act that waited',
    async () => {
      const { who, token: session } = await signIn('thomas');
      const { token } = await hall.identity.createApiToken(who.caller, { name: 'x', scopes: ['technician'], days: 9 });
      await Promise.all([passkeyOf('thomas'), passkeyOf('alice')]);
      const invited = await hall.identity.invite(hall.adele, hall.eve.personId);
      const { userCode, deviceCode } = await hall.identity.startDeviceSignIn(FROM);
      await hall.identity.approveDeviceSignIn(session, userCode, FROM);
      const args = { id: 'purge.years', value: 8 } as const;
      const waiting = await hall.flow.dualControl.propose(hall.armand, { act: 'policy.set', args });
      const released = { act: 'token.releaseSoPin', args: { serial: 'B-0005' } } as const;
      const released1 = await hall.flow.dualControl.propose(hall.theo, released);
      await hall.flow.dualControl.confirm(hall.odile, { proposalId: released1.id, argsHash: released1.argsHash });

      await restoreInto(hall.opened);
      const { identity, reads } = hall;
      expect(await identity.byApiToken(token)).toBeUndefined();
      expect(await hall.opened.identity.apiTokenByHash(fingerprint(token))).toBeUndefined();
      expect(await identity.byApiToken(TOKEN)).toBeUndefined(); // made after the backup: nobody knows it
      expect(await reads.count('apiToken', { revokedAt: null })).toBe(0);
      expect(await identity.bySession(session)).toBeUndefined();
      expect(await identity.peek(invited.token)).toBeUndefined();
      expect(await codeOf(identity.redeemDeviceSignIn(deviceCode, FROM))).toBe('expired');
      for (const name of ['thomas', 'theo', 'armand', 'odile'] as const) {
        expect([name, await identity.accountState(idOf(name))]).toEqual([name, 'invited']);
        expect(await codeOf(signIn(name))).toBe('sign_in_failed');
      }
      for (const name of ['thomas', 'alice'] as const)
        expect(await hall.opened.identity.passkeysOf(idOf(name))).toEqual([]);
      expect(await reads.count('grant', { role: ['technician', 'approver', 'auditor'], revokedAt: null })).toBe(0);
      const { id: proposalId, argsHash } = waiting;
      expect(await codeOf(hall.flow.dualControl.confirm(hall.odile, { proposalId, argsHash }))).toBe('wrong_state');
      expect(await codeOf(hall.flow.dualControl.reveal(hall.theo, { proposalId: released1.id }))).not.toBe('done');
      await hall.check();
    },
    SLOW,
  );

  it(
    "let an agent's own password report a loss and nothing else, until the account is opened anew",
    async () => {
      await restoreInto(hall.opened);
      const { token, who } = await signIn('alice');
      expect(who).toMatchObject({ restored: true, roles: [], withheld: ['agent'] });
      const mayNow = (right: Right) => may(who.caller, right, { holderId: who.person.id }, hall.clock.now());
      expect(mayNow('token.reportLoss')).toBe(true);
      expect(mayNow('request.submit')).toBe(false);
      const { identity } = hall;
      expect(await codeOf(identity.changePassword(token, { current: PASSWORD, password: NEW }, FROM))).toBe(
        'forbidden',
      );
      expect(await codeOf(identity.passkeyRegistration(token))).toBe('forbidden');
      expect(await codeOf(identity.createApiToken(who.caller, { name: 'x', scopes: ['agent'], days: 1 }))).toBe(
        'forbidden',
      );
      const { userCode, deviceCode } = await identity.startDeviceSignIn(FROM);
      await identity.approveDeviceSignIn(token, userCode, FROM);
      const line = (await identity.redeemDeviceSignIn(deviceCode, FROM))!;
      const again = await identity.refresh(token, PASSWORD, FROM);
      for (const one of [line.token, again.token])
        expect(await identity.bySession(one)).toMatchObject({ restored: true, roles: [] });
      // a correspondent's old password does not report losses of a whole service
      const { who: corinne } = await signIn('corinne');
      const theirs = may(corinne.caller, 'token.reportLoss', { holderId: 'X', service: 'PREF-33' }, hall.clock.now());
      expect(theirs).toBe(false);

      const [armand, odile] = [await backIn('armand'), await backIn('odile')];
      expect(await reopen(armand, odile, 'alice')).toBe(false);
      expect((await signIn('alice', NEW)).who).toMatchObject({ restored: false, roles: ['agent'] });
    },
    SLOW,
  );

  it(
    'are opened by a link of the terminal together with what its person had before: by neither alone',
    async () => {
      await passkeyOf('odile');
      const mine = await passkeyOf('armand');
      await restoreInto(hall.opened);
      const first = await links();
      expect([...first.keys()].sort()).toEqual(['adele', 'armand', 'odile', 'olga'].map(hall.loginOf));
      expect([...first.values()].every(({ former }) => former)).toBe(true);
      const tokenOf = (name: Name) => first.get(hall.loginOf(name))!.token;
      const { identity } = hall;
      expect(await identity.peek(tokenOf('armand'))).toMatchObject({ needsFormer: true, needsCode: false });
      const open = (name: Name, more: Partial<Parameters<typeof identity.enrol>[0]> = {}) =>
        codeOf(identity.enrol({ token: tokenOf(name), password: NEW, ...more }, FROM));
      const signed = async (key = mine) => key.get(await identity.formerPasskeyRequest());
      expect(await open('armand')).toBe('sign_in_failed');
      expect(await open('armand', { former: 'not the password of then' })).toBe('sign_in_failed');
      expect(await open('odile', { passkey: await signed() })).toBe('sign_in_failed'); // somebody else's key
      const proof = await signed();
      expect(await open('armand', { passkey: { ...proof, id: 'unknown' } })).toBe('sign_in_failed');
      expect(await open('armand', { passkey: proof })).toBe('done');
      const { caller } = (await signIn('armand', NEW)).who;
      expect(await hall.opened.identity.passkeysOf(idOf('armand'))).toEqual([]);

      // an administrator at the terminal does not become the security officer with a code of their own
      expect(await codeOf(identity.vouch(caller, idOf('odile')))).toBe('wrong_state');
      expect(await open('odile')).toBe('sign_in_failed');
      expect(await open('odile', { former: PASSWORD })).toBe('done');
      expect([...(await links()).keys()].sort()).toEqual(['adele', 'olga'].map(hall.loginOf)); // who did not use theirs
    },
    SLOW,
  );

  it(
    'get back the roles that two persons named, and none of their own',
    async () => {
      await restoreInto(hall.opened);
      const [armand, odile] = [await backIn('armand'), await backIn('odile')];
      const standing = (await hall.flow.restore.standing(armand))!;
      const grantOf = (name: Name) => standing.grants.find(({ personId }) => personId === idOf(name))!.id;
      const confirm = (...grants: string[]) =>
        ({ act: 'restore.confirm', args: { entries: standing.entries, grants } }) as const;
      const { dualControl } = hall.flow;
      expect(await codeOf(dualControl.propose(armand, confirm(grantOf('armand'))))).toBe('same_person');
      expect(await codeOf(dualControl.propose(armand, confirm('NOBODY')))).toBe('changed_since');
      const own = await dualControl.propose(armand, confirm(grantOf('odile')));
      const ownAct = { proposalId: own.id, argsHash: own.argsHash };
      expect(await codeOf(dualControl.confirm(odile, ownAct))).toBe('same_person');

      const act = await dualControl.propose(armand, confirm(grantOf('thomas'), grantOf('olga')));
      await dualControl.confirm(odile, { proposalId: act.id, argsHash: act.argsHash });
      expect(await hall.flow.restore.standing(armand)).toBeUndefined();
      const names = ['armand', 'odile', 'olga', 'adele', 'thomas', 'theo'] as const;
      expect(Object.fromEntries(await Promise.all(names.map(async (name) => [name, await rolesOf(name)])))).toEqual({
        armand: ['administrator', 'agent'],
        odile: ['agent', 'security-officer'],
        olga: ['security-officer'],
        adele: [], // an administrator whom nobody named is none any more
        thomas: ['agent', 'technician'],
        theo: ['agent'],
      });
      expect(await reopen(armand, odile, 'thomas')).toBe(true);
      const { who } = await signIn('thomas', NEW);
      expect([who.restored, [...who.roles].sort()]).toEqual([false, ['agent', 'technician']]);
      expect(await reopen(armand, odile, 'theo')).toBe(false);
      await hall.check();
    },
    SLOW,
  );

  it(
    'are closed after a crash in the middle too, and every role that ended may still come back',
    async () => {
      for (const cut of [1, 2, 3, 4, 5]) await expect(restoreInto(hall.opened, { cut })).rejects.toThrow('power cut');
      expect((await restoredIn(hall.reads))?.ended).toBe(false);
      await restoreInto(hall.opened);
      const armand = await backIn('armand');
      const grants = (await hall.flow.restore.standing(armand))!.grants.map(({ personId }) => personId);
      for (const name of ['armand', 'odile', 'thomas', 'theo'] as const) expect(grants).toContain(idOf(name));
      await hall.check();
    },
    SLOW,
  );

  it(
    'are not by the book when something outlives them',
    async () => {
      await restoreInto(hall.opened);
      const entries: Entry[] = [];
      for await (const lines of hall.opened.journal.lines(0, await hall.opened.journal.size()))
        for (const line of lines) entries.push(parseEntry(line));
      expect(judgeAll(entries)).toBeUndefined();
      const end = entries.find(({ action, detail }) => action === 'restore.end' && detail['kind'] === 'grant')!;
      const without = entries.filter((entry) => entry !== end).map((entry, seq) => ({ ...entry, seq }));
      expect(judgeAll(without)).toMatchObject({ sentence: expect.stringMatching(/restore/) });
    },
    SLOW,
  );
});
