import { dayOf, isWorkingDay, momentOf } from '../../src/book/rules/calendar/working-days.ts';
import { calendarOf } from '../../src/mail/calendar.ts';
import { createWorld, type World } from '../support/world/world.ts';
import { decoded } from './decoded.ts';
import { FROM, openOffice } from './office.ts';
import { openRelay, type RelayServer } from './relay.ts';

const MINUTE = 60_000;

/** Read as RFC 5545 says, and by no line of the program: each line by its name; throws for what is no such file. */
function read(content: string): Map<string, string> {
  expect(content.endsWith('\r\n')).toBe(true);
  expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of content.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const lines = content
    .slice(0, -2)
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n');
  expect([lines[0], lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR']);
  return new Map(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([A-Z-]+)(?:;[A-Z-]+=[^:;]*)*:(.*)$/.exec(line) ?? [];
      expect(name).not.toBe('');
      return [name, value] as const;
    }),
  );
}
const plain = (value = ''): string => value.replace(/\\(.)/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c));

const EVENT = {
  uid: 'one.jeton',
  sequence: 3,
  cancelled: false,
  title: 'Retrait',
  text: 'Un texte',
  place: 'Bordeaux',
  saidAt: Date.UTC(2026, 10, 27, 8),
  startsAt: Date.UTC(2026, 11, 1, 8, 15),
  endsAt: Date.UTC(2026, 11, 1, 8, 30),
  organizer: 'jeton@interieur.example',
  attendee: 'alice@interieur.example',
};

describe('an event for a calendar', () => {
  it('says what it is, when in UTC, and whom it is for', () => {
    const { method, content } = calendarOf(EVENT);
    const lines = read(content);
    expect(method).toBe('REQUEST');
    expect(Object.fromEntries(lines)).toMatchObject({
      METHOD: 'REQUEST',
      VERSION: '2.0',
      UID: 'one.jeton',
      SEQUENCE: '3',
      STATUS: 'CONFIRMED',
      DTSTAMP: '20261127T080000Z',
      DTSTART: '20261201T081500Z',
      DTEND: '20261201T083000Z',
      ORGANIZER: 'mailto:jeton@interieur.example',
      ATTENDEE: 'mailto:alice@interieur.example',
    });
  });

  it('is taken back under the same name', () => {
    const { method, content } = calendarOf({ ...EVENT, cancelled: true, sequence: 4 });
    expect(method).toBe('CANCEL');
    expect(Object.fromEntries(read(content))).toMatchObject({
      METHOD: 'CANCEL',
      STATUS: 'CANCELLED',
      UID: 'one.jeton',
      SEQUENCE: '4',
    });
  });

  it.each([
    ['a site of long words beyond seventy-five octets', 'é'.repeat(100)],
    ['pictures of four octets', '🗝'.repeat(60)],
    ['signs of its own', 'Lyon; bât. A\\B, 2e étage'],
    ['lines of its own', 'Lyon\r\nATTENDEE:mailto:eve@x.example\nEND:VEVENT'],
  ])('folds and escapes %s', (_, place) => {
    const lines = read(calendarOf({ ...EVENT, place, text: place }).content);
    expect(plain(lines.get('LOCATION'))).toBe(place.replaceAll('\r\n', '\n'));
    expect(plain(lines.get('DESCRIPTION'))).toBe(place.replaceAll('\r\n', '\n'));
    expect(lines.get('ATTENDEE')).toBe('mailto:alice@interieur.example');
  });

  it('lets no address end its line', () => {
    const lines = read(calendarOf({ ...EVENT, attendee: 'a@x.example\r\nSTATUS:CANCELLED' }).content);
    expect(lines.get('STATUS')).toBe('CONFIRMED');
  });
});

