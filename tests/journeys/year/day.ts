import { type Day, momentOf } from '../../../src/book/rules/calendar/working-days.ts';
import { CURRENT_TERMS } from '../../../src/book/rules/request/nomade-terms.ts';
import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import type { TokenRow } from '../../../src/book/tables/rows/tokens.ts';
import { REQUEST_OPEN } from '../../../src/book/tables/states.ts';
import { identityOf } from '../../../src/flow/handover/identity-anew.ts';
import { approve, printLetter } from '../../support/judged/journals/steps.ts';
import { signAll } from '../../support/world/machines.ts';
import { type Agent, SAFE, type Workshop } from './workshop.ts';

/** Tokens that the bench makes on a day. */
const CAPACITY = 6;

/** What is agreed for a day to come. */
export interface Plans {
  /** Tokens that lie somewhere else in the safe's room than anybody looks. */
  hidden: Set<string>;
  /** When the holder of a request comes, or the parcel of it arrives. */
  comes: Map<string, Day>;
  /** Tokens that their former holders bring back, and those of whom nobody hears. */
  back: Map<string, Day>;
  /** Nobody approves before this day. */
  approversBackOn: Day;
  /** Days on which requests waited because no blank was left. */
  short: number;
  /** Agents book their hand-over. */
  appointments: boolean;
}
export const noPlans = (): Plans => ({
  hidden: new Set(),
  comes: new Map(),
  back: new Map(),
  approversBackOn: 0,
  short: 0,
  appointments: false,
});

const is = (agent: Agent, today: Day): boolean => today < agent.awayFrom;

/** First tokens are asked for, and what was taken away is asked for again. */
async function ask(w: Workshop, today: Day): Promise<void> {
  const { reads } = w.house;
  for (const agent of w.agents) {
    if (today < agent.asksOn || !is(agent, today)) continue;
    const [holderId, station] = [agent.caller.personId, { workstation: agent.machine, priority: 0 }];
    const [row] = await reads.find('workstation', { assetNumber: agent.machine });
    if (row?.state !== 'commissioned' || row.holderId !== holderId) continue;
    if ((await reads.count('request', { holderId, deviceId: null, state: REQUEST_OPEN })) > 0) continue;
    const tokens = await reads.find('token', { holderId });
    if (tokens.some(({ state }) => state === 'active')) continue;
    await w.flow.request.submit(agent.caller, { kind: 'first-issue', ...station });
  }
}

/** A Nomade credential is asked for once: the service asks for those that follow. Each is released, and its holder downloads it. */
async function readMail(w: Workshop, today: Day): Promise<void> {
  const { reads } = w.house;
  for (const { id: requestId } of await reads.find('request', { kind: 'nomade', state: 'approved' }))
    await w.flow.software.release(w.staff.theo, { requestId });
  for (const { id: requestId, holderId } of await reads.find('request', { kind: 'nomade', state: 'produced' })) {
    const agent = w.agentOf(holderId);
    if (agent && is(agent, today) && w.chance() < 0.8)
      await w.flow.software.download(agent.caller, { requestId, terms: CURRENT_TERMS.version, form: 'modern' });
  }
  for (const agent of w.agents) {
    const { personId: holderId } = agent.caller;
    if (!agent.hasTelephone || today < agent.asksOn + 3 || !is(agent, today)) continue;
    if ((await reads.count('request', { holderId, kind: 'nomade' })) > 0) continue;
    const device = { kind: 'android', name: 'Téléphone' } as const;
    await w.flow.request.submit(agent.caller, { kind: 'nomade', device, priority: 0 });
  }
}

async function decide(w: Workshop, plans: Plans, today: Day): Promise<void> {
  if (today < plans.approversBackOn) return;
  const submitted = await w.house.reads.find('request', { state: 'submitted' }, { orderBy: 'submittedAt' });
  for (const request of submitted) await approve(w.house, w.staff.valerie, request);
}

