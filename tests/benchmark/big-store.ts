import type { Change } from '../../src/book/tables/lifecycle.ts';
import type { RequestState, TokenState } from '../../src/book/tables/states.ts';
import type { TableName, Tables } from '../../src/book/tables/tables.ts';
import { chance } from '../../src/chance.ts';
import { bind } from '../../src/flow/request/bound-content.ts';
import type { Place } from '../../src/store/place.ts';
import { openPostgres } from '../../src/store/postgres/database.ts';
import { createAuthentication } from '../../src/store/seal/guard.ts';
import { keepTextsOf } from '../../src/store/search/texts-kept.ts';
import { openDatabase } from '../../src/store/sqlite/database.ts';
import { applyChanges } from '../../src/store/unit/changes.ts';

/** How many requests are open at a time, whatever the size: the past grows, the work of a day does not. */
const BACKLOG: readonly [RequestState, number][] = [
  ['submitted', 120],
  ['needs_information', 10],
  ['approved', 100],
  ['in_production', 20],
  ['produced', 50],
  ['handed_over', 60],
];
const OPEN = BACKLOG.flatMap(([state, count]) => Array.from({ length: count }, () => state));
const GIVEN = 'Élodie Anaïs Bruno Chloé Denis Ève François Gaëlle Hervé Inès Jérôme Karim Léa Maël Noémie Zoé'.split(
  ' ',
);
const FAMILY = 'Étienne Müller Lefèvre Béart Cadiot Dupont Faÿ Guérin Hébert Jospin Köhler Leïla Moreau Nuñez'.split(
  ' ',
);
const MINUTE = 60_000;
/** Rows of one statement. */
const BATCH = 1000;
const hex = (prefix: string, i: number): string => prefix + i.toString(16).padStart(64 - prefix.length, '0');
const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

/** The service of the request `i`: 200 of them, in 100 préfectures. */
const serviceOf = (i: number): string => `PREF-${String(i % 100).padStart(2, '0')}${i % 2 === 0 ? '' : '/DCL'}`;
/** State of the request `i` of so many: the newest are open, a few of the others were refused. */
const stateOf = (i: number, n: number): RequestState =>
  OPEN[i - (n - OPEN.length)] ?? (i % 40 === 0 ? 'rejected' : 'closed');
const tokenStateOf = (request: RequestState): TokenState =>
  request === 'produced' || request === 'handed_over' ? request : request === 'closed' ? 'active' : 'in_stock';

type Rows = { [T in TableName]?: (i: number) => Tables[T] };

/** How big a ministry is. */
export interface Size {
  /** Requests, with as many certificates, jobs, letters and hand-overs. */
  n: number;
  /** People, with a workstation each; half as many as requests where nothing is said. */
  people?: number | undefined;
  /** Blank tokens beside those in use, of which everybody has one, made again and again; left out: a token for each request. */
  blanks?: number | undefined;
}

