import { problemOf } from '../../src/api/problem.ts';
import { AppError, ERROR_CODES, type ErrorCode } from '../../src/errors.ts';
import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

interface Answered {
  status: number;
  body: { code?: string };
}

describe('a refused act', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => service.close());
  const { as } = callers(() => service);

  /** Its status and code, and an entry with the code as the journal's newest. */
  const expectRefusal = async (
    answer: Answered,
    status: number,
    code: ErrorCode,
    action: string,
    kept = code,
  ): Promise<void> => {
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await service.newest()).toMatchObject({ action, outcome: 'refused', detail: { code: kept } });
  };
  const submit = async (
    name: 'alice' | 'bruno' | 'valerie',
    more: object = { kind: 'first-issue', workstation: 'PN-1' },
  ) => (await as(name).post('/requests', more)).body as { id: string; number: string; contentHash: string };

  it('by the wrong role is 403 forbidden', async () => {
    await expectRefusal(
      await as('adele').post('/workstations/PN-1/changes', { action: 'retire' }),
      403,
      'forbidden',
      'workstation.change',
    );
  });

  it('on a request of one’s own is 403 own_request', async () => {
    const own = await submit('valerie', { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' } });
    await expectRefusal(
      await as('valerie').post(`/requests/${own.id}/approve`, { contentHash: own.contentHash, seenPriority: 0 }),
      403,
      'own_request',
      'request.approve',
    );
  });

  it('by a second part of the same person is 403 same_person', async () => {
    const request = await submit('alice');
    await service.world.approve(request.id, service.world.vincent);
    await expectRefusal(
      await as('vincent').post(`/requests/${request.id}/produce`, { slot: '1' }),
      403,
      'same_person',
      'production.produce',
    );
  });

  it('on what one may not see is 404 as if there were none, and the entry says why', async () => {
    const request = await submit('alice');
    const answer = await as('victor').post(`/requests/${request.id}/approve`, {
      contentHash: request.contentHash,
      seenPriority: 0,
    });
    await expectRefusal(answer, 404, 'not_found', 'request.approve', 'out_of_scope');
  });

  it('without a fresh factor is 403 fresh_factor_needed', async () => {
    await as('thomas').get('/me');
    service.world.clock.pass(6 * 60_000);
    await expectRefusal(
      await as('thomas').post('/bench/next', { count: 1 }),
      403,
      'fresh_factor_needed',
      'production.produce',
    );
  });

  it('that would join roles which exclude each other is 409 exclusive_role', async () => {
    const { personId } = service.world.aurore;
    await expectRefusal(
      await as('adele').post(`/people/${personId}/grants`, { role: 'supervisor' }),
      409,
      'exclusive_role',
      'account.grant',
    );
  });

  it('on what is not there is 404 not_found', async () => {
    await expectRefusal(
      await as('thomas').post('/tokens/B-9999/stock', { action: 'scrap' }),
      404,
      'not_found',
      'stock.change',
    );
  });

  it('in the wrong state is 409 wrong_state, with the state', async () => {
    const request = await submit('alice');
    await as('alice').post(`/requests/${request.id}/withdraw`);
    const answer = await as('alice').post(`/requests/${request.id}/withdraw`);
    await expectRefusal(answer, 409, 'wrong_state', 'request.withdraw');
    expect(answer.body.context).toMatchObject({ from: 'withdrawn', action: 'withdraw' });
  });

  it('twice is 409 duplicate or already_done', async () => {
    const { number } = await submit('alice');
    const again = await as('alice').post('/requests', { kind: 'first-issue', workstation: 'PN-1' });
    await expectRefusal(again, 409, 'duplicate', 'request.submit');
    expect(again.body.context).toEqual({ number });
    const { personId } = service.world.eve;
    await as('adele').post(`/people/${personId}/grants`, { role: 'supervisor' });
    await expectRefusal(
      await as('adele').post(`/people/${personId}/grants`, { role: 'supervisor' }),
      409,
      'already_done',
      'account.grant',
    );
  });

  it('on what was changed since is 409 changed_since', async () => {
    const request = await submit('alice');
    const { contentHash } = request;
    await as('alice').post(`/requests/${request.id}/amend`, { contentHash, comment: 'autre' });
    const stale = await as('alice').post(`/requests/${request.id}/amend`, { contentHash, comment: 'encore' });
    await expectRefusal(stale, 409, 'changed_since', 'request.amend');
    const answer = await as('valerie').post(`/requests/${request.id}/approve`, {
      contentHash: request.contentHash,
      seenPriority: 0,
    });
    await expectRefusal(answer, 409, 'changed_since', 'request.approve');
  });

  it('too late is 410 expired', async () => {
    const { body } = await as('adele').post('/proposals', {
      act: 'policy.set',
      args: { id: 'approvals:nomade', value: 2 },
    });
    service.world.clock.pass(16 * 60_000);
    const answer = await as('olga').post(`/proposals/${body.id}/confirm`, { argsHash: body.argsHash });
    await expectRefusal(answer, 410, 'expired', 'dualControl.confirm');
  });

  it('with a token that is not ours is 409 token_foreign, with none 409 token_wrong', async () => {
    const request = await submit('alice');
    await service.world.approve(request.id);
    service.world.twin.plug('1', { serial: 'FOREIGN-1', soPin: '12345678' });
    await expectRefusal(
      await as('thomas').post(`/requests/${request.id}/produce`, { slot: '1' }),
      409,
      'token_foreign',
      'production.produce',
    );
    const none = await as('thomas').post(`/requests/${request.id}/produce`, { slot: '9' });
    expect([none.status, none.body.code]).toEqual([409, 'token_wrong']);
  });
});

describe('a problem', () => {
  it('has a status for every code, its own sentence and its machine-readable part', () => {
    for (const code of ERROR_CODES) {
      const problem = problemOf(new AppError(code, 'what happened', { detail: { number: 'DEM-1' } }), 'id');
      expect(problem.status).toBeGreaterThanOrEqual(400);
      expect(problem).toMatchObject({ type: `urn:jeton:error:${code}`, code, requestId: 'id' });
      if (code === 'internal') expect(JSON.stringify(problem)).not.toMatch(/what happened|DEM-1/);
      else expect(problem).toMatchObject({ detail: 'what happened', context: { number: 'DEM-1' } });
    }
  });

  it('of an unknown error is 500 and says nothing of it', () => {
    for (const thrown of [
      new Error('secret'),
      'secret',
      undefined,
      { status: 400, message: 'secret' },
      new TypeError('secret'),
    ]) {
      const problem = problemOf(thrown);
      expect(problem).toMatchObject({ status: 500, code: 'internal' });
      expect(JSON.stringify(problem)).not.toContain('secret');
    }
  });
});
