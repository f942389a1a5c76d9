import { machine, takeOver } from '../../support/world/machines.ts';
import { type Hall, openHall } from '../hall.ts';
import { type Page, visit } from '../visitor.ts';

describe('a question before an act that nobody takes back', () => {
  let hall: Hall;
  beforeEach(async () => {
    hall = await openHall();
  });
  afterEach(() => hall.close());
  const shownIn = ({ html }: Page): string => / name="_sure" value="([^"]*)"/.exec(html)?.[1] ?? '';

  it('is asked anew where something else is true by then, and says so', async () => {
    const old = (number: string) => ({ ...machine(number), image: 'SPAN-2025.1' });
    await takeOver(hall.flow, [hall.adele, hall.olga], old('PN-50'));
    const simon = await visit(hall, 'simon');
    const form = {
      ...{ fromImage: 'SPAN-2025.1', targetImage: 'SPAN-2026.3', site: '', service: '', model: '', machines: '' },
      ...{
        startsOn: '1998-12-01',
        technicians: '2',
        perTechnician: '1',
        closedDays: '',
        tokens: 'keep',
        checklist: 'any',
      },
    };
    await simon.get('/campagnes');
    const asked = await simon.post('/campagnes', form);
    expect(asked.main).not.toContain('Quelque chose a changé');
    await takeOver(hall.flow, [hall.adele, hall.olga], old('PN-51'));
    const again = await simon.post('/campagnes', { ...form, _sure: shownIn(asked) });
    expect(again).toMatchObject({
      status: 200,
      main: expect.stringContaining('Quelque chose a changé depuis la question'),
    });
    expect(await hall.reads.count('campaign', {})).toBe(0);
    expect(shownIn(again)).not.toBe(shownIn(asked));
    const done = await simon.act('/campagnes', { ...form, _sure: shownIn(again) });
    expect(done.html).toContain('La campagne est ouverte');
    await hall.flow.campaign.ended();
  });

  it('is not asked of whoever may never do it: they are refused at once', async () => {
    const simon = await visit(hall, 'simon');
    const refused = await simon.post('/stock/B-0003', { action: 'scrap' });
    expect(shownIn(refused)).toBe('');
    expect(refused.status).toBe(403);
    expect((await hall.reads.get('token', 'B-0003'))!.state).toBe('in_stock');
  });

  it('is asked of who brings an answer to another question, or to none', async () => {
    const thomas = await visit(hall, 'thomas');
    const first = await thomas.post('/stock/B-0003', { action: 'scrap' });
    for (const answer of ['yes it is', shownIn(first)]) {
      const other = await thomas.post('/stock/B-0004', { action: 'scrap', _sure: answer });
      expect(other.main).toContain('B-0004');
      expect((await hall.reads.get('token', 'B-0004'))!.state).toBe('in_stock');
    }
  });
});
