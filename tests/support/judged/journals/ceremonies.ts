import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { backup } from '../../../../src/offline/backup.ts';
import { ceremony } from '../../../../src/offline/ceremony.ts';
import { repairing } from '../../../../src/offline/repair.ts';
import { rotation } from '../../../../src/offline/rotation.ts';
import { PASSWORD } from '../../world/come-in.ts';
import { found, welcome } from './cast.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';
import { commission, deliver, make } from './steps.ts';

const PASSPHRASE = 'racine sous scellé depuis hier';
const TWO = ['--officer', 'M-OLGA', '--administrator', 'M-ADELE'];

/** A command beside the service, as those who stand by type it. Throws what it said where it was refused. */
async function command(
  house: House,
  run: typeof ceremony | typeof backup | typeof rotation | typeof repairing,
  argv: string[],
) {
  let said = '';
  const write = (text: string): boolean => {
    said += text;
    return true;
  };
  const stderr = { write };
  const prompt = async (question: string) => (question.startsWith('RACINE') ? PASSPHRASE : PASSWORD);
  if ((await run(argv, { env: house.env, stderr, prompt })) !== 0) throw new Error(said);
  return said;
}

/** `jeton ca …`, with the root in a folder of its own. */
export const atTheRoot = (house: House, act: string, ...more: string[]): Promise<string> => {
  const place = ['--root-dir', join(house.folder, 'usb'), '--report', join(house.folder, 'pv.pdf')];
  return command(house, ceremony, [act, ...TWO, ...place, ...more]);
};

/** `jeton backup` and `jeton restore`. */
export const backUp = (house: House, act: 'backup' | 'restore', name: string): Promise<string> =>
  command(house, backup, [act, join(house.folder, name)]);

/** A real CA takes the place of the evaluation's: founded, renewed, its CRL signed, the first one revoked; another key for the vault; a row that was edited is repaired. */
export const ceremonies: Journey = {
  name: 'ceremonies',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const names = ['thomas', 'theo', 'vera', 'alice', 'bruno', 'aurore'] as const;
    const { thomas, theo, vera, alice, bruno, aurore } = await welcome(house, founders, ...names);
    await deliver(house, thomas, 'BL-15', ['C-0001', 'C-0002', 'C-0003']);
    await commission(house, { registers: thomas, commissions: theo }, 'PN-95', 'PN-96');
    const line = { approver: vera, producer: thomas, desk: theo };
    const issue = { kind: 'first-issue' } as const;
    await make(house, line, { ...issue, holder: alice, workstation: 'PN-95', serial: 'C-0001' });
    await atOnce(house, 'b1');
    let said = '';
    await house.restart(async () => {
      said = await atTheRoot(house, 'ceremony');
    });
    const first = /issuing CA (\S+) \(token\)/.exec(said)?.[1] ?? '';
    const nomade = /issuing CA (\S+) \(nomade\)/.exec(said)?.[1] ?? '';
    await make(house, line, { ...issue, holder: bruno, workstation: 'PN-96', serial: 'C-0002' });
    await house.restart(async () => {
      await atTheRoot(house, 'renew', '--for', 'token');
      await atTheRoot(house, 'renew', '--for', 'nomade');
    });
    await make(house, line, { kind: 'renewal', holder: bruno, workstation: 'PN-96', serial: 'C-0003' });
    await house.restart(async () => {
      await atTheRoot(house, 'root-crl');
      await atTheRoot(house, 'revoke', '--ca', first);
      await atTheRoot(house, 'revoke', '--ca', nomade);
    });
    const file = join(house.folder, 'kek-2');
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
    await house.restart(async () => {
      await command(house, rotation, ['rotate', ...TWO, '--new-key-file', file]);
      house.env['JETON_KEK_FILE'] = file;
    });
    await house.restart(async () => {
      const db = new Database(join(house.env['JETON_DATA']!, 'jeton.db'));
      db.exec(`update "workstation" set "site" = 'Ailleurs' where "assetNumber" = 'PN-95'`);
      db.close();
      await command(house, repairing, TWO);
    });
    return aurore;
  },
};
const atOnce = (house: House, name: string) => house.atOurTime(() => backUp(house, 'backup', name));
