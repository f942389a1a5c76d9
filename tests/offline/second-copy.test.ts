import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../src/app.ts';
import { move } from '../../src/book/tables/lifecycle.ts';
import { clock } from '../../src/chance.ts';
import { type BackupHouse, createBackupHouse } from './backup-house.ts';

const SLOW = 120_000;
const GOOD = '1a'.repeat(16);
const LOST = '2b'.repeat(16);
type House = BackupHouse;
const ALL_GONE = 'the database is rolled back, note and copies deleted';

/** What happens to a data folder after a revocation. `old` holds it as it was before. */
const FATES: Readonly<Record<string, (house: House, where: { data: string; old: string }) => unknown>> = {
  'an older backup is restored': async ({ at, run }, { data }) => {
    rmSync(data, { recursive: true });
    await run(['restore', at('backup')]);
  },
  'the database is rolled back': (_, { data, old }) => rollBack(data, old),
  'database and note are rolled back': (_, { data, old }) => {
    rollBack(data, old);
    cpSync(join(old, 'checkpoint'), join(data, 'checkpoint'));
  },
  'the database is rolled back, the note deleted': (_, { data, old }) => {
    rollBack(data, old);
    rmSync(join(data, 'checkpoint'));
  },
  'the database is rolled back, the copies deleted': ({ at }, { data, old }) => {
    rollBack(data, old);
    forget(at, data);
  },
  'database and note are rolled back, the copies deleted': ({ at }, { data, old }) => {
    rollBack(data, old);
    cpSync(join(old, 'checkpoint'), join(data, 'checkpoint'));
    forget(at, data);
  },
  [ALL_GONE]: ({ at }, { data, old }) => {
    rollBack(data, old);
    rmSync(join(data, 'checkpoint'));
    forget(at, data);
  },
};

function rollBack(data: string, old: string): void {
  for (const end of ['-wal', '-shm']) rmSync(join(data, `jeton.db${end}`), { force: true });
  cpSync(join(old, 'jeton.db'), join(data, 'jeton.db'));
}
const forget = (at: House['at'], data: string): void => {
  for (const dir of [join(data, 'crl'), at('crl')]) rmSync(dir, { recursive: true, force: true });
};

/** The newest CRL of each issuing CA, as gateways have them in their caches. */
const CRLS = ['issuing.crl', 'issuing-nomade.crl'];
const bring = ({ at }: House, from: string, to: string): void => {
  mkdirSync(at(to), { recursive: true });
  for (const name of CRLS) cpSync(at(`${from}/${name}`), at(`${to}/${name}`));
};

async function crlStatus({ pkiUrl }: App): Promise<number> {
  return (await fetch(`${pkiUrl}/issuing.crl`)).status;
}
/** What gateways and readiness say: of what was revoked, of what is good, the CRL's status, and what waits. */
async function seen(house: House, app: App) {
  const { ready, waiting } = (await (await fetch(`${app.url}/readyz`)).json()) as { ready: boolean; waiting: string[] };
  return {
    lost: await house.ocspOf(app, LOST, 'data'),
    good: await house.ocspOf(app, GOOD, 'data'),
    crl: await crlStatus(app),
    ready,
    waits: waiting.includes('restore'),
  };
}

/** Whether a copy is left in the folders that the service looks at. */
const hasCopy = (fate: string, place: string): boolean =>
  !fate.includes('copies deleted') && (place === 'another disk' || !fate.includes('backup'));

const KNOWN = { lost: 'revoked', good: 'good', crl: 200 };
const BLIND = { lost: 'try later', good: 'try later', crl: 503, ready: false, waits: true };

/** A service in which a certificate is revoked, with a backup from before, and what a gateway has from after. */
async function prepare(house: House) {
  const { at, start, stop, recordIn, run } = house;
  const people = await house.found(await start());
  await stop();
  const issuerId = await house.issuingOf();
  await house.sealed(GOOD, issuerId);
  const lost = await house.sealed(LOST, issuerId);
  await start();
  await stop();
  await run(['backup', at('backup')]);
  cpSync(at('data'), at('old'), { recursive: true });
  await recordIn([move('certificate', lost, 'revoke', { revokedAt: clock.now(), revocationReason: 'lost' })]);
  await start();
  await stop();
  const before = await house.crlNow('data', 'data/crl/issuing.crl');
  expect(before.entries.map(({ serialNumber }) => serialNumber)).toEqual([LOST]);
  bring(house, 'data/crl', 'gateway');
  return { people, before };
}

/** A certificate is revoked, and then the records become older than that. No such certificate is ever `good` again. */
describe.each(['the data folder', 'another disk'])('what was revoked, with the second copy in %s', (place) => {
  let prepared: House;
  let is: Awaited<ReturnType<typeof prepare>>;
  let house: House;
  const settled = (one: House): House => {
    if (place === 'the data folder') delete one.env['JETON_CRL_DIR'];
    return one;
  };
  beforeAll(async () => {
    prepared = settled(createBackupHouse());
    is = await prepare(prepared);
  }, SLOW);
  beforeEach(() => {
    house = settled(createBackupHouse(prepared.folder));
  });
  afterEach(() => house.close(), SLOW);
  afterAll(() => prepared.close(), SLOW);

  it.each(Object.keys(FATES))(
    'is not good before two persons have confirmed it, nor after, when %s',
    async (fate) => {
      const { at, start, stop } = house;
      const { people, before } = is;
      await FATES[fate]?.(house, { data: at('data'), old: at('old') });
      let app = await start();
      expect(await house.restoreOf(app, people.admin)).toMatchObject({ revocationsKnown: hasCopy(fate, place) });
      if (hasCopy(fate, place)) {
        expect(await seen(house, app)).toMatchObject({ ...KNOWN, waits: true });
      } else {
        expect(await seen(house, app)).toEqual(BLIND);
        expect(existsSync(at('data/crl/issuing.crl'))).toBe(false);
        // nobody can confirm it by habit: what a gateway holds is brought first
        await expect(house.confirmRestore(app, people)).rejects.toMatchObject({ code: 'revocations_unknown' });
        await stop();
        bring(house, 'gateway', 'data/crl');
        app = await start();
        expect(await seen(house, app)).toMatchObject({ ...KNOWN, waits: true });
      }
      await house.confirmRestore(app, people);
      expect(await seen(house, app)).toMatchObject({ ...KNOWN, waits: false });
      await stop();

      await start();
      const after = await house.crlNow('data', 'data/crl/issuing.crl');
      expect(after.number).toBeGreaterThanOrEqual(before.number);
      expect(after.entries.map(({ serialNumber }) => serialNumber)).toContain(LOST);
    },
    SLOW,
  );

  it(
    'is a matter of two persons’ word where no copy is found anywhere',
    async () => {
      await FATES[ALL_GONE]?.(house, { data: house.at('data'), old: house.at('old') });
      const app = await house.start();
      await house.confirmRestore(app, is.people, { withoutCrl: true });
      expect(await seen(house, app)).toMatchObject({ waits: false });
    },
    SLOW,
  );
});
