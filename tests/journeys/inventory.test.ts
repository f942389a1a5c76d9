import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { X509Certificate, X509Crl } from '@peculiar/x509';
import type { Client } from '../../src/demo/client.ts';
import { counts } from '../support/runs/long.ts';
import { peopleComeIn } from './arrivals.ts';
import { delivered, inUse, machinesInService } from './issued.ts';
import { openSite, type Site } from './site.ts';
import { waitsMeanwhile } from './waits.ts';

const LINES = counts(1_000, 50_000);
const FAULTS = counts(50, 500);
/** What anybody waits at most, in milliseconds, one call in a hundred apart: a machine that others use is several times slower. */
const P99_MS = 500;
/** On PostgreSQL a line takes ten times as long as in a file. */
const TIMEOUT_MS = counts(300_000, 3_600_000);
const HEAD = 'numero;serie;modele;image;service;site;agent';

type Fields = [
  number: string,
  serial: string,
  model: string,
  image: string,
  service: string,
  site: string,
  agent: string,
];
const good = (i: number): Fields => [`PN-${i}`, `5CG${i}`, 'SPAN 14', '', `PREF-${i % 100}`, 'Pau', ''];

/** What is wrong with a line, by the code that the service has for it. */
const WRONG: Readonly<Record<string, (line: Fields, i: number) => string[]>> = {
  bad_number: ([, ...rest], i) => [`PN ${i}`, ...rest],
  bad_serial: ([number, , ...rest]) => [number, 'Default string', ...rest],
  serial_known: ([number, , ...rest], i) => [number, `KNOWN-${i}`, ...rest],
  missing: ([number, serial, , ...rest]) => [number, serial, '', ...rest],
  too_long: ([number, serial, , ...rest]) => [number, serial, 'S'.repeat(81), ...rest],
  bad_service: ([number, serial, model, image, , ...rest]) => [number, serial, model, image, 'Préfecture', ...rest],
  invisible_character: (line) => [...line.slice(0, 5), 'P\u200bau', ''],
  holder_unknown: (line) => [...line.slice(0, 6), 'M-NOBODY'],
  column_count: (line) => [...line, 'one more', 'and one'],
  duplicate: ([, ...rest]) => ['PN-0', ...rest],
};
const KINDS = Object.keys(WRONG);
const OF_A_KIND = FAULTS / KINDS.length;
/** Faults are spread over the whole file: this line has the fault of that kind. */
const faultOf = (i: number): string | undefined => {
  const [place, rest] = [Math.floor(i / (LINES / FAULTS)), i % (LINES / FAULTS)];
  return rest === LINES / FAULTS - 1 ? KINDS[place % KINDS.length] : undefined;
};
const indexes = Array.from({ length: LINES }, (_, i) => i);
const csv = (lines: readonly (readonly string[])[]): string =>
  [HEAD, ...lines.map((line) => line.join(';'))].join('\n');

interface Plan {
  id: string;
  sha256: string;
  totals: Record<'new' | 'changed' | 'gone' | 'noted' | 'wrong' | 'unchanged', number>;
}
interface Finding {
  line: number;
  problem: { code: string };
}

async function wrongOf(client: Client, { id }: Plan): Promise<Finding[]> {
  const all: Finding[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: Finding[]; next: string | null } = await client.get(
      `/inventories/${id}/findings?kind=wrong&limit=200${from}`,
    );
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}
async function applied(client: Client, { id, sha256 }: Plan) {
  const begun = await client.post<{ id: string }>(`/inventories/${id}/apply`, { sha256 });
  let standing = { state: 'running', taken: 0, added: 0, refused: 0 };
  while (standing.state === 'running') standing = await client.get(`/imports/${begun.id}?wait=20`);
  return standing;
}

