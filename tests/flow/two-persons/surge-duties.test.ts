import fc from 'fast-check';
import type { Caller } from '../../../src/book/rights/roles.ts';
import { isAppError } from '../../../src/errors.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** Acts of people on one request of Alice's, by name: who may, and who may not, is the same with and without surge mode. */
const WHO = [
  'alice',
  'bruno',
  'corinne',
  'valerie',
  'vera',
  'victor',
  'vincent',
  'thomas',
  'theo',
  'odile',
  'armand',
  'aurore',
  'simon',
] as const;
const ACTS = [
  'submit',
  'approve',
  'takeBack',
  'reject',
  'take',
  'produce',
  'letter',
  'propose',
  'confirm',
  'end',
] as const;
type Step = { who: (typeof WHO)[number]; act: (typeof ACTS)[number] };

async function tried(w: World, { who, act }: Step): Promise<string> {
  const by: Caller = w[who];
  const [request] = await w.reads.find('request', { holderId: w.alice.personId });
  const requestId = request?.id ?? 'NONE';
  const [letter] = await w.reads.find('letter', { kind: 'pin' });
  const [proposal] = await w.reads.find('proposal', { act: 'role.grant', state: 'proposed' });
  const args = { personId: w.eve.personId, role: 'technician' as const, scope: '*' };
  const acts: Record<Step['act'], () => Promise<unknown>> = {
    submit: () =>
      w.flow.request.submit(by, { kind: 'first-issue', workstation: 'PN-1', priority: 0, holder: 'M-ALICE' }),
    approve: () => w.flow.approval.approve(by, { requestId, contentHash: request?.contentHash ?? '', seenPriority: 0 }),
    takeBack: () => w.flow.approval.takeBack(by, { requestId }),
    reject: () =>
      w.flow.approval.askInformation(by, { requestId, contentHash: request?.contentHash ?? '', text: 'Pourquoi ?' }),
    take: () => w.flow.production.takeNext(by, { count: 1 }),
    produce: () => w.flow.production.produce(by, { requestId, slot: '1' }),
    letter: () => w.flow.letters.print(by, { letterId: letter?.id ?? 'NONE' }),
    propose: () => w.flow.dualControl.propose(by, { act: 'role.grant', args }),
    confirm: () =>
      w.flow.dualControl.confirm(by, {
        proposalId: proposal?.id ?? 'NONE',
        argsHash: proposal?.argsHash ?? '0'.repeat(64),
      }),
    end: () => w.flow.people.disable(by, { personId: w.simon.personId }),
  };
  return acts[act]().then(
    () => 'done',
    (error: unknown) => {
      if (isAppError(error)) return error.code;
      throw error;
    },
  );
}

describe('surge mode', () => {
  it('relaxes no duty: whatever people try, each is allowed or refused as without it', async () => {
    const step = fc.record({ who: fc.constantFrom(...WHO), act: fc.constantFrom(...ACTS) });
    const stories = fc.array(step, { minLength: 15, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const [calm, surging] = [await createWorld(), await createWorld()];
        const until = surging.clock.now() + 3_600_000;
        const { id, argsHash } = await surging.flow.dualControl.propose(surging.armand, {
          act: 'surge.start',
          args: { until, reason: 'crisis' },
        });
        await surging.flow.dualControl.confirm(surging.odile, { proposalId: id, argsHash });
        for (const one of story) expect([one, await tried(surging, one)]).toEqual([one, await tried(calm, one)]);
        await surging.check();
        await Promise.all([calm.close(), surging.close()]);
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});
