import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginOf, dateOf, dayOf, isWorkingDay, mondayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { DAY_MS, HOUR_MS } from '../../../src/durations.ts';
import { machinesEndingFor } from '../../../src/flow/notifications/machine-ends.ts';
import { START } from '../../support/clock.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { entry, UNREVIEWED } from '../../support/records/rows.ts';
import { machineRequest } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const PAGE = { limit: 50 };
/** Days that a certificate is good here, so that the next one ends before the CA of the evaluation does; and days before an end. */
const [DAYS, FIRST] = [35, 31];

describe('certificates of machines that end', () => {
  let w: World;
  const profilesDir = mkdtempSync(join(tmpdir(), 'jeton-profiles-'));
  beforeAll(() => {
    cpSync('certs/profiles', profilesDir, { recursive: true });
    const file = join(profilesDir, 'workstation.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"days": 1095', `"days": ${DAYS}`));
  });
  afterAll(() => rmSync(profilesDir, { recursive: true }));
  beforeEach(async () => {
    w = await createWorld({ mails: true, profilesDir });
    await w.dual('policy.set', { id: 'renewal.firstDays', value: FIRST });
  });
  afterEach(async () => {
    await w.close();
  });
  const certify = (workstation: string) => w.flow.machine.certify(w.theo, { workstation, ...machineRequest() });
  const listed = async (by = w.thomas) =>
    (await w.flow.reading.machineEnds(by, {}, PAGE)).items.map(({ assetNumber }) => assetNumber);
  /** So many days before an end, on the first working day of that week, at this hour of Paris. */
  const weekOf = ({ notAfter }: { notAfter: number }, daysBefore: number, hour: number): void => {
    let day = mondayOf(dayOf(notAfter) - daysBefore);
    while (!isWorkingDay(day)) day += 1;
    w.clock.set(beginOf(day) + hour * HOUR_MS);
  };

  describe('in the list', () => {
    it('stand once their end is within the window, the soonest first, until another one took its place', async () => {
      const { certificate } = await certify('PN-1');
      expect(await listed()).toEqual([]);
      w.clock.advance(DAY_MS);
      await certify('PN-2');
      w.clock.set(certificate.notAfter - 10 * DAY_MS);
      const { items, days } = await w.flow.reading.machineEnds(w.simon, {}, PAGE);
      expect(days).toBe(FIRST);
      expect(items).toMatchObject([
        {
          assetNumber: 'PN-1',
          service: 'PREF-33',
          site: 'Bordeaux',
          state: 'commissioned',
          notAfter: certificate.notAfter,
        },
        { assetNumber: 'PN-2', notAfter: certificate.notAfter + DAY_MS },
      ]);
      await certify('PN-1');
      expect(await listed()).toEqual(['PN-2']);
      await w.check();
    });

    it('go on in pages, and leave out machines that are lost, blocked or retired', async () => {
      const { certificate } = await certify('PN-1');
      await certify('PN-2');
      w.clock.set(certificate.notAfter - 10 * DAY_MS);
      const first = await w.flow.reading.machineEnds(w.thomas, {}, { limit: 1 });
      const second = await w.flow.reading.machineEnds(w.thomas, {}, { limit: 1, cursor: first.next! });
      expect([...first.items, ...second.items].map(({ assetNumber }) => assetNumber).sort()).toEqual(['PN-1', 'PN-2']);
      expect(second.next).toBeNull();
      await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'retire' });
      expect(await listed()).toEqual(['PN-2']);
    });

    it('are found by their holder by whoever reads machines; to anybody else a text is the beginning of a number', async () => {
      const { certificate } = await certify('PN-1');
      await certify('PN-2');
      await w.flow.record.assign(w.thomas, { workstation: 'PN-1', person: 'M-ALICE', reason: 'handed-out' });
      const { familyName, directoryId } = (await w.store.reads.get('person', w.alice.personId))!;
      w.clock.set(certificate.notAfter - 10 * DAY_MS);
      const found = async (by: typeof w.simon, text: string) => {
        const { items } = await w.flow.reading.machineEnds(by, { text }, PAGE);
        const numbers = items.map((m) => m.assetNumber);
        expect(await w.flow.reading.machineEndsTotal(by, { text })).toEqual({ n: numbers.length, more: false });
        return numbers;
      };
      for (const text of [familyName!, directoryId!]) {
        expect(await found(w.thomas, text)).toEqual(['PN-1']);
        expect(await found(w.simon, text)).toEqual([]);
      }
      expect(await found(w.simon, ' pn-1 ')).toEqual(['PN-1']);
      expect((await found(w.simon, 'PN')).sort()).toEqual(['PN-1', 'PN-2']);
      expect(await found(w.simon, 'N-1')).toEqual([]);
      expect(await found(w.thomas, 'N-1')).toEqual(['PN-1']);
    });

    it('are read by whoever steers and by whoever works on machines, and by nobody else', async () => {
      for (const name of ['thomas', 'simon', 'adele'] as const) expect(await listed(w[name])).toEqual([]);
      for (const name of ['alice', 'corinne', 'valerie', 'aurore'] as const)
        for (const refused of [
          w.flow.reading.machineEnds(w[name], {}, PAGE),
          w.flow.reading.machineEndsTotal(w[name], {}),
          w.flow.reading.machineEndsSites(w[name]),
        ])
          await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    });
  });

  describe('by mail', () => {
    const told = async (personId: string) =>
      (await w.store.told(personId, 0, 200)).filter(({ template }) => template === 'machine-ends');

    it('are told to technicians once a week, from 8 h of its first working day on', async () => {
      const { certificate } = await certify('PN-1');
      await w.flow.reminders.send();
      expect(await told(w.thomas.personId)).toEqual([]);
      weekOf(certificate, 16, 7);
      await w.flow.reminders.send();
      expect(await told(w.thomas.personId)).toEqual([]);
      w.clock.advance(HOUR_MS);
      await w.flow.reminders.send();
      const monday = dateOf(mondayOf(dayOf(w.clock.now())));
      expect(await told(w.thomas.personId)).toMatchObject([{ about: `machineEnds:${monday}` }]);
      expect(await told(w.simon.personId)).toEqual([]);
      w.clock.advance(DAY_MS);
      await w.flow.reminders.send();
      expect(await told(w.thomas.personId)).toHaveLength(1);
      weekOf(certificate, 9, 9);
      await w.flow.reminders.send();
      expect(await told(w.thomas.personId)).toHaveLength(2);
      expect(await machinesEndingFor(w.reads, w.thomas.personId, w.clock.now())).toEqual(['PN-1']);
      await certify('PN-1');
      expect(await machinesEndingFor(w.reads, w.thomas.personId, w.clock.now())).toEqual([]);
    });

    it('are told to nobody whose scope is elsewhere', async () => {
      await w.close();
      w = await createWorld({ mails: true, profilesDir, judge: noJudge });
      await w.dual('policy.set', { id: 'renewal.firstDays', value: FIRST });
      const { certificate } = await certify('PN-1');
      const grant = (personId: string, scope: string) => {
        const dates = { grantedAt: START, validFrom: null, validUntil: null, revokedAt: null };
        return create('grant', { id: personId, personId, role: 'technician', scope, ...dates, ...UNREVIEWED });
      };
      const grants = [grant(w.victor.personId, 'PREF-59'), grant(w.eve.personId, 'PREF-33')];
      await w.store.transact((unit) => unit.record(entry('role.grant', 'service', grants)));
      weekOf(certificate, 16, 9);
      await w.flow.reminders.send();
      expect(await told(w.victor.personId)).toEqual([]);
      expect(await told(w.eve.personId)).toHaveLength(1);
    });

    it('are told of the others where somebody edited one', async () => {
      const { certificate } = await certify('PN-1');
      const { certificate: other } = await certify('PN-2');
      await w.opened.behind.run('update "certificate" set "orderedBy" = ? where "id" = ?', 'nobody', certificate.id);
      weekOf(other, 16, 9);
      await w.flow.reminders.send();
      expect(await told(w.thomas.personId)).toHaveLength(1);
      expect(await machinesEndingFor(w.reads, w.thomas.personId, w.clock.now())).toEqual(['PN-2']);
    });
  });
});
