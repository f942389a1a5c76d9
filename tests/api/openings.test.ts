import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpack } from '../../src/cli/unpack.ts';
import type { Name } from '../support/world/service.ts';
import { createService, type Service } from '../support/world/service.ts';
import { callers } from './caller.ts';

/** `journal.open`: who may take the names of people along with the proof. */
describe('the openings of an export', () => {
  let service: Service;
  let folder: string;
  beforeEach(async () => {
    service = await createService();
    folder = mkdtempSync(join(tmpdir(), 'jeton-openings-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await service.close();
  });
  const { nobody, tokenOf } = callers(() => service);
  const exportAs = async (token: string, openings: boolean) =>
    nobody('post', '/journal/exports')
      .auth(token, { type: 'bearer' })
      .send({ openings })
      .buffer(true)
      .parse((res, done) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.on('end', () => done(null, Buffer.concat(parts)));
      });
  const codeOf = (body: Buffer): string => JSON.parse(body.toString()).code;

  it('are for the auditor, with a fresh factor; the entry says so, and the names are in that export alone', async () => {
    const token = await tokenOf('aurore');
    const whole = async (openings: boolean): Promise<{ files: string[]; text: string }> => {
      const answer = await exportAs(token, openings);
      expect(answer.status).toBe(200);
      expect(await service.newest()).toMatchObject({ action: 'journal.export', outcome: 'done', detail: { openings } });
      const to = join(folder, String(openings));
      mkdirSync(to);
      writeFileSync(`${to}.zip`, answer.body);
      const files = await unpack(`${to}.zip`, to);
      return { files, text: files.map((name) => readFileSync(join(to, name), 'utf8')).join('\n') };
    };
    const without = await whole(false);
    const opened = await whole(true);
    expect(without.files).not.toContain('openings.ndjson');
    expect(opened.files).toContain('openings.ndjson');
    expect([without.text.includes('Tissier'), opened.text.includes('Tissier')]).toEqual([false, true]);
  });

  it('ask for a factor given moments ago', async () => {
    const token = await tokenOf('aurore');
    service.world.clock.advance(6 * 60_000);
    const answer = await exportAs(token, true);
    expect([answer.status, codeOf(answer.body)]).toEqual([403, 'fresh_factor_needed']);
    expect(await service.newest()).toMatchObject({
      action: 'journal.export',
      outcome: 'refused',
      detail: { code: 'fresh_factor_needed' },
    });
  });

  it.each<Name>(['olga', 'adele', 'thomas', 'valerie', 'simon', 'corinne', 'alice'])(
    'are refused to %s, who is no auditor, and the refusal stays',
    async (name) => {
      const answer = await exportAs(await tokenOf(name), true);
      expect([answer.status, codeOf(answer.body)]).toEqual([403, 'forbidden']);
      expect(await service.newest()).toMatchObject({
        actor: service.world[name].personId,
        action: 'journal.export',
        outcome: 'refused',
        detail: { code: 'forbidden' },
      });
    },
  );

  it('are a right of their own: who may export and no more exports without them', async () => {
    const { flow, aurore, refuses, reads } = service.world;
    const policy = (await reads.get('setting', 'policy'))?.value ?? '';
    const judged: number[] = [];
    const recorded = async (openings: boolean): Promise<number> => {
      const { recordedAt, reading } = await flow.audit.beginExport(aurore, { openings }, policy);
      reading.end('finished');
      return recordedAt;
    };
    const { SENTENCES } = await import('../../src/book/rights/sentences.ts');
    const given = SENTENCES.find(({ act }) => act === 'journal.open') as { role: string };
    const { role } = given;
    given.role = 'correspondent'; // as if the right were somebody else's
    try {
      await refuses('forbidden', flow.audit.beginExport(aurore, { openings: true }, policy));
      judged.push(await recorded(false));
    } finally {
      given.role = role;
    }
    expect(judged).toHaveLength(1);
    expect(await recorded(true)).toBeGreaterThan(judged[0]!);
  });
});
