import { type Day, dateOf } from '../../../src/book/rules/calendar/working-days.ts';
import { OpenCampaign } from '../../../src/flow/campaign/inputs.ts';
import { together } from '../../support/judged/journals/cast.ts';
import { signAll } from '../../support/world/machines.ts';
import { type Plans, recalledBatches } from './day.ts';
import { type Agent, MODEL, NEW_IMAGE, OLD_IMAGE, OTHER_SAFE, SAFE, type Workshop } from './workshop.ts';

export const LATER = 'later';
/**
 * What happens once in a quarter, so many days after it began, or on the first worked day after it; where it answers LATER, as
 * nobody is there to whom it could happen, the next worked day is looked at.
 */
export interface Happening {
  after: number;
  happens(w: Workshop, plans: Plans, today: Day): Promise<unknown>;
}

const tokensOf = (serials: readonly string[]) =>
  serials.map((serial) => ({ serial, soPin: `sopin-${serial}-factory` }));
const soon = (plans: Plans, serial: string, day: Day): void => void plans.back.set(serial, day);

async function deliver(
  w: Workshop,
  { reference, batch, count, expected }: { reference: string; batch: string; count: number; expected?: string },
): Promise<string[]> {
  const serials = w.blanks(count);
  const note = { reference, batch, model: MODEL, location: SAFE, expected: expected ?? null };
  await w.flow.stock.receive(w.staff.theo, { ...note, tokens: tokensOf(serials) });
  for (const serial of serials) w.where.set(serial, 'safe');
  return serials;
}

/** Somebody with a token in use, and that token. */
async function holders(w: Workshop, today: Day, of: (agent: Agent) => boolean = () => true) {
  const found: { agent: Agent; serial: string }[] = [];
  for (const agent of w.agents) {
    if (today >= agent.awayFrom || !of(agent)) continue;
    const [token] = await w.house.reads.find('token', { holderId: agent.caller.personId, state: 'active' });
    if (token) found.push({ agent, serial: token.id });
  }
  return found;
}
/** Who asked for nothing that is open, and comes as soon as something is ready. */
async function idle(w: Workshop, today: Day): Promise<{ agent: Agent; serial: string }[]> {
  const prompt = await holders(w, today, ({ habit }) => habit === 'prompt');
  const isIdle = await Promise.all(
    prompt.map(async ({ agent }) => {
      const requests = await w.house.reads.find('request', { holderId: agent.caller.personId });
      return requests.every(({ state }) => ['closed', 'rejected', 'withdrawn'].includes(state));
    }),
  );
  return prompt.filter((_, i) => isIdle[i]);
}

const desk =
  (open: boolean) =>
  async (w: Workshop, plans: Plans): Promise<void> => {
    if (plans.appointments === open) return; // a quarter begins as the last one ended
    const args = { id: 'appointment.open', value: open ? 2 : 1 } as const;
    await together(w.house, w.staff.adele, w.staff.olga, { act: 'policy.set', args });
    plans.appointments = open;
  };

/** Its machine is cleaned, and comes back by the whole checklist. */
async function comeBack(w: Workshop, agent: Agent): Promise<void> {
  const { thomas, vincent } = w.staff;
  for (const action of ['takeBackCleaned', 'backFromRepair'] as const)
    await w.flow.enrolment.change(thomas, { workstation: agent.machine, action });
  await signAll(w.flow, 'commissioning', agent.machine, [vincent, thomas]);
}

/** What sets a quarter apart from others. */
interface Course {
  /** Blanks that come on its first day. */
  first: (agents: number) => number;
  /** Whether the supplier keeps the workshop waiting for what was ordered. */
  isLate: boolean;
  /** A flaw becomes known in what came last, or in the batch that most have in hand. */
  recall?: { of: 'ordered' | 'most held'; way: 'replace-first' | 'revoke-now' };
  /** Images move on, and tokens with some of them. */
  campaigns: boolean;
}
const COURSES: readonly Course[] = [
  // fewer blanks than agents: the last of them get what came late, and learn that it is flawed
  {
    first: (agents) => Math.round(agents * 0.85),
    isLate: true,
    recall: { of: 'ordered', way: 'replace-first' },
    campaigns: true,
  },
  // all comes as it was ordered
  { first: () => 12, isLate: false, campaigns: false },
  // a flaw that cannot wait takes the tokens of most away at once
  { first: () => 12, isLate: false, recall: { of: 'most held', way: 'revoke-now' }, campaigns: false },
  // nothing comes while everybody's certificate has to be renewed
  { first: () => 0, isLate: true, recall: { of: 'most held', way: 'replace-first' }, campaigns: false },
];

/** The batch of most tokens in use that is not recalled yet. */
async function mostHeld(w: Workshop): Promise<string> {
  const recalled = await recalledBatches(w);
  const held = new Map<string, number>();
  for (const { batch } of await w.house.reads.find('token', { state: 'active' }))
    if (batch !== null && !recalled.has(batch)) held.set(batch, (held.get(batch) ?? 0) + 1);
  const [most] = [...held].toSorted(([, a], [, b]) => b - a);
  if (!most) throw new Error('nobody has a token of a batch that is not recalled');
  return most[0];
}

