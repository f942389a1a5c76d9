import fc from 'fast-check';
import { COLUMNS } from '../../../src/book/columns.ts';
import { INITIAL, LIFECYCLE } from '../../../src/book/lifecycle.ts';
import { hashOfAct } from '../../../src/book/sources.ts';
import type { TableName } from '../../../src/book/tables.ts';
import { createReplay } from '../../../src/flow/journal-rules/replay.ts';
import { replay, rules } from '../../../src/flow/journal-rules/rules.ts';
import type { JsonChange, JsonRow } from '../../../src/journal/carried.ts';
import { type Entry, encodeEntry } from '../../../src/journal/entry.ts';

/** What an entry says, as briefly as a test can: who, and which rows. */
interface Said {
  actor: string;
  changes: JsonChange[];
  outcome?: Entry['outcome'];
  at?: string;
  action?: string;
  detail?: Record<string, unknown>;
}
const say = (actor: string, ...changes: JsonChange[]): Said => ({ actor, changes });
/** A new row: null in every column that does not matter. */
const insert = (table: string, id: string, row: JsonRow): JsonChange => {
  const columns = Object.keys(COLUMNS[table as TableName] ?? {}).map((column) => [column, null]);
  return { table, id, insert: { ...Object.fromEntries(columns), id, ...row } };
};
const set = (table: string, id: string, row: JsonRow): JsonChange => ({ table, id, set: row });
const step = (table: string, id: string, from: string, to: string, row: JsonRow = {}): JsonChange => ({
  table,
  id,
  from,
  set: { ...row, state: to },
});
const entryOf = (
  { actor, changes, outcome = 'done', at = '2026-11-24T08:00:00.000Z', action = 'some.act', detail }: Said,
  seq: number,
): Entry => ({
  seq,
  at,
  actor,
  role: 'agent',
  action,
  subject: 'it',
  outcome,
  detail: detail ?? (changes.length > 0 ? { changes } : {}),
});

const grant = (id: string, personId: string, role: string, more: JsonRow = {}): JsonChange =>
  insert('grant', id, { personId, role, scope: '*', validFrom: null, validUntil: null, revokedAt: null, ...more });
const grantArgs = (personId: string, role: string) => ({ personId, role, scope: '*' });

/** Two persons decide exactly this. */
const proposal = (id: string, act: string, args: unknown, proposerId = 'armand'): JsonChange =>
  insert('proposal', id, { act, argsHash: hashOfAct({ act, args }), state: 'proposed', proposerId, confirmerId: null });
const executed = (id: string, confirmerId = 'odile'): JsonChange =>
  step('proposal', id, 'proposed', 'executed', { confirmerId });
const decided = (act: string, args: unknown): [JsonChange, JsonChange] => [proposal('D9', act, args), executed('D9')];
/** A policy as two persons set it. */
const twoApprovers = say(
  'odile',
  ...decided('policy.set', { id: 'approvals:first-issue', value: 2 }),
  insert('setting', 'approvals:first-issue', { value: '2' }),
);

/** Who the operators are: the people with whom the service was founded. */
const STAFF: Record<string, string> = {
  valerie: 'approver',
  vera: 'approver',
  thomas: 'technician',
  theo: 'technician',
  odile: 'security-officer',
  armand: 'administrator',
};
const staff = say('system', ...Object.entries(STAFF).map(([name, role]) => grant(`G-${name}`, name, role)));

/** The first sentence of what is broken, with the number of its entry; undefined when all was done by the book. */
function judge(said: readonly Said[]): { seq: number; sentence: string } | undefined {
  const judgement = rules.start();
  expect(judgement.entry(entryOf(staff, 0))).toBeUndefined();
  for (const [seq, one] of said.entries()) {
    const sentence = judgement.entry(entryOf(one, seq));
    if (sentence !== undefined) return { seq, sentence };
  }
  return undefined;
}
/** The last thing said is what is broken, in these words. */
function expectBroken(said: readonly Said[], words: RegExp): void {
  expect(judge(said)).toEqual({ seq: said.length - 1, sentence: expect.stringMatching(words) });
}

const request = (more: JsonRow = {}): JsonRow => ({
  kind: 'first-issue',
  state: 'submitted',
  holderId: 'alice',
  askerId: 'corinne',
  workstationId: 'PN-1',
  producerId: null,
  service: 'PREF-33',
  contentHash: 'c1',
  ...more,
});
const certificate = (more: JsonRow = {}): JsonRow => ({
  ...{ state: 'intended', profile: 'agent-vpn', holderId: 'alice', requestId: 'R1', tokenId: 'T1', jobId: 'J1' },
  ...{ workstationId: null, ...more },
});
const approval = (approverId: string, more: JsonRow = {}): JsonRow => ({
  requestId: 'R1',
  approverId,
  contentHash: 'c1',
  withdrawnAt: null,
  ...more,
});
const job = (technicianId: string, more: JsonRow = {}): JsonRow => ({
  requestId: 'R1',
  tokenId: 'T1',
  technicianId,
  state: 'leased',
  ...more,
});

