import { create } from '../../../../src/book/tables/lifecycle.ts';
import type { CertificateRow } from '../../../../src/book/tables/rows/tokens.ts';
import { noJudge } from '../../../support/records/no-judge.ts';
import { entry, request } from '../../../support/records/rows.ts';
import { createWorld } from '../../../support/world/world.ts';

describe('the sheet of somebody with more certificates than are read', () => {
  it('is told from the newest, whatever their ids', async () => {
    const w = await createWorld({ judge: noJudge });
    const { certificateId } = await w.activeToken(w.bruno, 'PN-2');
    const known = (await w.reads.get('certificate', certificateId)) as CertificateRow;
    const of = { holderId: w.alice.personId, requestId: 'nomade', tokenId: null, jobId: null, workstationId: null };
    const certificate = (id: string, intendedAt: number) =>
      create('certificate', { ...known, ...of, id, state: 'intended', publicKeyHash: '', sha256: null, intendedAt });
    const now = w.clock.now();
    const older = Array.from({ length: 200 }, (_, n) => certificate(`f${1000 + n}`, now + n));
    await w.store.transact(async (unit) => {
      const made = request('nomade', w.alice.personId, { kind: 'nomade' });
      await unit.record(entry('request.submit', 'service', [create('request', made)]));
      for (let at = 0; at < older.length; at += 20)
        await unit.record(entry('certificate.order', 'service', older.slice(at, at + 20)));
      await unit.record(entry('certificate.order', 'service', [certificate('00', now + 1_000)]));
    });
    const { credentials } = await w.flow.reading.personSheet(w.valerie, w.alice.personId);
    expect(credentials.map((one) => one.certificateId)).toEqual(
      ['00', ...older.map(({ id }) => id).reverse()].slice(0, 200),
    );
    await w.close();
  });
});
