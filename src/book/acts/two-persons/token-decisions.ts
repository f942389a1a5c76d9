import { type ActRule, act, adds, moves, must, ofPeople, service, who } from '../../language/language.ts';
import { endsLetters, pinLettersOf } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant, fresh, from, fromNew } from '../../language/sources.ts';
import { wasMadeBefore } from '../../rules/decisions.ts';
import { failure } from '../../rules/request/jobs.ts';
import type { Row } from '../../tables/row.ts';
import { TOKEN_IN_USE } from '../../tables/states.ts';
import { decided, inTime, outOfTime } from './decided.ts';

const proposal = {
  proposal: {
    table: 'proposal' as const,
    find: (s: Scene): Row | undefined => s.get('proposal', String(s.entry.detail['proposal'])),
  },
};
const confirmedFor = (name: 'token.unblock' | 'token.releaseSoPin') =>
  must('deux personnes l’ont décidé pour ce jeton', 'two persons decided it for this token', (s) => {
    return s.value('proposal.state') === 'confirmed' && decided(name, s)?.serial === s.subjectId;
  });
/** The name of the new PIN in the vault. */
const pinOf = (s: Scene): string => `pin:${String(s.value('proposal.id'))}`;
const byConfirmer = ofPeople(
  must('celui qui a confirmé, ou le service après un arrêt', 'who confirmed it, or the service after a stop', (s) => {
    return s.entry.actor === 'system' || s.entry.actor === s.value('proposal.confirmerId');
  }),
  'n’a pas confirmé cette décision',
  'did not confirm this decision',
);
/** How long a device takes after a confirmation, at most. */
const DEVICE_MS = 10 * 60_000;
const soonOrResumed = must(
  'aussitôt, ou par le service après un arrêt',
  'at once, or by the service after a stop',
  (s) => s.entry.actor === 'system' || s.clock.earliest <= Number(s.value('proposal.expiresAt')) + DEVICE_MS,
);
/** A token may be wiped and made for somebody else: what was decided for one holder is not done to another's. */
const sameHolder = must(
  'le jeton n’a pas été produit de nouveau depuis la proposition',
  'the token was not produced anew since it was proposed',
  (s) => {
    const request = s.get('request', String(s.value('token.requestId')));
    return wasMadeBefore(request, { proposedAt: s.value('proposal.proposedAt') });
  },
);
/** The device is touched by the node whose bench it is on. */
const nodeIsRunning = (s: Scene): boolean =>
  s.get('node', String(decided('token.unblock', s)?.node))?.state === 'running';
/** Nobody else than that node unblocks the token. */
export const itsNodeRuns = must(
  'le nœud où le jeton est branché est en marche',
  'the node where the token is plugged in runs',
  nodeIsRunning,
);
const ifItsNodeIsGone = must(
  '« interrupted » : le nœud où le jeton est branché s’est arrêté ou a disparu',
  '"interrupted": the node where the token is plugged in stopped or was lost',
  (s) => s.entry.detail['failure'] !== 'interrupted' || !nodeIsRunning(s),
);
const confirmer = [
  who('dualControl.confirm', (s) => ({ personId: String(s.value('proposal.proposerId')) })),
  service('un arrêt l’avait interrompu', 'a stop had interrupted it'),
];
const inUse = must('le jeton est en service', 'the token is in use', (s) =>
  TOKEN_IN_USE.some((state) => state === s.value('token.state')),
);
const thisToken = (s: Scene): readonly Row[] => {
  const token = s.get('token', s.subjectId);
  return token ? [token] : [];
};

/** What a device does, or the proposer sees, after two persons decided it: once. */
export const TOKEN_DECISION_ACTS: readonly ActRule[] = [
  act('token.unblock', {
    fr: 'Débloquer le jeton : un nouveau code PIN, dans une nouvelle lettre',
    en: 'Unblock the token: a new PIN, in a new letter',
    by: confirmer,
    on: { table: 'token' },
    named: proposal,
    says: { proposal: from('proposal.id'), letter: fromNew('letter.id') },
    writes: [
      moves('proposal', 'execute'),
      endsLetters(pinLettersOf(thisToken)),
      adds('letter', {
        id: fresh,
        kind: constant('pin'),
        requestId: from('token.requestId'),
        tokenId: from('token.id'),
        secretId: computed(
          '« pin: » et la décision',
          '"pin:" and the decision',
          (v, s) => v === pinOf(s),
          (s) => pinOf(s),
        ),
        state: constant('waiting'),
      }),
    ],
    before: [confirmedFor('token.unblock'), byConfirmer, soonOrResumed, sameHolder, inUse, itsNodeRuns],
  }),
  act('token.unblock!failed', {
    fr: 'Ne pas pouvoir débloquer le jeton',
    en: 'Fail to unblock the token',
    by: confirmer,
    on: { table: 'token' },
    named: proposal,
    says: { proposal: from('proposal.id'), failure },
    writes: [moves('proposal', 'fail')],
    before: [confirmedFor('token.unblock'), byConfirmer, ifItsNodeIsGone],
  }),
  act('token.revealSoPin', {
    fr: 'Montrer le SO-PIN, une fois, à qui l’a proposé',
    en: 'Show the SO-PIN, once, to whoever proposed it',
    by: who('token.revealSoPin', (s) => ({ proposerId: String(s.value('proposal.proposerId')) })),
    on: { table: 'token' },
    named: proposal,
    says: { proposal: from('proposal.id') },
    writes: [moves('proposal', 'execute')],
    before: [
      confirmedFor('token.releaseSoPin'),
      inTime,
      must('le jeton n’est pas détruit', 'the token is not destroyed', (s) => s.value('token.state') !== 'destroyed'),
    ],
  }),
  act('token.revealSoPin!failed', {
    fr: 'Constater que nul n’a regardé le SO-PIN à temps',
    en: 'End what nobody looked at in time',
    by: service('son délai est passé', 'its time is over'),
    on: { table: 'token' },
    named: proposal,
    says: { proposal: from('proposal.id'), failure: constant('expired') },
    writes: [moves('proposal', 'fail')],
    before: [confirmedFor('token.releaseSoPin'), outOfTime],
  }),
];
