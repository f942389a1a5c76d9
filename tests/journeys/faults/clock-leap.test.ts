import { setTimeout as sleep } from 'node:timers/promises';
import { BasicOCSPResponse, OCSPResponse } from '@peculiar/asn1-ocsp';
import { AsnConvert } from '@peculiar/asn1-schema';
import { createAuthorityFolder } from '../../../src/ca/keys/authority.ts';
import { readPublished } from '../../../src/ca/status/published-crl.ts';
import { chance } from '../../../src/chance.ts';
import type { createClient } from '../../../src/demo/client.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { openServed, type Served } from '../../app/served-house.ts';
import { ocspQuestion } from '../../ca/evaluation.ts';
import { PASSWORD } from '../../support/world/come-in.ts';
import { createLeapingClock, servedWith } from '../leaping-clock.ts';
import { signIn } from '../service.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
/** So many answers show nothing yet. */
const FEW = 10;
const TWO_DAYS = 2 * 86_400;

interface Answer {
  /** OCSPResponseStatus, 0 for an answer. */
  status: number;
  says: string;
  /** Milliseconds by which the answer is dated ahead of the true time; and for how long it may be used. */
  ahead: number;
  lasts: number;
}

/** The built program, on a machine whose clock leaps two days ahead for some seconds and is put back. */
describe('the real service, when the machine’s clock leaps', () => {
  let house: Served;
  let service: Awaited<ReturnType<typeof servedWith>>;
  let leap: (seconds: number) => void;
  let officer: ReturnType<typeof createClient>;
  let good: string;
  let lost: Record<'before' | 'meanwhile' | 'after', string>;

  beforeAll(async () => {
    house = await openServed();
    const { alice, bruno, eve, victor } = house.callers;
    good = await house.credentialOf(alice);
    lost = {
      before: await house.credentialOf(bruno),
      meanwhile: await house.credentialOf(eve),
      after: await house.credentialOf(victor),
    };
    await house.stop();
    const clock = createLeapingClock(house.folder);
    leap = clock.leap;
    service = await servedWith({ ...house.env, JETON_SIEM_URL: '', ...clock.env });
    officer = await signIn(service.url, 'M-OLGA', PASSWORD);
  }, 120_000);
  afterAll(async () => {
    await service.stop();
    await house.close();
  }, 60_000);

  const issuer = () => {
    const vault = createVault({ kek: Buffer.alloc(32, 7), chance });
    const all = createAuthorityFolder({ dir: `${house.env.JETON_DATA}/keys`, vault }).load();
    return all.find(({ row }) => row.kind === 'issuing' && row.purpose === 'nomade')!;
  };
  async function ocsp(serialNumber: string): Promise<Answer> {
    const body = Buffer.from(ocspQuestion(issuer().certificate, serialNumber));
    // a connection of its own each time, so that every process is asked
    const headers = { 'content-type': 'application/ocsp-request', connection: 'close' };
    const answer = await fetch(`${service.pkiUrl}/ocsp`, { method: 'POST', headers, body });
    const { responseStatus, responseBytes } = AsnConvert.parse(await answer.arrayBuffer(), OCSPResponse);
    const status = Number(responseStatus);
    if (!responseBytes) return { status, says: '', ahead: 0, lasts: 0 };
    const { responses } = AsnConvert.parse(responseBytes.response, BasicOCSPResponse).tbsResponseData;
    const { certStatus, thisUpdate, nextUpdate } = responses[0]!;
    const says = certStatus.good === null ? 'good' : certStatus.revoked ? 'revoked' : 'unknown';
    const lasts = (nextUpdate?.getTime() ?? 0) - thisUpdate.getTime();
    return { status, says, ahead: thisUpdate.getTime() - Date.now(), lasts };
  }
  async function crl() {
    const der = Buffer.from(await (await fetch(`${service.pkiUrl}/issuing-nomade.crl`)).arrayBuffer());
    const { number, thisUpdate, nextUpdate, entries } = (await readPublished(der, issuer()))!;
    return { number, ahead: thisUpdate - Date.now(), lasts: nextUpdate - thisUpdate, revoked: entries.length };
  }
  const readiness = async () => {
    const answer = await fetch(`${service.url}/readyz`);
    const { waiting } = (await answer.json()) as { waiting: string[] };
    return { status: answer.status, clock: waiting.includes('clock') };
  };
  const revoke = (serial: string) => officer.post(`/tokens/${serial}/revoke`, { reason: 'lost' });
  /** What every process answers of a certificate that is good, for this long at least; a busy machine answers slowly. */
  async function asked(ms: number): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (const end = performance.now() + ms; performance.now() < end || answers.length <= FEW; await sleep(50)) {
      answers.push(await ocsp(good));
    }
    return answers;
  }
  const expectTrue = (answers: Answer[]): void => {
    expect(answers.length).toBeGreaterThan(FEW);
    expect(answers.filter(({ status, says, lasts }) => status !== 0 || says !== 'good' || lasts !== 120_000)).toEqual(
      [],
    );
    expect(Math.max(...answers.map(({ ahead }) => ahead))).toBeLessThan(SECOND);
    expect(Math.min(...answers.map(({ ahead }) => ahead))).toBeGreaterThan(-120 * SECOND);
  };

  it('dates nothing ahead, answers gateways, says so, and goes on once the clock is back', async () => {
    await revoke(lost.before);
    const before = await crl();
    expect(await readiness()).toEqual({ status: 200, clock: false });
    expectTrue(await asked(1500));

    leap(TWO_DAYS);
    expect(await readiness()).toEqual({ status: 503, clock: true });
    expectTrue(await asked(3000));
    await revoke(lost.meanwhile);
    expect(await ocsp(lost.meanwhile)).toMatchObject({ status: 0, says: 'revoked' });
    const meanwhile = await crl();
    // a process that begins meanwhile knows no other time than the leapt one
    const [old = 0, ...others] = service.statusPids();
    process.kill(old, 'SIGKILL');
    while (service.statusPids().length <= others.length || service.statusPids().includes(old)) await sleep(50);
    for (const pid of others) process.kill(pid, 'SIGSTOP'); // so that the new one answers
    try {
      expectTrue(await asked(3000));
      expect(await ocsp(lost.meanwhile)).toMatchObject({ status: 0, says: 'revoked' });
    } finally {
      for (const pid of others) process.kill(pid, 'SIGCONT');
    }
    expect(await readiness()).toEqual({ status: 503, clock: true });

    leap(0);
    expectTrue(await asked(1500));
    expect(await readiness()).toEqual({ status: 200, clock: false });
    await revoke(lost.after);
    const after = await crl();
    const all = [before, meanwhile, after];
    expect(all.map(({ revoked }) => revoked)).toEqual([1, 2, 3]);
    for (const { ahead, lasts } of all) expect([ahead < SECOND, lasts]).toEqual([true, 26 * HOUR]);
    expect(all.map(({ number }) => number)).toEqual(all.map(({ number }) => number).toSorted((a, b) => a - b));

    const told = () => service.logged().filter(({ message }) => message.includes('machine’s clock'));
    while (told().length < 2) await sleep(100);
    expect(told()).toEqual([
      expect.objectContaining({ level: 'error', message: expect.stringContaining('leapt ahead') }),
      expect.objectContaining({ level: 'warn', message: expect.stringContaining('is back') }),
    ]);
    const now = Date.now();
    const at = house.bySqlite((db) => db.prepare('select max("at") from "journalEntry"').pluck().get());
    expect(Number(at)).toBeLessThanOrEqual(now);
    expect(house.entries('clock.step')).toEqual([]);
    const issuerId = issuer().row.id;
    const rows = house.bySqlite((db) =>
      db.prepare('select "number", "thisUpdate" from "crl" where "issuerId" = ? order by rowid').raw().all(issuerId),
    ) as [number: number, thisUpdate: number][];
    const numbers = rows.map(([number]) => number);
    expect(numbers.length).toBeGreaterThan(3);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    expect(Math.max(...rows.map(([, thisUpdate]) => thisUpdate))).toBeLessThanOrEqual(now);
  }, 120_000);
});
