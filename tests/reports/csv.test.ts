import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvField, csvOf, toCsv } from '../../src/reports/csv.ts';
import { type DailyReport, dailyReport } from '../../src/reports/daily.ts';

const report = (root = 'x') =>
  dailyReport([], {
    date: '2026-11-24',
    now: Date.UTC(2026, 10, 25),
    checkpoint: { size: 3, root, note: 'jeton/1\n3\nroot\n' },
  });

describe('the report as CSV', () => {
  it('has French names first and reads back', async () => {
    const rows = parse(toCsv(await report()), { bom: true, delimiter: ';' });
    expect(rows[0]).toEqual(['Indicateur', 'Indicator', 'Valeur']);
    expect(rows).toContainEqual(['Jetons produits', 'Tokens produced', '0']);
    // a state as the page calls it, not as the code does
    expect(rows).toContainEqual(['La plus ancienne, Précision demandée', 'The oldest, Information needed', '']);
    expect(rows).toContainEqual(['Produits de 9 h à 10 h', 'Produced 9:00–10:00', '0']);
    // a stage as the page calls it
    expect(rows).toContainEqual([
      'Délai médian de la demande à la remise (min)',
      'Median time from request to hand-over (min)',
      '',
    ]);
  });
  it('says that people stand in it by their code', async () => {
    const surge = {
      from: 0,
      until: 1,
      reason: 'crisis',
      factor: 2,
      proposedBy: 'p1',
      confirmedBy: 'p2',
      endedBy: 'p3',
    };
    const day = { ...(await report()), producers: [{ name: 'p4', count: 7 }], surges: [surge] } as DailyReport;
    const rows = parse(toCsv(day), { bom: true, delimiter: ';' });
    expect(rows).toContainEqual(['Produits, technicien (code) p4', 'Produced, technician (code) p4', '7']);
    expect(rows).toContainEqual(['Forte activité, proposé par (code)', 'Surge mode, proposed by (code)', 'p1']);
    expect(rows).toContainEqual(['Forte activité, confirmé par (code)', 'Surge mode, confirmed by (code)', 'p2']);
  });
  it('never lets a root that begins with + be a formula', async () => {
    expect(toCsv(await report('+abc='))).toContain(";'+abc=\r\n");
  });
});

describe('a field for a spreadsheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\0x', '\r=1', '\n=1'])('puts an apostrophe before %j', (text) => {
    expect(csvField(text).replace(/^"/, '')).toMatch(/^'/);
  });
  it('leaves numbers and plain text alone', () => {
    expect([csvField(-3), csvField('a-b'), csvField(null)]).toEqual(['-3', 'a-b', '']);
  });
  it('reads back as it was, but for that apostrophe', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (fields) => {
        const text = csvOf([fields]).slice(1);
        const [row] = parse(text, { delimiter: ';', record_delimiter: '\r\n', relax_column_count: true });
        expect(row).toEqual(fields.map((field) => (/^[=+\-@\t\0\r\n]/.test(field) ? `'${field}` : field)));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
