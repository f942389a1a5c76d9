import type { Caller } from '../../src/book/rights/roles.ts';
import { dayOf } from '../../src/book/rules/calendar/working-days.ts';
import type { RequestRow } from '../../src/book/tables/rows/requests.ts';
import type { TokenRow } from '../../src/book/tables/rows/tokens.ts';
import type { RequestState } from '../../src/book/tables/states.ts';
import { createSoftwareCredentials } from '../../src/ca/pkcs12/pkcs12.ts';
import type { SoftwareCredentialMaker } from '../../src/flow/ports/certificates.ts';
import { createDailyReports } from '../../src/reports/days.ts';
import { byDepartment } from '../../src/reports/departments.ts';
import { createPeriodReports } from '../../src/reports/period-reports.ts';
import type { DailyReport } from '../../src/reports/shape.ts';
import { randomOf } from '../support/random.ts';
import { counts, isLong, seed } from '../support/runs/long.ts';
import { letIn } from '../support/world/come-in.ts';
import { takeOver } from '../support/world/machines.ts';
import { daysHere, sumsHere } from '../support/world/reading-here.ts';
import { createWorld, type World } from '../support/world/world.ts';
import { countByHand, HOUR, type Line, readLine, ZONE } from './count-by-hand.ts';
import { countRestByHand } from './count-rest-by-hand.ts';

/** Monday, 1 March 1999, 9 h; the clocks go forward on the 28th. */
const BEGIN = Date.UTC(1999, 2, 1, 8);
const DAYS = counts(12, 92);
const AGENTS = counts(8, 24);
const SERVICES = ['PREF-33', 'PREF-64', 'DCPN'];
const SITES = ['Bordeaux', 'Pau', 'Paris'];
const at = <T>(list: readonly T[], i: number): T => list[i % list.length]!;
const BLANKS = Array.from({ length: DAYS * 4 }, (_, i) => ({
  serial: `B-${i + 1}`,
  soPin: `sopin-${i + 1}-factory`,
  model: i % 3 === 0 ? 'Twin NFC' : 'Twin',
}));

/** Real keys in a container of paper. */
const paperCredentials = (): SoftwareCredentialMaker => ({
  generate: createSoftwareCredentials().generate,
  pack: async () => Buffer.from('a PKCS#12 file'),
});

interface Agent {
  caller: Caller;
  workstation: string;
}

/** Agents of three services and sites, each with a machine of their own. */
async function agentsOf(w: World): Promise<Agent[]> {
  const numbers = Array.from({ length: AGENTS }, (_, i) => i);
  const people = numbers.map((i) => ({
    directoryId: `M-${i}`,
    givenName: 'Zoé',
    familyName: `Zola ${i}`,
    email: `zoe.${i}@interieur.example`,
    service: at(SERVICES, i),
    site: at(SITES, i),
  }));
  await w.flow.imports.all(w.adele, 'people', people);
  const machines = people.map(({ service, site }, i) => ({ assetNumber: `MS-${i}`, model: 'SPAN 14', service, site }));
  await takeOver(w.flow, [w.adele, w.olga], ...machines);
  const agents: Agent[] = [];
  for (const { directoryId, service } of people) {
    const [person] = await w.reads.find('person', { directoryId });
    await letIn(w.identity, { adele: w.adele, olga: w.olga }, person!.id);
    const grants = await w.reads.find('grant', { personId: person!.id, revokedAt: null });
    const caller = { personId: person!.id, service, grants, freshUntil: Number.MAX_SAFE_INTEGER };
    agents.push({ caller, workstation: machines[agents.length]!.assetNumber });
  }
  return agents;
}

