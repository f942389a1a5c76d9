import { createHash, createPrivateKey, createPublicKey, hash, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Change, create, move, update } from '../../src/book/tables/lifecycle.ts';
import type { LetterRow } from '../../src/book/tables/rows/handovers.ts';
import type { PersonRow } from '../../src/book/tables/rows/people.ts';
import type { ApprovalRow, RequestRow } from '../../src/book/tables/rows/requests.ts';
import type { CertificateRow, JobRow, TokenRow } from '../../src/book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../src/book/tables/rows/workstations.ts';
import { journalled } from '../../src/journal/changes.ts';
import { signCheckpoint, vkeyOf } from '../../src/journal/checkpoint.ts';
import { encodeEntry, formatTime } from '../../src/journal/entry.ts';
import type { ExportedOpening, ExportSource } from '../../src/journal/export.ts';
import type { NoteSigner } from '../../src/journal/note.ts';
import { leafHash, nodesFor, rootAt } from '../../src/journal/tree.ts';
import type { Rules } from '../../src/journal/verify.ts';
import { UNREVIEWED } from '../support/records/rows.ts';

/** Rules for entries that are acts of no book: what is tried is what the verifier finds without them. */
export const ANYTHING: Rules = { start: () => ({ entry: () => undefined }) };
export const ORIGIN = 'jeton.example/journal';
const POLICY = '{"quorum":0,"witnesses":[]}';

/** An Ed25519 key from 32 octets (RFC 8410), and how a note is signed with it. */
export function signerOf(name: string, seed: Uint8Array): NoteSigner & { vkey: string } {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' }) as { x: string };
  const publicKey = Buffer.from(x, 'base64url');
  return { name, publicKey, sign: (bytes) => sign(null, bytes, privateKey), vkey: vkeyOf(name, publicKey) };
}
const seed = (text: string) => createHash('sha256').update(text).digest();
export const serviceKey = signerOf(ORIGIN, seed('service'));
export const otherKey = signerOf(ORIGIN, seed('somebody else'));

/** A journal in memory: appended entry by entry, signed when asked, exported as the store would. */
export function createMemoryJournal(key: NoteSigner & { vkey: string } = serviceKey) {
  const lines: string[] = [];
  const openings: ExportedOpening[] = [];
  const nodes = new Map<string, Uint8Array>();
  let salts = 0;
  const node = (level: number, place: number) => {
    const found = nodes.get(`${level}/${place}`);
    if (!found) throw new Error(`no node ${level}/${place}`);
    return found;
  };
  const addLine = async (line: string) => {
    for (const made of await nodesFor(lines.length, leafHash(line), node))
      nodes.set(`${made.level}/${made.place}`, made.hash);
    lines.push(line);
  };
  const append = async (
    actor: string,
    action: string,
    changes: Change[],
    detail: Record<string, unknown> = {},
    outcome: 'done' | 'refused' | 'failed' = 'done',
  ) => {
    const seq = lines.length;
    const carried = journalled(changes, () => createHash('sha256').update(`salt ${salts++}`).digest());
    openings.push(...carried.openings.map((o) => ({ ...o, seq })));
    const at = formatTime(Date.UTC(2026, 10, 24, 8) + seq * 1000);
    const subject = changes[0] ? `${changes[0].table}:${changes[0].id}` : 'journal';
    const more = changes.length > 0 ? { changes: carried.changes } : {};
    await addLine(
      encodeEntry({ seq, at, actor, role: 'technician', action, subject, outcome, detail: { ...detail, ...more } }),
    );
  };
  const checkpoint = async (size = lines.length) =>
    signCheckpoint({ origin: key.name, size, root: await rootAt(size, node) }, key);
  async function* pages<T>(items: readonly T[]) {
    for (let i = 0; i < items.length; i += 7) yield items.slice(i, i + 7);
  }
  return {
    lines,
    openings,
    node,
    append,
    addLine,
    checkpoint,
    /** Appends the export's entry, signs, and answers what an export is made from. */
    async source(more: Partial<ExportSource> & { openly?: boolean } = {}): Promise<ExportSource> {
      const { openly = false, ...rest } = more;
      const asked = rest.range ? { from: rest.range.from, to: rest.range.to } : {};
      const detail = { ...asked, openings: openly, policySha256: hash('sha256', rest.policy ?? POLICY) };
      await append('aurore', 'journal.export', [], detail);
      const size = lines.length;
      return {
        size,
        checkpoint: await checkpoint(),
        vkey: key.vkey,
        policy: POLICY,
        lines: (from, to) => pages(lines.slice(from, to)),
        node,
        ...(openly ? { openings: pages(openings) } : {}),
        ...rest,
      };
    },
  };
}
export type MemoryJournal = ReturnType<typeof createMemoryJournal>;

