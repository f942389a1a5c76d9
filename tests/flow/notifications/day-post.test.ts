import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../src/errors.ts';
import { createDayPost } from '../../../src/flow/notifications/day-post.ts';
import type { DayTold, Paper } from '../../../src/flow/ports/paper.ts';
import { verifyCheckpoint } from '../../../src/journal/checkpoint.ts';
import { createKeeper } from '../../../src/journal/keeper.ts';
import { openJournalKey } from '../../../src/journal/key.ts';
import type { Message } from '../../../src/mail/ports.ts';
import { dateAt, dayOf } from '../../../src/reports/day.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { openOffice } from '../../mail/office.ts';
import { keptBeside } from '../../support/world/kept-beside.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const ZONE = 'Europe/Paris';
const DAY = 86_400_000;

describe('the report and signed checkpoint of each day', () => {
  let w: World;
  let folder: string;
  let vkey: string;
  let post: ReturnType<typeof createDayPost>;
  let office: ReturnType<typeof openOffice>;
  const sent: Message[] = [];
  const printed: Paper[] = [];
  let fault: AppError | undefined;
  let beforePrint: () => void;
  let beforeCheckpoint: () => void;
  let until: DayTold['until'];
  beforeEach(async () => {
    sent.length = 0;
    printed.length = 0;
    fault = undefined;
    beforePrint = () => {};
    beforeCheckpoint = () => {};
    until = { hour: 17, insteadOf: null };
    w = await createWorld({ mails: true });
    folder = mkdtempSync(join(tmpdir(), 'jeton-day-'));
    const vault = createVault({ kek: new Uint8Array(32).fill(9), chance: w.opened.chance });
    const key = openJournalKey(join(folder, 'journal.json'), { vault, chance: w.opened.chance });
    const keeper = createKeeper({ records: { ...w.opened.journal, ...keptBeside() }, key, clock: w.clock });
    vkey = keeper.vkey;
    const told = async (date: string, size: number): Promise<DayTold> => ({
      date,
      received: 1200,
      closed: 1100,
      rejected: 7,
      withdrawn: 2,
      produced: 9,
      madeAgain: 1,
      nomade: 2,
      activated: 8,
      acceptedByTwo: 0,
      revoked: 2,
      refusedActs: 6,
      surge: [],
      until,
      size,
      vkey,
      note: (await w.opened.journal.checkpointAt(size))!.note,
    });
    const printer = {
      print: async (paper: Paper) => {
        if (fault) throw fault;
        beforePrint();
        printed.push(paper);
      },
      states: async () => ({ label: w.queues.label, letter: w.queues.letter }),
    };
    post = createDayPost(
      { store: w.store, clock: w.clock, printer },
      {
        to: ['audit@interieur.example', 'rssi@interieur.example'],
        print: true,
        told,
        yesterday: (now) => dateAt(dayOf(dateAt(now, ZONE), ZONE).begin - 1, ZONE),
        checkpoint: async () => {
          beforeCheckpoint();
          return keeper.checkpoint();
        },
      },
    );
    const sender = {
      send: async (message: Message) => {
        sent.push(message);
        return { outcome: 'sent' as const };
      },
      close: () => {},
    };
    office = openOffice(w.opened, w.clock, sender, told);
    await office.deliver();
    sent.length = 0;
  });
  afterEach(async () => {
    await w.check();
    await w.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leave the house once, to each address, and verify with the key alone', async () => {
    await post.send();
    await post.send();
    expect(await office.deliver()).toBe(2);
    expect(sent.map((m) => m.to.address).sort()).toEqual(['audit@interieur.example', 'rssi@interieur.example']);
    const [mail] = sent;
    expect(mail?.subject).toBe('[Jeton] Rapport du 23 novembre 1998 · Report of 23 November 1998');
    expect(mail?.text).toContain('Jetons produits\u202f: 9, refaits\u202f: 1, activés\u202f: 8');
    expect(mail?.text).toContain('Certificats Nomade\u202f: 2.');
    for (const said of [
      'Demandes reçues\u202f: 1\u202f200, closes\u202f: 1\u202f100, refusées\u202f: 7, annulées\u202f: 2.',
      'Requests received: 1,200, closed: 1,100, rejected: 7, withdrawn: 2.',
    ])
      expect(mail?.text).toContain(said);
    expect(mail?.text).toMatch(/Journée jusqu’à 17\sh\./);
    expect(mail?.text).toContain('The day lasted until 17:00.');
    const note = mail?.attachment?.content ?? '';
    const { size } = verifyCheckpoint(note, vkey);
    expect(mail?.text).toContain(note.trimEnd());
    expect(mail?.html).toContain('<pre>');
    const { items } = await w.opened.lists.entries({ action: 'report.mail' }, { limit: 5 });
    expect(items).toMatchObject([{ actor: 'system', subject: 'day:1998-11-23', detail: { size, copies: 2 } }]);
    expect(JSON.stringify(items)).not.toContain('interieur.example');
  });

  it.each([
    [{ hour: 19, insteadOf: 17 }, /forte activité jusqu’à 19\sh, au lieu de 17\sh\./, 'until 19:00 instead of 17:00.'],
    [null, /Personne n’a produit de jeton ce jour-là\./, 'Nobody made a token on that day.'],
  ])('say when the day ended: %j', async (ended, fr, en) => {
    until = ended;
    await post.send();
    await office.deliver();
    expect(sent[0]?.text).toMatch(fr);
    expect(sent[0]?.text).toContain(en);
    expect(printed).toMatchObject([{ until: ended }]);
  });

  it('are printed too, once, and tried again when the printer fails', async () => {
    fault = new AppError('print_failed', 'no paper');
    await expect(post.send()).rejects.toBe(fault);
    fault = undefined;
    await post.send();
    await post.send();
    expect(printed).toMatchObject([{ kind: 'day-report', date: '1998-11-23', produced: 9, madeAgain: 1, nomade: 2 }]);
    const [paper] = printed;
    verifyCheckpoint(paper && 'note' in paper ? paper.note : '', vkey);
    expect(await office.deliver()).toBe(2); // the printer keeps no mail waiting
  });

  it('come again for the next day, with a checkpoint that covers more', async () => {
    await post.send();
    w.clock.advance(DAY);
    await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await post.send();
    const [first, second] = printed.map((p) => (p.kind === 'day-report' ? p : undefined));
    expect([first?.date, second?.date]).toEqual(['1998-11-23', '1998-11-24']);
    expect(second?.size).toBeGreaterThan(first?.size ?? 0);
  });

  it('leave for every day that ended while the service was down, the oldest first and once each', async () => {
    await post.send();
    await office.deliver();
    sent.length = 0;
    printed.length = 0;
    // from Tuesday to Saturday nobody sends
    w.clock.advance(4 * DAY);
    await post.send();
    await post.send();
    expect(await office.deliver()).toBe(8);
    const days = ['24', '25', '26', '27'].map((day) => `1998-11-${day}`);
    expect(printed.map((paper) => paper.kind === 'day-report' && paper.date)).toEqual(days);
    const names = sent.map(({ attachment, to }) => `${attachment?.name} ${to.address.split('@')[0]}`);
    expect(names.sort()).toEqual(days.flatMap((day) => [`checkpoint-${day}.txt audit`, `checkpoint-${day}.txt rssi`]));
  });

  it('go on where they were cut off, without a second copy', async () => {
    await post.send();
    await office.deliver();
    sent.length = 0;
    printed.length = 0;
    w.clock.advance(3 * DAY);
    const cutOff = new Error('the power went');
    const atTheSecond = () => {
      let times = 0;
      return () => {
        times += 1;
        if (times === 2) throw cutOff;
      };
    };
    // while the second day is queued, then while the second one is printed
    beforeCheckpoint = atTheSecond();
    await expect(post.send()).rejects.toBe(cutOff);
    beforePrint = atTheSecond();
    await expect(post.send()).rejects.toBe(cutOff);
    await post.send();
    expect(await office.deliver()).toBe(6);
    expect(sent.map(({ attachment }) => attachment?.name).sort()).toEqual(
      ['24', '24', '25', '25', '26', '26'].map((day) => `checkpoint-1998-11-${day}.txt`),
    );
    expect(printed.map((paper) => paper.kind === 'day-report' && paper.date)).toEqual([
      ...['1998-11-24', '1998-11-25', '1998-11-26'],
    ]);
  });

  it('reach back two weeks and no further', async () => {
    await post.send();
    printed.length = 0;
    w.clock.advance(40 * DAY);
    await post.send();
    const days = printed.map((paper) => (paper.kind === 'day-report' ? paper.date : ''));
    expect([days.length, days[0], days.at(-1)]).toEqual([14, '1998-12-20', '1999-01-02']);
  });

  it('are shown by their address when they do not arrive', async () => {
    const broken = openOffice(w.opened, w.clock, {
      send: async () => ({ outcome: 'never', failure: 'EENVELOPE 550' }),
      close: () => {},
    });
    await post.send();
    await broken.deliver();
    // its words cannot be found here at all, which is tried again: the address is seen either way
    const shown = (await w.flow.undelivered.list(w.armand, {}, { limit: 200 })).items.map((m) => [
      m.template,
      m.name,
      m.number,
    ]);
    expect(shown.sort()).toEqual([
      ['day-report', 'audit@interieur.example', null],
      ['day-report', 'rssi@interieur.example', null],
    ]);
  });
});
