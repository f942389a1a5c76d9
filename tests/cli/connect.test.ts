import { PASSWORD } from '../support/world/come-in.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('jeton connect', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => service.close());
  const { run } = terminals(() => service);

  /** Types the code that the command shows into the console, as its person. */
  const confirmed = (token: string): typeof fetch => {
    let code = '';
    return async (url, init) => {
      const answer = await fetch(url, init);
      if (String(url).endsWith('/device-sign-ins')) code = (await answer.clone().json()).userCode;
      else if (code !== '') {
        await service.door.identity.approveDeviceSignIn(token, code, { address: '192.0.2.7' });
        code = '';
      }
      return answer;
    };
  };

  it('shows a code, waits for its person in the console, and is signed in as them', async () => {
    const token = await service.sessionOf('thomas');
    const ran = await run('thomas', ['connect', '--interval', '100'], { fetch: confirmed(token) });
    expect(ran).toMatchObject({
      code: 0,
      out: 'signed in\n',
      err: expect.stringMatching(/\/connexion\/code and type [B-Z]{4}-[B-Z]{4}\n$/),
    });
    expect((await run('thomas', ['whoami', '--json'])).json).toMatchObject({ person: { directoryId: 'M-THOMAS' } });
  });

  it('never shows the secret that it keeps', async () => {
    const token = await service.sessionOf('thomas');
    const seen: string[] = [];
    const spy = confirmed(token);
    const fetching: typeof fetch = async (url, init) => {
      const answer = await spy(url, init);
      if (String(url).endsWith('/device-sign-ins')) seen.push((await answer.clone().json()).deviceCode);
      return answer;
    };
    const { out, err } = await run('thomas', ['connect', '--interval', '100'], { fetch: fetching });
    expect(seen).toHaveLength(1);
    expect(out + err).not.toContain(seen[0]);
  });

  it('is what refresh, and an act that needs a fresh factor, come to where the password is not enough', async () => {
    const token = await service.sessionOf('thomas');
    await run('thomas', ['login', 'M-THOMAS', '--password-stdin'], { typed: PASSWORD });
    const spy = confirmed(token);
    const asked: string[] = [];
    const fetching: typeof fetch = async (url, init) => {
      asked.push(new URL(String(url)).pathname);
      const answer = await spy(url, init);
      if (!String(url).endsWith('/v1/session')) return answer;
      return Response.json({ ...(await answer.json()), stepUp: 'passkey' }, { status: answer.status });
    };
    const ran = await run('thomas', ['refresh'], { fetch: fetching });
    expect(ran).toMatchObject({ code: 0, err: expect.stringMatching(/passkey.*\/connexion\/code and type/s) });
    expect(asked).not.toContain('/api/v1/session/refresh');
  }, 15_000);
});
