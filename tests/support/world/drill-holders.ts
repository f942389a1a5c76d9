import type { Change } from '../../../src/book/tables/lifecycle.ts';
import type { CertificateRow } from '../../../src/book/tables/rows/tokens.ts';
import { insert, lay } from './drill.ts';
import type { World } from './world.ts';

/** People whose holdings one entry lays. */
const PIECE = 20;

/** The serial number of the certificate of a holder. */
export const serialOf = (i: number): string => (0xd0_00_00_00 + i).toString(16).padStart(32, '1');

interface Standing {
  /** What their certificates have in common with one that was issued. */
  model: Pick<CertificateRow, 'issuerId' | 'profileHash' | 'policy'>;
  batch: string;
  service: string;
  /** The record of the machine says who has it. */
  isGiven: boolean;
}

/** One holder with their workstation and their token in use. */
function holderOf(i: number, w: World, { model, batch, service, isGiven }: Standing): Change[] {
  const now = w.clock.now();
  const [person, machine, request] = [`drill-person-${i}`, `drill-machine-${i}`, `drill-request-${i}`];
  const [token, certificate, job] = [`DRILL-${String(i).padStart(6, '0')}`, serialOf(i), `drill-job-${i}`];
  return [
    insert('person', {
      id: person,
      directoryId: `D-${i}`,
      givenName: 'Agent',
      familyName: `Numéro ${i}`,
      email: `d${i}@interieur.example`,
      userPrincipalName: null,
      securityIdentifier: null,
      postalAddress: null,
      service,
      site: 'Bordeaux',
      createdAt: now,
      purgedAt: null,
    }),
    insert('account', { id: person, state: 'active', createdAt: now, inviterId: 'system', voucherId: null }),
    insert('workstation', {
      id: machine,
      assetNumber: `DN-${i}`,
      model: 'SPAN 14',
      service,
      site: 'Bordeaux',
      state: 'commissioned',
      round: 0,
      registeredAt: now,
      registererId: w.adele.personId,
      seconderId: w.olga.personId,
      commissionerId: null,
      cameIn: 'taken-over',
      serialNumber: null,
      image: null,
      holderId: isGiven ? person : null,
      formerHolderId: null,
      checklistId: null,
    }),
    insert('request', {
      id: request,
      number: `DEM-2020-${String(i).padStart(6, '0')}`,
      kind: 'first-issue',
      profile: 'agent-vpn',
      reason: null,
      state: 'closed',
      holderId: person,
      askerId: person,
      workstationId: machine,
      service,
      deviceId: null,
      deliverySite: 'Bordeaux',
      priority: 0,
      replacesTokenId: null,
      comment: null,
      answer: null,
      confirmedPriority: 0,
      priorityReason: 'as-asked',
      rank: now,
      contentHash: serialOf(i).repeat(2),
      contentSalt: null,
      submittedAt: now,
      approvedAt: now,
      producerId: w.thomas.personId,
      leaseUntil: null,
      producedAt: now,
      handedOverAt: now,
      closedAt: now,
      endReason: null,
    }),
    insert('token', {
      id: token,
      model: 'Drill',
      firmware: null,
      batch,
      deliveryId: 'drill-delivery',
      state: 'active',
      locationId: null,
      transferId: null,
      label: token,
      requestId: request,
      holderId: person,
      workstationId: machine,
      keyId: '01',
      certificateId: certificate,
      soPinId: `so-${i}`,
      cycle: 1,
      receivedAt: now,
      activatedAt: now - i,
    }),
    insert('certificate', {
      id: certificate,
      ...model,
      profile: 'agent-vpn',
      state: 'good',
      holderId: person,
      requestId: request,
      tokenId: token,
      jobId: job,
      workstationId: null,
      publicKeyHash: serialOf(i).repeat(2),
      sha256: serialOf(i + 1e7).repeat(2),
      subject: null,
      names: null,
      notBefore: now,
      notAfter: now + 365 * 86_400_000,
      intendedAt: now,
      orderedBy: w.thomas.personId,
      run: 'jeton/1',
      sealedAt: now,
      revokedAt: null,
      revocationReason: null,
    }),
  ];
}

/** So many people each have a token of one batch in use on a workstation of theirs. `serviceOf`: where each of them works; `isGiven`: whose records say so too. */
export async function layHolders(
  w: World,
  {
    count,
    batch,
    serviceOf,
    isGiven = () => false,
  }: { count: number; batch: string; serviceOf(i: number): string; isGiven?: (i: number) => boolean },
): Promise<void> {
  const { certificateId } = await w.activeToken(w.alice, 'PN-1');
  const { issuerId, profileHash, policy } = (await w.reads.get('certificate', certificateId))!;
  await lay(w, { count: 1, piece: 1 }, () => [
    insert('delivery', {
      id: 'drill-delivery',
      reference: 'BL-DRILL',
      model: 'Drill',
      firmware: null,
      batch,
      count,
      locationId: null,
      expectedId: null,
      receivedBy: w.thomas.personId,
      receivedAt: w.clock.now(),
    }),
  ]);
  const model = { issuerId, profileHash, policy };
  await lay(w, { count, piece: PIECE }, (i) =>
    holderOf(i, w, { model, batch, service: serviceOf(i), isGiven: isGiven(i) }),
  );
}