// Alice's token, asked for by Corinne, approved by Valérie, made by Thomas, its letter printed by Théo.
const workstation = say('thomas', insert('workstation', 'PN-1', { state: 'commissioned', commissionerId: 'thomas' }));
const stock = say(
  'thomas',
  insert('token', 'T1', { state: 'in_stock', requestId: null }),
  insert('token', 'T2', { state: 'in_stock', requestId: null }),
);
const submit = say('corinne', insert('request', 'R1', request()));
const approve = say(
  'valerie',
  insert('approval', 'A1', approval('valerie')),
  step('request', 'R1', 'submitted', 'approved'),
);
const take = say('thomas', step('request', 'R1', 'approved', 'in_production', { producerId: 'thomas' }));
const begin = say(
  'thomas',
  step('token', 'T1', 'in_stock', 'in_production', { requestId: 'R1' }),
  insert('job', 'J1', job('thomas')),
);
const intend = say('thomas', step('job', 'J1', 'leased', 'certifying'), insert('certificate', 'C1', certificate()));
const issue = say(
  'thomas',
  step('job', 'J1', 'certifying', 'certified'),
  step('certificate', 'C1', 'intended', 'issued'),
);
const seal = say(
  'thomas',
  step('certificate', 'C1', 'issued', 'good'),
  step('job', 'J1', 'certified', 'sealed'),
  step('token', 'T1', 'in_production', 'produced'),
  step('request', 'R1', 'in_production', 'produced'),
  insert('letter', 'L1', { kind: 'pin', requestId: 'R1', state: 'waiting', printedBy: null }),
  insert('letter', 'L2', { kind: 'label', requestId: 'R1', state: 'waiting', printedBy: null }),
);
const label = say('thomas', step('letter', 'L2', 'waiting', 'printed', { printedBy: 'thomas' }));
const print = say('theo', step('letter', 'L1', 'waiting', 'printed', { printedBy: 'theo' }));
const handOver = say(
  'theo',
  step('request', 'R1', 'produced', 'handed_over'),
  step('token', 'T1', 'produced', 'handed_over'),
);
const close = say(
  'alice',
  step('request', 'R1', 'handed_over', 'closed'),
  step('token', 'T1', 'handed_over', 'active'),
);
const BOOK = [workstation, stock, submit, approve, take, begin, intend, issue, seal, label, print, handOver, close];
const upTo = (last: Said): Said[] => BOOK.slice(0, BOOK.indexOf(last) + 1);

describe('a journal that goes by the book', () => {
  it('is not complained about', () => {
    expect(judge(BOOK)).toBeUndefined();
  });

  it('may put back, repeat, amend, renew and ask again', () => {
    const putBack = say(
      'system',
      step('job', 'J1', 'leased', 'undone'),
      step('token', 'T1', 'in_production', 'in_stock', { requestId: null }),
      step('request', 'R1', 'in_production', 'approved', { producerId: null }),
    );
    const again = say(
      'theo',
      step('request', 'R1', 'approved', 'in_production', { producerId: 'theo' }),
      step('token', 'T1', 'in_stock', 'in_production', { requestId: 'R1' }),
      insert('job', 'J2', job('theo')),
    );
    expect(judge([...upTo(begin), putBack, again])).toBeUndefined();

    const repeat = say(
      'theo',
      step('request', 'R1', 'handed_over', 'approved', { producerId: null }),
      step('token', 'T1', 'handed_over', 'revoked'),
    );
    const second = say(
      'theo',
      step('request', 'R1', 'approved', 'in_production', { producerId: 'theo' }),
      step('token', 'T2', 'in_stock', 'in_production', { requestId: 'R1' }),
      insert('job', 'J2', job('theo', { tokenId: 'T2' })),
    );
    expect(judge([...upTo(handOver), repeat, second])).toBeUndefined();

    const amend = say(
      'corinne',
      step('request', 'R1', 'approved', 'submitted', { contentHash: 'c2' }),
      set('approval', 'A1', { withdrawnAt: 1 }),
    );
    const anew = say(
      'valerie',
      insert('approval', 'A2', approval('valerie', { contentHash: 'c2' })),
      step('request', 'R1', 'submitted', 'approved'),
    );
    expect(judge([...upTo(approve), amend, anew, take])).toBeUndefined();

    const next = say('alice', insert('request', 'R2', request({ askerId: 'alice' })));
    expect(judge([...BOOK, next])).toBeUndefined();
  });

  it('may carry on after a refusal and a crash', () => {
    const refused: Said = { ...say('corinne'), outcome: 'refused' };
    const crash: Said = {
      ...say(
        'system',
        step('job', 'J1', 'leased', 'undone'),
        step('token', 'T1', 'in_production', 'scrapped'),
        step('request', 'R1', 'in_production', 'approved', { producerId: null }),
      ),
      outcome: 'failed',
    };
    expect(judge([...upTo(begin), refused, crash])).toBeUndefined();
  });
});