const person = (id: string, name: string): Change =>
  create('person', {
    id,
    directoryId: `M-${id}`,
    givenName: name,
    familyName: 'Été',
    email: null,
    userPrincipalName: null,
    securityIdentifier: null,
    postalAddress: null,
    service: 'PREF-33',
    site: 'Bordeaux',
    createdAt: 1,
    purgedAt: null,
  } satisfies PersonRow);
const workstation = (id: string): Change =>
  create('workstation', {
    id,
    assetNumber: id,
    serialNumber: null,
    model: 'L14',
    image: null,
    service: 'PREF-33',
    site: 'Bordeaux',
    holderId: null,
    formerHolderId: null,
    state: 'commissioned',
    round: 0,
    checklistId: null,
    registeredAt: 1,
    registererId: 'armand',
    seconderId: 'olga',
    commissionerId: null,
    cameIn: 'taken-over',
  } satisfies WorkstationRow);
export const requestRow = (id: string, more: Partial<RequestRow> = {}): RequestRow => ({
  id,
  number: `DEM-2026-${id}`,
  kind: 'first-issue',
  profile: 'agent-vpn',
  reason: null,
  state: 'submitted',
  holderId: 'alice',
  askerId: 'alice',
  workstationId: `PN-${id}`,
  deviceId: null,
  service: 'PREF-33',
  deliverySite: 'Bordeaux',
  priority: 0,
  confirmedPriority: null,
  priorityReason: null,
  rank: 1,
  replacesTokenId: null,
  comment: 'bonjour « à tous »',
  answer: null,
  contentHash: `content-${id}`,
  contentSalt: null,
  submittedAt: 1,
  approvedAt: null,
  producerId: null,
  leaseUntil: null,
  producedAt: null,
  handedOverAt: null,
  closedAt: null,
  endReason: null,
  ...more,
});
const tokenRow = (id: string): TokenRow => ({
  id,
  model: 'SoftHSM v2',
  firmware: null,
  batch: null,
  deliveryId: 'd1',
  locationId: null,
  transferId: null,
  state: 'in_stock',
  label: null,
  requestId: null,
  holderId: null,
  workstationId: null,
  keyId: null,
  certificateId: null,
  soPinId: `so-pin:${id}`,
  cycle: 0,
  receivedAt: 1,
  activatedAt: null,
});
const approvalRow = (id: string, requestId: string, more: Partial<ApprovalRow> = {}): ApprovalRow => ({
  id,
  requestId,
  approverId: 'valerie',
  contentHash: `content-${requestId}`,
  approvedAt: 2,
  withdrawnAt: null,
  ...more,
});
const jobRow = (id: string, requestId: string, tokenId: string, more: Partial<JobRow> = {}): JobRow => ({
  id,
  requestId,
  tokenId,
  slot: '1',
  model: 'SoftHSM v2',
  locationId: null,
  technicianId: 'thomas',
  run: 'jeton/1',
  state: 'leased',
  certificateId: null,
  startedAt: 3,
  endedAt: null,
  failure: null,
  ...more,
});
const certificateRow = (id: string, requestId: string, tokenId: string, jobId: string): CertificateRow => ({
  id,
  issuerId: 'ca',
  profile: 'agent-vpn',
  profileHash: 'p',
  policy: '2.999.1.1.1',
  state: 'intended',
  holderId: 'alice',
  requestId,
  tokenId,
  jobId,
  workstationId: null,
  publicKeyHash: 'k',
  sha256: null,
  subject: 'SERIALNUMBER=alice,CN=Alice Été',
  names: '{"commonName":"Alice Été","serialNumber":"alice"}',
  notBefore: 3,
  notAfter: 4,
  intendedAt: 3,
  run: 'jeton/1',
  orderedBy: 'thomas',
  sealedAt: null,
  revokedAt: null,
  revocationReason: null,
});
const letterRow = (id: string, requestId: string, tokenId: string): LetterRow => ({
  id,
  kind: 'pin',
  requestId,
  tokenId,
  secretId: 's',
  state: 'waiting',
  printedBy: null,
  printedAt: null,
  sentTo: null,
  confirmedAt: null,
  shownAt: null,
  shownTo: null,
});

