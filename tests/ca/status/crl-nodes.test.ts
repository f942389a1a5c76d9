import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../../src/book/judge/judge.ts';
import { readPublished } from '../../../src/ca/status/published-crl.ts';
import { behindServer } from '../../support/records/behind.ts';
import { checkEverything } from '../../support/world/check.ts';
import { type CaNode, type CaNodes, createNodes } from './node-publishers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('CRLs of two nodes on one database', () => {
  let nodes: CaNodes;
  afterEach(() => nodes.close());

  const crlOf = ({ ca }: CaNode) => ca.crl('issuing')!;
  const listed = async (node: CaNode, der = crlOf(node).der): Promise<string[]> => {
    const issuer = node.onFile().find(({ row }) => row.id === node.ca.issuing()!.id)!;
    const crl = await readPublished(der, issuer);
    if (!crl) throw new Error('a CRL that its issuer did not sign');
    return crl.entries.map(({ serialNumber }) => serialNumber);
  };
  const issued = () =>
    nodes.nodes
      .flatMap(({ kept }) => kept)
      .filter(({ issuerId }) => issuerId === nodes.one.ca.issuing()!.id)
      .toSorted((a, b) => a.number - b.number);
  const inFolder = ({ crlDir }: CaNode): Uint8Array => readFileSync(join(crlDir, 'issuing.crl'));

  it.each([0, 3000])('say all that was revoked, 40 at once, in one order, clocks %i ms apart', async (skew) => {
    nodes = await createNodes({ skew });
    const all: string[] = [];
    const act = async (node: CaNode): Promise<void> => {
      all.push(await node.revoke());
      const must = [...all];
      await node.ca.publisher.publish();
      expect(await listed(node)).toEqual(expect.arrayContaining(must));
    };
    for (let i = 0; i < 10; i += 1) await act(i % 2 === 0 ? nodes.one : nodes.other);
    await Promise.all(Array.from({ length: 30 }, (_, i) => act(i % 2 === 0 ? nodes.one : nodes.other)));
    const crls = issued();
    for (const { der } of crls) await listed(nodes.one, der); // each is signed as it should be
    const [numbers, times] = [crls.map(({ number }) => number), crls.map(({ thisUpdate }) => thisUpdate)];
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(times.every((at, i) => i === 0 || at > times[i - 1]!)).toBe(true);
    expect((await listed(nodes.one, crls.at(-1)!.der)).toSorted()).toEqual(all.toSorted());
    const signed = nodes.one.tried + nodes.other.tried;
    process.stdout.write(`40 revocations of two nodes: ${signed} CRLs signed, ${crls.length} kept\n`);
    const behind = behindServer(nodes.database.config);
    await checkEverything({ ...nodes.one, behind }, { byTheBook: false });
  });

  it('sign nothing more where the other node has published all', async () => {
    nodes = await createNodes();
    const { one, other } = nodes;
    const id = await other.revoke();
    nodes.pass(5000);
    await one.ca.ensureFresh(); // the one that leads found it
    const { tried } = other;
    await other.ca.publisher.publish();
    expect([other.tried - tried, other.kept]).toEqual([0, []]);
    expect(await listed(other)).toEqual([id]);
    expect(inFolder(other)).toEqual(inFolder(one));
  });

  it('are taken up by the other node, its folder and its readiness too', async () => {
    nodes = await createNodes();
    const { one, other } = nodes;
    await one.revoke();
    nodes.pass(5000);
    await one.ca.publisher.publish();
    expect(crlOf(other).number).toBeLessThan(crlOf(one).number);
    await other.ca.ensureFresh();
    expect(crlOf(other).number).toBe(crlOf(one).number);
    expect(inFolder(other)).toEqual(inFolder(one));
    const ends = ({ ca }: CaNode) => ca.freshness().find(({ what }) => what === 'issuing.crl');
    expect(ends(other)).toEqual({ ...ends(one), alarm: false });
  });

  it('are made when they are due by the node that leads, and by another half an hour later', async () => {
    nodes = await createNodes({ judge });
    const { one, other } = nodes;
    const { number } = crlOf(one);
    nodes.pass(23 * HOUR + MINUTE);
    await other.ca.ensureFresh();
    expect(crlOf(other).number).toBe(number);
    nodes.pass(30 * MINUTE);
    await other.ca.ensureFresh();
    expect(crlOf(other).number).toBeGreaterThan(number);
    await one.ca.ensureFresh();
    expect(crlOf(one).number).toBe(crlOf(other).number);
    nodes.pass(23 * HOUR + MINUTE);
    await one.ca.ensureFresh();
    expect(crlOf(one).number).toBeGreaterThan(crlOf(other).number);
  });

  it('list what a node revoked that died before its CRL, once the one that leads looks', async () => {
    nodes = await createNodes();
    const { one, other } = nodes;
    const id = await other.revoke();
    nodes.pass(MINUTE);
    await one.ca.ensureFresh();
    expect(await listed(one)).toEqual([id]);
    const { tried } = one;
    nodes.pass(MINUTE);
    await one.ca.ensureFresh();
    expect(one.tried - tried).toBe(0);
  });

  it('are not made again each minute for a revoked certificate that has ended long ago', async () => {
    nodes = await createNodes();
    const { one } = nodes;
    await one.revoke({ notAfter: one.clock.now() - 100 * HOUR });
    const { tried } = one;
    for (let i = 0; i < 3; i += 1) await one.ca.ensureFresh();
    expect(one.tried - tried).toBe(0);
  });

  it('are not made anew by a node that does not lead, though its own clock is behind', async () => {
    nodes = await createNodes({ skew: 10 * MINUTE });
    const { one, other } = nodes;
    await one.ca.publisher.publish();
    const { tried } = other;
    await other.ca.ensureFresh();
    expect([other.tried - tried, crlOf(other).number]).toEqual([0, crlOf(one).number]);
  });
});
