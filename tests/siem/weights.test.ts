import { isEntryAction } from '../../src/book/book.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { toEvent } from '../../src/siem/formats.ts';
import { entryFrame } from '../../src/siem/frame.ts';
import { GRAVE } from '../../src/siem/weights.ts';

const ENTRY: Entry = {
  seq: 7,
  at: '2026-11-24T09:30:00.000Z',
  actor: 'P1',
  role: 'security-officer',
  action: 'request.approve',
  subject: 'request:R1',
  outcome: 'done',
  detail: {},
};

describe('what an entry weighs for a SIEM', () => {
  it.each([
    ['row.distrust', 'done', 1, 10],
    ['incident.report', 'done', 2, 8],
    ['incident.report', 'failed', 3, 7],
    ['row.distrust', 'refused', 4, 6],
    ['incident.block', 'done', 5, 5],
    ['account.grant', 'done', 5, 5],
    ['account.grant', 'refused', 4, 6],
    ['request.approve', 'done', 6, 3],
  ] as const)('is the same in the header and in the event: %s, %s', (action, outcome, syslog, cef) => {
    const entry: Entry = { ...ENTRY, action, outcome };
    const event = toEvent(entry, 'cef', { origin: 'o', version: '1' });
    const frame = entryFrame(entry, event, { hostname: 'h', origin: 'o' }).toString();
    expect(frame).toMatch(new RegExp(`^\\d+ <${13 * 8 + syslog}>1 `));
    expect(event).toContain(`|${action}|${action}|${cef}|`);
  });

  it('is grave of acts that the book knows alone', () => {
    expect([...GRAVE].filter((action) => !isEntryAction(action))).toEqual([]);
  });
});