/** The events of quarter `nth`; after the last course the first one begins again. */
export function quarter(nth: number): Happening[] {
  const course = COURSES[nth % COURSES.length]!;
  const [late, lot] = [`CMD-${nth}`, (n: number) => `L-${nth}-${n}`];
  let orderId = '';
  let sent: { id: string; serials: string[] } | undefined;
  let phished: Agent | undefined;
  let countId = '';
  let recallId = '';
  const opened = async (w: Workshop, more: object) => {
    const plan = { targetImage: NEW_IMAGE, fromImage: OLD_IMAGE, technicians: 1, perTechnician: 2, checklist: 'any' };
    await w.flow.campaign.open(w.staff.simon, OpenCampaign.parse({ ...plan, ...more }));
    await w.flow.campaign.ended();
  };

  return [
    {
      after: 0,
      happens: async (w) => {
        const count = course.first(w.agents.length);
        if (count > 0) await deliver(w, { reference: `BL-${nth}-1`, batch: lot(1), count });
      },
    },
    { after: 3, happens: desk(true) },
    {
      after: 6,
      happens: async (w) => {
        const blanks = await w.house.reads.find('token', { state: 'in_stock', locationId: SAFE, transferId: null });
        const serials = blanks.slice(0, 3).map(({ id }) => id);
        const { transfer } = await w.flow.stock.transfer(w.staff.thomas, { to: OTHER_SAFE, serials });
        for (const serial of serials) w.where.set(serial, 'way');
        sent = { id: transfer?.id ?? '', serials };
      },
    },
    {
      after: 9,
      happens: async (w) => {
        const [lost, ...came] = sent?.serials ?? [];
        await w.flow.stock.arrive(w.staff.theo, { transferId: sent?.id ?? '', serials: came });
        for (const serial of came) w.where.set(serial, 'safe');
        await w.flow.stock.change(w.staff.theo, { serial: lost ?? '', action: 'miss' });
        w.where.set(lost ?? '', 'gone');
      },
    },
    {
      after: 10,
      happens: async (w, _, today) => {
        const order = { reference: late, model: MODEL, count: 20, on: dateOf(today + 8) };
        orderId = (await w.flow.stock.expect(w.staff.simon, order)).id;
      },
    },
    {
      after: 17,
      happens: async (w, _, today) => {
        if (!course.isLate) return;
        const on = dateOf(today + 18);
        await w.flow.stock.postpone(w.staff.simon, { expectedId: orderId, on, reason: 'supplier' });
      },
    },
    {
      after: 18,
      happens: async (w, _, today) => {
        if (course.campaigns) await opened(w, { site: 'Lille', tokens: 'keep', startsOn: dateOf(today) });
      },
    },
    {
      after: 22,
      happens: async (w, plans, today) => {
        const [one] = await holders(w, today, ({ habit }) => habit === 'prompt');
        if (!one) throw new Error('nobody has a token yet');
        phished = one.agent;
        const { report, block, close } = w.flow.incident;
        const { id: incidentId } = await report(phished.caller, { kind: 'phishing', workstation: phished.machine });
        await block(w.staff.odile, { incidentId, reason: 'phishing' });
        await close(w.staff.odile, { incidentId, outcome: 'blocked' });
        soon(plans, one.serial, today + 2);
      },
    },
    {
      after: 25,
      happens: async (w, plans, today) => {
        plans.approversBackOn = today + 7;
        // three of whom nobody hears again
        const near = await holders(
          w,
          today,
          (agent) => agent !== phished && agent.habit !== 'far' && agent.caller.service === 'PREF-33',
        );
        for (const { agent } of near.slice(0, 3)) agent.awayFrom = today;
      },
    },
    { after: 29, happens: async (w) => void (phished && (await comeBack(w, phished))) },
    {
      after: 33,
      happens: async (w) => {
        const [open] = await w.house.reads.find('request', { kind: 'renewal', state: ['submitted', 'approved'] });
        const agent = w.agentOf(open?.holderId ?? null);
        if (!open || !agent) return LATER;
        return w.flow.request.withdraw(agent.caller, { requestId: open.id });
      },
    },
    {
      after: course.isLate ? 35 : 18,
      happens: async (w) => {
        const part = { batch: lot(2), expected: orderId };
        await deliver(w, { reference: `BL-${nth}-2`, count: 8, ...part });
        await deliver(w, { reference: `BL-${nth}-3`, count: 12, ...part });
      },
    },
    {
      after: 38,
      happens: async (w, plans, today) => {
        const [one] = await idle(w, today);
        if (!one) return LATER;
        const wish = { kind: 'replacement', workstation: one.agent.machine, priority: 1 } as const;
        await w.flow.revocation.reportLoss(one.agent.caller, { serial: one.serial, reason: 'lost' });
        w.where.set(one.serial, 'gone');
        await w.flow.request.submit(one.agent.caller, { ...wish, reason: 'lost' });
        soon(plans, one.serial, today + 10);
        // another one left theirs at home
        const [other] = await idle(w, today);
        if (!other) return undefined;
        const forgot = { kind: 'replacement', workstation: other.agent.machine, priority: 1 } as const;
        return w.flow.request.submit(other.agent.caller, { ...forgot, reason: 'forgotten' });
      },
    },
    {
      after: 40,
      happens: async (w, plans) => {
        const shelf = ['in_stock', 'returned', 'scrapped'] as const;
        const there = await w.house.reads.find('token', { state: [...shelf], locationId: SAFE, transferId: null });
        const missing = there.find(({ state }) => state !== 'scrapped')?.id;
        if (missing === undefined) return;
        const seen = there.map(({ id }) => id).filter((id) => id !== missing);
        plans.hidden.add(missing);
        const { count, differences } = await w.flow.stock.count(w.staff.theo, { location: SAFE, serials: seen });
        countId = count.id;
        await w.flow.stock.change(w.staff.theo, { serial: missing, action: 'miss' });
        const difference = differences.find(({ tokenId }) => tokenId === missing);
        await w.flow.stock.settle(w.staff.thomas, { differenceId: difference?.id ?? '', reason: 'missing' });
      },
    },
    {
      after: 47,
      happens: async (w, plans) => {
        const [serial] = [...plans.hidden];
        if (serial === undefined || countId === '') return;
        await w.flow.stock.change(w.staff.thomas, { serial, action: 'find', location: SAFE });
        plans.hidden.delete(serial);
        const token = await w.house.reads.get('token', serial);
        if (!token || (await recalledBatches(w)).has(token.batch)) return;
        w.put('3', serial);
        await w.flow.stock.recycle(w.staff.thomas, { serial, slot: '3' });
      },
    },
    { after: 42, happens: desk(false) },
    {
      after: 45,
      happens: async (w, _, today) => {
        if (!course.campaigns) return undefined;
        const machines = (await idle(w, today)).slice(-4).map(({ agent }) => agent.machine);
        if (machines.length === 0) return LATER;
        return opened(w, { machines, tokens: 'replace', startsOn: dateOf(today + 10) });
      },
    },
    {
      after: 50,
      happens: async (w) => {
        if (!course.recall) return;
        const { of, way } = course.recall;
        const value = of === 'ordered' ? lot(2) : await mostHeld(w);
        const until = way === 'replace-first' ? { revokeAt: w.house.clock.now() + 28 * 86_400_000 } : {};
        const args = { kind: 'batch', model: MODEL, value, way, ...until } as const;
        await together(w.house, w.staff.simon, w.staff.odile, { act: 'recall.open', args });
        await w.flow.recall.ended();
        recallId = (await w.house.reads.find('recall', { value }))[0]?.id ?? '';
      },
    },
    {
      after: 52,
      happens: async (w) => void (await deliver(w, { reference: `BL-${nth}-4`, batch: lot(3), count: 40 })),
    },
    {
      after: 55,
      happens: async (w, plans, today) => {
        const hit = await holders(w, today, ({ caller }) => caller.service === 'PREF-59');
        await w.flow.incident.blockMany(w.staff.odile, { service: 'PREF-59', reason: 'ransomware' });
        for (const { serial } of hit) soon(plans, serial, today + 3);
      },
    },
    {
      after: 60,
      happens: async (w, _, today) => {
        const from = dateOf(today + 1);
        await w.flow.roster.plan(w.staff.simon, { from, technicians: 0, reason: 'closure' });
        for (const agent of w.agents.filter(({ caller }) => caller.service === 'PREF-59')) {
          const [row] = await w.house.reads.find('workstation', { assetNumber: agent.machine });
          if (row?.state === 'blocked') await comeBack(w, agent);
        }
      },
    },
    { after: 62, happens: desk(true) },
    {
      after: 64,
      happens: async (w, plans, today) => {
        const [one] = await idle(w, today);
        if (!one) return LATER;
        await w.flow.revocation.revoke(w.staff.odile, { serial: one.serial, reason: 'left-service' });
        await w.flow.people.disable(w.staff.adele, { personId: one.agent.caller.personId });
        one.agent.awayFrom = today;
        return soon(plans, one.serial, today + 1);
      },
    },
    {
      after: 70,
      happens: async (w) => {
        // a recalled token that came back serves nobody again
        const batch = [...(await recalledBatches(w))].filter((one) => one !== null);
        const [recalled] = await w.house.reads.find('token', { state: 'returned', batch });
        if (!recalled) return;
        const args = { serial: recalled.id };
        await together(w.house, w.staff.theo, w.staff.odile, { act: 'token.destroy', args });
        w.where.set(recalled.id, 'gone');
      },
    },
    {
      after: 84,
      happens: async (w) => {
        if (recallId !== '') await w.flow.recall.close(w.staff.odile, { recallId });
      },
    },
  ];
}
