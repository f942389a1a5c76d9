import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createClient } from '../../../src/demo/client.ts';
import { mountSmallDisk } from '../../support/records/small-disk.ts';
import { type DemoRun, runDemo } from '../demo-run.ts';

const exec = promisify(execFile);

describe('the real service when its disk is full', () => {
  let disk: ReturnType<typeof mountSmallDisk>;
  let demo: DemoRun;
  beforeAll(async () => {
    disk = mountSmallDisk(64);
    demo = await runDemo(2, { dir: join(disk.dir, 'demo'), postgres: false });
  }, 60_000);
  afterAll(async () => {
    await demo?.stop();
    disk.remove();
  });
  const readiness = async () => {
    const answer = await fetch(`${demo.facts.baseUrl}/readyz`);
    const { ready, waiting } = (await answer.json()) as { ready: boolean; waiting: string[] };
    return { ready, waiting };
  };
  const until = async (wanted: unknown): Promise<void> => {
    const now = async () => JSON.stringify(await readiness());
    for (const end = Date.now() + 12_000; (await now()) !== JSON.stringify(wanted) && Date.now() < end; )
      await sleep(100);
    expect(await readiness()).toEqual(wanted);
  };
  const receive = (reference: string) =>
    createClient(demo.facts.baseUrl, demo.facts.apiTokens.technician).post('/deliveries', {
      reference,
      model: 'SoftHSM2',
      tokens: [{ serial: `00000000${reference}`, soPin: '12345678' }],
    });
  const crlText = (der: Uint8Array) =>
    execFileSync('openssl', ['crl', '-inform', 'DER', '-noout', '-text'], { input: der, encoding: 'utf8' });

  it('revokes, publishes and says what is wrong, refuses what can wait, and recovers by itself', async () => {
    const reserve = demo.path('data/reserve');
    expect(existsSync(reserve)).toBe(true);
    expect(await readiness()).toEqual({ ready: true, waiting: [] });

    disk.fill();
    await until({ ready: false, waiting: ['disk'] });
    expect(existsSync(reserve)).toBe(false);
    disk.fill(1024 * 1024); // whoever fills it goes on: a mebibyte of what was held back is left
    await expect(receive('11111111')).rejects.toMatchObject({ code: 'disk_full', detail: { status: 507 } });

    const lost = demo.facts.tokens.find(({ state }) => state === 'active')!;
    // not synchronously: a connection that the service closes meanwhile would be taken for an open one
    await exec('bash', ['-c', demo.facts.revoke.replace('{serial}', lost.serialNumber)]);
    const served = Buffer.from(await (await fetch(demo.facts.crlUrls[0])).arrayBuffer());
    const x509 = execFileSync('openssl', ['x509', '-noout', '-serial'], {
      input: lost.certificatePem,
      encoding: 'utf8',
    });
    expect(crlText(served)).toContain(x509.trim().replace('serial=', ''));
    expect(readFileSync(demo.path('published/issuing.crl')).equals(served)).toBe(true);

    disk.empty();
    await until({ ready: true, waiting: [] });
    expect(existsSync(reserve)).toBe(true);
    await receive('22222222');
  }, 60_000);
});