describe('the lifecycle, replayed', () => {
  it.each<[string, Said[], RegExp]>([
    [
      'a step the table does not have',
      [workstation, submit, say('thomas', step('request', 'R1', 'submitted', 'in_production'))],
      /cannot go from submitted to in_production/,
    ],
    [
      'a step from another state',
      [workstation, submit, say('valerie', step('request', 'R1', 'approved', 'rejected'))],
      /is submitted, the entry says approved/,
    ],
    [
      'a state without the one before',
      [workstation, submit, say('valerie', set('request', 'R1', { state: 'rejected' }))],
      /is submitted, the entry says nothing/,
    ],
    [
      'a state that was left for nothing',
      [workstation, submit, say('valerie', { table: 'request', id: 'R1', from: 'submitted', set: {} })],
      /leaves submitted for nothing/,
    ],
    [
      'a state that is no text',
      [workstation, submit, say('valerie', { table: 'request', id: 'R1', from: 'submitted', set: { state: null } })],
      /cannot go from submitted to nothing/,
    ],
    [
      'a row nobody made',
      [say('valerie', step('request', 'R9', 'submitted', 'approved'))],
      /R9 is changed before it was made/,
    ],
    [
      'a row made twice',
      [workstation, submit, say('corinne', insert('request', 'R1', request({ workstationId: 'PN-2' })))],
      /R1 is made twice/,
    ],
    [
      'a row that begins in the middle',
      [say('corinne', insert('request', 'R1', request({ state: 'approved' })))],
      /cannot begin as approved/,
    ],
    ['a row without a state', [say('corinne', insert('token', 'T1', {}))], /cannot begin as nothing/],
    [
      'a row that leaves out who vouched for it',
      [say('thomas', { table: 'workstation', id: 'PN-X', insert: { id: 'PN-X', state: 'registered' } })],
      /PN-X is made without its commissionerId/,
    ],
    [
      'a row under another id',
      [say('corinne', { table: 'person', id: 'P1', insert: { id: 'P2' } })],
      /under another id/,
    ],
    [
      'a row that is given another id',
      [workstation, say('corinne', set('workstation', 'PN-1', { id: 'PN-2' }))],
      /given another id/,
    ],
    ['a table there is not', [say('corinne', insert('secret', 'S1', {}))], /no table secret/],
    ['a table every object has', [say('corinne', insert('constructor', 'S1', {}))], /no table constructor/],
    [
      'a refused act that changed something',
      [{ ...workstation, outcome: 'refused' }],
      /was refused and changed something/,
    ],
    ['changes of no known shape', [say('corinne', { table: 'person' } as unknown as JsonChange)], /unknown shape/],
    [
      'a revoked certificate that is good again',
      [
        ...upTo(seal),
        say('odile', step('certificate', 'C1', 'good', 'revoked')),
        say('odile', step('certificate', 'C1', 'revoked', 'good')),
      ],
      /cannot go from revoked to good/,
    ],
  ])('finds %s', (_, said, words) => {
    expectBroken(said, words);
  });

  it('lets through the steps of the table and no others, for every kind', () => {
    for (const kind of Object.keys(LIFECYCLE) as (keyof typeof LIFECYCLE)[]) {
      const steps: Record<string, string>[] = Object.values(LIFECYCLE[kind]);
      const states = new Set(steps.flatMap((s) => [...Object.keys(s), ...Object.values(s)]));
      for (const from of INITIAL[kind]) {
        for (const to of states) {
          const state = createReplay();
          state.apply(entryOf(say('x', insert(kind, 'X', { state: from })), 0));
          const made = state.apply(entryOf(say('x', step(kind, 'X', from, to)), 1));
          const allowed = steps.some((s) => s[from] === to);
          expect([kind, from, to, typeof made]).toEqual([kind, from, to, allowed ? 'object' : 'string']);
        }
      }
    }
  });
});

