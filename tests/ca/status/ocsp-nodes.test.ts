import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../../src/book/judge/judge.ts';
import type { KnownStatus, StatusReads } from '../../../src/ca/ports.ts';
import { createStatusContent } from '../../../src/ca/status/status-content.ts';
import { compareTables } from '../../../src/store/compare/compare.ts';
import { openReadOnlyServer } from '../../../src/store/postgres/read-only.ts';
import { behindServer } from '../../support/records/behind.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { checkEverything } from '../../support/world/check.ts';
import { ocspQuestion, run } from '../evaluation.ts';
import { type CaNode, type CaNodes, createNodes, signersOn } from './node-publishers.ts';

const DAY = 86_400_000;

describe('OCSP signers of two nodes on one database', () => {
  let nodes: CaNodes;
  beforeEach(async () => {
    nodes = await createNodes({ start: Date.now(), judge }); // openssl judges what they sign
  });
  afterEach(() => nodes.close());

  const signers = () => ['one', 'other'].map((name) => signersOn(nodes.folder, name));
  const recorded = async (): Promise<string[]> => {
    const rows = await nodes.one.store.reads.find('authority', { kind: 'ocsp' });
    return rows.map(({ id }) => `ocsp-${id}.json`).toSorted();
  };
  const pem = (label: string, der: Uint8Array): string => {
    const lines = Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g)!
      .join('\n');
    return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
  };
  /** What openssl, who trusts the root alone, says of a node's answer about a certificate, and who signed it. */
  async function judged(node: CaNode, serialNumber: string, known: KnownStatus): Promise<string> {
    const reads: StatusReads = {
      version: () => 1,
      levelAt: () => undefined,
      status: () => known,
      crlNumber: () => undefined,
      crlEndsAt: () => undefined,
      lastCrl: () => undefined,
    };
    const warn = (message: string, error: unknown) => {
      throw new Error(message, { cause: error });
    };
    const content = createStatusContent(node.ca.statusOrder(), { reads, clock: node.clock, warn });
    const issuer = node.ca.issuingCertificate();
    const { der } = await content.ocsp(ocspQuestion(issuer, serialNumber));
    const file = (name: string, text: string | Uint8Array): string => {
      writeFileSync(join(nodes.folder, name), text);
      return join(nodes.folder, name);
    };
    return run('openssl', [
      ...['ocsp', '-respin', file('answer', der), '-issuer', file('issuer.pem', pem('CERTIFICATE', issuer))],
      ...['-serial', `0x${serialNumber}`, '-no_nonce', '-resp_text'],
      ...['-CAfile', file('root.pem', pem('CERTIFICATE', node.ca.rootCertificate()))],
    ]);
  }
  const responder = (text: string): string => /Responder Id: (\w+)/.exec(text)![1]!;

  it('are made by each in its own folder, and both answer', async () => {
    const [own, others] = signers();
    expect([own!.length, others!.length]).toEqual([2, 2]);
    expect(await recorded()).toEqual([...own!, ...others!].toSorted());
    const known: KnownStatus = { issuerId: nodes.one.ca.issuing()!.id, state: 'good', revokedAt: null };
    const said = [await judged(nodes.one, '0badcafe', known), await judged(nodes.other, '0badcafe', known)];
    for (const text of said) expect(text).toMatch(/^0x0badcafe: good$/m);
    expect(responder(said[0]!)).not.toBe(responder(said[1]!));
  });

  it('are renewed and destroyed by nobody else, and records tell nothing of a restore', async () => {
    const before = signers();
    nodes.pass(8 * DAY);
    await nodes.other.ca.ensureFresh();
    const [own, others] = signers();
    expect(own).toEqual(before[0]);
    expect(others).not.toEqual(before[1]);
    await nodes.one.restart();
    expect(signers()[0]).not.toEqual(own);
    expect(signers()[1]).toEqual(others);
    // rows of keys that are elsewhere stay in the records, and no node answers for them
    expect(await recorded()).toHaveLength(8);
    for (const node of nodes.nodes) {
      const unknown = await Promise.all(node.ca.authorities().map(({ id }) => node.store.reads.get('authority', id)));
      expect(unknown).not.toContain(undefined);
      const kinds = node.ca.authorities().filter(({ kind }) => kind === 'ocsp');
      expect(kinds).toHaveLength(2);
    }
    const behind = behindServer(nodes.database.config);
    await checkEverything({ ...nodes.one, behind });
    const open = () => openReadOnlyServer(nodes.database.address);
    expect(await compareTables({ open, rowKey: ROW_KEY })).toMatchObject({ total: 0 });
  });
});
