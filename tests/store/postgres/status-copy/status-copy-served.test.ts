import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StatusProcesses, startStatusProcesses } from '../../../../src/ca/status/status-processes.ts';
import { clock } from '../../../../src/chance.ts';
import { openStatusCopy, type StatusCopy } from '../../../../src/store/postgres/status/status-copy.ts';
import { ocspQuestion } from '../../../ca/evaluation.ts';
import { CERTIFICATE_KEY } from '../../../support/records/certificate-rows.ts';
import type { World } from '../../../support/world/world.ts';

process.env['JETON_TEST_ENGINE'] = 'postgres'; // read when the tests' store is loaded
const { createWorld } = await import('../../../support/world/world.ts');

const HOST = '127.0.0.1';
const certificateKey = CERTIFICATE_KEY;
const program = {
  path: resolve('src/app/status-process.ts'),
  execArgv: ['--import', './tests/support/typescript.mjs'],
};

describe('status processes of a ministry whose records are on a server', () => {
  let world: World;
  let copy: StatusCopy;
  let processes: StatusProcesses;
  const warned: string[] = [];
  const warn = (text: string) => void warned.push(text);
  beforeEach(async () => {
    world = await createWorld({ start: Date.now() }); // the processes go by the machine's clock
    const { place, folder } = world.opened;
    if (!('postgres' in place)) throw new Error('the world is not on PostgreSQL');
    const at = { address: place.postgres, path: `${folder}/status.db` };
    copy = await openStatusCopy({ ...at, certificateKey, clock, atLeast: () => 0, warn });
    processes = await startStatusProcesses({
      host: HOST,
      port: 0,
      program,
      count: 1,
      clock,
      patience: 15_000,
      warn,
      database: copy.path,
      certificateKey,
    });
    await processes.tell(world.ca.statusOrder());
  });
  afterEach(async () => {
    await processes.close();
    await copy.close();
    await world.close();
  });

  const get = async (path: string, body?: Uint8Array<ArrayBuffer>): Promise<Buffer> => {
    const headers = { 'content-type': 'application/ocsp-request' };
    const { host, port } = processes.address;
    const answer = await fetch(`http://${host}:${port}${path}`, body ? { method: 'POST', body, headers } : {});
    return Buffer.from(await answer.arrayBuffer());
  };
  async function said(id: string): Promise<string> {
    const body = await get('/ocsp', Uint8Array.from(ocspQuestion(world.ca.issuingCertificate(), id)));
    const after = body.indexOf(Buffer.from(id, 'hex')) + id.length / 2;
    return { 128: 'good', 161: 'revoked', 130: 'unknown' }[body[after] ?? 0] ?? body.toString('hex');
  }

  it('say good of a token in use, revoked once its loss is answered, and serve the CRL that lists it', async () => {
    const { tokenId, certificateId } = await world.activeToken(world.alice, 'PN-1');
    await copy.settled();
    expect(await said(certificateId)).toBe('good');
    await world.flow.revocation.reportLoss(world.alice, { serial: tokenId, reason: 'lost' });
    await copy.settled(); // the store's `follow` in a service
    expect(await said(certificateId)).toBe('revoked');
    for (const name of ['issuing', 'root'] as const) {
      expect(await get(`/${name}.crl`)).toEqual(Buffer.from(world.ca.crl(name)!.der));
    }
    expect(warned).toEqual([]);
    expect(await world.check()).toBeDefined();
  });

  it('hear by themselves of a revocation that nobody waits for', async () => {
    const { tokenId, certificateId } = await world.activeToken(world.alice, 'PN-1');
    await copy.settled();
    await world.flow.revocation.reportLoss(world.alice, { serial: tokenId, reason: 'lost' });
    const begun = performance.now();
    while ((await said(certificateId)) !== 'revoked' && performance.now() - begun < 5000) await sleep(5);
    expect(await said(certificateId)).toBe('revoked');
  });
});
