import { openOffice } from '../../mail/office.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('e-mails that did not leave', () => {
  let w: World;
  let office: ReturnType<typeof openOffice>;
  let outcome: 'sent' | 'later' | 'never';
  const sent: string[] = [];
  beforeEach(async () => {
    sent.length = 0;
    outcome = 'never';
    w = await createWorld({ mails: true });
    office = openOffice(w.opened, w.clock, {
      send: async ({ subject }) => {
        if (outcome === 'sent') sent.push(subject);
        return outcome === 'sent' ? { outcome } : { outcome, failure: 'EENVELOPE 550' };
      },
      close: () => {},
    });
    // what the making of the world told people is of no interest here
    await w.opened.outbox.purge(0);
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const list = async () => (await w.flow.undelivered.list(w.armand, {}, { limit: 200 })).items;
  const one = async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await office.deliver();
    const mail = (await list()).find((m) => m.number === request.number);
    return { request, mail: mail!, mailId: mail?.id ?? '' };
  };

  it('are shown with the step that they tell of, whom they are for and what the relay said, and no text', async () => {
    const { request, mail } = await one();
    expect(mail).toEqual({
      id: mail.id,
      template: 'request-received',
      personId: w.alice.personId,
      name: 'Alice Agard',
      address: null,
      number: request.number,
      state: 'dead',
      queuedAt: w.clock.now(),
      at: w.clock.now(),
      tries: 1,
      failure: 'EENVELOPE 550',
    });
  });

  it('are sent again by an administrator once the cause is mended, as the same message', async () => {
    const { mailId } = await one();
    const before = (await list()).length;
    outcome = 'sent';
    await office.deliver();
    expect(sent).toEqual([]);
    await w.flow.undelivered.sendAgain(w.armand, { mailId });
    const { items } = await w.opened.lists.entries({ action: 'mail.again' }, { limit: 1 });
    expect(items).toMatchObject([
      { actor: w.armand.personId, subject: `mail:${mailId}`, detail: { template: 'request-received', tries: 1 } },
    ]);
    await office.deliver();
    expect(sent).toEqual([expect.stringContaining('demande reçue')]);
    expect(await list()).toHaveLength(before - 1);
    await w.refuses('not_found', w.flow.undelivered.sendAgain(w.armand, { mailId }));
  });

  it('are given up, which ends the alarm; what still waits is left to its tries, or given up too', async () => {
    const { mailId } = await one();
    const dead = (await w.opened.outbox.standing()).dead;
    await w.flow.undelivered.giveUp(w.armand, { mailId });
    expect(await w.opened.outbox.standing()).toMatchObject({ dead: dead - 1 });
    outcome = 'later';
    const second = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await office.deliver();
    const waiting = (await list()).find((m) => m.number === second.number);
    expect(waiting).toMatchObject({ state: 'waiting', at: w.clock.now() + 60_000 });
    await w.refuses('wrong_state', w.flow.undelivered.sendAgain(w.armand, { mailId: waiting!.id }));
    await w.flow.undelivered.giveUp(w.armand, { mailId: waiting!.id });
    outcome = 'sent';
    w.clock.advance(3_600_000);
    await office.deliver();
    expect(sent).toEqual([]);
  });

  it('are not given up while they wait where they warn somebody of what was done to them', async () => {
    outcome = 'sent';
    await office.deliver(); // what was told before
    outcome = 'later';
    await w.flow.people.disable(w.adele, { personId: w.odile.personId });
    const args = { personId: w.olga.personId, reason: 'keys-lost' } as const;
    await w.flow.dualControl.propose(w.adele, { act: 'officer.bringBack', args });
    await office.deliver();
    const warnings = (await list()).filter(({ personId }) => personId === w.olga.personId);
    expect(warnings.map(({ template }) => template).sort()).toEqual(['acted-alone', 'officer-return-proposed']);
    for (const { id: mailId } of warnings)
      await w.refuses('wrong_state', w.flow.undelivered.giveUp(w.armand, { mailId }));
    outcome = 'never';
    w.clock.advance(3_600_000);
    await office.deliver();
    for (const { id: mailId } of warnings) await w.flow.undelivered.giveUp(w.armand, { mailId });
  });

  it('are no business of other roles', async () => {
    const { mailId } = await one();
    for (const by of [w.olga, w.thomas, w.alice]) {
      await expect(w.flow.undelivered.list(by, {}, { limit: 200 })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(w.flow.undelivered.total(by, {})).rejects.toMatchObject({ code: 'forbidden' });
      await w.refuses('forbidden', w.flow.undelivered.sendAgain(by, { mailId }));
      await w.refuses('forbidden', w.flow.undelivered.giveUp(by, { mailId }));
    }
    await w.refuses('not_found', w.flow.undelivered.giveUp(w.armand, { mailId: 'NOTHING' }));
  });
});
