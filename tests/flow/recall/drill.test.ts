import { BasicOCSPResponse, OCSPResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { judge } from '../../../src/book/judge/judge.ts';
import { createReplay } from '../../../src/book/judge/replay.ts';
import type { Change } from '../../../src/book/tables/lifecycle.ts';
import type { CertificateRow, TableName, Tables } from '../../../src/book/tables/tables.ts';
import type { StatusReads } from '../../../src/ca/ports.ts';
import { createStatusContent } from '../../../src/ca/status/status-content.ts';
import { parseEntry } from '../../../src/journal/entry.ts';
import { openStatusReads } from '../../../src/store/ca/status-reads.ts';
import { openStatusCopy } from '../../../src/store/postgres/status/status-copy.ts';
import { tableKey } from '../../../src/store/seal/seals.ts';
import { ocspQuestion } from '../../ca/evaluation.ts';
import { counts, isLong } from '../../support/long.ts';
import { ROW_KEY } from '../../support/row-key.ts';
import { createWorld, type World } from '../../support/world.ts';

/** Entries that lay what stood before the drill: the book knows none such, and judges everything else. */
const FILL = 'drill.fill';
const TOKENS = counts(200, 10_000);
const PIECE = 20;
const BATCH = 'L-DRILL';

const insert = <T extends TableName>(table: T, row: Tables[T]): Change =>
  ({ table, id: row.id, insert: row }) as Change;
const hex = (i: number): string => (0xd0_00_00_00 + i).toString(16).padStart(32, '1');

/** One holder with their workstation and their token in use. */
function holderOf(i: number, w: World, model: Pick<CertificateRow, 'issuerId' | 'profileHash' | 'policy'>): Change[] {
  const now = w.clock.now();
  const [person, machine, request] = [`drill-person-${i}`, `drill-machine-${i}`, `drill-request-${i}`];
  const [token, certificate, job] = [`DRILL-${String(i).padStart(6, '0')}`, hex(i), `drill-job-${i}`];
  const service = `PREF-${String(i % 100).padStart(2, '0')}`;
  return [
    insert('person', {
      ...{ id: person, directoryId: `D-${i}`, givenName: 'Agent', familyName: `Numéro ${i}` },
      ...{ email: `d${i}@interieur.example`, userPrincipalName: null, securityIdentifier: null, postalAddress: null },
      ...{ service, site: 'Bordeaux', createdAt: now, purgedAt: null },
    }),
    insert('account', { id: person, state: 'active', createdAt: now, inviterId: 'system', voucherId: null }),
    insert('workstation', {
      ...{ id: machine, assetNumber: `DN-${i}`, model: 'SPAN 14', service, site: 'Bordeaux', state: 'commissioned' },
      ...{ round: 0, registeredAt: now, registererId: w.adele.personId, seconderId: w.olga.personId },
      ...{
        commissionerId: null,
        cameIn: 'taken-over',
        serialNumber: null,
        image: null,
        holderId: null,
        checklistId: null,
      },
    }),
    insert('request', {
      ...{ id: request, number: `DEM-2020-${String(i).padStart(6, '0')}`, kind: 'first-issue', profile: 'agent-vpn' },
      ...{ reason: null, state: 'closed', holderId: person, askerId: person, workstationId: machine, service },
      ...{ deviceId: null, deliverySite: 'Bordeaux', priority: 0, replacesTokenId: null, comment: null, answer: null },
      ...{ contentHash: hex(i).repeat(2), contentSalt: null, submittedAt: now, approvedAt: now },
      ...{ producerId: w.thomas.personId, leaseUntil: null, producedAt: now, handedOverAt: now, closedAt: now },
    }),
    insert('token', {
      ...{ id: token, model: 'Drill', firmware: null, batch: BATCH, deliveryId: 'drill-delivery', state: 'active' },
      ...{ locationId: null, transferId: null },
      ...{ label: token, requestId: request, holderId: person, workstationId: machine, keyId: '01' },
      ...{ certificateId: certificate, soPinId: `so-${i}`, cycle: 1, receivedAt: now, activatedAt: now - i },
    }),
    insert('certificate', {
      ...{ id: certificate, ...model, profile: 'agent-vpn', state: 'good', holderId: person, requestId: request },
      ...{
        tokenId: token,
        jobId: job,
        workstationId: null,
        publicKeyHash: hex(i).repeat(2),
        sha256: hex(i + 1e7).repeat(2),
      },
      ...{ subject: null, names: null, notBefore: now, notAfter: now + 365 * 86_400_000, intendedAt: now },
      ...{ orderedBy: w.thomas.personId, run: 'jeton/1', sealedAt: now, revokedAt: null, revocationReason: null },
    }),
  ];
}

/** So many people each have a token of one batch in use. */
async function fill(w: World): Promise<void> {
  const { certificateId } = await w.activeToken(w.alice, 'PN-1');
  const { issuerId, profileHash, policy } = (await w.reads.get('certificate', certificateId))!;
  const record = (changes: Change[]) =>
    w.opened.store.transact(async (unit) => {
      await unit.record({
        actor: 'system',
        role: 'system',
        action: FILL,
        subject: 'service',
        outcome: 'done',
        changes,
      });
    });
  await record([
    insert('delivery', {
      ...{ id: 'drill-delivery', reference: 'BL-DRILL', model: 'Drill', firmware: null, batch: BATCH, count: TOKENS },
      ...{ locationId: null, receivedBy: w.thomas.personId, receivedAt: w.clock.now() },
    }),
  ]);
  for (let at = 0; at < TOKENS; at += PIECE) {
    const some = Array.from({ length: Math.min(PIECE, TOKENS - at) }, (_, i) => at + i);
    await record(some.flatMap((i) => holderOf(i, w, { issuerId, profileHash, policy })));
  }
}

/** What OCSP answers from: the records' file, or on a server the copy that a node has of it. */
async function statusOf({ opened, clock }: World): Promise<StatusReads & { close(): void }> {
  const certificateKey = tableKey(ROW_KEY, 'certificate');
  const { place, path } = opened;
  if ('postgres' in place && place.postgres) {
    const faults: string[] = [];
    const warn = (text: string) => void faults.push(text);
    const copy = await openStatusCopy({
      ...{ address: place.postgres, path, certificateKey, clock, warn, atLeast: opened.committed },
    });
    await copy.settled();
    await copy.close();
    expect(faults).toEqual([]);
  }
  return openStatusReads(path, { certificateKey, tampered: () => {} });
}

/** Every entry is by the book, but those that laid what stood before. Answers how many there are. */
async function verified(w: World): Promise<number> {
  const replay = createReplay();
  const size = await w.opened.journal.size();
  for await (const lines of w.opened.journal.lines(0, size)) {
    for (const line of lines) {
      const entry = parseEntry(line);
      const steps = replay.steps(entry);
      if (typeof steps === 'string') throw new Error(`entry ${entry.seq}: ${steps}`);
      const wrong = entry.action === FILL ? undefined : judge(entry, steps, replay);
      if (wrong !== undefined) throw new Error(`entry ${entry.seq}: ${wrong}`);
      replay.apply(entry, steps);
    }
  }
  return size;
}

describe('the drill of a recall', () => {
  let w: World;
  beforeAll(async () => {
    w = await createWorld({
      mails: true,
      judge: (entry, steps, view) => (entry.action === FILL ? undefined : judge(entry, steps, view)),
    });
    await fill(w);
  }, 600_000);
  afterAll(async () => {
    await w.flow.recall.stop();
    await w.close();
  });

  it(`of ${TOKENS} tokens: one CRL within 10 s, every holder queued and told within 60 s, and its journal verifies`, async () => {
    const before = w.ca.crl('issuing')!.number;
    const [begun, used] = [performance.now(), process.cpuUsage()];
    const seconds = (): number => (performance.now() - begun) / 1000;
    let published: number | undefined;
    const watch = setInterval(() => {
      if (published === undefined && w.ca.crl('issuing')!.number > before) published = seconds();
    }, 10);
    await w.dual('recall.open', { kind: 'batch', model: 'Drill', value: BATCH, way: 'revoke-now' });
    await w.flow.recall.ended();
    const told = seconds();
    const { user, system } = process.cpuUsage(used);
    clearInterval(watch);
    published ??= told;
    process.stderr.write(
      `recall of ${TOKENS} tokens: CRL published after ${published.toFixed(1)} s, every holder queued and told after ${told.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU)\n`,
    );

    const [recall] = await w.reads.find('recall', {});
    const { progress } = await w.flow.reading.recall(w.olga, recall!.id);
    expect(progress).toMatchObject({ hit: TOKENS, revoked: TOKENS, told: TOKENS, queued: TOKENS, replaced: 0 });
    expect(await w.reads.count('request', { reason: 'recalled', state: 'approved' })).toBe(TOKENS);
    // the oldest token is replaced first
    const [first] = await w.reads.find('request', { reason: 'recalled' }, { orderBy: 'number', limit: 1 });
    expect(first?.replacesTokenId).toBe(`DRILL-${String(TOKENS - 1).padStart(6, '0')}`);
    for (const i of [0, 7, TOKENS - 1])
      expect((await w.opened.store.told(`drill-person-${i}`, 0, 10)).map(({ template }) => template)).toEqual([
        'recall-replaces',
      ]);

    const crl = w.ca.crl('issuing')!;
    const reads = await statusOf(w);
    const { ocsp } = createStatusContent(w.ca.statusOrder(), { reads, clock: w.clock, warn: () => {} });
    expect(crl.number).toBe(before + 1);
    const [row] = await w.reads.find('crl', { number: crl.number }, { orderBy: 'entries', descending: true, limit: 1 });
    expect(row?.entries).toBe(TOKENS);
    for (const i of [0, 7, TOKENS - 1]) {
      const { der } = await ocsp(Buffer.from(ocspQuestion(w.ca.issuingCertificate('token'), hex(i))));
      const { responseBytes } = AsnConvert.parse(der, OCSPResponse);
      const basic = AsnConvert.parse(responseBytes!.response.buffer, BasicOCSPResponse);
      expect(basic.tbsResponseData.responses[0]?.certStatus.revoked).toBeDefined();
    }
    reads.close();
    expect(await verified(w)).toBeGreaterThan(TOKENS);
    expect(published).toBeLessThanOrEqual(10);
    expect(told).toBeLessThanOrEqual(60);
    expect(isLong()).toBe(TOKENS === 10_000);
  }, 900_000);
});