/** What whoever comes to the desk is told. */
describe('mails of an appointment', () => {
  let w: World;
  let relay: RelayServer;
  let office: ReturnType<typeof openOffice>;
  let requestId: string;
  let nine: number;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    relay = await openRelay();
    office = openOffice(w.opened, w.clock, relay);
    await w.dual('policy.set', { id: 'appointment.open', value: 2 });
    requestId = (await w.produced(w.alice, 'PN-1')).id;
    let day = dayOf(w.clock.now()) + 2;
    while (!isWorkingDay(day)) day += 1;
    nine = momentOf(day, 9 * 60);
    await sent();
  });
  afterEach(async () => {
    office.close();
    await relay.close();
    await w.check();
    await w.close();
  });
  /** What left since the last time. */
  async function sent(): Promise<string[]> {
    const before = relay.received.length;
    while ((await office.deliver()) > 0);
    return relay.received.slice(before).map(({ raw }) => decoded(raw));
  }
  const fileIn = (raw = ''): Map<string, string> =>
    read(/BEGIN:VCALENDAR[\s\S]*?END:VCALENDAR\r\n/.exec(raw)?.[0] ?? '');
  const book = (startsAt: number) => w.flow.appointments.book(w.alice, { requestId, startsAt });

  it('are announced with the token that is ready: its holder is told that a slot can be picked', async () => {
    const coded = openOffice(w.opened, w.clock, relay, undefined, w.flow.pickupCodes.issueForMail);
    const notice = { template: 'ready', personId: w.alice.personId, about: `request:${requestId}` } as const;
    await w.store.transact((unit) => unit.queueMail(notice));
    await coded.deliver();
    coded.close();
    expect(decoded(relay.received.at(-1)?.raw ?? '')).toContain('Choisir un créneau');
  });

  it('bring a file for the calendar, which a move changes and a cancellation takes back', async () => {
    await book(nine);
    const [first = ''] = await sent();
    expect(first).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/);
    expect(first).toContain('rendez-vous.ics');
    expect(first).toContain('jeudi 26 novembre 1998');
    const one = fileIn(first);
    await book(nine + 15 * MINUTE);
    const mails = await sent();
    expect(mails).toHaveLength(1);
    const two = fileIn(mails[0]);
    await w.flow.appointments.cancel(w.corinne, { requestId });
    const three = fileIn((await sent())[0]);
    expect([one, two, three].map((file) => file.get('METHOD'))).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    expect(new Set([one, two, three].map((file) => file.get('UID'))).size).toBe(1);
    const numbers = [one, two, three].map((file) => Number(file.get('SEQUENCE')));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(3);
    expect(two.get('DTSTART')).toBe('19981126T081500Z');
    expect(two.get('ORGANIZER')).toBe(`mailto:${FROM}`);
  });

  it('hold no pick-up code, and are to the holder alone', async () => {
    await w.flow.pickupCodes.ask(w.alice, { requestId });
    await sent();
    await w.flow.appointments.book(w.corinne, { requestId, startsAt: nine });
    const before = relay.received.length - 1;
    const [mail = ''] = await sent();
    expect(relay.received.slice(before + 1).map(({ to }) => to)).toHaveLength(1);
    expect(mail).toContain('alice');
    const body = [...fileIn(mail).values()].join(' ');
    expect(body).not.toMatch(/\b\d{4}[\s\u00a0]\d{4}\b/);
  });

  it('remind on the worked day before, once, and not whoever booked that day', async () => {
    await book(nine);
    await sent();
    expect(await w.flow.reminders.send().then(sent)).toEqual([]);
    w.clock.set(momentOf(dayOf(nine) - 1, 7 * 60));
    await w.flow.reminders.send();
    expect(await sent()).toEqual([]);
    w.clock.set(momentOf(dayOf(nine) - 1, 8 * 60 + 1));
    await w.flow.reminders.send();
    await w.flow.reminders.send();
    const mails = await sent();
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain('votre rendez-vous approche');
  });

  it('say to whoever did not come how to pick another one', async () => {
    await book(nine);
    await sent();
    w.clock.set(nine + 2 * 60 * MINUTE);
    await w.flow.appointments.missed();
    expect((await sent())[0]).toContain('Choisissez un autre créneau sur la page de la demande');
  });

  it('say nothing that was overtaken before they left', async () => {
    await book(nine);
    await w.flow.appointments.cancel(w.alice, { requestId });
    await book(nine + 15 * MINUTE);
    const mails = await sent();
    expect(mails).toHaveLength(1);
    expect(fileIn(mails[0]).get('SEQUENCE')).toBe('2');
  });
});