describe(`an inventory of ${LINES} lines, ${FAULTS} of them with faults of ${KINDS.length} kinds`, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({ blanks: 1 });
    await peopleComeIn(site, ['aurore', 'thomas', 'theo', 'valerie', 'vincent', 'alice']);
    await machinesInService(site, 'PN-ALICE');
    await delivered(site, { batch: 'L-1', places: [0] });
  }, 60_000);
  afterAll(() => site.close());

  /** A loss that its holder reports: milliseconds until it is told, and until the published CRL says so. */
  async function loss({
    tokenId,
    pem,
  }: {
    tokenId: string;
    pem: string;
  }): Promise<{ told: number; published: number }> {
    const alice = await site.as('alice');
    const { serialNumber } = new X509Certificate(pem);
    const begun = performance.now();
    await alice.post(`/tokens/${tokenId}/report-loss`, { reason: 'lost' });
    const reported = performance.now() - begun;
    const isRevoked = async () =>
      new X509Crl(await (await fetch(`${site.pkiUrl}/issuing.crl`)).arrayBuffer()).findRevoked(serialNumber) !== null;
    while (!(await isRevoked())) await sleep(20);
    return { told: Math.round(reported), published: Math.round(performance.now() - begun) };
  }

  it(
    'is compared, every fault by its line, then taken in, while nobody waits and a loss is published at once',
    async () => {
      const thomas = await site.as('thomas');
      const compare = (lines: readonly (readonly string[])[]): Promise<Plan> =>
        thomas.upload('/inventories', csv(lines));
      const standing = indexes.filter((i) => faultOf(i) === 'serial_known');
      await applied(
        thomas,
        await compare(standing.map((i) => [`OLD-${i}`, `KNOWN-${i}`, 'SPAN 14', '', 'OLD', 'Pau', ''])),
      );
      const token = await inUse(site, 'alice', 'PN-ALICE');
      const quiet = await waitsMeanwhile(site.url, () => sleep(2_000));

      const faulty = indexes.map((i) => WRONG[faultOf(i) ?? '']?.(good(i), i) ?? good(i));
      let dry = await waitsMeanwhile(site.url, () => compare(faulty));
      // a pause of the machine comes once; a comparison that keeps everybody waiting does so each time
      for (let again = 0; again < 2 && dry.waits.p99 >= P99_MS; again += 1)
        dry = await waitsMeanwhile(site.url, () => compare(faulty));
      expect(dry.done.totals).toMatchObject({ new: LINES - FAULTS, wrong: FAULTS, changed: 0, gone: 0, unchanged: 0 });
      const wrong = await wrongOf(thomas, dry.done);
      const expected = indexes.flatMap((i) => (faultOf(i) ? [`${i + 2} ${faultOf(i)}`] : []));
      expect(wrong.map(({ line, problem }) => `${line} ${problem.code}`).sort()).toEqual(expected.sort());
      expect(expected).toHaveLength(OF_A_KIND * KINDS.length);
      await expect(applied(thomas, dry.done)).rejects.toMatchObject({ code: 'invalid_input' });

      const plan = await compare(indexes.map(good));
      expect(plan.totals).toMatchObject({ new: LINES, wrong: 0 });
      const [taking, lost] = await Promise.all([
        waitsMeanwhile(site.url, () => applied(thomas, plan)),
        sleep(counts(50, 3_000)).then(() => loss(token)),
      ]);
      expect(taking.done).toMatchObject({ state: 'finished', taken: LINES, added: LINES, refused: 0 });
      const ms = ({ waits }: { waits: object }): string => JSON.stringify(waits);
      process.stderr.write(
        `inventory of ${LINES} lines: /healthz alone ${ms(quiet)}; compared with ${FAULTS} faults in ${dry.seconds.toFixed(1)} s, /healthz ${ms(dry)}; taken in in ${taking.seconds.toFixed(1)} s, /healthz ${ms(taking)}; a loss told after ${lost.told} ms, in the CRL after ${lost.published} ms\n`,
      );
      for (const { waits } of [dry, taking]) expect(waits.p99).toBeLessThan(P99_MS);
      expect(lost.published).toBeLessThan(10_000);
      const { items } = await thomas.get<{ items: unknown[] }>(`/workstations?text=PN-${LINES - 1}`);
      expect(items).toHaveLength(1);
      await site.check();
    },
    TIMEOUT_MS,
  );
});
