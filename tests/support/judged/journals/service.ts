import { certifiedByUs } from '../../../../src/app/server-tls.ts';
import type { Caller } from '../../../../src/book/rights/roles.ts';
import { AppError } from '../../../../src/errors.ts';
import { createDayPost } from '../../../../src/flow/notifications/day-post.ts';
import { verifyLines } from '../../../../src/journal/long-reading.ts';
import { dateAt, dayOf } from '../../../../src/reports/day.ts';
import { openOffice } from '../../../mail/office.ts';
import { FROM, PASSWORD } from '../../world/come-in.ts';
import { found, welcome } from './cast.ts';
import type { House } from './house.ts';
import type { Journey } from './journal.ts';

const DAY = 86_400_000;
const ZONE = 'Europe/Paris';

/** Each day's report and checkpoint leave the house. */
async function sendDay(house: House): Promise<void> {
  const { store, keeper } = house.service;
  const printer = { print: async () => {}, states: () => Promise.reject(new Error('nobody asks')) };
  const nothing = {
    received: 0,
    closed: 0,
    rejected: 0,
    withdrawn: 0,
    produced: 0,
    madeAgain: 0,
    nomade: 0,
    activated: 0,
    acceptedByTwo: 0,
    revoked: 0,
    refusedActs: 0,
    surge: [],
    until: null,
    note: '',
    vkey: '',
  };
  const post = createDayPost(
    { store, clock: house.clock, printer },
    {
      to: ['rssi@interieur.example', 'garde@interieur.example'],
      print: true,
      yesterday: (now) => dateAt(dayOf(dateAt(now, ZONE), ZONE).begin - 1, ZONE),
      checkpoint: keeper.checkpoint,
      told: async (date, size) => ({ ...nothing, date, size }),
    },
  );
  await post.send();
}

/** A row that was taken away behind the service is found, and put back. */
async function compareTables({ flow, compare }: House, olga: Caller): Promise<void> {
  await flow.comparison.ask(olga);
  const taken = { table: 'setting', id: 'accessLog.sealed', kind: 'missing' } as const;
  await flow.comparison.finished('asked', { ...(await compare()), total: 1, differences: [taken] });
  await flow.comparison.finished('day', await compare());
}

/** What the service does by itself over some weeks, what administrator and auditor do with it, and a clock that is set back. */
export const service: Journey = {
  name: 'service',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const { adele, olga } = founders;
    const { alice, aurore } = await welcome(house, founders, 'alice', 'aurore');
    const { flow, identity, clock } = house;
    await identity.signIn({ login: 'M-ALICE', password: PASSWORD }, FROM);
    for (const login of ['M-ALICE', 'M-NOBODY'])
      await identity.signIn({ login, password: 'une porte qui reste close' }, FROM).catch(() => undefined);
    clock.pass(60_000);
    await house.service.rounds();

    // its own certificate: made, not made for want of a CA, renewed when two thirds are over
    const names = { dnsNames: ['jeton.interieur.example'], addresses: ['192.0.2.1'] };
    const { ca } = house.service;
    const tls = await certifiedByUs(names, { ca, server: flow.server, clock });
    clock.pass(62 * DAY);
    house.beforeSignature.push(() => Promise.reject(new AppError('ca_unavailable', 'the key does not answer')));
    await tls.refresh();
    clock.pass(60 * 60_000); // what the CA did not sign is ordered again after an hour
    await tls.refresh();
    await house.service.rounds();
    await sendDay(house);

    // mails that do not leave
    const asked = await flow.request.submit(alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await flow.request.withdraw(alice, { requestId: asked.id });
    await flow.request.submit(alice, { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' }, priority: 0 });
    const office = openOffice(house.service.opened, clock, {
      send: async () => ({ outcome: 'never', failure: 'EENVELOPE 550' }),
      close: () => {},
    });
    await office.deliver();
    const { items: dead } = await flow.undelivered.list(adele, { state: 'dead' }, { limit: 2 });
    await flow.undelivered.sendAgain(adele, { mailId: dead[0]?.id ?? '' });
    await flow.undelivered.giveUp(adele, { mailId: dead[1]?.id ?? '' });

    // lists taken away
    const page = { items: [], next: null };
    const take = (caller: Caller, scope: Parameters<typeof flow.reading.exportList>[1]) =>
      flow.reading.exportList(caller, scope, async () => page);
    await take(adele, { list: 'people', text: false });
    await take(adele, { list: 'workstations', state: 'commissioned', text: false });
    await take(olga, { list: 'requests', state: 'closed', kind: 'renewal', text: true });
    await take(olga, { list: 'tokens', text: true });
    await take(aurore, { list: 'entries', action: 'request.submit', outcome: 'done', text: false });

    // the auditor at work
    await flow.reading.entries(olga, { text: 'PN-1' }, { limit: 5 });
    await flow.reading.entries(aurore, { action: 'request.submit' }, { limit: 5 });
    const verified = await verifyLines(await house.service.keeper.verificationTask(), house.service.opened.journal);
    const { size, root, signed } = verified;
    await flow.audit.recordVerification(aurore, { size, root, signed });
    await compareTables(house, olga);
    const { policySha256 } = house.service;
    const part = await flow.audit.beginExport(aurore, { from: 3, to: 20, openings: false }, policySha256);
    part.reading.end('finished');
    const whole = await flow.audit.beginExport(aurore, { openings: false }, policySha256);
    whole.reading.end('finished');

    // the clock is set back by two hours, once
    clock.pass(-7_200_000);
    await flow.reading.entries(aurore, {}, { limit: 5 });
    await flow.reading.entries(olga, {}, { limit: 5 });
    clock.pass(7_300_000);
    await house.restart();
    clock.pass(DAY);
    await sendDay(house);
    await house.service.rounds();
    return aurore;
  },
};