/** What may happen in a workshop, day after day, as chance has it. */
async function months(w: World): Promise<void> {
  const { flow, reads, clock } = w;
  const random = randomOf(seed());
  const isOne = (of: number): boolean => random.below(of) === 0;
  const agents = await agentsOf(w);
  const agentOf = (holderId: string) => agents.find(({ caller }) => caller.personId === holderId)!.caller;
  const waiting = (state: RequestState) => reads.find('request', { state });
  const devices = new Map<string, NonNullable<ReturnType<typeof w.twin.tokens.get>>>();
  let next = 0;
  let scrapped = 0;

  const ask = async ({ caller, workstation }: Agent): Promise<void> => {
    const [token] = await reads.find('token', { holderId: caller.personId, state: ['active', 'revoked'] }, newest);
    const kind = kindFor(token);
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const asked = isOne(6)
      ? flow.request.submit(caller, { kind: 'nomade', device, priority: 0 })
      : flow.request.submit(caller, { ...kind, workstation, priority: isOne(5) ? 1 + random.below(2) : 0 });
    await asked.catch(() => undefined); // one is open, or the last one forbids it
  };
  const kindFor = (token: TokenRow | undefined) => {
    if (!token) return { kind: 'first-issue' } as const;
    if (token.state === 'revoked') return { kind: 'replacement', reason: 'lost' } as const;
    if (isOne(2)) return { kind: 'renewal' } as const;
    return { kind: 'replacement', reason: 'forgotten' } as const;
  };
  const make = async ({ id: requestId, kind }: RequestRow): Promise<void> => {
    if (kind === 'nomade') {
      await flow.software.release(w.thomas, { requestId });
      return;
    }
    // the authority takes its time, and a technician too
    w.beforeSignature(async () => clock.advance(1_000 + random.below(9_000)));
    w.twin.plug('1', BLANKS[next++]!);
    if (isOne(8)) w.twin.fail('generateKey');
    await flow.production.produce(w.thomas, { requestId, slot: '1' }).catch(() => undefined);
    const device = w.twin.tokens.get('1')!;
    devices.set(device.serial, device);
  };
  const handOver = async (requestId: string): Promise<void> => {
    await flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.accept(requestId);
    await w.printLetter(requestId);
    const { identity } = await flow.reading.request(w.theo, requestId);
    // a second renewal in a row asks for papers
    const papers = { requestId, purpose: 'renewal', document: 'passport' } as const;
    if (identity === 'missing') await flow.handover.checkIdentity(w.theo, papers);
    await flow.handover.handOver(w.theo, { requestId });
  };
  /** A guess of the day on which each is ready, which is often wrong. */
  const announce = async (): Promise<void> => {
    const all = (await Promise.all([waiting('submitted'), waiting('approved')])).flat();
    const today = dayOf(clock.now());
    await flow.promises.announce(
      all.map(({ id }) => {
        const mid = today + random.below(3);
        const reach = isOne(2) ? ('near' as const) : ('far' as const);
        return {
          requestId: id,
          fromDay: today,
          midDay: mid,
          byDay: mid + random.below(3),
          reach,
          ahead: 0,
          blankDay: null,
        };
      }),
    );
  };
  const decide = async (days: number): Promise<void> => {
    if (days % 30 === 2) await w.dual('policy.set', { id: 'report.usualLow', value: 20 + (days % 7) });
    if (days % 30 === 3) await w.dual('policy.set', { id: 'surge.endHour', value: 20 + Math.floor(days / 30) });
    if (days % 30 === 4) await w.dual('surge.start', { until: clock.now() + 30 * HOUR, reason: 'campaign' });
    if (days % 30 === 5) await flow.surge.end(w.simon);
    if (days % 30 === 8) await w.dual('surge.start', { until: clock.now() + 20 * HOUR, reason: 'demand' });
    await flow.surge.expire();
  };
  const day = async (): Promise<void> => {
    for (let asks = 1 + random.below(3); asks > 0; asks -= 1) await ask(at(agents, random.below(AGENTS)));
    clock.advance(random.below(90) * 60_000);
    for (const { id } of await waiting('submitted')) {
      if (isOne(10)) await flow.approval.reject(w.valerie, { ...(await w.seen(id)), text: 'Un seul poste.' });
      else if (isOne(12))
        await flow.approval.askInformation(w.valerie, { ...(await w.seen(id)), text: 'Quel bureau ?' });
      else if (!isOne(5)) await w.approve(id);
    }
    for (const { id, holderId } of await waiting('needs_information'))
      if (isOne(3)) await flow.request.withdraw(agentOf(holderId), { requestId: id });
    await announce();
    clock.advance(random.below(180) * 60_000);
    for (const request of await waiting('approved')) if (!isOne(4)) await make(request);
    clock.advance(random.below(120) * 60_000);
    for (const { id, holderId, kind } of await waiting('produced')) {
      if (kind === 'nomade') {
        if (!isOne(3)) await flow.software.download(agentOf(holderId), { requestId: id, terms: 1, form: 'modern' });
      } else if (isOne(10)) await flow.handover.repeat(w.theo, { requestId: id, reason: 'dead-on-arrival' });
      else if (!isOne(4)) {
        const token = (await reads.find('token', { requestId: id, state: 'produced' }))[0]!;
        w.twin.tokens.set('1', devices.get(token.id)!);
        await handOver(id);
        if (!isOne(3)) await flow.handover.confirmReceipt(agentOf(holderId), { requestId: id });
      }
    }
    // the last of the delivery was sat on
    const last = BLANKS.length - 1 - scrapped;
    if (isOne(6) && last > next) {
      await flow.stock.change(w.theo, { serial: BLANKS[last]!.serial, action: 'scrap' });
      scrapped += 1;
    }
    if (isOne(4)) {
      const [token] = await reads.find('token', { state: 'active' }, { ...newest, limit: 1 });
      if (token?.holderId) {
        const loss = flow.revocation.reportLoss(agentOf(token.holderId), { serial: token.id, reason: 'lost' });
        await loss.catch(() => undefined);
      }
    }
  };
  for (let days = 0; days < DAYS; days += 1) {
    const morning = BEGIN + days * 24 * HOUR;
    clock.advance(Math.max(0, morning - clock.now()));
    await decide(days);
    // few come on a Sunday
    if (days % 7 !== 6 || isOne(4)) await day();
    clock.advance(Math.max(0, morning + 11 * HOUR - clock.now()));
    await flow.stockWatch.balance();
  }
}
const newest = { orderBy: 'activatedAt', descending: true } as const;