describe('separation of duties', () => {
  it.each<[string, Said[], RegExp]>([
    [
      'a holder who approves',
      [...upTo(submit), say('alice', insert('approval', 'A1', approval('alice')))],
      /alice would hold what they approve/,
    ],
    [
      'an asker who approves',
      [...upTo(submit), say('corinne', insert('approval', 'A1', approval('corinne')))],
      /corinne asked for what they approve/,
    ],
    [
      'an approval in somebody else’s name',
      [...upTo(submit), say('corinne', insert('approval', 'A1', approval('valerie')))],
      /of valerie, given by corinne/,
    ],
    [
      'an approval of something else',
      [...upTo(submit), say('valerie', insert('approval', 'A1', approval('valerie', { contentHash: 'c2' })))],
      /another content/,
    ],
    ['an approval of nothing', [say('valerie', insert('approval', 'A1', approval('valerie')))], /of no request/],
    [
      'an approval given back',
      [
        ...upTo(approve),
        say('valerie', set('approval', 'A1', { withdrawnAt: 1 })),
        say('valerie', set('approval', 'A1', { withdrawnAt: null })),
      ],
      /had ended and is given back/,
    ],
    [
      'an approval passed on',
      [...upTo(approve), say('valerie', set('approval', 'A1', { approverId: 'vera' }))],
      /given another approverId/,
    ],
    [
      'a request approved by nobody',
      [...upTo(submit), say('valerie', step('request', 'R1', 'submitted', 'approved'))],
      /with 0 approvals/,
    ],
    [
      'a request approved by a withdrawn approval',
      [
        ...upTo(submit),
        say(
          'valerie',
          insert('approval', 'A1', approval('valerie', { withdrawnAt: 1 })),
          step('request', 'R1', 'submitted', 'approved'),
        ),
      ],
      /with 0 approvals/,
    ],
    [
      'fewer approvers than the policy asks for',
      [twoApprovers, ...upTo(approve)],
      /with 1 approvals of what it says, not 2/,
    ],
    [
      'two approvals of one person for two',
      [twoApprovers, ...upTo(submit), say('valerie', insert('approval', 'A0', approval('valerie'))), approve],
      /with 1 approvals/,
    ],
    [
      'a request changed after it was approved',
      [...upTo(approve), say('corinne', set('request', 'R1', { contentHash: 'c2' }))],
      /asks for something else while approved/,
    ],
    [
      'production of what was approved before an amendment',
      [
        ...upTo(approve),
        say('corinne', step('request', 'R1', 'approved', 'submitted', { contentHash: 'c2' })),
        say(
          'vera',
          insert('approval', 'A2', approval('vera', { contentHash: 'c2', withdrawnAt: 1 })),
          step('request', 'R1', 'submitted', 'approved'),
        ),
      ],
      /with 0 approvals/,
    ],
    [
      'a request in another asker’s name',
      [workstation, say('bruno', insert('request', 'R1', request()))],
      /another asker than bruno/,
    ],
    [
      'a holder changed on the way',
      [...upTo(approve), say('corinne', set('request', 'R1', { holderId: 'bruno' }))],
      /given another holderId/,
    ],
    [
      'an asker changed on the way',
      [...upTo(approve), say('corinne', set('request', 'R1', { askerId: 'bruno' }))],
      /given another askerId/,
    ],
    [
      'a holder who produces',
      [...upTo(approve), say('alice', step('request', 'R1', 'approved', 'in_production', { producerId: 'alice' }))],
      /producer alice would hold it/,
    ],
    [
      'an asker who produces',
      [...upTo(approve), say('corinne', step('request', 'R1', 'approved', 'in_production', { producerId: 'corinne' }))],
      /producer corinne asked for it/,
    ],
    [
      'an approver who produces',
      [...upTo(approve), say('valerie', step('request', 'R1', 'approved', 'in_production', { producerId: 'valerie' }))],
      /producer valerie approved it/,
    ],
    [
      'a request taken for somebody else',
      [...upTo(approve), say('valerie', step('request', 'R1', 'approved', 'in_production', { producerId: 'thomas' }))],
      /taken by valerie for somebody else/,
    ],
    [
      'production by nobody',
      [...upTo(take), say('thomas', set('request', 'R1', { producerId: null }))],
      /has no producer/,
    ],
    [
      'a producer exchanged for an approver',
      [...upTo(begin), say('thomas', set('request', 'R1', { producerId: 'valerie' }))],
      /producer valerie approved it/,
    ],
    [
      'a producer forgotten after production',
      [...upTo(seal), say('thomas', set('request', 'R1', { producerId: null }))],
      /given another producer/,
    ],
    [
      'a job of another technician',
      [...upTo(take), say('theo', insert('job', 'J1', job('theo')))],
      /the request is another's/,
    ],
    [
      'a job begun in another name',
      [...upTo(take), say('theo', insert('job', 'J1', job('thomas')))],
      /of thomas, begun by theo/,
    ],
    ['a job for nothing', [say('thomas', insert('job', 'J1', job('thomas')))], /for no request/],
    [
      'an approver who comes after production began, as its producer',
      [
        say('system', grant('G-T2', 'thomas', 'approver')),
        ...upTo(take),
        say('thomas', insert('approval', 'A2', approval('thomas'))),
        begin,
      ],
      /technician thomas approved it/,
    ],
    [
      'a producer who prints the letter',
      [...upTo(label), say('thomas', step('letter', 'L1', 'waiting', 'printed', { printedBy: 'thomas' }))],
      /printed by thomas, who produced/,
    ],
    [
      'a producer who prints it in another name',
      [...upTo(label), say('thomas', step('letter', 'L1', 'waiting', 'printed', { printedBy: 'theo' }))],
      /printed by thomas/,
    ],
    [
      'a producer who prints it again',
      [...upTo(print), say('thomas', step('letter', 'L1', 'printed', 'printed'))],
      /printed by thomas/,
    ],
    [
      'a letter of a token that was made again',
      [
        ...upTo(seal),
        say('theo', step('request', 'R1', 'produced', 'approved', { producerId: null })),
        say('thomas', step('letter', 'L1', 'waiting', 'printed', { printedBy: 'thomas' })),
      ],
      /while nothing was produced/,
    ],
    [
      'a proposal that its proposer confirms',
      [
        say('odile', insert('proposal', 'D1', { state: 'proposed', proposerId: 'odile', confirmerId: null })),
        say('odile', step('proposal', 'D1', 'proposed', 'executed', { confirmerId: 'odile' })),
      ],
      /confirmed by odile, who proposed/,
    ],
    [
      'a proposal that nobody confirms',
      [
        say('odile', insert('proposal', 'D1', { state: 'proposed', proposerId: 'odile', confirmerId: null })),
        say('armand', step('proposal', 'D1', 'proposed', 'executed')),
      ],
      /executed by armand, who did not confirm/,
    ],
    [
      'a policy that one person sets',
      [say('odile', insert('setting', 'request.perDay', { value: '2' }))],
      /request.perDay is set by odile alone/,
    ],
    [
      'a configuration that one person confirms',
      [
        say('system', insert('setting', 'configuration', { value: 'a' })),
        say('odile', set('setting', 'configuration', { value: 'b' })),
      ],
      /configuration is set by odile alone/,
    ],
    [
      'surge mode that one person begins',
      [say('odile', insert('setting', 'surge', { value: '{"from":1,"until":2}' }))],
      /surge is set by odile alone/,
    ],
    [
      'an SO-PIN that is shown to who did not propose it',
      [
        say(
          'theo',
          insert('proposal', 'D1', {
            act: 'token.releaseSoPin',
            state: 'proposed',
            proposerId: 'theo',
            confirmerId: null,
          }),
        ),
        say('odile', step('proposal', 'D1', 'proposed', 'confirmed', { confirmerId: 'odile' })),
        say('odile', step('proposal', 'D1', 'confirmed', 'executed')),
      ],
      /shown to odile, who did not propose it/,
    ],
  ])('finds %s', (_, said, words) => {
    expectBroken(said, words);
  });

  it('lets one person end surge mode', () => {
    const surge = insert('setting', 'surge', { value: '{"from":1,"until":2}' });
    const begun = say('odile', ...decided('surge.start', { until: 2 }), surge);
    expect(judge([begun, say('simon', set('setting', 'surge', { value: '' }))])).toBeUndefined();
  });

  it('lets an ended grant be followed by one that excludes it', () => {
    const first = grant('G1', 'p', 'administrator', { validUntil: Date.UTC(2026, 10, 25) });
    const officer = grantArgs('p', 'security-officer');
    const second = say('odile', ...decided('role.grant', officer), grant('G2', 'p', 'security-officer'));
    expectBroken([say('system', first), second], /administrator and is made security-officer/);
    const ended = set('grant', 'G1', { revokedAt: 1 });
    expect(judge([say('system', first), say('armand', ended), second])).toBeUndefined();
    expect(judge([say('system', first), { ...second, at: '2026-11-26T00:00:00.000Z' }])).toBeUndefined();
    const back = say('armand', set('grant', 'G1', { revokedAt: null }));
    expectBroken([say('system', first), say('armand', ended), back], /had ended and is given back/);
  });

  it('lets operator roles be granted by two persons to a third, and by nobody else', () => {
    const two = (personId: string, role: string, ...changes: JsonChange[]) => [
      say('armand', proposal('D1', 'role.grant', grantArgs(personId, role))),
      say('odile', executed('D1'), ...changes),
    ];
    expect(judge(two('theo', 'technician', grant('G1', 'theo', 'technician')))).toBeUndefined();
    expect(judge([say('armand', grant('G1', 'corinne', 'correspondent'))])).toBeUndefined();
    expectBroken([say('armand', grant('G1', 'theo', 'technician'))], /theo is made technician by armand alone/);
    for (const self of ['armand', 'odile']) {
      expectBroken(two(self, 'approver', grant('G1', self, 'approver')), /by a proposal of their own/);
    }
  });

  describe('what two persons decided', () => {
    const args = grantArgs('theo', 'approver');
    it.each<[string, Said[], RegExp]>([
      [
        'a role for somebody else than was proposed',
        [say('odile', ...decided('role.grant', args), grant('G1', 'bruno', 'approver'))],
        /bruno is made approver by odile alone/,
      ],
      [
        'a role for longer than was proposed',
        [say('odile', ...decided('role.grant', { ...args, validUntil: 9 }), grant('G1', 'theo', 'approver'))],
        /theo is made approver by odile alone/,
      ],
      [
        'a role prolonged afterwards',
        [
          say('odile', ...decided('role.grant', args), grant('G1', 'theo', 'approver')),
          say('armand', set('grant', 'G1', { validUntil: 9 })),
        ],
        /given another validUntil/,
      ],
      [
        'a proposal that says something else when it is confirmed',
        [
          say('armand', proposal('D1', 'role.grant', args)),
          say('odile', set('proposal', 'D1', { argsHash: 'x' }), executed('D1')),
        ],
        /given another argsHash/,
      ],
      [
        'another policy than was proposed',
        [
          say(
            'odile',
            ...decided('policy.set', { id: 'request.perDay', value: 2 }),
            insert('setting', 'request.perDay', { value: '3' }),
          ),
        ],
        /request.perDay is set by odile alone/,
      ],
      [
        'surge mode by an act of another kind',
        [say('odile', ...decided('role.grant', args), insert('setting', 'surge', { value: '{}' }))],
        /surge is set by odile alone/,
      ],
      [
        'another token destroyed than was proposed',
        [
          stock,
          say('thomas', step('token', 'T1', 'in_stock', 'scrapped')),
          say('odile', ...decided('token.destroy', { serial: 'T2' }), step('token', 'T1', 'scrapped', 'destroyed')),
        ],
        /T1 is destroyed by odile alone/,
      ],
      [
        'two administrators',
        [
          say('system', grant('G1', 'adele', 'administrator')),
          say('adele', proposal('D1', 'role.grant', args, 'armand'), executed('D1', 'adele')),
        ],
        /neither armand nor adele was a security officer then/,
      ],
      [
        'somebody who may not confirm',
        [say('theo', proposal('D1', 'role.grant', args, 'odile'), executed('D1', 'theo'))],
        /theo did not hold the role security-officer or administrator/,
      ],
    ])('is not %s', (_, said, words) => {
      expectBroken(said, words);
    });

    it('is needed for every operator role once anybody has acted', () => {
      expectBroken([submit, say('system', grant('G1', 'bruno', 'technician'))], /bruno is made technician by system/);
    });
  });

  describe('of people who held no role', () => {
    const ended = (name: string) => say('armand', set('grant', `G-${name}`, { revokedAt: 1 }));
    const disabled = (name: string) =>
      say('armand', insert('account', name, { state: 'invited' }), step('account', name, 'invited', 'disabled'));
    const deputy = (more: JsonRow) => say('system', grant('G-D', 'bruno', 'approver', more));
    const byDeputy = say(
      'bruno',
      insert('approval', 'A1', approval('bruno')),
      step('request', 'R1', 'submitted', 'approved'),
    );
    const byCorinne = say('dora', insert('approval', 'A1', approval('dora')));
    const at = Date.parse('2026-11-24T08:00:00.000Z');

    it.each<[string, Said[], RegExp]>([
      ['an approval of nobody’s', [...upTo(submit), byCorinne], /dora did not hold the role approver/],
      ['an approval after the role ended', [...upTo(submit), ended('valerie'), approve], /valerie did not hold/],
      ['an approval by a disabled account', [...upTo(submit), disabled('valerie'), approve], /valerie did not hold/],
      [
        'an approval for another service',
        [deputy({ scope: 'PREF-59' }), ...upTo(submit), byDeputy],
        /bruno did not hold the role approver/,
      ],
      [
        'an approval by a deputy whose time is over',
        [deputy({ validUntil: at - 3_600_000 }), ...upTo(submit), byDeputy],
        /bruno did not hold the role approver/,
      ],
      [
        'an approval by a deputy whose time has not come',
        [deputy({ validFrom: at + 3_600_000 }), ...upTo(submit), byDeputy],
        /bruno did not hold the role approver/,
      ],
      ['a request taken', [...upTo(approve), ended('thomas'), take], /thomas did not hold the role technician/],
      ['a job begun', [...upTo(take), ended('thomas'), begin], /thomas did not hold the role technician/],
      ['a letter printed', [...upTo(label), ended('theo'), print], /theo did not hold the role technician/],
    ])('finds %s', (_, said, words) => {
      expectBroken(said, words);
    });

    it('goes by the clock that stepped back, not by the time that entries keep meanwhile', () => {
      const stepBack = { journal: '2026-11-24T08:00:00.000Z', clock: '2026-11-24T06:30:00.000Z' };
      const stepped: Said = { ...say('system'), action: 'clock.step', detail: stepBack };
      const gone = deputy({ validUntil: at - 3_600_000 });
      expect(judge([gone, ...upTo(submit), stepped, byDeputy])).toBeUndefined();
      expectBroken([gone, ...upTo(submit), stepped, { ...byDeputy, at: '2026-11-24T08:00:01.000Z' }], /did not hold/);
    });
  });
});

