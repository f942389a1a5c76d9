import { Writable } from 'node:stream';
import express from 'express';
import request from 'supertest';
import { readConfig } from '../../src/config.ts';
import { createCspReports } from '../../src/listen/csp-reports.ts';
import { createMetrics } from '../../src/listen/metrics.ts';
import { createWeb } from '../../src/listen/web.ts';
import { createLog } from '../../src/log.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

function web(
  security?: { contact: string; origin(): string },
  readiness: () => Promise<{ ready: boolean; waiting: string[] }> = async () => ({ ready: true, waiting: [] }),
) {
  const router = express.Router();
  router.get('/broken', () => {
    throw new Error('secret of the inside at /srv/app.ts:12');
  });
  return createWeb({
    api: express.Router(),
    console: router,
    metrics: createMetrics(async () => ({})),
    reports: createCspReports({ now: Date.now, log: { warn() {} } }),
    readiness,
    nodes: () => [{ node: 'one' }],
    log,
    ...(security ? { security } : {}),
  });
}

describe('every answer of the web', () => {
  it('has the headers of a site that trusts nothing from elsewhere, and names no program', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const { headers } = await request(web()).get(path);
      expect(headers['strict-transport-security']).toMatch(/^max-age=63072000/);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['server']).toBeUndefined();
    }
  });

  it('never believes a header about where the client is', async () => {
    const app = web();
    app.get('/who', (req, res) => void res.send(`${req.ip} ${req.protocol} ${req.hostname}`));
    const { text } = await request(app).get('/who').set({ 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https' });
    expect(text).not.toContain('1.2.3.4');
    expect(text).toContain(' http ');
  });

  it('names nodes to whoever watches on this machine, and to nobody else', async () => {
    expect((await request(web()).get('/readyz')).body).toEqual({ ready: true, waiting: [], nodes: [{ node: 'one' }] });
    const app = web(undefined, async () => ({ ready: true, waiting: ['disk', 'node lyon', 'node lille'] }));
    const brought = await request(app).get('/readyz').set('X-Forwarded-For', '127.0.0.1');
    expect(brought.body).toEqual({ ready: true, waiting: ['disk', 'node'] });
    expect((await request(app).get('/readyz')).body).toMatchObject({ waiting: ['disk', 'node lyon', 'node lille'] });
  });

  it('gives no counts to whom a proxy on this machine brings from elsewhere', async () => {
    expect((await request(web()).get('/metrics')).status).toBe(200);
    for (const name of ['X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP'])
      expect((await request(web()).get('/metrics').set(name, '127.0.0.1')).status).toBe(404);
  });

  it('says nothing of a fault that no door answers, not even its stack', async () => {
    const broken = web(undefined, async () => {
      throw new Error('secret of the inside');
    });
    for (const path of ['/readyz', '/broken']) {
      const { status, text, headers } = await request(broken).get(path);
      expect([path, status]).toEqual([path, 500]);
      expect(text).toMatch(/^something went wrong here: [0-9a-f-]{36}\n$/);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' });
    }
  });

  it('does not echo a TRACE', async () => {
    const answer = await request(web()).trace('/healthz').set('cookie', 'secret=1');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text ?? '').not.toContain('secret=1');
  });

  it('tells who looks for it whom to tell about a weakness (RFC 9116)', async () => {
    const security = { contact: 'mailto:securite@interieur.example', origin: () => 'https://jeton.interieur.example' };
    const { text, type } = await request(web(security)).get('/.well-known/security.txt');
    expect(type).toBe('text/plain');
    expect(text).toContain('Contact: mailto:securite@interieur.example\n');
    expect(text).toContain('Canonical: https://jeton.interieur.example/.well-known/security.txt\n');
    const end = Date.parse(/Expires: (.*)/.exec(text)![1]!);
    expect(end).toBeGreaterThan(Date.now() + 90 * 86_400_000);
    expect(end).toBeLessThan(Date.now() + 365 * 86_400_000);
    expect((await request(web()).get('/.well-known/security.txt')).status).toBe(404);
  });
});

describe('what stands around the web', () => {
  it('lets no other origin read an answer', async () => {
    const answer = await request(web()).get('/healthz').set('origin', 'https://evil.example');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('is refused in clear on any address but loopback', () => {
    expect(() => readConfig({ JETON_HOST: '0.0.0.0' })).toThrow(/JETON_TLS_CERT/);
    expect(() => readConfig({ JETON_MTLS_PORT: '8443' })).toThrow(/JETON_TLS_CERT/);
    expect(readConfig({ JETON_HOST: '127.0.0.1' }).web.host).toBe('127.0.0.1');
  });

  it('writes what a client sent on one line, or not at all', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const written = createLog('info', sink);
    written.error('it failed', new Error('first line\n{"level":"info","message":"forged"}'), {
      route: '/x\n{"level":"error","message":"forged"}',
    });
    written.info('answered', { method: 'GET\r\nforged' });
    await new Promise((done) => setTimeout(done, 50));
    const text = lines.join('');
    expect(text.trim().split('\n')).toHaveLength(2);
    for (const line of text.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });
});