it(
  `counts what an export tells, whoever counts, on every day of ${DAYS} and in every month`,
  async () => {
    const w = await createWorld({ start: BEGIN, blanks: BLANKS, software: paperCredentials() });
    const { journal, dayEnds } = w.opened;
    const of = { firstAt: journal.firstAt, clock: w.clock, timeZone: ZONE };
    const days = createDailyReports({
      ...of,
      ...daysHere({ ...journal, lastDayEnd: dayEnds.last }, dayEnds),
      checkpoint: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
      covering: async () => ({ size: 0, root: new Uint8Array(32), note: '' }),
    });
    const periods = createPeriodReports({ ...of, days, sum: sumsHere(dayEnds) });
    await months(w);
    const lines: Line[] = [];
    for await (const page of journal.linesBetween(0, w.clock.now() + 1)) lines.push(...page.map(readLine));
    await days.keepDayEnds();

    const dates = [...new Set(lines.map(({ day }) => day))].filter((day) => day >= '1999-03-01');
    const counted = new Map<string, Partial<DailyReport>>();
    for (const day of dates) {
      const next = new Date(Date.parse(day) + 24 * HOUR).toISOString().slice(0, 10);
      const offset = day < '1999-03-28' ? '+01:00' : '+02:00';
      const midnight = (date: string, zone: string): number => Date.parse(`${date}T00:00:00${zone}`);
      const end = midnight(next, offset);
      const own = countByHand(lines, day, Math.min(w.clock.now(), end));
      const begin = midnight(day, day <= '1999-03-28' ? '+01:00' : '+02:00');
      const rest = countRestByHand(lines, day, { begin, end, isOver: w.clock.now() >= end });
      counted.set(day, { ...own, ...rest });
      const report = await days.daily(day);
      expect({ day, ...report }).toMatchObject({ day, ...own, ...rest });
      // nothing of a report is left out by whoever counts by hand
      const LEFT = ['format', 'date', 'timeZone', 'checkpoint'];
      expect(Object.keys(report).filter((name) => !(name in own) && !(name in rest))).toEqual(LEFT);
      const inGironde = (report.services ?? []).filter(({ name }) => name === 'PREF-33');
      expect(byDepartment(report.services).filter(({ name }) => name.startsWith('33 '))).toEqual(
        inGironde.map((share) => ({ ...share, name: '33 – Gironde' })),
      );
    }
    const sums = [
      'received',
      'approved',
      'refused',
      'withdrawn',
      'closed',
      'produced',
      'handedOver',
      'activated',
      'revoked',
      'firstPass',
    ] as const;
    for (const month of new Set(dates.map((day) => day.slice(0, 7)))) {
      const own = [...counted].filter(([day]) => day.startsWith(month)).map(([, report]) => report);
      const sum = Object.fromEntries(
        sums.map((name) => [name, own.reduce((all, report) => all + (report[name] ?? 0), 0)]),
      );
      const dates = own.flatMap(({ promises }) => promises ?? []);
      const add = (of: (day: DailyReport['promises']) => number) => dates.reduce((all, day) => all + of(day), 0);
      const cell = (reach: 'near' | 'far', level: 'mid' | 'by') => ({
        kept: add(({ judged }) => judged[reach][level].kept),
        of: add(({ judged }) => judged[reach][level].of),
      });
      const promises = {
        given: add(({ given }) => given),
        moved: add(({ moved }) => moved),
        judged: {
          near: { mid: cell('near', 'mid'), by: cell('near', 'by') },
          far: { mid: cell('far', 'mid'), by: cell('far', 'by') },
        },
      };
      const models = [...new Set(own.flatMap((day) => (day.models ?? []).map(({ name }) => name)))].sort();
      const ofModel = (name: string, what: keyof Omit<DailyReport['models'][number], 'name'>): number =>
        own.flatMap((day) => day.models ?? []).reduce((all, one) => all + (one.name === name ? one[what] : 0), 0);
      const period = await periods.period('month', `${month}-01`);
      expect(period).toMatchObject({
        ...sum,
        promises,
        models: models.map((name) => ({
          name,
          produced: ofModel(name, 'produced'),
          repeat: ofModel(name, 'repeat'),
          scrapped: ofModel(name, 'scrapped'),
          setAside: ofModel(name, 'setAside'),
        })),
      });
      expect(period.promises).toEqual(promises);
    }
    const total = (name: (typeof sums)[number]): number =>
      [...counted.values()].reduce((all, report) => all + (report[name] ?? 0), 0);
    // in a few days not everything happens
    const rare = {
      kept: ({ promises }: DailyReport) => promises.judged.near.by.kept + promises.judged.far.by.kept,
      missed: ({ promises: { judged } }: DailyReport) =>
        judged.near.by.of + judged.far.by.of - judged.near.by.kept - judged.far.by.kept,
      moved: ({ promises }: DailyReport) => promises.moved,
      late: ({ promises }: DailyReport) => promises.due.of - promises.due.made,
      continuity: ({ urgent }: DailyReport) => urgent.continuity,
      crisis: ({ urgent }: DailyReport) => urgent.crisis,
      surges: ({ surges }: DailyReport) => surges.length,
      ended: ({ surges }: DailyReport) => surges.filter(({ endedBy }) => endedBy !== null).length,
      nomade: ({ made }: DailyReport) => made.nomade,
      fetched: ({ nomadeTimes }: DailyReport) => nomadeTimes.leadTime.median ?? 0,
      benches: ({ benchSteps }: DailyReport) => benchSteps.certified.median ?? 0,
      cover: ({ cover }: DailyReport) => cover?.perDay ?? 0,
      models: ({ models }: DailyReport) => Math.max(0, models.length - 1),
      modelsAgain: ({ models }: DailyReport) => models.filter(({ repeat }) => repeat > 0).length,
      modelsScrapped: ({ models }: DailyReport) => models.filter((one) => one.scrapped > 0).length,
      places: ({ stockPlaces }: DailyReport) => stockPlaces.length,
    };
    const whole = await Promise.all(dates.map((day) => days.daily(day)));
    const never = Object.entries(rare).filter(([, of]) => whole.every((report) => of(report) === 0));
    if (isLong()) expect(never.map(([name]) => name)).toEqual([]);
    const totals = Object.entries(rare).map(([name, of]) => `${name} ${whole.reduce((sum, one) => sum + of(one), 0)}`);
    const happens = isLong() ? sums : (['received', 'produced', 'handedOver'] as const);
    expect(happens.filter((name) => total(name) === 0)).toEqual([]);
    process.stderr.write(
      `${lines.length} entries of ${dates.length} days counted by hand; ${sums.map((name) => `${name} ${total(name)}`).join(', ')}; ${totals.join(', ')}\n`,
    );
    await w.check();
    await w.close();
  },
  counts(120_000, 1_200_000),
);