describe('what is made', () => {
  const sealedWithout = (table: string): Said => say('thomas', ...seal.changes.filter((c) => c.table !== table));
  it.each<[string, Said[], RegExp]>([
    [
      'a certificate of a person that no job is for',
      [...upTo(begin), say('thomas', insert('certificate', 'C9', certificate({ jobId: null })))],
      /C9 is of a person and of no job/,
    ],
    [
      'a certificate of nobody that a person makes',
      [say('thomas', insert('certificate', 'C9', { state: 'intended', profile: 'tls-server' }))],
      /C9 is of a person and of no job/,
    ],
    [
      'a certificate of somebody else than the request',
      [
        ...upTo(begin),
        say(
          'thomas',
          step('job', 'J1', 'leased', 'certifying'),
          insert('certificate', 'C9', certificate({ holderId: 'eve' })),
        ),
      ],
      /C9 is not what its job J1 is for/,
    ],
    [
      'a second certificate of a job that has its own',
      [...upTo(issue), say('thomas', insert('certificate', 'C9', certificate()))],
      /C9 is not what its job J1 is for/,
    ],
    [
      'a certificate that is good before its job is sealed',
      [...upTo(issue), say('thomas', step('certificate', 'C1', 'issued', 'good'))],
      /C1 is good before its job is sealed/,
    ],
    ['a job sealed without its certificate', [...upTo(issue), sealedWithout('certificate')], /J1 is sealed without/],
    ['a request produced by no job', [...upTo(issue), sealedWithout('job')], /by no job|before its job is sealed/],
    [
      'a token produced by no job',
      [...upTo(begin), say('thomas', step('token', 'T1', 'in_production', 'produced'))],
      /T1 is produced by no job/,
    ],
    [
      'a workstation’s certificate asked for by who brought it in',
      [
        say('thomas', insert('workstation', 'PN-X', { state: 'commissioned', commissionerId: 'thomas' })),
        say(
          'thomas',
          insert('certificate', 'C9', { state: 'intended', profile: 'workstation', workstationId: 'PN-X' }),
        ),
      ],
      /C9 is asked for by thomas, who commissioned/,
    ],
    [
      'a workstation brought in by somebody in another’s name',
      [say('thomas', insert('workstation', 'PN-X', { state: 'loaned', commissionerId: 'theo' }))],
      /PN-X is commissioned by theo, says thomas/,
    ],
    [
      'a workstation brought in as commissioned by nobody',
      [say('thomas', insert('workstation', 'PN-X', { state: 'commissioned', commissionerId: null }))],
      /PN-X is commissioned by nobody, says thomas/,
    ],
    [
      'a workstation commissioned by nobody',
      [
        say('theo', insert('workstation', 'PN-X', { state: 'registered', commissionerId: null })),
        say('thomas', step('workstation', 'PN-X', 'registered', 'commissioned')),
      ],
      /PN-X is commissioned by nobody, says thomas/,
    ],
    [
      'a workstation given another to have commissioned it',
      [
        say('thomas', insert('workstation', 'PN-X', { state: 'commissioned', commissionerId: 'thomas' })),
        say('thomas', step('workstation', 'PN-X', 'commissioned', 'loaned', { commissionerId: 'theo' })),
      ],
      /PN-X is commissioned by theo, says thomas/,
    ],
    [
      'a workstation’s certificate that is good while it is lost',
      [
        say('theo', insert('workstation', 'PN-1', { state: 'commissioned', commissionerId: 'theo' })),
        say(
          'thomas',
          insert('certificate', 'C9', { state: 'intended', profile: 'workstation', workstationId: 'PN-1' }),
        ),
        say('thomas', step('workstation', 'PN-1', 'commissioned', 'lost')),
        say('thomas', step('certificate', 'C9', 'intended', 'issued')),
        say('thomas', step('certificate', 'C9', 'issued', 'good')),
      ],
      /C9 is good for a workstation that is lost/,
    ],
  ])('is not %s', (_, said, words) => {
    expectBroken(said, words);
  });
});