/** Alice, Valérie, Thomas, Théo. */
async function people(j: MemoryJournal): Promise<void> {
  for (const [id, name, role] of [
    ['alice', 'Alice', 'agent'],
    ['valerie', 'Valérie', 'approver'],
    ['thomas', 'Thomas', 'technician'],
    ['theo', 'Théo', 'technician'],
  ] as const) {
    const dates = { grantedAt: 1, validFrom: null, validUntil: null, revokedAt: null, ...UNREVIEWED };
    const grant = create('grant', { id: `G-${id}`, personId: id, role, scope: '*', ...dates });
    await j.append('system', 'person.add', [person(id, name), grant]);
  }
}

/** One token by the book, from the request to its holder's hand: 12 entries. */
async function oneToken(j: MemoryJournal, id: string): Promise<void> {
  const [token, request] = [tokenRow(`T${id}`), requestRow(id)];
  const [approval, job, certificate, letter] = [
    approvalRow(`A${id}`, id),
    jobRow(`J${id}`, id, token.id),
    certificateRow(`C${id}`, id, token.id, `J${id}`),
    letterRow(`L${id}`, id, token.id),
  ];
  const step = <T>(row: T, more: Partial<T>): T => ({ ...row, ...more });
  await j.append('armand', 'workstation.register', [workstation(`PN-${id}`)]);
  await j.append('thomas', 'token.receive', [create('token', token)]);
  await j.append('alice', 'request.submit', [create('request', request)]);
  await j.append('bruno', 'request.approve', [], { code: 'forbidden' }, 'refused');
  await j.append('valerie', 'request.approve', [
    create('approval', approval),
    move('request', request, 'approve', { approvedAt: 2 }),
  ]);
  await j.append('thomas', 'production.begin', [
    move('request', step(request, { state: 'approved' }), 'take', { producerId: 'thomas', leaseUntil: 9 }),
    move('token', token, 'take', { requestId: id, holderId: 'alice', label: `L-${id}` }),
    create('job', job),
  ]);
  await j.append('thomas', 'certificate.intend', [
    move('job', job, 'certify', { certificateId: certificate.id }),
    create('certificate', certificate),
  ]);
  await j.append('thomas', 'certificate.issue', [
    move('job', step(job, { state: 'certifying' }), 'certified'),
    move('certificate', certificate, 'issue', { sha256: 'x' }),
  ]);
  await j.append('thomas', 'production.seal', [
    move('certificate', step(certificate, { state: 'issued' }), 'seal', { sealedAt: 5 }),
    move('job', step(job, { state: 'certified' }), 'seal', { endedAt: 5 }),
    move('token', step(token, { state: 'in_production' }), 'seal', { certificateId: certificate.id, cycle: 1 }),
    move('request', step(request, { state: 'in_production' }), 'seal', { producedAt: 5, leaseUntil: null }),
    create('letter', letter),
  ]);
  await j.append('theo', 'letter.print', [move('letter', letter, 'print', { printedBy: 'theo', printedAt: 6 })]);
  await j.append('theo', 'handover.handOver', [
    move('request', step(request, { state: 'produced' }), 'handOver', { handedOverAt: 7 }),
    move('token', step(token, { state: 'produced' }), 'handOver'),
  ]);
  await j.append('alice', 'handover.confirmReceipt', [
    move('request', step(request, { state: 'handed_over' }), 'close', { closedAt: 8 }),
    move('token', step(token, { state: 'handed_over' }), 'activate', { activatedAt: 8 }),
  ]);
}

/** The people, two tokens, and a person purged. */
export async function smallStory(j: MemoryJournal): Promise<void> {
  await people(j);
  await oneToken(j, '1');
  await oneToken(j, '2');
  const gone = { id: 'theo' } as PersonRow;
  await j.append('odile', 'person.purge', [
    update('person', gone, { directoryId: null, givenName: null, familyName: null, purgedAt: 9 }),
  ]);
}

/** A file of an export, as text. */
export const read = (dir: string, name: string): string => readFileSync(join(dir, name), 'utf8');

/** Changes a file of an export and writes MANIFEST anew, as a careful attacker does. */
export function tamper(dir: string, name: string, bend: (text: string) => string): void {
  writeFileSync(join(dir, name), bend(read(dir, name)));
  remanifest(dir);
}
/** Writes MANIFEST anew. */
export function remanifest(dir: string): void {
  const names = readdirSync(dir).filter((name) => name !== 'MANIFEST');
  writeFileSync(
    join(dir, 'MANIFEST'),
    names.map((n) => `${hash('sha256', readFileSync(join(dir, n)))}  ${n}\n`).join(''),
  );
}

const folders: string[] = [];
/** A folder that is gone after the test; the export itself goes into a folder inside it. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-export-'));
  folders.push(folder);
  return join(folder, 'export');
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(join(folder), { recursive: true, force: true });
});
