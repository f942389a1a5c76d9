import type { Notice } from '../../src/flow/notifications/templates.ts';
import { isMailLate } from '../../src/mail/postman.ts';
import { TEXTS } from '../../src/mail/texts.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { createWorld, type World } from '../support/world/world.ts';
import { decoded } from './decoded.ts';
import { FROM, HOUSE, openOffice } from './office.ts';
import { openRelay, type RelayServer } from './relay.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the postman', () => {
  let w: World;
  let relay: RelayServer;
  let office: ReturnType<typeof openOffice>;
  beforeEach(async () => {
    w = await createWorld({ mails: true, judge: noJudge }); // people change here by no act
    relay = await openRelay();
    office = openOffice(w.opened, w.clock, relay);
    await empty();
  });
  afterEach(async () => {
    office.close();
    await relay.close();
    await w.close();
  });
  /** Takes away what the world's own making queued. */
  const empty = async (): Promise<void> => {
    const claim = () => w.opened.outbox.claim(w.clock.now(), w.clock.now() + 1);
    for (let mail = await claim(); mail; mail = await claim()) await w.opened.outbox.end(mail, 'dropped', 0);
  };
  const ask = () => w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
  const queue = (...notices: Notice[]) => w.store.transact((unit) => unit.queueMail(...notices));
  const standing = () => w.opened.outbox.standing();
  const to = () => relay.received.map((r) => r.to);

  it('sends the news of an incident before all that a block of many queued', async () => {
    const about = 'token:T-1';
    const { personId } = w.alice;
    await queue(...Array.from({ length: 3 }, (): Notice => ({ template: 'recall-replaces', personId, about })));
    w.clock.pass(1000);
    await queue({ template: 'incident-reported', personId: w.olga.personId, about: 'incident:I-1' });
    const first = await w.opened.outbox.claim(w.clock.now(), w.clock.now() + 1);
    expect(first).toMatchObject({ template: 'incident-reported', queuedAt: w.clock.now() });
  });

  it('sends what was queued, once, to the address the person has when it leaves', async () => {
    const request = await ask();
    const person = (await w.reads.get('person', w.alice.personId))!;
    await w.store.transact((unit) =>
      unit.record({
        actor: 'system',
        role: 'system',
        action: 'person.update',
        subject: `person:${person.id}`,
        outcome: 'done',
        changes: [{ table: 'person', id: person.id, expect: {}, set: { email: 'alice.new@interieur.example' } }],
      }),
    );
    expect(await office.deliver()).toBe(1);
    expect(await office.deliver()).toBe(0);
    w.clock.advance(10 * DAY);
    expect(await office.deliver()).toBe(0);
    expect(to()).toEqual(['alice.new@interieur.example']);
    const { headers, raw, from } = relay.received[0]!;
    expect(from).toBe(FROM);
    expect(headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      from: `Jeton <${FROM}>`,
      to: 'Alice Agard <alice.new@interieur.example>',
      'message-id': expect.stringMatching(/^<[0-9a-z]{26}@jeton\.example>$/),
      date: 'Tue, 24 Nov 1998 09:00:00 +0000',
      'content-type': expect.stringContaining('multipart/alternative'),
    });
    expect(headers).not.toHaveProperty('x-mailer');
    expect(raw).toContain(request.number);
    expect(await standing()).toMatchObject({ waiting: 0, dead: 0 });
  });

  it('tells the old address that it is not written to any more, and neither name nor new address', async () => {
    const person = (await w.reads.get('person', w.alice.personId))!;
    const { directoryId, givenName, familyName, service, site, email } = person;
    const known = { directoryId: directoryId!, givenName: givenName!, familyName: familyName!, service, site };
    const importAs = (address: string) => w.flow.imports.all(w.adele, 'people', [{ ...known, email: address }]);
    await importAs('M-Alice@Interieur.example'); // the same mailbox
    expect(await office.deliver()).toBe(0);
    await importAs('eve@elsewhere.example');
    expect(await office.deliver()).toBe(1);
    expect(to().map((address) => address?.toLowerCase())).toEqual([email]);
    const { raw } = relay.received[0]!;
    expect(decoded(raw)).toContain(HOUSE.dutyPhone.replaceAll(' ', '\u00a0'));
    for (const secret of ['eve@elsewhere', 'Alice', 'Agard', 'M-ALICE'])
      expect(raw.split('\r\n\r\n').slice(1).join()).not.toContain(secret);
  });

  it('says which role was given, confirmed or ended, and over which services', async () => {
    const said = async (template: string): Promise<string> => {
      const before = relay.received.length;
      await office.deliver();
      const mails = relay.received.slice(before).map(({ raw }) => decoded(raw));
      return mails.find((text) => text.includes(TEXTS[template as keyof typeof TEXTS].fr.title)) ?? '';
    };
    await w.flow.people.grant(w.adele, { personId: w.alice.personId, role: 'supervisor', scope: 'PREF-33' });
    expect(await said('role-given')).toMatch(/superviseur \(PREF-33\)[\s\S]*supervisor \(PREF-33\)/);
    const [own] = await w.reads.find('grant', { personId: w.alice.personId, role: 'supervisor' });
    await w.flow.people.endGrant(w.adele, { grantId: own?.id ?? '' });
    expect(await said('role-ended')).toMatch(/superviseur \(PREF-33\)[\s\S]*supervisor \(PREF-33\)/);
    const together = async (proposal: Parameters<typeof w.flow.dualControl.propose>[1]) => {
      const { id: proposalId, argsHash } = await w.flow.dualControl.propose(w.adele, proposal);
      await w.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    };
    await together({ act: 'role.grant', args: { personId: w.thomas.personId, role: 'approver', scope: '*' } });
    expect(await said('role-given')).toMatch(/valideur \(tous les services\)[\s\S]*approver \(all services\)/);
    const [theirs] = await w.reads.find('grant', { personId: w.thomas.personId, role: 'approver' });
    const line = { grantId: theirs?.id ?? '', personId: w.thomas.personId, role: 'approver' } as const;
    await together({ act: 'access.review', args: { grants: [{ ...line, outcome: 'confirmed' }] } });
    expect(await said('role-confirmed')).toContain('valideur (tous les services)');
    await together({ act: 'access.review', args: { grants: [{ ...line, outcome: 'ended' }] } });
    expect(await said('role-ended-by-review')).toContain('valideur (tous les services)');
  });

  it('forgets an old address with the person', async () => {
    const row = (await w.reads.get('person', w.alice.personId))!;
    const about = `person:${row.id}`;
    await queue({ template: 'address-changed', address: 'm-alice@interieur.example', about });
    await w.store.transact(async (unit) => {
      await unit.record({
        actor: 'system',
        role: 'system',
        action: 'person.purge',
        subject: about,
        outcome: 'done',
        changes: [{ table: 'person', id: row.id, expect: {}, set: { purgedAt: w.clock.now() } }],
      });
      await unit.erase({
        personId: row.id,
        requestIds: [],
        certificateIds: [],
        handoverIds: [],
        deviceIds: [],
        tokenIds: [],
        apiTokenIds: [],
      });
    });
    expect(await standing()).toMatchObject({ waiting: 0 });
  });

  it('tells nobody who was purged or has no address, and calls nobody to what is over', async () => {
    const request = await ask();
    await empty();
    const about = `request:${request.id}`;
    for (const [who, set] of [
      [w.bruno, { purgedAt: 1, email: null, givenName: null, familyName: null, directoryId: null }],
      [w.eve, { email: null }],
    ] as const) {
      await w.store.transact((unit) =>
        unit.record({
          actor: 'system',
          role: 'system',
          action: 'person.purge',
          subject: `person:${who.personId}`,
          outcome: 'done',
          changes: [{ table: 'person', id: who.personId, expect: {}, set }],
        }),
      );
    }
    await queue(
      { template: 'approved', personId: w.bruno.personId, about },
      { template: 'approved', personId: w.eve.personId, about },
      { template: 'needs-information', personId: w.alice.personId, about },
      { template: 'receipt-reminder', personId: w.alice.personId, about },
      { template: 'approved', personId: w.alice.personId, about: 'request:NONE' },
      { template: 'approvals-waiting', personId: w.alice.personId, about: `person:${w.alice.personId}` },
    );
    const proposal = await w.flow.dualControl.propose(w.adele, {
      act: 'role.grant',
      args: { personId: w.alice.personId, role: 'supervisor', scope: '*' },
    });
    await queue({ template: 'proposal-waiting', personId: w.olga.personId, about: `proposal:${proposal.id}` });
    w.clock.advance(HOUR);
    expect(await office.deliver()).toBe(9); // with two for the security officers, one of whom it takes
    expect(relay.received).toEqual([]);
    expect(await standing()).toMatchObject({ waiting: 0, dead: 0 });
  });

  it('tells the only security officer, and everybody who works here, until when they may object to being brought back', async () => {
    await w.flow.people.disable(w.adele, { personId: w.odile.personId });
    await office.deliver();
    relay.received.length = 0;
    const args = { personId: w.olga.personId, reason: 'keys-stolen' } as const;
    const proposal = await w.flow.dualControl.propose(w.adele, { act: 'officer.bringBack', args });
    await office.deliver();
    expect(to()).toEqual(expect.arrayContaining(['olga@interieur.example', 'm-valerie@interieur.example']));
    const [mail] = relay.received;
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/Paris' });
    expect(decoded(mail?.raw ?? '')).toContain(day.format(proposal.expiresAt));
    expect(decoded(mail?.raw ?? '')).not.toMatch(/Olga|Adele|stolen|volées/);
    await w.flow.dualControl.cancel(w.olga, { proposalId: proposal.id });
    expect(office.faults).toEqual([]);
  });

  it('keeps what a relay puts off (4xx), asks again after 1, 2, 4 … minutes, and sends it in the end', async () => {
    await ask();
    relay.answer((step) => (step === 'rcpt' ? 451 : undefined));
    const tried: number[] = [];
    for (let minute = 0; minute < 16; minute++) {
      if ((await office.deliver()) > 0) tried.push(minute);
      w.clock.advance(MINUTE);
    }
    expect(tried).toEqual([0, 1, 3, 7, 15]);
    expect(await standing()).toMatchObject({ waiting: 1, dead: 0 });
    relay.answer(() => undefined);
    w.clock.advance(HOUR);
    await office.deliver();
    expect(to()).toEqual(['m-alice@interieur.example']);
    expect(office.faults).toEqual([]);
  });

  it.each(['rcpt', 'data'] as const)(
    'gives up at once what is refused for good at %s (5xx), and lets the others through',
    async (at) => {
      await ask();
      await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
      relay.answer((step, address) => (step === at && address.startsWith('m-alice') ? 550 : undefined));
      expect(await office.deliver()).toBe(2);
      expect(to()).toEqual(['m-bruno@interieur.example']);
      expect(await standing()).toMatchObject({ waiting: 0, dead: 1, lastDeadAt: w.clock.now() });
      expect(office.faults).toMatchObject([{ error: { code: 'service_unreachable' } }]);
      expect(JSON.stringify(office.faults) + office.faults.map((f) => (f.error as Error).message)).not.toMatch(
        /alice/i,
      );
    },
  );

  it('gives up after five days, and says that somebody should look', async () => {
    await ask();
    const send = async () => ({ outcome: 'later', failure: 'EENVELOPE 451' }) as const;
    const hopeless = openOffice(w.opened, w.clock, { send, close: () => {} });
    expect(isMailLate(await standing(), w.clock.now())).toBe(false);
    let tries = 0;
    for (let hour = 0; hour <= 5 * 24; hour++) {
      tries += await hopeless.deliver();
      w.clock.advance(HOUR);
    }
    expect(isMailLate(await standing(), w.clock.now())).toBe(true);
    expect(await standing()).toMatchObject({ waiting: 1, dead: 0 });
    tries += await hopeless.deliver();
    expect(await standing()).toMatchObject({ waiting: 0, dead: 1 });
    expect(tries).toBeGreaterThan(100);
    expect(isMailLate(await standing(), w.clock.now())).toBe(true);
    w.clock.advance(DAY);
    expect(isMailLate(await standing(), w.clock.now())).toBe(false);
  });

  it.each([
    ['is down', undefined],
    ['refuses us and not the mail', 530],
    ['shuts down', 421],
  ])(
    'rests when the relay %s: one try, a pause, nothing given up, everything sent once it is back',
    async (_, code) => {
      for (const who of [w.alice, w.bruno, w.eve]) {
        await w.flow.request.submit(who, {
          kind: 'nomade',
          device: { kind: 'android', name: 'Téléphone' },
          priority: 0,
        });
      }
      if (code === undefined) await relay.down();
      else relay.answer((step) => (step === 'mail' ? code : undefined));
      expect(await office.deliver()).toBe(1);
      expect(await office.deliver()).toBe(0);
      w.clock.advance(MINUTE);
      expect(await office.deliver()).toBe(1);
      expect(await standing()).toMatchObject({ waiting: 3, dead: 0 });
      if (code === undefined) await relay.up();
      relay.answer(() => undefined);
      w.clock.advance(5 * MINUTE);
      await office.deliver();
      expect(to().sort()).toEqual(['m-alice', 'm-bruno', 'm-eve'].map((id) => `${id}@interieur.example`));
      expect(await standing()).toMatchObject({ waiting: 0, dead: 0 });
    },
  );

  it('breaks off when the service stops, and loses nothing', async () => {
    await ask();
    let arrived = (): void => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    relay.onArrival(() => {
      arrived();
      return new Promise(() => {});
    });
    const delivering = office.deliver();
    await arrival;
    office.close();
    await delivering;
    relay.onArrival(async () => {});
    w.clock.advance(2 * MINUTE);
    const next = openOffice(w.opened, w.clock, relay);
    await next.deliver();
    const ids = relay.received.map((r) => r.headers['message-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('never sends a mail by two hands at once', async () => {
    for (const who of [w.alice, w.bruno, w.eve])
      await w.flow.request.submit(who, { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' }, priority: 0 });
    const other = openOffice(w.opened, w.clock, relay);
    await Promise.all([office.deliver(), other.deliver(), office.deliver()]);
    expect(relay.received).toHaveLength(3);
    expect(new Set(to()).size).toBe(3);
  });

  it('tries again later what it could not write, and goes on with the rest', async () => {
    const request = await ask();
    await empty();
    await queue(
      { template: 'expiry-coming', personId: w.alice.personId, about: `request:${request.id}` }, // has no end to name
      { template: 'approved', personId: w.alice.personId, about: `request:${request.id}` },
    );
    expect(await office.deliver()).toBe(2);
    expect(relay.received).toHaveLength(1);
    expect(office.faults).toMatchObject([{ error: { code: 'internal' } }]);
    expect(await standing()).toMatchObject({ waiting: 1 });
  });

  it('says of an end how far what replaces the token is, and nothing once it is with its holder', async () => {
    const { certificateId } = await w.activeToken(w.alice, 'PN-1');
    await empty();
    const about = `certificate:${certificateId}`;
    const said = async (template: 'renewal-planned' | 'expiry-near'): Promise<string> => {
      const before = relay.received.length;
      await queue({ template, personId: w.alice.personId, about });
      await office.deliver();
      return relay.received
        .slice(before)
        .map(({ raw }) => decoded(raw))
        .join();
    };
    expect(await said('expiry-near')).toContain('Aucun renouvellement n’est demandé');
    const renewal = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    await empty();
    const asked = await said('expiry-near');
    for (const words of [renewal.number, 'n’est pas encore prêt', 'Aucune date n’est encore annoncée'])
      expect(asked).toContain(words);
    await w.flow.approval.askInformation(w.valerie, { ...(await w.seen(renewal.id)), text: 'quel poste ?' });
    await empty();
    expect(await said('expiry-near')).toContain('rien n’avance avant la réponse');
    await w.flow.request.amend(w.alice, { ...(await w.seen(renewal.id)), comment: 'celui-ci' });
    await empty();
    expect(await said('renewal-planned')).toBe('');
    await w.approve(renewal.id);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: renewal.id, slot: '1' });
    await empty();
    const prepared = await said('expiry-near');
    expect(prepared).toContain('ou expédié sur son site');
    expect(prepared).toContain(`/demandes/${renewal.number}`);
    await w.flow.handover.ship(w.theo, { requestId: renewal.id, slot: '1', trackingNumber: 'C-1' });
    await empty();
    expect(await said('expiry-near')).toContain('S’il n’arrive pas, signalez-le');
    await w.flow.handover.accept(w.alice, { requestId: renewal.id });
    await w.flow.handover.confirmReceipt(w.alice, { requestId: renewal.id });
    await empty();
    expect(await said('expiry-near')).toBe('');
  });

  it('brings the code to the holder alone, another one at each try and in another message', async () => {
    const request = await w.flow.request.submit(w.corinne, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
      holder: 'M-ALICE',
    });
    await w.approve(request.id);
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    await empty();
    const coded = openOffice(w.opened, w.clock, relay, undefined, w.flow.pickupCodes.issueForMail);
    const about = `request:${request.id}`;
    await queue(
      { template: 'ready', personId: w.alice.personId, about },
      { template: 'ready', personId: w.corinne.personId, about },
    );
    relay.answer((step) => (step === 'rcpt' ? 451 : undefined));
    await coded.deliver();
    relay.answer(() => undefined);
    w.clock.advance(HOUR);
    await coded.deliver();
    const texts = relay.received.map(({ to: whom, raw }) => [whom, decoded(raw)] as const);
    const [alice] = texts.filter(([whom]) => whom.startsWith('m-alice'));
    const [corinne] = texts.filter(([whom]) => whom.startsWith('m-corinne'));
    const [, code = ''] = /code de retrait\s:\s(\d{4}\s\d{4})/.exec(alice?.[1] ?? '') ?? [];
    expect(corinne?.[1]).not.toMatch(/\d{4}\s\d{4}/);
    expect(alice?.[1]).toMatch(/<[0-9a-z]{26}\.2@jeton\.example>/);
    await w.flow.handover.challenge(w.theo, { requestId: request.id, slot: '1' });
    const given = { requestId: request.id, purpose: 'acceptance', code: code.replace(/\s/, '') } as const;
    await w.flow.handover.takeCode(w.theo, given);
    coded.close();
  });

  it('says no secret and nobody else’s name, through a whole story', async () => {
    const request = await w.flow.request.submit(w.corinne, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
      holder: 'M-ALICE',
      comment: 'COMMENT-OF-CORINNE',
    });
    await w.flow.approval.askInformation(w.valerie, { ...(await w.seen(request.id)), text: 'QUESTION-OF-VALERIE' });
    await w.flow.request.amend(w.corinne, { ...(await w.seen(request.id)), comment: 'ANSWER-OF-CORINNE' });
    await w.approve(request.id);
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    await w.handOver(request.id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: request.id });
    const token = (await w.reads.find('token', { requestId: request.id }))[0]!;
    await w.flow.revocation.reportLoss(w.alice, { serial: token.id, reason: 'lost' });
    await office.deliver();
    const secrets = w.printed.flatMap((p) => ('secret' in p ? [p.secret, p.revocationCode ?? p.secret] : []));
    expect(secrets.length).toBeGreaterThan(0);
    const corinne = relay.received.filter((r) => r.to.startsWith('m-corinne')).map((r) => decoded(r.raw));
    const alice = relay.received.filter((r) => r.to.startsWith('m-alice')).map((r) => decoded(r.raw));
    expect([alice.length, corinne.length]).toEqual([7, 5]); // the question was answered before it could be told
    for (const text of [...alice, ...corinne]) {
      for (const word of [...secrets, 'COMMENT', 'QUESTION', 'ANSWER', 'Thomas', 'Vidal'])
        expect(text).not.toContain(word);
    }
    for (const text of corinne) expect(text).not.toMatch(/Agard/);
    for (const text of alice) expect(text).not.toMatch(/Cazal/);
  });

  it('tell of a lost workstation who used it and the security officers, and these no more once it is found', async () => {
    const lose = async () => {
      await w.flow.record.assign(w.thomas, { workstation: 'PN-1', person: 'M-ALICE', reason: 'handed-out' });
      await w.flow.enrolment.reportLoss(w.alice, { workstation: 'PN-1' });
    };
    const lost = (to: string) =>
      relay.received
        .filter((r) => r.to.startsWith(to))
        .map((r) => decoded(r.raw))
        .filter((text) => /déclaré perdu/.test(text));
    await lose();
    await office.deliver();
    expect(lost('m-alice')).toEqual([expect.stringContaining('SPAN PN-1')]);
    expect(lost('m-odile')).toEqual([expect.stringContaining('/postes/PN-1')]);
    expect(lost('m-odile')[0]).not.toContain('Agard');
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'takeBackFound' });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'backFromRepair' });
    await w.flow.record.takeBack(w.thomas, { workstation: 'PN-1', reason: 'returned' });
    await lose();
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'takeBackFound' });
    await office.deliver();
    expect([lost('m-alice').length, lost('m-odile').length]).toEqual([2, 1]);
  });
});
