import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ca, createCa } from '../../../src/ca/ca.ts';
import { type Authority, createAuthorityFolder } from '../../../src/ca/keys/authority.ts';
import type { KeptCrl } from '../../../src/ca/ports.ts';
import { createAuthorityRecords } from '../../../src/store/ca/authorities.ts';
import { type Judge, type OpenStore, openStore } from '../../../src/store/store.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { type SettableClock, seededChance, settableClock } from '../../support/clock.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { certificate, keep } from '../../support/records/status-rows.ts';
import { PKI_URL, PROFILES, serial } from '../evaluation.ts';

const YEAR = 366 * 86_400_000;

/** A node with a CA folder of its own, over records that it shares. */
export interface CaNode extends OpenStore {
  ca: Ca;
  clock: SettableClock;
  leads: boolean;
  /** Its published CRLs. */
  crlDir: string;
  /** Its authorities as they lie in its folder. */
  onFile(): Authority[];
  /** CRLs that it kept, and how many it signed of the CA that issues for tokens. */
  kept: (KeptCrl & { issuerId: string })[];
  tried: number;
  /** Orders and revokes a certificate of the issuing CA in one unit; answers its serial number. */
  revoke(more?: { notAfter?: number }): Promise<string>;
  /** As a restart of it. */
  restart(): Promise<void>;
}

/**
 * Two nodes on one PostgreSQL database, with the same CA; the first made it. `skew`: how far the other's clock is behind.
 * Certificates that they revoke are rows that no act made: then nobody judges.
 */
export async function createNodes({
  skew = 0,
  start,
  judge = noJudge,
}: {
  skew?: number;
  start?: number;
  judge?: Judge;
} = {}) {
  const database: TestDatabase = await newDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'jeton-ca-nodes-'));
  const one = await createNode('one', { database, folder, judge, clock: settableClock(start) });
  await one.ca.createEvaluation();
  cpSync(join(folder, 'one'), join(folder, 'other'), {
    recursive: true,
    filter: (path) => !/ocsp-\w+\.json$/.test(path), // each node makes its own
  });
  const clock = settableClock(one.clock.now() - skew);
  const other = await createNode('other', { database, folder, judge, clock });
  other.leads = false;
  await other.restart();
  const nodes = [one, other];
  return {
    one,
    other,
    nodes,
    database,
    folder,
    pass(ms: number) {
      for (const { clock } of nodes) clock.pass(ms);
    },
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type CaNodes = Awaited<ReturnType<typeof createNodes>>;

async function createNode(
  name: string,
  { database, folder, judge, clock }: { database: TestDatabase; folder: string; judge: Judge; clock: SettableClock },
): Promise<CaNode> {
  const chance = seededChance(name);
  const how = { clock, chance, judge, rowKey: ROW_KEY };
  const opened = await openStore({ postgres: database.address, ...how });
  const vault = createVault({ kek: new Uint8Array(32).fill(7), chance });
  const [dir, crlDir] = [join(folder, name), join(folder, `${name}.crls`)];
  const open = (): Promise<Ca> =>
    createCa({
      dir,
      vault,
      clock,
      chance,
      crlDirs: [crlDir],
      pkiUrl: PKI_URL,
      profilesDir: PROFILES,
      policyOid: '2.999.1.1',
      organisation: 'O',
      siren: '110014016',
      records: {
        ...opened.status,
        keepCrl: async (crl) => {
          if (crl.issuerId === node.ca.issuing()?.id) node.tried += 1;
          await opened.status.keepCrl(crl);
          node.kept.push(crl);
        },
      },
      authorityRecords: createAuthorityRecords(opened.store.transact),
      isConfirmed: async () => true,
      leads: () => node.leads,
      warn: () => undefined,
      wait: async (ms) => clock.pass(ms),
    });
  const node: CaNode = {
    ...opened,
    ca: await open(),
    clock,
    leads: true,
    crlDir,
    kept: [],
    tried: 0,
    onFile: () => createAuthorityFolder({ dir, vault }).load(),
    async revoke(more) {
      const [id, now] = [serial(), clock.now()];
      const issuerId = node.ca.issuing()?.id ?? '';
      await keep(opened, certificate(id, { issuerId, notBefore: now, notAfter: now + YEAR, ...more }), now);
      return id;
    },
    async restart() {
      node.ca = await open();
      await node.ca.ensureFresh();
    },
  };
  return node;
}

/** Names of a node's OCSP signers on file. */
export const signersOn = (folder: string, name: string): string[] =>
  readdirSync(join(folder, name)).filter((file) => file.startsWith('ocsp-'));
