import { join } from 'node:path';
import { rules } from '../../src/book/judge/replay.ts';
import { makeExport } from '../../src/journal/long-reading.ts';
import { verifyExport } from '../../src/journal/verify.ts';
import { openReadOnly } from '../../src/store/place.ts';
import { counts, isLong, seed } from '../support/runs/long.ts';
import type { Plans } from './year/day.ts';
import { type End, endsOf, type Told } from './year/ends.ts';
import { live, QUARTER } from './year/live.ts';
import { type Recounted, recount } from './year/recount.ts';
import { openWorkshop, type Workshop } from './year/workshop.ts';

/** The journal as an auditor gets it, verified by the verifier that they run. */
async function exported(w: Workshop): Promise<string> {
  const { flow, policy, policySha256, keeper, opened } = w.house.service;
  const previous = await keeper.checkpoint();
  const { recordedAt } = await flow.audit.beginExport(w.staff.aurore, { openings: true }, policySha256);
  const dir = join(w.house.folder, 'export'); // it goes with the house
  await makeExport(dir, await keeper.exportTask({ recordedAt, policy, openings: true }), opened.journal);
  const verdict = await verifyExport(dir, { vkey: keeper.vkey, previous: previous.note, rules });
  expect(verdict).toMatchObject({ size: recordedAt + 1, keyFrom: 'caller', ranged: false });
  return dir;
}

async function mailsOf(w: Workshop): Promise<Told[]> {
  const { db, close } = openReadOnly(w.house.place);
  try {
    return await db.selectFrom('outbox').select(['template', 'personId', 'about', 'queuedAt']).execute();
  } finally {
    await close();
  }
}

/** What happens in it, by the names of the journal. */
const TROUBLES = [
  ...[
    'request.renewDue',
    'request.renewNomade',
    'credential.download',
    'request.withdraw',
    'token.reportLoss',
    'token.revoke',
    'certificate.expire',
    'account.disable',
  ],
  ...['incident.block', 'incident.blockWorkstation', 'workstation.takeBackCleaned', 'workstation.signItem'],
  ...['campaign.open', 'campaign.replaceToken', 'workstation.migrate', 'recall.hit', 'recall.replace'],
  ...['recall.close'],
  ...['stock.expect', 'stock.postpone', 'stock.low', 'stock.enough', 'stock.send', 'stock.arrive', 'stock.count'],
  ...['stock.settle', 'token.miss', 'token.find', 'token.return', 'stock.recycle', 'roster.plan'],
  ...['appointment.book', 'appointment.miss', 'handover.ship', 'handover.checkIdentity'],
  ...['request.promise', 'promise.late', 'promise.kept'],
];

const QUARTERS = counts(1, 4);
describe(`${isLong() ? 'a year' : 'a quarter'} of a workshop`, () => {
  let w: Workshop;
  let plans: Plans;
  let told: Recounted;
  let ends: ReturnType<typeof endsOf>;
  beforeAll(
    async () => {
      w = await openWorkshop({ seed: seed(), agents: counts(18, 48), lasts: counts(72, 120) });
      plans = await live(w, QUARTERS);
      told = recount(await exported(w));
      ends = endsOf(told, await mailsOf(w), w.house.clock.now());
      const tally = (all: readonly unknown[]) =>
        JSON.stringify(Object.fromEntries(all.map((one) => [one, all.filter((x) => x === one).length])));
      process.stderr.write(
        `${told.days} days, ${told.rows('certificate').length} certificates, ends ${tally(ends.map(({ end }) => end))}, tokens ${tally(told.rows('token').map(([, { state }]) => state))}\n`,
      );
    },
    isLong() ? 3_600_000 : 240_000,
  );
  afterAll(() => w?.close());

  it('has every kind of end and of trouble in it', () => {
    expect(TROUBLES.filter((one) => !told.actions.has(one))).toEqual([]);
    expect(plans.short).toBeGreaterThan(0);
    const kinds = new Set<End>(ends.map(({ end }) => end));
    expect([...kinds]).toEqual(expect.arrayContaining(['renewed', 'replaced', 'revoked', 'told']));
  });

  it('lets no certificate lapse unseen', () => {
    expect(ends.filter(({ end }) => end === 'unseen')).toEqual([]);
  });

  it('leaves no token unaccounted for, on any day', () => {
    expect(told.wrong).toEqual([]);
    expect(told.evenings).toBe(QUARTERS * QUARTER);
  });

  it('says of each token where it really is', () => {
    const REALLY: Readonly<Record<string, string>> = {
      in_stock: 'safe',
      returned: 'safe',
      produced: 'desk',
      active: 'holder',
    };
    const wrong = told
      .rows('token')
      .filter(([serial, { state }]) => (REALLY[String(state)] ?? w.where.get(serial)) !== w.where.get(serial))
      .map(([serial, { state }]) => `${serial} is ${state}, and really ${w.where.get(serial)}`);
    expect(wrong).toEqual([]);
  });
});
