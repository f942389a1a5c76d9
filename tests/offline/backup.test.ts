import { hash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openKeeper } from '../../src/app/records.ts';
import { create, move } from '../../src/book/tables/lifecycle.ts';
import { chance, clock } from '../../src/chance.ts';
import { readConfig } from '../../src/config.ts';
import { makeExport } from '../../src/journal/long-reading.ts';
import { verifyExport } from '../../src/journal/verify.ts';
import { lockDataFolder } from '../../src/store/sqlite/lock.ts';
import { createVault } from '../../src/vault/vault.ts';
import { ANYTHING } from '../journal/sample.ts';
import { type BackupHouse, createBackupHouse, KEK, SYSTEM } from './backup-house.ts';

/** Each starts the whole service several times. */
const SLOW = 60_000;

describe('a backup that somebody asks for help about', () => {
  it.each(['backup', 'restore'])('%s says how it is called, and takes no option for a file', async (command) => {
    const house = createBackupHouse();
    try {
      for (const option of ['--help', '-h', '--verbose']) {
        expect([option, await house.run([command, option])]).toEqual([option, 2]);
        expect(house.said()).toMatch(
          new RegExp(`^jeton\\s: jeton ${'backup'} FICHIER\n.*\njeton: jeton backup FILE\n`, 's'),
        );
        expect(house.said()).toContain(`jeton ${command} FILE`);
        expect(existsSync(option)).toBe(false);
      }
    } finally {
      await house.close();
    }
  });
});