describe('a token on its way', () => {
  const grantedTech = say(
    'odile',
    ...decided('role.grant', grantArgs('corinne', 'technician')),
    grant('G9', 'corinne', 'technician'),
  );
  const handover = (mode: string, more: JsonRow = {}): JsonChange =>
    insert('handover', 'H1', {
      ...{ requestId: 'R1', mode, operatorId: 'theo', acceptedAt: null, receiptBy: null, failedAt: null },
      ...more,
    });
  const ship = say('theo', ...handOver.changes, handover('shipment'));
  const accept = (by: string) => say(by, set('handover', 'H1', { acceptedAt: 5 }));
  const receive = (by: string) => say(by, set('handover', 'H1', { receiptBy: by }));
  const letter = (by: string) => say(by, step('letter', 'L1', 'waiting', 'printed', { printedBy: by }));

  it.each<[string, Said[], RegExp]>([
    ['accepted by who shipped it', [ship, accept('theo')], /accepted by theo, who shipped/],
    ['received by who shipped it', [ship, accept('alice'), receive('theo')], /confirmed by theo, who handed/],
    [
      'received by who handed it over at the desk',
      [say('theo', ...handOver.changes, handover('desk', { acceptedAt: 5 })), receive('theo')],
      /confirmed by theo, who handed/,
    ],
    ['followed by a letter of who shipped it', [ship, letter('theo')], /printed by theo, who had its token/],
    [
      'followed by a letter of who received it for its holder',
      [grantedTech, ship, accept('corinne'), receive('corinne'), letter('corinne')],
      /printed by corinne, who had its token/,
    ],
  ])('is not %s', (_, said, words) => {
    expectBroken([...upTo(label), ...said], words);
  });

  it('is accepted and received by its holder or their correspondent, its letter printed by a third person', () => {
    expect(judge([...upTo(label), ship, accept('corinne'), receive('corinne')])).toBeUndefined();
    const failed = say('theo', set('handover', 'H1', { failedAt: 9 }));
    expect(judge([...upTo(label), ship, failed, letter('theo')])).toBeUndefined();
  });
});

