import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import fc from 'fast-check';
import { lint } from '../../../src/ca/issue/lint.ts';
import { checkPossession } from '../../../src/ca/issue/possession.ts';
import { type StatusProcesses, startStatusProcesses } from '../../../src/ca/status/status-processes.ts';
import { clock } from '../../../src/chance.ts';
import { isAppError } from '../../../src/errors.ts';
import { mutants } from '../../security/fuzz/mutations.ts';
import { CERTIFICATE_KEY } from '../../support/records/certificate-rows.ts';
import { counts, seed } from '../../support/runs/long.ts';
import { ecKey, ocspQuestion, serial, writeCsr } from '../evaluation.ts';
import { createPublisher, type Publisher } from './publisher.ts';

const program = {
  path: resolve('src/app/status-process.ts'),
  execArgv: ['--import', './tests/support/typescript.mjs'],
};

/** Rounds, and in each of them: OCSP requests to the processes, requests and certificates to the service, revocations each with its CRL. */
const ROUNDS = counts(6, 60);
const QUESTIONS = counts(150, 4_000);
const THROWN = counts(30, 500);
const REVOCATIONS = counts(2, 10);
/** Rounds after which everything has been in use and what is kept has its size. */
const WARM = Math.ceil(ROUNDS / 3);
/**
 * What memory may grow by from the second third of the rounds to the last, in octets: garbage that nobody asked for yet. In
 * `test:long` each process answers 40,000 requests between the two, so that one that keeps a kilobyte of each is found.
 */
const GROWTH = 32e6;

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;
/** What this process, which does the service's part, holds after its garbage is gone. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
/** Resident octets of another process. */
function resident(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) * 1024;
}
/** The least of the rounds: what is held for good is held in all of them. */
const floor = (seen: number[]): number => Math.min(...seen);

describe('memory stays flat', () => {
  let publisher: Publisher;
  let processes: StatusProcesses;
  let agent: Agent;
  const faults: string[] = [];
  beforeEach(async () => {
    publisher = await createPublisher({ start: Date.now() }); // the processes go by the machine's clock
    const warn = (message: string) => void faults.push(message);
    const how = {
      host: '127.0.0.1',
      port: 0,
      program,
      count: 2,
      clock,
      certificateKey: CERTIFICATE_KEY,
      warn,
      patience: 15_000,
    };
    processes = await startStatusProcesses({ ...how, database: publisher.t.path });
    await publisher.ca().ensureFresh();
    await processes.tell(publisher.ca().statusOrder());
    agent = new Agent({ keepAlive: true, maxSockets: 8 });
  });
  afterEach(async () => {
    agent.destroy();
    await processes.close();
    publisher.close();
  });

  /** The first octets of the answer, in hex. Anything but an answer fails. */
  async function post(body: Uint8Array): Promise<string> {
    const { port } = processes.address;
    const headers = { 'content-type': 'application/ocsp-request' };
    const request = httpRequest({ host: '127.0.0.1', port, path: '/ocsp', method: 'POST', agent, headers });
    request.end(body);
    const [response] = await once(request, 'response');
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part);
    expect([200, 413]).toContain(response.statusCode);
    return Buffer.concat(parts).toString('hex', 0, 5);
  }
  async function refusalOf(read: () => unknown): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!isAppError(error, 'invalid_input', 'possession_failed')) throw error;
    }
  }

  it('of service and status processes, whatever is thrown at them and revoked meanwhile', async () => {
    const issuing = publisher.ca().issuingCertificate();
    const own = Array.from({ length: 50 }, () => serial());
    const key = ecKey();
    const questions = own.slice(0, 5).map((id, i) => ocspQuestion(issuing, id, i % 2 ? 'nonce' : undefined));
    const wrong = mutants(questions.map((q) => Buffer.from(q)));
    const requests = mutants([writeCsr(key.privateKey, key.spki)]);
    const certificates = mutants([issuing, publisher.ca().rootCertificate()]);
    let answered = 0;
    const seen = processes.pids().map((): number[] => []);
    const here: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const from = { numRuns: QUESTIONS, seed: seed() + round };
      const bodies = fc.sample(wrong, from).map((body, i) =>
        // one in three is well formed, and half of those want a signature of their own
        i % 3 ? body : ocspQuestion(issuing, own[i % own.length]!, i % 2 ? `n${round}-${i}` : undefined),
      );
      const answers = await Promise.all(bodies.map(post));
      answered += answers.filter((hex) => hex.startsWith('3082')).length;
      for (const der of fc.sample(requests, { ...from, numRuns: THROWN })) await refusalOf(() => checkPossession(der));
      for (const der of fc.sample(certificates, { ...from, numRuns: THROWN }))
        await refusalOf(() => lint(der, 'holder', issuing));
      for (let i = 0; i < REVOCATIONS; i += 1) {
        publisher.revoke(900);
        await publisher.ca().publisher.publish();
      }
      await sleep(50);
      for (const [i, pid] of processes.pids().entries()) seen[i]?.push(resident(pid));
      publisher.takeRead();
      here.push(held());
    }
    expect(answered).toBeGreaterThan((ROUNDS * QUESTIONS) / 4);
    expect(publisher.ca().crl('issuing')!.entries).toBe(ROUNDS * REVOCATIONS);
    expect(faults).toEqual([]); // nobody died and was replaced
    const growth = [...seen, here].map((of) => floor(of.slice(-WARM)) - floor(of.slice(WARM, 2 * WARM)));
    const words = growth.map((octets) => `${(octets / 1e6).toFixed(1)} MB`).join(', ');
    process.stdout.write(`memory: ${ROUNDS * QUESTIONS} OCSP requests, ${ROUNDS * REVOCATIONS} CRLs: ${words}\n`);
    for (const octets of growth) expect(octets).toBeLessThan(GROWTH);
  });
});
