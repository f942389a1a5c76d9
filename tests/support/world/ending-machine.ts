import type { Change } from '../../../src/book/tables/lifecycle.ts';
import type { CertificateRow } from '../../../src/book/tables/rows/tokens.ts';
import type { WorkstationRow } from '../../../src/book/tables/rows/workstations.ts';
import { DAY_MS } from '../../../src/durations.ts';
import { workstation } from '../records/rows.ts';
import { START } from '../records/store.ts';

const certificate = (machine: string, days: number): CertificateRow => ({
  id: `c-${machine}`,
  issuerId: 'i',
  profile: 'workstation',
  profileHash: '',
  policy: '2.999.1',
  state: 'good',
  holderId: null,
  requestId: null,
  tokenId: null,
  jobId: null,
  workstationId: machine,
  publicKeyHash: `k-${machine}`,
  sha256: `s-${machine}`,
  subject: null,
  names: null,
  notBefore: START,
  notAfter: START + Math.round(days * DAY_MS),
  intendedAt: START,
  orderedBy: 'x',
  run: 'jeton/1',
  sealedAt: START,
  revokedAt: null,
  revocationReason: null,
});
/** A machine, and its certificate that ends in so many days, as they stand: how they came there is not what a list is about. */
export const endingMachine = (id: string, days: number, more: Partial<WorkstationRow> = {}): Change[] => [
  { table: 'workstation', id, insert: workstation(id, { assetNumber: `PN-${id}`, ...more }) } as Change,
  { table: 'certificate', id: `c-${id}`, insert: certificate(id, days) } as Change,
];