describe('a backup and what is restored from it', () => {
  let house: BackupHouse;
  beforeEach(() => {
    house = createBackupHouse();
  });
  afterEach(() => house.close(), SLOW);

  it(
    'is made while the service runs, says nothing to whoever has no key, and holds no PIN',
    async () => {
      const { at, run, start, stop, store, found } = house;
      const app = await start();
      await found(app);
      const s = await store();
      const vault = createVault({ kek: KEK, chance });
      const secrets = { 'pin:1': 'pin', 'so-pin:1': 'so-pin' };
      await s.store.transact(async (unit) => {
        for (const [id, purpose] of Object.entries(secrets))
          await unit.keepSecret(vault.seal(id, purpose, Buffer.from('x')));
      });
      await s.close();
      expect(await run(['backup', at('b1')])).toBe(0);
      const [, entries] = /: (\d+) entries of the journal, SHA-256/.exec(house.said()) ?? [];
      const file = readFileSync(at('b1'));
      for (const word of ['SQLite format', 'officer@x.example', 'sealedKey'])
        expect([word, file.includes(word)]).toEqual([word, false]);
      expect(await run(['backup', at('b1')])).toBe(1); // never over another
      expect(house.said()).toMatch(/^jeton\s: \S+ existe\s: donnez un autre nom$/m);
      expect(await run(['restore', at('b1')])).toBe(1); // the service holds the folder
      await stop();
      expect(await run(['restore', at('b1')])).toBe(1); // records are there
      expect(house.said()).toContain('restore into an empty folder');
      for (const said of ['utilise le dossier de données', 'restaurez dans un dossier vide'])
        expect(house.said()).toContain(said);

      expect(await run(['restore', at('b1')], 'other')).toBe(0);
      expect(house.said()).toContain(`restored ${entries} entries of the journal`); // as many as the backup said
      const copy = await store('other');
      expect(await copy.store.secret('pin:1')).toBeUndefined();
      expect(await copy.store.secret('so-pin:1')).toBeDefined();
      await copy.close();
      const { items } = await (await store()).lists.entries({ action: 'backup.make' }, { limit: 5 });
      expect(items).toMatchObject([{ actor: 'system', detail: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } }]);
    },
    SLOW,
  );

  it(
    'is refused under another key, when it is damaged, and when it is none',
    async () => {
      const { at, run, start, stop } = house;
      await start();
      await stop();
      await run(['backup', at('b1')]);
      writeFileSync(at('kek2'), Buffer.alloc(32, 8).toString('base64'), { mode: 0o600 });
      expect(await run(['restore', at('b1')], 'o1', { JETON_KEK_FILE: at('kek2') })).toBe(1);
      expect(house.said()).toMatch(
        /la clé avec laquelle cette sauvegarde a été faite.*the key that the backup was made with/s,
      );
      expect(await run(['restore', at('b1')], 'o4', { JETON_KEK_FILE: at('none') })).toBe(1);
      expect(house.said()).toMatch(/none n’existe pas\s: donnez son chemin dans JETON_KEK_FILE\n/);
      expect(await run(['backup', at('b3')], 'o5')).toBe(1);
      expect(house.said()).toMatch(/donnez dans JETON_DATA .*set JETON_DATA to the data folder/s);
      const bytes = readFileSync(at('b1'));
      bytes[bytes.length - 5_000]! ^= 1;
      writeFileSync(at('b2'), bytes);
      expect(await run(['restore', at('b2')], 'o2')).toBe(2);
      expect(house.said()).toContain('damaged');
      expect(await run(['restore', at('kek')], 'o3')).toBe(2);
      expect(await run(['restore', at('nowhere')], 'o3')).toBe(2);
      expect(await run(['backup'])).toBe(2);
      expect(lockDataFolder(at('data')).release()).toBeUndefined();
    },
    SLOW,
  );

  it(
    'keeps revoked what was revoked since, lets no number go back, and issues nothing until two persons confirmed it',
    async () => {
      const { at, run, start, stop, store, found, certificate, issuingOf, recordIn, crlNow, ocspOf, env } = house;
      const app = await start();
      const { admin, officer } = await found(app);
      const first = app.vkey;
      await stop();
      const issuerId = await issuingOf();
      const known = certificate('1a'.repeat(16), issuerId);
      await recordIn([create('certificate', known)]);
      await run(['backup', at('b1')]);

      // life goes on: two are revoked, of which the backup knows one, and CRLs are published
      const later = certificate('2b'.repeat(16), issuerId);
      await recordIn([create('certificate', later)]);
      const set = { revokedAt: clock.now(), revocationReason: 'lost' } as const;
      await recordIn([move('certificate', known, 'revoke', set), move('certificate', later, 'revoke', set)]);
      await start();
      await stop();
      const before = await crlNow('data');
      expect(before.entries.map(({ serialNumber }) => serialNumber).sort()).toEqual([known.id, later.id]);

      expect(await run(['restore', at('b1')], 'other')).toBe(0);
      const restored = await start('other');
      const after = await crlNow('other');
      expect(after.number).toBe(before.number); // what was published is served on, and the next one follows on it
      expect(after.entries).toEqual(before.entries);
      expect(restored.vkey).not.toBe(first);
      // what the CRL lists, and what nobody here ever issued
      const serials = [known.id, later.id, '4d'.repeat(16)];
      expect(await Promise.all(serials.map((serial) => ocspOf(restored, serial)))).toEqual([
        'revoked',
        'revoked',
        'unknown',
      ]);
      expect(restored.vkey.startsWith(`${first.split('+')[0]!.replace('/1', '/2')}+`)).toBe(true);
      const standing = (await restored.flow.restore.standing(admin))!;
      expect(standing).toMatchObject({ evidence: ['restore-command', 'crl-ahead'] });

      for (const { token } of await restored.identity.firstLinks())
        await restored.identity.enrol({ token, password: 'trois petits chats gris' }, { address: '192.0.2.7' });
      const wrong = {
        act: 'restore.confirm',
        args: { entries: standing.entries + 1, grants: [] as string[] },
      } as const;
      await expect(restored.flow.dualControl.propose(admin, wrong)).rejects.toMatchObject({ code: 'changed_since' });
      const confirm = { act: 'restore.confirm', args: { entries: standing.entries, grants: [] as string[] } } as const;
      const proposal = await restored.flow.dualControl.propose(admin, confirm);
      const { id: proposalId, argsHash } = proposal;
      await expect(restored.flow.dualControl.confirm(admin, { proposalId, argsHash })).rejects.toMatchObject({
        code: 'same_person',
      });
      await restored.flow.dualControl.confirm(officer, { proposalId, argsHash });
      expect(await restored.flow.restore.standing(admin)).toBeUndefined();
      await expect(restored.flow.dualControl.propose(admin, confirm)).rejects.toMatchObject({ code: 'already_done' });
      await stop();

      // the next start is an ordinary one, and the whole journal stands under the new key; its certificates are made up, so the book is not asked
      const again = await start('other');
      expect(again.vkey).toBe(restored.vkey);
      expect(await again.flow.restore.standing(admin)).toBeUndefined();
      const s = await store('other');
      const { items } = await s.lists.entries({ action: 'journal.restore' }, { limit: 5 });
      expect(items).toMatchObject([{ detail: { entries: standing.entries, lastCheckpoint: null } }]);
      const policy = '{}';
      const detail = { openings: false, policySha256: hash('sha256', policy) };
      const entry = { ...SYSTEM, action: 'journal.export', subject: 'journal', detail };
      const recordedAt = await s.store.transact((unit) => unit.record(entry));
      const vault = createVault({ kek: KEK, chance });
      const keeper = openKeeper(readConfig({ ...env, JETON_DATA: at('other') }), { vault, opened: s });
      await makeExport(at('export'), await keeper.exportTask({ recordedAt, policy, openings: false }), s.journal);
      expect(await verifyExport(at('export'), { vkey: again.vkey, rules: ANYTHING })).toMatchObject({
        keyFrom: 'caller',
      });
      await s.close();
      await stop();

      await recordIn([create('certificate', certificate('3c'.repeat(16), issuerId))], 'other');
      const third = certificate('3c'.repeat(16), issuerId);
      await recordIn([move('certificate', third, 'revoke', set)], 'other');
      await start('other');
      const next = await crlNow('other');
      expect(next.number).toBeGreaterThan(before.number);
      expect(next.entries).toHaveLength(3);
    },
    SLOW,
  );

  it(
    'is recognised when somebody puts an old database back by hand',
    async () => {
      const { at, start, stop, store, found } = house;
      const app = await start();
      const { admin } = await found(app);
      await stop();
      cpSync(join(at('data'), 'jeton.db'), at('old.db'));
      await start(); // signs a checkpoint over more entries
      await stop();
      for (const end of ['-wal', '-shm']) rmSync(join(at('data'), `jeton.db${end}`), { force: true });
      cpSync(at('old.db'), join(at('data'), 'jeton.db'));
      const back = await start();
      expect(await back.flow.restore.standing(admin)).toMatchObject({ evidence: ['journal-shorter'] });
      const s = await store();
      const { items } = await s.lists.entries({ action: 'journal.restore' }, { limit: 5 });
      expect(items).toMatchObject([{ detail: { lastCheckpoint: expect.stringContaining('/1\n') } }]);
      await s.close();
      await stop();
      const again = await start(); // still waits, and is not taken for another restore
      expect(await again.flow.restore.standing(admin)).toMatchObject({ evidence: ['journal-shorter'] });
    },
    SLOW,
  );
});