/** Batches of which no token serves again. */
export async function recalledBatches({ house: { reads } }: Workshop): Promise<ReadonlySet<string | null>> {
  return new Set((await reads.find('recall', {})).map(({ value }) => value));
}

/** A blank that can be made: what was returned before is wiped. */
async function blankOf(w: Workshop, { hidden }: Plans): Promise<TokenRow | undefined> {
  const { reads } = w.house;
  const recalled = await recalledBatches(w);
  const blanks = await reads.find('token', { state: 'in_stock', locationId: SAFE, transferId: null });
  return blanks.find(({ id, batch }) => w.where.get(id) === 'safe' && !hidden.has(id) && !recalled.has(batch));
}

async function produce(w: Workshop, plans: Plans, today: Day): Promise<void> {
  const { reads } = w.house;
  const approved = await reads.find('request', { state: 'approved' }, { orderBy: 'number' });
  const technician = today % 2 === 0 ? w.staff.thomas : w.staff.theo;
  let left = CAPACITY;
  for (const request of approved) {
    const station = await reads.get('workstation', request.workstationId ?? '');
    if (left === 0 || station?.state !== 'commissioned') continue;
    const blank = await blankOf(w, plans);
    if (!blank) {
      plans.short += 1;
      return;
    }
    w.put('1', blank.id);
    await w.flow.production.produce(technician, { requestId: request.id, slot: '1' });
    w.where.set(blank.id, 'desk');
    left -= 1;
    await agree(w, plans, request, today);
  }
}

/** Its holder says when they come; who works far away has it sent. */
async function agree(w: Workshop, plans: Plans, request: RequestRow, today: Day): Promise<void> {
  const agent = w.agentOf(request.holderId);
  if (!agent) return;
  const days = agent.habit === 'slow' ? 6 + Math.floor(w.chance() * 9) : 1 + Math.floor(w.chance() * 3);
  let comes = today + days;
  while (!w.isWorked(comes)) comes += 1;
  plans.comes.set(request.id, comes);
  if (!plans.appointments || agent.habit === 'far' || !is(agent, comes)) return;
  const { day, slots } = await w.flow.reading.offeredSlots(agent.caller, request.id, { wished: comes });
  const free = slots.filter(({ left }) => left > 0);
  const slot = free[Math.floor(w.chance() * free.length)];
  if (day !== comes || !slot || slot.startsAt < momentOf(comes, 10 * 60)) return;
  await w.flow.appointments.book(agent.caller, { requestId: request.id, startsAt: slot.startsAt });
}

/** Who said that they come today comes, but for one among ten. */
async function handOver(w: Workshop, plans: Plans, today: Day): Promise<void> {
  const { reads } = w.house;
  for (const [requestId, day] of [...plans.comes]) {
    if (day > today) continue;
    const request = await reads.get('request', requestId);
    const agent = w.agentOf(request?.holderId ?? null);
    const [token] = await reads.find('token', { requestId, state: 'produced' });
    if (request?.state !== 'produced' || !agent || !token) {
      plans.comes.delete(requestId);
      continue;
    }
    if (!is(agent, today)) continue;
    if (w.chance() < 0.1) {
      plans.comes.set(requestId, today + 4);
      continue;
    }
    const desk = request.producerId === w.staff.thomas.personId ? w.staff.theo : w.staff.thomas;
    await (agent.habit === 'far' ? send : fetched)(w, { request, token, agent, desk });
    w.where.set(token.id, 'holder');
    plans.comes.delete(requestId);
    await lookForBrought(w, plans, { agent, token }, today);
  }
}
interface Handing {
  request: RequestRow;
  token: TokenRow;
  agent: Agent;
  desk: Agent['caller'];
}

