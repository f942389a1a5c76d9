import { type Caller, rolesOf } from '../../../book/rights/roles.ts';
import { type Right, SENTENCES } from '../../../book/rights/sentences.ts';
import type { LimitName } from '../../../book/rules/limits.ts';
import { ROLES, type Role } from '../../../book/tables/codes.ts';
import { TOKEN_IN_USE } from '../../../book/tables/states.ts';
import type { Deps } from '../../act.ts';
import { policyOf } from '../../two-persons/limits.ts';

/** What the service keeps about somebody, by what it is for; why and for how long is said by whoever shows it. */
export const OWN_DATA = [
  'identity',
  'requests',
  'appointments',
  'handovers',
  'tokens',
  'workstations',
  'devices',
  'incidents',
  'roles',
  'journal',
  'accessLog',
  'views',
  'figures',
] as const;
export type OwnDataKind = (typeof OWN_DATA)[number];

/** The rights by which somebody else reads each of them; the sentences of the book say who has those. */
const READ_BY: Readonly<Record<OwnDataKind, readonly Right[]>> = {
  identity: ['person.read', 'personSheet.read'],
  requests: ['request.read'],
  appointments: ['appointment.read', 'request.read'],
  handovers: ['request.read'],
  tokens: ['stock.read', 'personSheet.read'],
  workstations: ['workstation.read'],
  devices: ['request.read'],
  incidents: ['incident.read'],
  roles: ['account.read', 'accessReview.read'],
  journal: ['journal.read'],
  accessLog: [],
  views: [],
  figures: [],
};
/** Which policy says for how long it is kept; null: as long as its owner keeps it, or as its proofs stay. */
const KEPT_BY: Readonly<Record<OwnDataKind, LimitName | null>> = {
  identity: 'purge.years',
  requests: 'purge.years',
  appointments: 'purge.years',
  handovers: 'purge.years',
  tokens: 'purge.years',
  workstations: null,
  devices: 'purge.years',
  incidents: null,
  roles: 'purge.years',
  journal: null,
  accessLog: 'accessLog.days',
  views: null,
  figures: null,
};

export interface OwnData {
  kind: OwnDataKind;
  /** Records that stand; null where they are not counted by person. */
  count: number | null;
  /** What the policy says of how long they are kept, in its unit. */
  kept: number | null;
  /** Roles that read it beside its owner, within their scope. */
  seenBy: Role[];
}

const rolesWith = (rights: readonly Right[]): Role[] =>
  ROLES.filter((role) => role !== 'agent' && SENTENCES.some((one) => one.role === role && rights.includes(one.act)));

/** What is kept about the caller: their own alone, which nobody has to be allowed to read. */
export function createOwnData({ store, clock }: Pick<Deps, 'store' | 'clock'>) {
  const { reads } = store;
  /** Machines that their record gives to somebody, and those that a token of theirs in use is for: many records name nobody. */
  const machinesOf = async (holderId: string): Promise<number> => {
    const [given, tokens] = await Promise.all([
      reads.find('workstation', { holderId }),
      reads.find('token', { holderId, state: TOKEN_IN_USE }),
    ]);
    return new Set([...given.map(({ id }) => id), ...tokens.flatMap(({ workstationId }) => workstationId ?? [])]).size;
  };

  return {
    /** Every kind of it with how many records stand, for how long and who reads them; nothing of anybody else. */
    ownData: async (caller: Caller): Promise<OwnData[]> => {
      const { personId } = caller;
      const holderId = personId;
      const count = async (...counts: Promise<number>[]): Promise<number> =>
        (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
      const requestId = (await reads.find('request', { holderId })).map(({ id }) => id);
      const counts: Readonly<Partial<Record<OwnDataKind, number>>> = {
        identity: 1,
        requests: requestId.length,
        appointments: await reads.count('appointment', { requestId }),
        handovers: await reads.count('handover', { requestId }),
        tokens: await count(reads.count('token', { holderId }), reads.count('certificate', { holderId })),
        workstations: await machinesOf(holderId),
        devices: await reads.count('device', { holderId }),
        roles: await count(reads.count('grant', { personId }), reads.count('apiToken', { personId })),
        views: (await store.savedViews(personId)).length,
      };
      const makes = rolesOf(caller, clock.now()).includes('technician');
      const supervised = (await policyOf(reads, 'report.perTechnician')) === 1;
      return Promise.all(
        OWN_DATA.filter((kind) => kind !== 'figures' || makes).map(async (kind): Promise<OwnData> => {
          const policy = KEPT_BY[kind];
          return {
            kind,
            count: counts[kind] ?? null,
            kept: policy === null ? null : await policyOf(reads, policy),
            seenBy: kind === 'figures' ? (supervised ? ['supervisor'] : []) : rolesWith(READ_BY[kind]),
          };
        }),
      );
    },
  };
}
