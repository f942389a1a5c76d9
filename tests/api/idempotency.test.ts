import { randomUUID } from 'node:crypto';
import { createOnce } from '../../src/api/idempotency.ts';
import { AppError } from '../../src/errors.ts';
import type { Call } from '../../src/flow/ports/answers.ts';
import { openTestStore, START } from '../support/records/store.ts';
import { loginOf, PASSWORD } from '../support/world/come-in.ts';
import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

describe('a call that is sent twice', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => service.close());
  const { as, nobody, tokenOf } = callers(() => service);
  const key = () => ({ 'Idempotency-Key': randomUUID() });
  const ask = { kind: 'first-issue', workstation: 'PN-1' };

  it('acts once and answers twice alike', async () => {
    const once = key();
    const first = await as('alice').post('/requests', ask, once);
    const second = await as('alice').post('/requests', ask, once);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await service.world.reads.count('request', {})).toBe(1);
  });

  it('acts again under another key', async () => {
    await as('alice').post('/requests', ask, key());
    expect((await as('alice').post('/requests', ask, key())).body.code).toBe('duplicate');
  });

  it('is refused under the same key with another body or on another route', async () => {
    const once = key();
    const { body } = await as('alice').post('/requests', ask, once);
    const other = await as('alice').post('/requests', { ...ask, priority: 1 }, once);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
    const elsewhere = await as('alice').post(`/requests/${body.id}/withdraw`, {}, once);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'idempotency_mismatch']);
    expect(await service.world.reads.get('request', body.id)).toMatchObject({ state: 'submitted' });
  });

  it('belongs to its caller: the same key of another person is another call', async () => {
    const once = key();
    const mine = await as('alice').post(
      '/requests',
      { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' } },
      once,
    );
    const theirs = await as('bruno').post(
      '/requests',
      { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' } },
      once,
    );
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('is not answered to a narrower way in of the same person, nor acted on again', async () => {
    const made = await as('alice').post('/api-tokens', { name: 'script', scopes: ['agent'], days: 1 });
    const once = key();
    const first = await as('alice').post('/requests', ask, once);
    const other = await nobody('post', '/requests').auth(made.body.token, { type: 'bearer' }).set(once).send(ask);
    expect([first.status, other.status, other.body.code]).toEqual([201, 422, 'idempotency_mismatch']);
    expect(other.text).not.toContain(first.body.id);
  });

  it('is answered to another session of the same rights, and not once a role has ended', async () => {
    const once = key();
    const body = { reference: 'BL-9', model: 'Twin', tokens: [{ serial: 'Z-9', soPin: '12345678' }] };
    const first = await as('thomas').post('/deliveries', body, once);
    const send = async () =>
      nobody('post', '/deliveries')
        .auth(await service.sessionOf('thomas'), { type: 'bearer' })
        .set(once)
        .send(body);
    expect(await send()).toMatchObject({ status: first.status, body: first.body });
    const { world } = service;
    const grants = await world.reads.find('grant', { personId: world.thomas.personId, role: 'technician' });
    for (const { id } of grants) await world.flow.people.endGrant(world.adele, { grantId: id });
    expect((await send()).body.code).toBe('idempotency_mismatch');
  });

  it('that was refused may be tried again under its key', async () => {
    const once = key();
    const first = await as('alice').post('/requests', ask);
    expect((await as('alice').post('/requests', ask, once)).body.code).toBe('duplicate');
    await as('alice').post(`/requests/${first.body.id}/withdraw`);
    expect((await as('alice').post('/requests', ask, once)).status).toBe(201);
  });

  it('answers 204 twice', async () => {
    const { body } = await as('alice').post('/requests', ask);
    const once = key();
    for (const replayed of [undefined, 'true']) {
      const answer = await as('alice').post(`/requests/${body.id}/withdraw`, {}, once);
      expect([answer.status, answer.text, answer.headers['idempotency-replayed']]).toEqual([204, '', replayed]);
    }
  });

  it('while the first is running is told to wait', async () => {
    const token = await tokenOf('alice');
    let go = (): void => {};
    const { submit } = service.door.flow.request;
    const started = new Promise<void>((running) => {
      service.door.flow.request.submit = async (...args) => {
        running();
        await new Promise<void>((resolve) => (go = resolve));
        return submit(...args);
      };
    });
    const once = key();
    const send = () => nobody('post', '/requests').auth(token, { type: 'bearer' }).set(once).send(ask);
    const first = send().then((answer) => answer.status);
    await started;
    const second = await send();
    expect([second.status, second.body.code]).toEqual([409, 'conflict']);
    go();
    expect(await first).toBe(201);
  });

  it('whose answer holds a secret never has it stored', async () => {
    const once = key();
    const input = { name: 'script', scopes: ['agent'], days: 1 };
    const first = await as('alice').post('/api-tokens', input, once);
    expect(first.body.token).toMatch(/^jtn_/);
    const second = await as('alice').post('/api-tokens', input, once);
    expect([second.status, second.body.code]).toEqual([409, 'already_done']);
    expect(second.text).not.toContain('jtn_');
  });

  it('is remembered for a day', async () => {
    const once = key();
    const { body } = await as('alice').post(
      '/requests',
      { kind: 'nomade', device: { kind: 'android', name: 'Téléphone' } },
      once,
    );
    await as('alice').post(`/requests/${body.id}/withdraw`);
    service.world.clock.pass(24 * 3_600_000);
    const token = await service.sessionOf('alice');
    const later = await nobody('post', '/requests')
      .auth(token, { type: 'bearer' })
      .set(once)
      .send({ kind: 'nomade', device: { kind: 'android', name: 'Téléphone' } });
    expect(later.status).toBe(201);
    expect(later.body.id).not.toBe(body.id);
  });

  it('leaves neither its key nor a hash of its body that could be guessed in the database', async () => {
    const once = key();
    await as('thomas').post(
      '/deliveries',
      { reference: 'BL-2', model: 'Twin', tokens: [{ serial: 'Z-1', soPin: '12345678' }] },
      once,
    );
    const claims = await service.world.opened.idempotency.find({
      caller: service.world.thomas.personId,
      key: once['Idempotency-Key'],
      route: '',
      bodyHash: '',
      callId: '',
      sentAt: 0,
      expiresAt: 0,
    });
    expect(claims.outcome).toBe('fresh');
  });

  it.each(['short', 'with a space in the middle', 'é'.repeat(20)])('is refused with the key %j', async (wrong) => {
    const answer = await as('alice').post('/requests', ask, {
      'Idempotency-Key': encodeURI(wrong).replaceAll('%20', ' ').slice(0, 15),
    });
    expect(answer.body.code).toBe('invalid_input');
  });

  it('has no key where nobody is signed in: it is not looked at', async () => {
    const login = loginOf('alice');
    const once = key();
    for (let i = 0; i < 2; i += 1) {
      await nobody('post', '/sessions').set(once).send({ login, password: PASSWORD }).expect(201);
    }
  });

  describe('when the service dies', () => {
    /** From now on nothing that comes after an act's own transaction is written: the process is gone. */
    const dies = () => {
      const { idempotency } = service.world.opened;
      const gone = () => Promise.reject(new Error('the process is gone'));
      Object.assign(idempotency, { keep: gone, forget: gone });
    };

    it('after the act and before its answer is answered as it would have been', async () => {
      dies();
      const once = key();
      const first = await as('alice').post('/requests', ask, once);
      const second = await as('alice').post('/requests', ask, once);
      expect([first.status, second.status, second.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
      expect(second.body).toEqual(first.body);
      expect(await service.world.reads.count('request', {})).toBe(1);
    });

    it('amid several acts is told that a part was done, and nothing is done again', async () => {
      const { body } = await as('alice').post('/requests', ask);
      dies();
      const once = key();
      const decide = { items: [{ requestId: body.id, contentHash: body.contentHash, seenPriority: 0 }] };
      const first = await as('valerie').post('/approvals', decide, once);
      expect([first.status, first.body.code]).toEqual([500, 'internal']);
      const second = await as('valerie').post('/approvals', decide, once);
      expect([second.status, second.body.code]).toEqual([409, 'already_done']);
      expect(await service.world.reads.count('approval', {})).toBe(1);
    });

    it('ends one of several acts whose answer cannot be kept: nothing is done again, however soon it is repeated', async () => {
      const { body } = await as('alice').post('/requests', ask);
      const { idempotency } = service.world.opened;
      const { keep } = idempotency;
      idempotency.keep = () => Promise.reject(new AppError('service_unreachable', 'the connection was ended'));
      const once = key();
      const decide = { items: [{ requestId: body.id, contentHash: body.contentHash, seenPriority: 0 }] };
      await as('valerie').post('/approvals', decide, once);
      idempotency.keep = keep;
      const second = await as('valerie').post('/approvals', decide, once);
      expect([second.status, second.body.code]).toEqual([409, 'already_done']);
    });

    it('amid several acts keeps the key, whatever the fault: what was done stands', async () => {
      const { body } = await as('alice').post('/requests', ask);
      const { approval } = service.door.flow;
      const { approveMany } = approval;
      approval.approveMany = async (...given) => {
        await approveMany(...given);
        throw new AppError('service_unreachable', 'the connection was ended');
      };
      const once = key();
      const decide = { items: [{ requestId: body.id, contentHash: body.contentHash, seenPriority: 0 }] };
      await as('valerie').post('/approvals', decide, once);
      approval.approveMany = approveMany;
      const second = await as('valerie').post('/approvals', decide, once);
      expect([second.status, second.body.code]).toEqual([409, 'already_done']);
    });

    it('before the act has done nothing: the same key does it', async () => {
      const { flow } = service.door;
      const { submit } = flow.request;
      flow.request.submit = () => Promise.reject(new Error('the process is gone'));
      const once = key();
      expect((await as('alice').post('/requests', ask, once)).status).toBe(500);
      flow.request.submit = submit;
      expect((await as('alice').post('/requests', ask, once)).status).toBe(201);
    });
  });
});

describe('a call that is sent again to another node while the first runs', () => {
  const received = (callId: string, body = '{}') => ({
    key: 'a-key-of-the-client',
    callId,
    callerId: 'alice',
    rights: 'agent@*',
    route: 'POST /requests/r/approve',
    body: Buffer.from(body),
    now: START,
  });
  const answer = { status: 200, body: '{"state":"approved"}' };
  /** The second node finds the key fresh, and the first is done before the second acts. */
  const sentTwice = async (refusal: AppError, body?: string) => {
    const { store, idempotency } = await openTestStore();
    const [first, second] = [createOnce(idempotency), createOnce(idempotency)];
    const done = async (call: Call) => {
      await store.transact((unit) => unit.keepAnswer(call.claim, answer));
      call.kept = { answer };
      return { ...answer, keep: true };
    };
    const answerOf = () => answer;
    return second(received('second', body), answerOf, async () => {
      await first(received('first'), answerOf, done);
      throw refusal;
    });
  };
  const wrongState = new AppError('wrong_state', 'it is approved already');

  it.each([wrongState, new AppError('conflict', 'somebody was faster')])(
    'gets the answer of the first, not the refusal of what the first did: $code',
    async (refusal) => {
      await expect(sentTwice(refusal)).resolves.toEqual({ ...answer, replayed: true });
    },
  );

  it('is told of another body under its key', async () => {
    await expect(sentTwice(wrongState, '{"priority":1}')).rejects.toMatchObject({ code: 'idempotency_mismatch' });
  });

  it('is told of a fault of the records as such: it may be repeated', async () => {
    const fault = new AppError('service_unreachable', 'the database does not answer');
    await expect(sentTwice(fault)).rejects.toBe(fault);
  });

  it('is refused where nothing stands under its key', async () => {
    const { idempotency } = await openTestStore();
    const refused = createOnce(idempotency)(
      received('only'),
      () => answer,
      () => Promise.reject(wrongState),
    );
    await expect(refused).rejects.toBe(wrongState);
  });
});