function rowsOf({ n, people: count = n >> 1, blanks }: Size, end: number): { count: number; rows: Rows }[] {
  const tokens = blanks === undefined ? n : count;
  const person = (i: number) => `b-person-${i % count}`;
  const machine = (i: number) => `b-machine-${i % count}`;
  const asked = (i: number): number => end - (n - i) * 10 * MINUTE;
  const wasApproved = (i: number) => !['submitted', 'needs_information', 'rejected'].includes(stateOf(i, n));
  const serial = (i: number) => `B${String(i).padStart(9, '0')}`;
  const refs = (i: number) => ({ requestId: `b-request-${i}`, tokenId: serial(i % tokens) });
  /** The last request that the token `i` was made for. */
  const lastOf = (i: number): number => i + Math.floor((n - 1 - i) / tokens) * tokens;
  const blank: Omit<Tables['token'], 'id' | 'state'> = {
    ...{
      model: 'SoftHSM v2',
      firmware: null,
      batch: null,
      deliveryId: 'b-delivery',
      locationId: null,
      transferId: null,
    },
    ...{ label: null, requestId: null, holderId: null, workstationId: null, keyId: null, certificateId: null },
    ...{ soPinId: 'so', cycle: 1, receivedAt: asked(0), activatedAt: null },
  };
  const personRow = (i: number): Tables['person'] => ({
    id: person(i),
    directoryId: `B-${i}`,
    email: `b${i}@interieur.example`,
    postalAddress: null,
    givenName: at(GIVEN, i),
    familyName: `${at(FAMILY, i * 7)}-${at(FAMILY, i >> 4)} ${i}`,
    userPrincipalName: null,
    securityIdentifier: null,
    service: serviceOf(i),
    site: `Site ${i % 100}`,
    createdAt: asked(0),
    purgedAt: null,
  });
  const people: Rows = {
    person: personRow,
    account: (i) => ({ id: person(i), state: 'active', createdAt: asked(0), inviterId: 'system', voucherId: null }),
    grant: (i) => ({
      id: `b-grant-${i}`,
      personId: person(i),
      role: 'agent',
      scope: '*',
      grantedAt: asked(0),
      granterId: null,
      seconderId: null,
      reviewedAt: null,
      reviewId: null,
      validFrom: null,
      validUntil: null,
      revokedAt: null,
    }),
    workstation: (i) => ({
      id: machine(i),
      assetNumber: `BN-${i}`,
      model: 'SPAN 14',
      service: serviceOf(i),
      site: `Site ${i % 100}`,
      serialNumber: `5CG${i}`,
      image: 'SPAN 24H2',
      holderId: person(i),
      formerHolderId: null,
      state: 'commissioned',
      round: 1,
      checklistId: null,
      registeredAt: asked(0),
      registererId: person(i),
      seconderId: person(i + 1),
      commissionerId: null,
      cameIn: 'taken-over',
    }),
  };
  const delivery: Rows = {
    delivery: () => ({
      id: 'b-delivery',
      reference: 'BL-B',
      model: 'SoftHSM v2',
      firmware: null,
      batch: null,
      count: tokens + (blanks ?? 0),
      locationId: null,
      expectedId: null,
      receivedBy: person(0),
      receivedAt: asked(0),
    }),
  };
  const requestRow = (i: number): Tables['request'] => {
    const asks: Omit<Tables['request'], 'contentHash' | 'contentSalt'> = {
      id: `b-request-${i}`,
      number: `DEM-2021-${String(i).padStart(6, '0')}`,
      kind: 'first-issue',
      reason: null,
      profile: 'agent-vpn',
      state: stateOf(i, n),
      holderId: person(i),
      askerId: person(i + (i % 3)),
      workstationId: machine(i),
      service: serviceOf(i),
      deliverySite: `Site ${i % 100}`,
      priority: 0,
      confirmedPriority: null,
      priorityReason: null,
      rank: asked(i),
      deviceId: null,
      replacesTokenId: null,
      comment: null,
      answer: null,
      submittedAt: asked(i),
      approvedAt: wasApproved(i) ? asked(i) : null,
      producerId: null,
      leaseUntil: null,
      producedAt: null,
      handedOverAt: null,
      closedAt: stateOf(i, n) === 'closed' ? asked(i) + MINUTE : null,
      endReason: null,
    };
    return { ...asks, ...bind({ ...chance, bytes: () => Buffer.from(hex('b', i), 'hex') }, asks, personRow(i)) };
  };
  const requests: Rows = {
    request: requestRow,
    approval: (i) => ({
      id: `b-approval-${i}`,
      requestId: `b-request-${i}`,
      approverId: person(i + 5),
      contentHash: requestRow(i).contentHash,
      approvedAt: asked(i),
      withdrawnAt: null,
    }),
  };
  const made: Rows = {
    job: (i) => ({
      id: `b-job-${i}`,
      ...refs(i),
      slot: '1',
      model: 'SoftHSM v2',
      locationId: null,
      technicianId: person(i + 9),
      state: 'sealed',
      run: 'jeton/1',
      certificateId: hex('b', i),
      startedAt: asked(i),
      endedAt: asked(i) + MINUTE,
      failure: null,
    }),
    certificate: (i) => ({
      id: hex('b', i),
      issuerId: 'b-issuer',
      profile: 'agent-vpn',
      profileHash: '',
      policy: '2.999.1',
      state: 'good',
      holderId: person(i),
      ...refs(i),
      jobId: `b-job-${i}`,
      workstationId: null,
      publicKeyHash: hex('c', i),
      sha256: hex('d', i),
      subject: null,
      names: null,
      notBefore: asked(i),
      notAfter: asked(i) + 3 * 525_600 * MINUTE,
      intendedAt: asked(i),
      orderedBy: person(i + 9),
      run: 'jeton/1',
      sealedAt: asked(i),
      revokedAt: null,
      revocationReason: null,
    }),
    handover: (i) => ({
      id: `b-handover-${i}`,
      ...refs(i),
      mode: 'desk',
      operatorId: person(i + 9),
      challengedAt: asked(i),
      acceptedAt: asked(i),
      acceptedBy: person(i),
      acceptanceProof: 'own-factor',
      termsHash: null,
      trackingNumber: null,
      handedOverAt: asked(i),
      parcelAt: null,
      parcelBy: null,
      receiptAt: asked(i),
      receiptBy: person(i),
      receiptProof: 'own-factor',
      failedAt: null,
    }),
    letter: (i) => ({
      id: `b-letter-${i}`,
      kind: 'pin',
      ...refs(i),
      secretId: null,
      state: 'confirmed',
      printedBy: person(i + 3),
      printedAt: asked(i),
      sentTo: 'site',
      confirmedAt: asked(i),
      shownAt: null,
      shownTo: null,
    }),
  };
  const used: Rows = {
    token: (i) => ({
      ...blank,
      id: serial(i),
      state: tokenStateOf(stateOf(lastOf(i), n)),
      label: `PREF-${i % 100}-${i}`,
      requestId: `b-request-${lastOf(i)}`,
      holderId: person(i),
      workstationId: machine(i),
      keyId: '01',
      certificateId: hex('b', lastOf(i)),
    }),
  };
  const unused: Rows = { token: (i) => ({ ...blank, id: serial(tokens + i), state: 'in_stock' }) };
  return [
    { count, rows: people },
    { count: 1, rows: delivery },
    { count: n, rows: requests },
    { count: tokens, rows: used },
    { count: blanks ?? 0, rows: unused },
    { count: n, rows: made },
  ];
}

/** Fills the tables of a store that nobody writes meanwhile, sealed as the store seals them. The journal does not tell of these rows. */
export async function fillStore(
  place: Place,
  rowKey: Uint8Array,
  { end, ...size }: Size & { end: number },
): Promise<void> {
  const authentication = createAuthentication(rowKey);
  const { db, close } =
    'path' in place
      ? await openDatabase(place.path, authentication)
      : await openPostgres(place.postgres, authentication);
  for (const { count, rows } of rowsOf(size, end)) {
    for (const [table, row] of Object.entries(rows)) {
      for (let from = 0; from < count; from += BATCH) {
        const places = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => from + i);
        const changes = places.map((i): Change => ({ table, insert: row(i) }) as Change);
        await db.transaction().execute(async (tx) => {
          await applyChanges(tx, changes, authentication.seals);
          await keepTextsOf(tx, changes);
        });
      }
    }
  }
  await close();
}
