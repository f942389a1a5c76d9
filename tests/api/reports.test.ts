import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

const DAY = 86_400_000;

describe('reports of weeks, months and trends, and forecasts, over the REST door', () => {
  let service: Service;
  const { as } = callers(() => service);
  beforeEach(async () => {
    service = await createService();
    await service.world.produced(service.world.alice, 'PN-1'); // Tuesday 24 November 1998
    service.world.clock.pass(7 * DAY);
    // as the round keeps them
    for (const day of [24, 25, 26, 27, 28, 29, 30]) await as('simon').get(`/reports/daily?date=1998-11-${day}`);
  });
  afterEach(() => service.close());

  it('answer the week and the month that hold a day, and their CSV', async () => {
    const week = await as('simon').get('/reports/weekly?date=1998-11-29');
    expect(week.body).toMatchObject({ first: '1998-11-23', last: '1998-11-29', produced: 1, complete: true });
    const now = await as('simon').get('/reports/weekly');
    expect(now.body).toMatchObject({ first: '1998-11-30', produced: 0, complete: false });
    const month = await as('simon').get('/reports/monthly?date=1998-11-01');
    expect(month.body).toMatchObject({ first: '1998-11-01', last: '1998-11-30', produced: 1, technicianDays: 1 });
    const csv = await as('simon').get('/reports/monthly.csv?date=1998-11-01');
    expect(csv.headers['content-disposition']).toContain('jeton-month-1998-11-01.csv');
    expect(csv.text).toContain('Jetons produits;Tokens produced;1');
  });
  it('refuse what is no day and what has not begun', async () => {
    for (const path of ['weekly?date=1998-13-01', 'monthly?date=yesterday', 'trends?span=ever'])
      expect((await as('simon').get(`/reports/${path}`)).status).toBe(400);
    expect((await as('simon').get('/reports/monthly?date=1999-01-01')).body).toMatchObject({ code: 'invalid_input' });
  });
  it('hold no technician, for a supervisor too', async () => {
    const trends = await as('simon').get('/reports/trends?span=last-month');
    expect(trends.body.chosen).toMatchObject({ produced: 1, first: '1998-11-01' });
    expect(trends.body.months).toHaveLength(12);
    for (const path of [
      'trends?span=year',
      'weekly?date=1998-11-24',
      'monthly?date=1998-11-24',
      'trends.csv?span=year',
    ]) {
      const { text, status } = await as('simon').get(`/reports/${path}`);
      expect([status, text.includes(service.world.thomas.personId)]).toEqual([200, false]);
    }
  });
  it('try no fewer technicians than there are, as the console does', async () => {
    const refused = await as('simon').get('/forecast?technicians=-50');
    expect(refused.body).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(refused.body.detail).toMatch(/^-1 or more: /);
    expect((await as('simon').get('/forecast?technicians=-1')).body.tried).not.toBeNull();
  });
});
