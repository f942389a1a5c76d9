import canonicalize from 'canonicalize';
import { addsMany, all, must, type Source, sets } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, fresh, from, now } from '../../language/sources.ts';
import { hasEnded } from '../../rights/roles.ts';
import { CONFIRMING, HELD, RESTORE } from '../../rules/service/restored.ts';
import { endsAgent, grantable } from '../people/granting.ts';
import { closedFor, reopens } from '../people/reopening.ts';
import { givesSetting } from '../service/give-setting.ts';
import { confirms, decided } from '../two-persons/decided.ts';
import { confirmingGrants, type Grant, same, waiting } from './restore-waiting.ts';

const isLive = (grant: Grant, s: Scene): boolean => !hasEnded(grant, s.clock.earliest);
/** The grants that two persons named; those that a restore ended come back. */
const chosen = (s: Scene): readonly (Grant | undefined)[] =>
  (decided('restore.confirm', s)?.grants ?? []).map((id) => s.get('grant', id));
const comeBack = (s: Scene): readonly Grant[] =>
  chosen(s).flatMap((grant) => (grant === undefined || grant.revokedAt === null ? [] : [grant]));
const theTwo = (s: Scene): readonly unknown[] => [s.entry.actor, s.value('proposal.proposerId')];
/** Roles of people who may confirm a restore and were not named: they end, except those of the two who confirm it. */
const notNamed = (s: Scene): readonly Grant[] => {
  const named = decided('restore.confirm', s)?.grants ?? [];
  return confirmingGrants(s).filter(
    (grant) => isLive(grant, s) && !theTwo(s).includes(grant.personId) && !named.includes(grant.id),
  );
};
const mayComeBack = (grant: Grant | undefined, s: Scene): boolean => {
  if (grant === undefined || theTwo(s).includes(grant.personId) || !isLive(grant, s)) return false;
  const { role, revokedAt } = grant;
  if (revokedAt === null) return CONFIRMING.includes(role);
  const { at = Number.NaN, earlier = [] } = waiting(s) ?? {};
  return HELD.includes(role) && [at, ...earlier].includes(revokedAt);
};
const COPIED = ['personId', 'role', 'scope', 'validFrom', 'validUntil'] as const;
const copyOf = (row: Grant): string => canonicalize(COPIED.map((name) => row[name])) ?? '';
const given = (s: Scene): string[] =>
  s
    .writtenOf('grant')
    .filter(({ before }) => before === undefined)
    .map(({ after }) => copyOf(after));
const likeOne = (column: (typeof COPIED)[number]): Source =>
  computed(`\`${column}\` d’un rôle qui revient`, `${column} of a role that comes back`, (v, s) =>
    comeBack(s).some((grant) => grant[column] === v),
  );

/** Two persons confirm a restore, and say which roles come back. */
export const CONFIRM_RESTORE = confirms('restore.confirm', {
  says: {
    restored: computed('l’instant de la restauration', 'the moment of the restore', (v, s) => v === waiting(s)?.at),
    entries: computed('combien d’écritures restent', 'how many entries were left', (v, s) => v === waiting(s)?.entries),
    grants: computed('combien de rôles reviennent ou restent', 'how many roles come back or stay', (v, s) => {
      return v === chosen(s).length;
    }),
    ended: computed('combien de rôles finissent', 'how many roles end', (v, s) => v === notNamed(s).length),
  },
  writes: [
    all(notNamed, sets('grant', { revokedAt: now })),
    ...reopens(closedFor(comeBack)),
    endsAgent(comeBack),
    addsMany('grant', {
      id: fresh,
      personId: likeOne('personId'),
      role: likeOne('role'),
      scope: likeOne('scope'),
      grantedAt: now,
      granterId: from('proposal.proposerId'),
      seconderId: actor,
      validFrom: likeOne('validFrom'),
      validUntil: likeOne('validUntil'),
    }),
    ...givesSetting(RESTORE, constant('')),
  ],
  before: [
    must('cette restauration attend, et est terminée', 'this restore waits, and was ended', (s) => {
      const before = waiting(s);
      return before?.ended === true && before.entries === decided('restore.confirm', s)?.entries;
    }),
    must(
      'ce qui fut révoqué est connu, ou les deux personnes s’en portent garantes',
      'what was revoked is known, or the two persons vouch for it',
      (s) => waiting(s)?.revocationsKnown === true || decided('restore.confirm', s)?.withoutCrl === true,
    ),
    must(
      'ces rôles furent ôtés par elle, et ne sont à aucune des deux personnes',
      'it ended these roles, and they belong to neither of the two',
      (s) => chosen(s).every((grant) => mayComeBack(grant, s)),
    ),
    must('exactement les rôles nommés reviennent', 'exactly the named roles come back', (s) =>
      same(given(s).sort(), comeBack(s).map(copyOf).sort()),
    ),
    grantable(comeBack),
  ],
});
