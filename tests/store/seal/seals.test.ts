import { createHmac } from 'node:crypto';
import { columnsOf } from '../../../src/store/seal/sealed-tables.ts';
import { createSeals, createTableSeal, tableKey } from '../../../src/store/seal/seals.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { person, UNREVIEWED } from '../../support/records/rows.ts';

const row: Record<string, string | number | null> = { ...person('p-1') };

describe('the seal of a row', () => {
  it('is HMAC-SHA-256 over the table, then every column with its kind and length', () => {
    const key = Buffer.from(tableKey(ROW_KEY, 'approval')).toString('hex');
    const approval = { id: 'a', requestId: 'r', approverId: 'é', contentHash: 'h', approvedAt: 7, withdrawnAt: null };
    // in the order of the columns' names: approvedAt, approverId, contentHash, id, requestId, withdrawnAt
    const text = 'approval\n#7\n1:é\n1:h\n1:a\n1:r\n-';
    expect(createSeals(ROW_KEY).of('approval', approval)).toBe(
      createHmac('sha256', key).update(text).digest('base64url'),
    );
  });

  it('fits the row, and no row that differs in one column, in its table or in its key', () => {
    const seals = createSeals(ROW_KEY);
    const seal = seals.of('person', row);
    expect(seals.fits('person', { ...row }, seal)).toBe(true);
    for (const column of columnsOf('person')) {
      for (const other of ['x', 0, null])
        expect(seals.fits('person', { ...row, [column]: other }, seal)).toBe(row[column] === other);
    }
    expect(createSeals(new Uint8Array(32)).fits('person', row, seal)).toBe(false);
    const grant = { id: 'g', personId: 'p', role: 'agent', scope: '*', grantedAt: 1, validFrom: null } as const;
    const ended = { ...grant, validUntil: null, revokedAt: null, ...UNREVIEWED };
    expect(createTableSeal('grant', tableKey(ROW_KEY, 'account'))(ended)).not.toBe(seals.of('grant', ended));
  });

  it.each([undefined, null, '', 0, 'x'.repeat(43), Buffer.from('x')])('is not %p', (seal) => {
    expect(createSeals(ROW_KEY).fits('person', row, seal)).toBe(false);
  });

  it('tells values apart that look alike in a row', () => {
    const seals = createSeals(ROW_KEY);
    const of = (requestId: string, approverId: string) =>
      seals.of('approval', { id: 'a', requestId, approverId, contentHash: '', approvedAt: 1, withdrawnAt: null });
    const alike = [of('1\n1:2', ''), of('1', '1:2'), of('1', '\n1:2'), of('', '1\n1:2'), of('-', ''), of('', '-')];
    expect(new Set(alike).size).toBe(alike.length);
  });

  it('needs every column', () => {
    const { email: _, ...less } = row;
    expect(() => createSeals(ROW_KEY).of('person', less)).toThrow('has no email to be sealed');
  });

  it('fits under the key that comes next, while keys change', () => {
    const next = new Uint8Array(32).fill(1);
    const seal = createSeals(next).of('person', row);
    expect(createSeals(ROW_KEY).fits('person', row, seal)).toBe(false);
    expect(createSeals(ROW_KEY, next).fits('person', row, seal)).toBe(true);
    expect(createSeals(ROW_KEY, next).of('person', row)).toBe(createSeals(ROW_KEY).of('person', row));
  });
});
