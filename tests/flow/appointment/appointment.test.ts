import { dateOf, dayOf, isWorkingDay, momentOf } from '../../../src/book/rules/calendar/working-days.ts';
import type { AppointmentRow, RequestRow } from '../../../src/book/tables/rows/requests.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** The first worked day after today. */
const nextWorked = (day: number): number => (isWorkingDay(day + 1) ? day + 1 : nextWorked(day + 1));

/** Whoever comes for a ready token says when. */
describe('an appointment at the hand-over desk', () => {
  let w: World;
  let ready: RequestRow;
  /** The next worked day, at nine. */
  let nine: number;
  beforeEach(async () => {
    w = await createWorld();
    await w.dual('policy.set', { id: 'appointment.open', value: 2 });
    ready = await w.produced(w.alice, 'PN-1');
    nine = momentOf(nextWorked(dayOf(w.clock.now())), 9 * 60);
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const book = (startsAt = nine, { requestId = ready.id, by = w.alice } = {}): Promise<AppointmentRow> =>
    w.flow.appointments.book(by, { requestId, startsAt });
  const rows = (requestId = ready.id) => w.reads.find('appointment', { requestId }, { orderBy: 'nth' });
  const states = async (requestId = ready.id) => (await rows(requestId)).map(({ state }) => state);
  const standing = (requestId = ready.id) => w.reads.count('appointment', { requestId, state: 'booked' });

  it('is booked by the holder of a ready token, and kept with slot, site and who booked it', async () => {
    const booked = await book();
    expect(booked).toMatchObject({
      requestId: ready.id,
      nth: 1,
      site: ready.deliverySite,
      startsAt: nine,
      endsAt: nine + 15 * MINUTE,
      day: dayOf(nine),
      state: 'booked',
      bookedBy: w.alice.personId,
      endedAt: null,
    });
    const [entry] = (await w.opened.lists.entries({}, { limit: 1 })).items;
    expect(entry).toMatchObject({
      action: 'appointment.book',
      subject: `request:${ready.id}`,
      actor: w.alice.personId,
    });
  });

  it.each(['thomas', 'corinne'] as const)('is booked for the holder by %s', async (name) => {
    expect(await book(nine, { by: w[name] })).toMatchObject({ bookedBy: w[name].personId });
    await w.flow.appointments.cancel(w[name], { requestId: ready.id });
  });

  it.each(['bruno', 'aurore', 'simon', 'valerie', 'olga', 'adele'] as const)('is not booked by %s', async (name) => {
    await w.refuses('forbidden', book(nine, { by: w[name] }));
    await book();
    await w.refuses('forbidden', w.flow.appointments.cancel(w[name], { requestId: ready.id }));
  });

  it('is for a site where tokens are kept, once the places of the stock are named', async () => {
    const offered = async () => (await w.flow.reading.offeredSlots(w.alice, ready.number)).days.length > 0;
    await w.flow.stock.addLocation(w.simon, { code: 'P-1', label: 'Coffre', site: 'Paris' });
    expect(await offered()).toBe(false);
    await w.refuses('wrong_state', book());
    await w.flow.stock.addLocation(w.simon, { code: 'B-1', label: 'Coffre', site: ready.deliverySite });
    expect(await offered()).toBe(true);
    await book();
  });

  it('takes no number that the journal would not agree with, where somebody added rows', async () => {
    const { id } = await book();
    await w.opened.behind.run(`insert into "appointment" ("id", "requestId", "nth", "site", "day", "startsAt", "endsAt", "state",
      "bookedBy", "bookedAt", "endedAt", "seal") select 'forged', "requestId", 99, "site", "day", "startsAt", "endsAt", 'moved',
      "bookedBy", "bookedAt", "endedAt", "seal" from "appointment" where "id" = '${id}'`);
    await expect(book(nine + 15 * MINUTE)).rejects.toMatchObject({ code: 'record_tampered' });
    // one that reads as older is not the last, and is counted
    await w.opened.behind.run(`update "appointment" set "nth" = 0 where "id" = 'forged'`);
    await expect(book(nine + 15 * MINUTE)).rejects.toMatchObject({ code: 'conflict' });
    await w.opened.behind.run(`delete from "appointment" where "id" = 'forged'`);
  });

  it('is not kept out of a slot by rows that somebody added: that is told', async () => {
    const { id } = await book(nine + 15 * MINUTE);
    for (const forged of ['a', 'b'])
      await w.opened.behind.run(`insert into "appointment" ("id", "requestId", "nth", "site", "day", "startsAt", "endsAt", "state",
        "bookedBy", "bookedAt", "endedAt", "seal") select 'forged-${forged}', 'r-${forged}', 1, "site", "day", ${nine}, ${nine + 15 * MINUTE},
        'booked', "bookedBy", "bookedAt", "endedAt", "seal" from "appointment" where "id" = '${id}'`);
    await expect(book()).rejects.toMatchObject({ code: 'record_tampered' });
    await w.opened.behind.run(`delete from "appointment" where "id" like 'forged-%'`);
    await book();
  });

  it('moves: another one gives the first back in the same act', async () => {
    await book();
    expect(await book(nine + 15 * MINUTE)).toMatchObject({ nth: 2 });
    expect(await states()).toEqual(['moved', 'booked']);
    const { items } = await w.opened.lists.entries({}, { limit: 1 });
    expect(items).toMatchObject([{ action: 'appointment.book' }]);
    await w.refuses('already_done', book(nine + 15 * MINUTE));
  });

  it('is given back, and booked again', async () => {
    await book();
    await w.flow.appointments.cancel(w.alice, { requestId: ready.id });
    await w.refuses('wrong_state', w.flow.appointments.cancel(w.alice, { requestId: ready.id }));
    await book();
    expect(await states()).toEqual(['cancelled', 'booked']);
  });

  it('is for a token that is ready, and no other', async () => {
    const { id } = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.refuses('wrong_state', book(nine, { requestId: id, by: w.bruno }));
    await w.approve(id);
    await w.refuses('wrong_state', book(nine, { requestId: id, by: w.bruno }));
    const [token] = await w.reads.find('token', { requestId: ready.id });
    await w.flow.revocation.revoke(w.olga, { serial: token?.id ?? '', reason: 'damaged' });
    await w.refuses('wrong_state', book());
  });

  it('is of nobody while the desk takes none', async () => {
    await w.dual('policy.set', { id: 'appointment.open', value: 1 });
    await w.refuses('wrong_state', book());
  });

  it.each([
    ['between two slots', (at: number) => at + MINUTE],
    ['before the desk opens', (at: number) => at - 15 * MINUTE],
    ['after it closes', (at: number) => at + 8 * 60 * MINUTE],
    ['that is over', (at: number) => at - 7 * DAY],
    ['beyond the days that are offered', (at: number) => at + 14 * DAY],
    ['of a Sunday', (at: number) => at + ((10 - (dayOf(at) % 7)) % 7) * DAY],
  ])('is not of a slot %s', async (_, moved) => {
    await w.refuses('wrong_state', book(moved(nine)));
  });

  it('takes no slot that has begun', async () => {
    w.clock.advance(nine + MINUTE - w.clock.now());
    await w.refuses('wrong_state', book());
    await book(nine + 15 * MINUTE);
  });

  it('is not of a day of closure, and is of a Saturday that is planned by itself', async () => {
    const closed = dateOf(dayOf(nine));
    await w.flow.roster.plan(w.simon, { from: closed, to: closed, technicians: 0, reason: 'closure' });
    await w.refuses('wrong_state', book());
    let saturday = dayOf(nine);
    while ((saturday + 3) % 7 !== 5) saturday += 1;
    const at = momentOf(saturday, 9 * 60);
    await w.refuses('wrong_state', book(at));
    await w.flow.roster.plan(w.simon, { from: dateOf(saturday), technicians: 1, reason: 'reinforcement' });
    expect(await book(at)).toMatchObject({ day: saturday });
  });

  it('takes as many agents as the policy says, and who moves leaves the place', async () => {
    await w.dual('policy.set', { id: 'appointment.places', value: 1 });
    const bruno = { requestId: (await w.produced(w.bruno, 'PN-2')).id, by: w.bruno };
    await book();
    await w.refuses('limit_reached', book(nine, bruno));
    await book(nine + 30 * MINUTE);
    await book(nine, bruno);
    await w.refuses('limit_reached', book());
  });

  it('counts each site by itself', async () => {
    await w.dual('policy.set', { id: 'appointment.places', value: 1 });
    const asked = { kind: 'first-issue', workstation: 'PN-2', priority: 0, deliverySite: 'Lyon' } as const;
    const { id: requestId } = await w.flow.request.submit(w.bruno, asked);
    await w.approve(requestId);
    w.plugNext('2');
    await w.flow.production.produce(w.thomas, { requestId, slot: '2' });
    await book();
    expect(await book(nine, { requestId, by: w.bruno })).toMatchObject({ site: 'Lyon' });
    const seen = async (site?: string) =>
      (await w.flow.reading.appointments(w.thomas, { day: dayOf(nine), site })).items;
    expect(await seen()).toHaveLength(2);
    expect(await seen('Lyon')).toMatchObject([{ holderName: expect.stringContaining('Bruno') }]);
  });

  it('counts slots of another length for as long as they overlap', async () => {
    await w.dual('policy.set', { id: 'appointment.places', value: 1 });
    await book(nine + 15 * MINUTE);
    await w.dual('policy.set', { id: 'appointment.minutes', value: 20 });
    const free = (await w.flow.reading.offeredSlots(w.alice, ready.id, { day: dayOf(nine) })).slots.map(
      ({ startsAt, left }) => [(startsAt - nine) / MINUTE, left],
    );
    expect(free.slice(0, 3)).toEqual([
      [0, 1],
      [20, 1],
      [40, 1],
    ]);
    const other = await w.produced(w.bruno, 'PN-2');
    const { slots } = await w.flow.reading.offeredSlots(w.bruno, other.number, { day: dayOf(nine) });
    expect(slots.slice(0, 3).map(({ left }) => left)).toEqual([0, 0, 1]);
    await w.refuses('limit_reached', book(nine + 20 * MINUTE, { requestId: other.id, by: w.bruno }));
  });

  it('shows no place that is taken, however many are booked on that day', async () => {
    const { id } = await book();
    // a thousand in a later slot stand before those of the first slot
    const fill = (prefix: string, count: number, startsAt: number) =>
      w.opened.behind.run(`insert into "appointment" ("id", "requestId", "nth", "site", "day", "startsAt", "endsAt", "state",
        "bookedBy", "bookedAt", "endedAt", "seal") with recursive "n" ("i") as (select 1 union all select "i" + 1 from "n" where "i" < ${count})
        select '${prefix}' || "i", '${prefix}' || "i", 1, a."site", a."day", ${startsAt}, ${startsAt + 15 * MINUTE}, 'booked',
        a."bookedBy", a."bookedAt", a."endedAt", a."seal" from "appointment" as a, "n" where a."id" = '${id}'`);
    await fill('!', 1100, nine + 60 * MINUTE);
    await fill('~', 2, nine + 15 * MINUTE);
    const { slots } = await w.flow.reading.offeredSlots(w.alice, ready.number, { day: dayOf(nine) });
    expect(slots.find(({ startsAt }) => startsAt === nine + 15 * MINUTE)?.left).toBe(0);
    expect(slots.find(({ startsAt }) => startsAt === nine + 30 * MINUTE)?.left).toBe(2);
    // their seals are another row's, and what keeps somebody out is looked at
    await w.refuses('record_tampered', book(nine + 15 * MINUTE), { entry: false });
    await w.opened.behind.run(`delete from "appointment" where "seal" is not null and "id" <> '${id}'`);
  });

  it('is kept once the token is handed over, whatever the day', async () => {
    await book();
    await w.handOver(ready.id);
    expect(await states()).toEqual(['kept']);
  });

  it('lapses as the token leaves by another way', async () => {
    await book();
    await w.flow.handover.ship(w.theo, { requestId: ready.id, slot: '1', trackingNumber: '8R0011' });
    expect(await states()).toEqual(['lapsed']);
  });

  it('lapses as the token is produced again, and the next one has its own', async () => {
    await book();
    await w.flow.handover.repeat(w.theo, { requestId: ready.id, reason: 'dead-on-arrival' });
    expect(await states()).toEqual(['lapsed']);
    w.plugNext('2');
    await w.flow.production.produce(w.thomas, { requestId: ready.id, slot: '2' });
    expect(await book()).toMatchObject({ nth: 2 });
  });

  it('lapses as the token is revoked, by an incident or a loss', async () => {
    await book();
    const incident = await w.flow.incident.report(w.alice, { kind: 'phishing' });
    await w.flow.incident.block(w.olga, { incidentId: incident.id });
    expect(await states()).toEqual(['lapsed']);
    const other = await w.produced(w.bruno, 'PN-2');
    await book(nine, { requestId: other.id, by: w.bruno });
    const [token] = await w.reads.find('token', { requestId: other.id });
    await w.flow.revocation.reportLoss(w.bruno, { serial: token?.id ?? '', reason: 'lost' });
    expect(await states(other.id)).toEqual(['lapsed']);
  });

  it('lapses as the certificate of its token ends', async () => {
    await book();
    w.clock.advance(5 * 366 * DAY);
    await w.flow.expiry.expire();
    expect(await states()).toEqual(['lapsed']);
  });

  it('is missed once its grace is over, costs nothing, and another one may be booked', async () => {
    await book();
    w.clock.advance(nine + 70 * MINUTE - w.clock.now());
    expect(await w.flow.appointments.missed()).toBe(0);
    w.clock.advance(6 * MINUTE);
    expect(await w.flow.appointments.missed()).toBe(1);
    expect(await w.flow.appointments.missed()).toBe(0);
    expect(await w.reads.get('request', ready.id)).toMatchObject({ state: 'produced' });
    await book(nine + 2 * 60 * MINUTE);
    expect(await states()).toEqual(['missed', 'booked']);
  });

  it('is not missed by whoever sits at the desk', async () => {
    await book();
    w.clock.advance(nine + 5 * MINUTE - w.clock.now());
    await w.flow.handover.challenge(w.theo, { requestId: ready.id, slot: '1' });
    w.clock.advance(3 * 60 * MINUTE);
    expect(await w.flow.appointments.missed()).toBe(0);
    expect(await standing()).toBe(1);
  });

  it('is shown to the desk, by the day and to whoever works there', async () => {
    await book();
    const day = dayOf(nine);
    expect((await w.flow.reading.appointments(w.theo, { day })).items).toMatchObject([
      { number: ready.number, startsAt: nine, state: 'booked', tokenId: expect.any(String) },
    ]);
    expect(await w.flow.reading.appointments(w.simon, { day: day + 1 })).toEqual({ items: [], more: false });
    await expect(w.flow.reading.appointments(w.alice, { day })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(w.flow.reading.offeredSlots(w.bruno, ready.number)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is called off by the service once its day is closed, and no other', async () => {
    await book();
    expect(await w.flow.appointments.callOffClosed()).toBe(0);
    await w.flow.roster.plan(w.simon, { from: dateOf(dayOf(nine)), technicians: 0, reason: 'closure' });
    expect(await w.flow.appointments.callOffClosed()).toBe(1);
    expect(await states()).toEqual(['called_off']);
    expect(await w.flow.appointments.callOffClosed()).toBe(0);
  });
});

describe('an appointment that somebody edited', () => {
  it('keeps nobody from reporting a loss, and whoever verifies is told that it was left', async () => {
    const w = await createWorld();
    await w.dual('policy.set', { id: 'appointment.open', value: 2 });
    const { id: requestId, deliverySite } = await w.produced(w.alice, 'PN-1');
    const startsAt = momentOf(nextWorked(dayOf(w.clock.now())), 9 * 60);
    const { id } = await w.flow.appointments.book(w.alice, { requestId, startsAt });
    const saySite = (site: string) =>
      w.opened.behind.run(`update "appointment" set "site" = '${site}' where "id" = '${id}'`);
    await saySite('Ailleurs');
    const serial = (await w.reads.find('token', { requestId, state: 'produced' }))[0]?.id ?? '';
    await w.flow.revocation.reportLoss(w.alice, { serial, reason: 'lost' });
    expect((await w.reads.get('token', serial))?.state).toBe('revoked');
    await saySite(deliverySite);
    await expect(w.check()).rejects.toThrow(`appointment ${id} is left as it was`);
    await w.close();
  });
});
