import express from 'express';
import request from 'supertest';
import { CSP_REPORTS, createCspReports } from '../../src/listen/csp-reports.ts';

describe('reports of broken policies', () => {
  let now = 0;
  let logged: unknown[][] = [];
  const open = () => {
    now = 1_000_000;
    logged = [];
    const reports = createCspReports({ now: () => now, log: { warn: (...said) => void logged.push(said) } });
    const app = express();
    app.post(CSP_REPORTS, reports.door);
    const send = (body = '{"csp-report":{}}', type = 'application/csp-report') =>
      request(app).post(CSP_REPORTS).set('content-type', type).send(body);
    return { reports, send };
  };

  it('are counted, each kind that browsers send, and nothing else is', async () => {
    const { reports, send } = open();
    expect((await send()).status).toBe(204);
    expect((await send('[]', 'application/reports+json; charset=utf-8')).status).toBe(204);
    expect((await send('{}', 'application/json')).status).toBe(415);
    expect(reports.standing()).toEqual({ count: 2, lastAt: 1_000_000 });
  });

  it('are bounded in size and in rate', async () => {
    const { reports, send } = open();
    expect((await send('x'.repeat(20_000))).status).toBe(413);
    const statuses = [];
    for (let i = 0; i < 62; i += 1) statuses.push((await send()).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    now += 60_000;
    expect((await send()).status).toBe(204);
    expect(reports.standing().count).toBe(61);
  });

  it('leave one line a minute, and nothing of what they say', async () => {
    const { send } = open();
    for (let i = 0; i < 5; i += 1) await send('{"csp-report":{"blocked-uri":"SECRET <script>"}}');
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain('SECRET');
  });
});