async function fetched(w: Workshop, { request, token, agent, desk }: Handing): Promise<void> {
  const { handover } = w.flow;
  const requestId = request.id;
  w.put('2', token.id);
  await handover.challenge(desk, { requestId, slot: '2' });
  await handover.accept(agent.caller, { requestId });
  if ((await identityOf(w.house.reads, request)) === 'missing')
    await handover.checkIdentity(desk, { requestId, purpose: 'renewal', document: 'agent-card' });
  await printLetter(w.house, w.staff.valerie, request);
  await handover.handOver(desk, { requestId });
  await handover.confirmReceipt(agent.caller, { requestId });
}

async function send(w: Workshop, { request, token, agent, desk }: Handing): Promise<void> {
  const { handover } = w.flow;
  const requestId = request.id;
  w.put('2', token.id);
  await handover.ship(desk, { requestId, slot: '2', trackingNumber: `8R${String(request.number).slice(-6)}0` });
  w.house.clock.pass(1_800_000);
  await handover.accept(agent.caller, { requestId });
  if ((await identityOf(w.house.reads, request)) === 'missing')
    await handover.checkIdentity(desk, { requestId, purpose: 'renewal', document: 'agent-card' });
  await handover.confirmReceipt(agent.caller, { requestId });
  await printLetter(w.house, w.staff.valerie, request);
}

/** A token that the new one replaced comes back, some of them late and some never. */
async function lookForBrought(
  w: Workshop,
  plans: Plans,
  { agent, token }: Pick<Handing, 'agent' | 'token'>,
  today: Day,
): Promise<void> {
  const old = await w.house.reads.find('token', { holderId: agent.caller.personId, state: ['revoked', 'expired'] });
  for (const { id } of old)
    if (id !== token.id && w.where.get(id) === 'holder')
      plans.back.set(id, w.chance() < 0.9 ? today + Math.floor(w.chance() * 6) : today + 30);
}

/** What comes back is wiped and serves again; of what does not, it is said that nobody knows where it is. */
async function takeBack(w: Workshop, plans: Plans, today: Day): Promise<void> {
  const { theo } = w.staff;
  for (const [serial, day] of [...plans.back]) {
    if (day > today) continue;
    plans.back.delete(serial);
    const token = await w.house.reads.get('token', serial);
    if (token?.state !== 'revoked' && token?.state !== 'expired') continue;
    if (w.where.get(serial) === 'gone' || w.chance() < 0.1) {
      await w.flow.stock.change(theo, { serial, action: 'miss' });
      w.where.set(serial, 'gone');
      continue;
    }
    await w.flow.stock.change(theo, { serial, action: 'return', location: SAFE });
    w.where.set(serial, 'safe');
    if ((await recalledBatches(w)).has(token.batch)) continue;
    w.put('3', serial);
    await w.flow.stock.recycle(w.staff.thomas, { serial, slot: '3' });
  }
}

/** Each machine that a campaign calls for today moves to its image. */
async function migrate(w: Workshop, today: Day): Promise<void> {
  const { reads } = w.house;
  const { thomas, theo } = w.staff;
  for (const { id: campaignId } of await reads.find('campaign', { state: 'open' }))
    for (const { workstationId } of await reads.find('campaignItem', { campaignId, day: today, endedAt: null })) {
      const station = await reads.get('workstation', workstationId);
      if (station?.state !== 'commissioned') continue;
      await w.flow.enrolment.change(theo, { workstation: station.assetNumber, action: 'migrate' });
      await signAll(w.flow, 'migration', station.assetNumber, [theo, thomas]);
    }
}

/** A usual day: what people ask for, decide, make, hand over, bring back and lose. */
export async function workDay(w: Workshop, plans: Plans, today: Day): Promise<void> {
  w.at(today, 8.5);
  await takeBack(w, plans, today);
  await ask(w, today);
  await readMail(w, today);
  await decide(w, plans, today);
  await migrate(w, today);
  w.at(today, 11);
  await produce(w, plans, today);
  w.at(today, 15);
  await handOver(w, plans, today);
}