describe('who opens an account', () => {
  const WAITS = { inviterId: null, voucherId: null };
  const made = say('armand', insert('account', 'tom', { state: 'invited', ...WAITS }));
  const invite = (by: string, more: JsonRow = {}) =>
    say(by, set('account', 'tom', { inviterId: by, voucherId: null, ...more }));
  const vouch = (by: string, as = by) => say(by, set('account', 'tom', { voucherId: as }));
  const open = say('tom', step('account', 'tom', 'invited', 'active'));
  const role = grantArgs('tom', 'technician');
  const proposed = say('armand', proposal('D1', 'role.grant', role));
  const granted = (more: JsonRow = {}) => say('odile', executed('D1'), grant('G1', 'tom', 'technician', more));
  const dates = { validFrom: 9e12, validUntil: 9.1e12 };
  const deputy = [say('armand', proposal('D1', 'role.grant', { ...role, ...dates })), granted(dates)];

  it('is one person for an agent, and two for an operator', () => {
    expect(judge([made, invite('armand'), open])).toBeUndefined();
    expect(judge([made, proposed, granted(), invite('armand'), vouch('odile'), open])).toBeUndefined();
    expect(judge([made, invite('armand'), vouch('odile'), open, proposed, granted()])).toBeUndefined();
    const reopened = say('odile', step('account', 'tom', 'active', 'invited', WAITS));
    expect(judge([made, invite('armand'), open, proposed, reopened, granted()])).toBeUndefined();
  });

  it.each<[string, Said[], RegExp]>([
    [
      'a role in an account that one alone opened',
      [made, invite('armand'), open, proposed, granted()],
      /one person alone/,
    ],
    ['an operator let in by one alone', [made, proposed, granted(), invite('armand'), open], /by armand alone/],
    ['a deputy to come let in by one alone', [made, ...deputy, invite('armand'), open], /by armand alone/],
    ['a code of who made the link', [made, invite('armand'), vouch('armand')], /vouched for by armand, who made/],
    ['a code of the person', [made, invite('armand'), vouch('tom')], /vouched for by tom, says tom/],
    ['a code in the name of another', [made, invite('armand'), vouch('armand', 'odile')], /by odile, says armand/],
    ['a code after it was opened', [made, invite('armand'), open, vouch('odile')], /while no link waits/],
    ['a code of the service', [made, invite('armand'), vouch('system')], /while no link waits/],
    ['a link of the person', [made, invite('tom')], /invited by tom/],
    [
      'a link in the name of another',
      [made, invite('armand', { inviterId: 'odile' })],
      /invited by odile, says armand/,
    ],
    [
      'a new link under an old code',
      [made, invite('armand'), vouch('odile'), say('adele', set('account', 'tom', { inviterId: 'adele' }))],
      /for a link made after it/,
    ],
  ])('finds %s', (_, said, words) => expectBroken(said, words));

  it('is the service for its first people, as they are made', () => {
    const founded = (actor: string) =>
      say(actor, insert('account', 'tom', { state: 'invited', inviterId: 'system', voucherId: 'system' }));
    expect(judge([founded('system'), open, proposed, granted()])).toBeUndefined();
    expectBroken([founded('armand')], /invited by system, says armand/);
  });
});

