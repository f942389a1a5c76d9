import { createService, type Service, terminals } from './terminal.ts';

describe('a priority from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { as } = terminals(() => service);

  it('is of one request, or of each of many, as its help says', async () => {
    const help = async (verb: string) => (await as('simon', verb, '--help')).out.replaceAll(/\s+/g, ' ');
    expect(await help('prioritise')).toContain('what counted when you read it');
    expect(await help('approve')).toContain('what counted of each when you read it');
  });

  it('is confirmed with the approval, changed afterwards, and shown with its reason', async () => {
    const number = 'DEM-1998-00001';
    await as('alice', 'request', 'submit', '--workstation', 'PN-1', '--priority', '2');
    // what is asked for as a crisis is confirmed by nobody who did not see it
    const unseen = await as('valerie', 'approve', number);
    expect(unseen).toMatchObject({ code: 1, err: expect.stringContaining('--seen-priority 2') });
    const decide = ['approve', number, '--seen-priority', '2', '--priority', '0'];
    const refused = await as('valerie', ...decide);
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('not-urgent, over, fairness') });
    await as('valerie', ...decide, '--why', 'not-urgent');
    expect((await as('alice', 'request', 'show', number)).out).toMatch(/confirmed priority\s+0 \(not-urgent\)/);
    const same = await as('simon', 'prioritise', number, '0');
    expect(same).toMatchObject({ code: 1, err: expect.stringContaining('is 0 already') });
    const raised = await as('simon', 'prioritise', number, '2', '--why', 'crisis-cell');
    expect(raised.out).toBe(`the priority of ${number} is confirmed\n`);
    const blind = await as('simon', 'prioritise', number, '0', '--why', 'over');
    expect(blind).toMatchObject({ code: 1, err: expect.stringContaining('--seen-priority 2') });
    const stale = await as('simon', 'prioritise', number, '1', '--seen-priority', '0', '--why', 'over');
    expect(stale).toMatchObject({ code: 1, err: expect.stringContaining('priority 2 counts') });
    expect((await as('thomas', 'queue', '--json')).json.items).toMatchObject([
      { number, priority: 2, confirmedPriority: 2, priorityReason: 'crisis-cell' },
    ]);
  });
});
