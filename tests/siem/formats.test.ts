import type { Entry } from '../../src/journal/entry.ts';
import { toEvent } from '../../src/siem/formats.ts';

const ENTRY: Entry = {
  seq: 7,
  at: '2026-11-24T09:30:00.000Z',
  actor: 'P1',
  role: 'approver',
  action: 'request.approve',
  subject: 'request:R1',
  outcome: 'done',
  detail: {
    changes: [{ table: 'request', id: 'R1', set: { state: 'approved' }, from: 'submitted' }],
    note: 'a=b\\c|d',
  },
};
const ABOUT = { origin: 'journal.example/1', version: '1|0' };

describe('an entry in the words of other systems', () => {
  it('is an event of the Elastic Common Schema, without the rows that it changed', () => {
    expect(JSON.parse(toEvent(ENTRY, 'ecs', ABOUT))).toEqual({
      '@timestamp': '2026-11-24T09:30:00.000Z',
      ecs: { version: '8.11.0' },
      event: {
        kind: 'event',
        category: ['iam'],
        type: ['change'],
        action: 'request.approve',
        outcome: 'success',
        dataset: 'jeton.journal',
        provider: 'jeton',
        id: 'journal.example/1#7',
        sequence: 7,
      },
      user: { id: 'P1', roles: ['approver'] },
      jeton: { subject: 'request:R1', detail: { note: 'a=b\\c|d' }, changes: 1 },
    });
  });

  it('is an event of CEF, whose separators no value can forge', () => {
    expect(toEvent(ENTRY, 'cef', ABOUT)).toBe(
      'CEF:0|Jeton|Jeton|1\\|0|request.approve|request.approve|3|rt=1795512600000 externalId=7 suid=P1 spriv=approver ' +
        'act=request.approve outcome=success cs1Label=subject cs1=request:R1 cs2Label=origin cs2=journal.example/1 ' +
        'msg={"note":"a\\=b\\\\\\\\c|d"}',
    );
  });

  it.each([
    ['refused', 'denied', 6],
    ['failed', 'error', 7],
  ] as const)('says that an act was %s, and why', (outcome, type, severity) => {
    const entry = { ...ENTRY, outcome, detail: { code: 'own_request' } };
    expect(JSON.parse(toEvent(entry, 'ecs', ABOUT))).toMatchObject({
      event: { outcome: 'failure', type: [type], reason: 'own_request' },
    });
    expect(toEvent(entry, 'cef', ABOUT)).toMatch(new RegExp(`\\|${severity}\\|.*outcome=failure reason=own_request `));
  });

  it('is an alert where an incident was reported, and no other where the report was refused', () => {
    const reported: Entry = { ...ENTRY, role: 'agent', action: 'incident.report', subject: 'incident:I1', detail: {} };
    expect(JSON.parse(toEvent(reported, 'ecs', ABOUT))).toMatchObject({
      event: { kind: 'alert', category: ['intrusion_detection'], action: 'incident.report' },
    });
    expect(toEvent(reported, 'cef', ABOUT)).toMatch(/\|8\|.*cs1=incident:I1 /);
    const refused: Entry = { ...reported, outcome: 'refused', detail: { code: 'not_found' } };
    expect(JSON.parse(toEvent(refused, 'ecs', ABOUT))).toMatchObject({ event: { kind: 'event' } });
    expect(toEvent(refused, 'cef', ABOUT)).toMatch(/\|6\|/);
  });

  it('is an alert where a row is not as the journal says', () => {
    const found: Entry = { ...ENTRY, actor: 'system', role: 'system', action: 'row.distrust', subject: 'grant:G1' };
    const entry = { ...found, detail: { kind: 'old' } };
    expect(JSON.parse(toEvent(entry, 'ecs', ABOUT))).toMatchObject({
      event: { kind: 'alert', category: ['intrusion_detection'], action: 'row.distrust' },
      jeton: { subject: 'grant:G1', detail: { kind: 'old' } },
    });
    expect(toEvent(entry, 'cef', ABOUT)).toMatch(/\|10\|.*cs1=grant:G1 .*msg=\{"kind":"old"\}/);
  });
});