describe('one of each', () => {
  const second = say('corinne', insert('request', 'R2', request({ workstationId: 'PN-2' })));
  const approve2 = say(
    'valerie',
    insert('approval', 'A2', approval('valerie', { requestId: 'R2' })),
    step('request', 'R2', 'submitted', 'approved'),
  );
  const take2 = say('thomas', step('request', 'R2', 'approved', 'in_production', { producerId: 'thomas' }));
  it.each<[string, Said[], RegExp]>([
    [
      'two open requests for one agent and workstation',
      [...upTo(submit), say('alice', insert('request', 'R2', request({ askerId: 'alice' })))],
      /open request of alice for workstation PN-1 is R1; R2 cannot be it too/,
    ],
    [
      'two open requests without a workstation',
      [
        say('alice', insert('request', 'R1', request({ askerId: 'alice', workstationId: null }))),
        say('alice', insert('request', 'R2', request({ askerId: 'alice', workstationId: null }))),
      ],
      /workstation none/,
    ],
    [
      'two jobs for one request',
      [...upTo(begin), say('thomas', insert('job', 'J2', job('thomas', { tokenId: 'T2' })))],
      /open job for request R1 is J1/,
    ],
    [
      'two jobs on one token',
      [...upTo(begin), second, approve2, take2, say('thomas', insert('job', 'J2', job('thomas', { requestId: 'R2' })))],
      /open job on token T1 is J1/,
    ],
    [
      'two tokens for one request',
      [...upTo(begin), say('thomas', step('token', 'T2', 'in_stock', 'in_production', { requestId: 'R1' }))],
      /token in use for request R1 is T1/,
    ],
    [
      'a token in use given to a second request',
      [...upTo(seal), second, say('thomas', set('token', 'T1', { requestId: 'R2' }))],
      /given to a second request/,
    ],
    [
      'a certificate intended and issued at once',
      [
        ...upTo(begin),
        say(
          'thomas',
          step('job', 'J1', 'leased', 'certifying'),
          insert('certificate', 'C1', certificate()),
          step('certificate', 'C1', 'intended', 'issued'),
        ),
      ],
      /intended and issued at once/,
    ],
    [
      'a token produced for a workstation that is none',
      [...upTo(issue), say('thomas', step('workstation', 'PN-1', 'commissioned', 'loaned')), seal],
      /for a workstation that is loaned/,
    ],
  ])('finds %s', (_, said, words) => {
    expectBroken(said, words);
  });

  it('lets a row move on twice in one entry', () => {
    const twice = say(
      'odile',
      step('token', 'T1', 'active', 'revoked'),
      step('token', 'T1', 'revoked', 'returned'),
      step('token', 'T1', 'returned', 'in_stock', { requestId: null }),
    );
    expect(judge([...BOOK, twice])).toBeUndefined();
  });
});

describe('any journal at all', () => {
  it('is judged without a crash, whatever its rows hold', () => {
    const value = fc.oneof(
      fc.constantFrom('alice', 'submitted', 'R1', ''),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.constant({ commitment: 'x'.repeat(43) }),
    );
    const row = fc.dictionary(
      fc.constantFrom('id', 'state', 'holderId', 'requestId', 'role', '__proto__', 'personId', 'validUntil'),
      value,
    );
    const table = fc.constantFrom(...Object.keys(LIFECYCLE), 'grant', 'approval', 'setting', 'toString');
    const change = fc.oneof(
      fc.record({ table, id: fc.constantFrom('R1', 'alice', '__proto__'), insert: row }),
      fc.record({ table, id: fc.constantFrom('R1', 'alice', '__proto__'), set: row }),
      fc.record({ table, id: fc.constantFrom('R1', 'alice'), from: fc.constantFrom('submitted', 'waiting'), set: row }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 6 }), (entries) => {
        const said = judge(entries.map((changes) => say('alice', ...(changes as JsonChange[]))));
        expect(said === undefined || said.sentence.length > 0).toBe(true);
      }),
    );
  });

  it('with one entry of a good one left out or said twice is found, where the entry mattered', () => {
    for (const [i, one] of BOOK.entries()) {
      if ([label, print].includes(one)) continue; // nothing follows from these
      const without = judge(BOOK.toSpliced(i, 1));
      if (one !== close) expect(without).toBeDefined();
      expect(judge(BOOK.toSpliced(i, 0, one))).toBeDefined();
    }
  });
});

describe('replaying lines', () => {
  it('gives every row as it stands in the end', async () => {
    const rows = await replay(BOOK.map((said, seq) => encodeEntry(entryOf(said, seq))));
    expect(rows.get('request')?.get('R1')).toMatchObject({
      id: 'R1',
      ...request({ state: 'closed', producerId: 'thomas' }),
    });
    expect(rows.get('token')?.get('T1')).toMatchObject({ state: 'active', requestId: 'R1' });
    expect([...(rows.get('letter')?.keys() ?? [])]).toEqual(['L1', 'L2']);
    expect(rows.get('person')?.size).toBe(0);
  });

  it('stops at the first line that cannot follow, and at one that is none', async () => {
    const lines = [submit, close].map((said, seq) => encodeEntry(entryOf(said, seq)));
    await expect(replay(lines)).rejects.toMatchObject({ code: 'journal_broken', detail: { step: 'rules', seq: 1 } });
    await expect(replay(['{}'])).rejects.toMatchObject({ code: 'journal_broken' });
  });
});
