import type { Caller } from '../../../book/rights/roles.ts';
import { isDecision, personsOf } from '../../../book/rules/decisions.ts';
import type { Role } from '../../../book/tables/codes.ts';
import type { GrantRow, ProposalRow } from '../../../book/tables/rows/people.ts';
import { SECRET_LETTERS } from '../../../book/tables/states.ts';
import type { Entry } from '../../../journal/entry.ts';
import { changesOf, type JsonChange } from '../../../journal/entry-changes.ts';
import type { Deps } from '../../act.ts';
import { ABOUT_MOST } from '../journal/entry-lists.ts';
import type { Lists } from '../lists.ts';

/** What somebody else, or the service, did about a person that they should know. */
export const NOTICE_KINDS = [
  'account-disabled',
  'account-reopened',
  'link-made',
  'sessions-ended',
  'role-given',
  'deputy-named',
  'role-ended',
  'role-confirmed',
  'role-ended-by-review',
  'proposal-refused',
  'mail-changed',
  'details-changed',
  'letter-printed',
  'code-used',
  'code-locked',
  'identity-checked',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** One of them, without names: in which role it was done says enough, and a purge leaves nothing behind. */
export interface OwnNotice {
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  kind: NoticeKind;
  /** The role that it is about, and over what; null where it is about none. */
  role: Role | null;
  scope: string | null;
  /** In which role it was done, or that two persons did it. */
  by: Role | 'system' | 'two-persons';
}

/** What somebody reads of what was done about them. */
export interface OwnNotices {
  notices: OwnNotice[];
  /** There are older ones than are shown. */
  more: boolean;
  /** Decisions of two persons that were proposed before this, epoch milliseconds, were not looked through; null: all were. */
  decidedSince: number | null;
}

/**
 * As many notices as one reads on a page, and decisions that are looked through for a person, the newest first: a proposal
 * names people in its arguments only.
 */
const MOST = { notices: 50, decisions: 500 };
/** Of what somebody proposed and another person refused, the newest. */
const REFUSED = 20;
const DECIDED = ['role.grant', 'deputy.name', 'access.review', 'account.recover', 'officer.bringBack'];

type Told = Pick<OwnNotice, 'kind'> & { grantId?: string | undefined };
type Tells = (entry: Entry, isOwn: (grantId: string) => boolean) => readonly Told[];
const always =
  (kind: NoticeKind): Tells =>
  () => [{ kind }];
const idIn = ({ subject }: Entry): string => subject.slice(subject.indexOf(':') + 1);
const setOf = (change: JsonChange | undefined) => (change && 'set' in change ? change.set : undefined);
const changeOf = (entry: Entry, table: string) => changesOf(entry).find((change) => change.table === table);
const given =
  (kind: NoticeKind): Tells =>
  (entry, isOwn) => {
    const grant = changesOf(entry).find((c) => c.table === 'grant' && 'insert' in c && isOwn(c.id));
    return grant ? [{ kind, grantId: grant.id }] : [];
  };
const byProof: Tells = ({ detail }) => {
  if (detail['proof'] === 'pickup-code') return [{ kind: 'code-used' }];
  return detail['proof'] === 'two-persons' ? [{ kind: 'identity-checked' }] : [];
};

/** What each act of two persons tells somebody whom it is about. */
const OF_DECISION: Readonly<Record<string, Tells>> = {
  'role.grant': given('role-given'),
  'deputy.name': given('deputy-named'),
  'account.recover': always('account-reopened'),
  'officer.bringBack': always('account-reopened'),
  'access.review': (entry, isOwn) =>
    changesOf(entry)
      .filter((change) => change.table === 'grant' && isOwn(change.id))
      .map((change) => {
        const ended = setOf(change)?.['revokedAt'] !== undefined;
        return { kind: ended ? 'role-ended-by-review' : 'role-confirmed', grantId: change.id };
      }),
};
/** What an entry tells the person whom it is about, by its act. */
const OF_ACT: Readonly<Record<string, Tells>> = {
  'account.disable': always('account-disabled'),
  'account.endSessions': always('sessions-ended'),
  'session.endAll': always('sessions-ended'),
  'account.invite': ({ detail }) => [{ kind: detail['from'] === 'invited' ? 'link-made' : 'account-reopened' }],
  'account.grant': given('role-given'),
  'account.endGrant': (entry) => [{ kind: 'role-ended', grantId: idIn(entry) }],
  'person.update': (entry) => {
    const changed = setOf(changeOf(entry, 'person')) ?? {};
    return [{ kind: 'email' in changed ? 'mail-changed' : 'details-changed' }];
  },
  'letter.print': ({ detail }) => (SECRET.includes(String(detail['kind'])) ? [{ kind: 'letter-printed' }] : []),
  'pickupCode.wrongTry': (entry) =>
    setOf(changeOf(entry, 'pickupCode'))?.['state'] === 'locked' ? [{ kind: 'code-locked' }] : [],
  'handover.accept': byProof,
  'handover.confirmReceipt': byProof,
  'dualControl.cancel': always('proposal-refused'),
  'dualControl.confirm': (entry, isOwn) => OF_DECISION[String(entry.detail['act'])]?.(entry, isOwn) ?? [],
};
const SECRET: readonly string[] = SECRET_LETTERS;

/** What was done about somebody, for themselves. */
export function createOwnNotices(
  { store: { reads } }: Pick<Deps, 'store'>,
  lists: Pick<Lists, 'entriesAbout' | 'refusedProposals'>,
  most = MOST,
) {
  const subjectsOf = async (
    personId: string,
    grants: readonly GrantRow[],
  ): Promise<{ subjects: string[]; decidedSince: number | null }> => {
    const isAbout = ({ act, args }: ProposalRow): boolean =>
      isDecision(act) && personsOf(act, JSON.parse(args)).includes(personId);
    const newest = { orderBy: 'proposedAt', descending: true, limit: most.decisions + 1 } as const;
    const [found, refused, requests] = await Promise.all([
      reads.find('proposal', { act: DECIDED, state: 'executed' }, newest),
      lists.refusedProposals(personId, REFUSED),
      reads.find('request', { holderId: personId }),
    ]);
    const looked = found.slice(0, most.decisions);
    const decided = looked.filter(isAbout);
    const requestId = requests.map(({ id }) => id);
    const letters = await reads.find('letter', { requestId });
    const reviews = grants.flatMap(({ reviewId }) => (reviewId === null ? [] : [reviewId]));
    const subjects = [
      ...['session:all', `account:${personId}`, `person:${personId}`],
      ...grants.map(({ id }) => `grant:${id}`),
      ...requestId.map((id) => `request:${id}`),
      ...letters.map(({ id }) => `letter:${id}`),
      ...new Set([...reviews, ...decided.map(({ id }) => id), ...refused].map((id) => `proposal:${id}`)),
    ];
    return { subjects, decidedSince: found.length > looked.length ? (looked.at(-1)?.proposedAt ?? null) : null };
  };

  return {
    /**
     * What somebody else, or the service, did about the caller that they should know: the newest first, 50 at most, and what
     * is not among them.
     */
    ownNotices: async ({ personId }: Caller): Promise<OwnNotices> => {
      const grants = new Map((await reads.find('grant', { personId })).map((grant) => [grant.id, grant]));
      const since = (await reads.get('person', personId))?.createdAt ?? Number.MAX_SAFE_INTEGER;
      const { subjects, decidedSince } = await subjectsOf(personId, [...grants.values()]);
      const entries = await lists.entriesAbout({ subjects, actions: Object.keys(OF_ACT), notBy: personId, since });
      const notices = entries.flatMap((entry) => {
        const told = OF_ACT[entry.action]?.(entry, (id) => grants.has(id)) ?? [];
        return told.map(({ kind, grantId }): OwnNotice => {
          const grant = grantId === undefined ? undefined : grants.get(grantId);
          const by = entry.action === 'dualControl.confirm' ? 'two-persons' : (entry.role as Role | 'system');
          const { role = null, scope = null } = grant ?? {};
          return { seq: entry.seq, at: Date.parse(entry.at), kind, role, scope, by };
        });
      });
      const more = notices.length > most.notices || entries.length === ABOUT_MOST;
      return { notices: notices.slice(0, most.notices), more, decidedSince };
    },
  };
}
