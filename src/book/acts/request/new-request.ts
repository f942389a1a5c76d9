import { dropsLost } from '../../language/ends-waiting.ts';
import { all, moves, must, type Named, type Words, type Write } from '../../language/language.ts';
import type { Rows } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { committed, computed, constant, from, maybe, newDigest, now, subject } from '../../language/sources.ts';
import { siteName } from '../../language/typed-names.ts';
import { profileForPeople } from '../../rules/certificates/certificates.ts';
import {
  asksTemporary,
  endsRequest,
  type FormerToken,
  hasLostItsToken,
  type Obstacle,
  obstacleTo,
  predecessorOf,
  type Wish,
} from '../../rules/request/asking.ts';
import { yearOfNumber } from '../../rules/request/request-number.ts';
import { rank } from '../../rules/waiting/priority.ts';
import type { ReplacementReason, RequestKind } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { WORKSTATION_USABLE } from '../../tables/states.ts';

/** A workstation that may be asked for. */
const usable = computed(
  'un poste ni perdu, ni bloqué, ni réformé ; aucun pour un certificat Nomade',
  'a workstation that is not lost, blocked or retired; none for a nomade credential',
  (v, s) => {
    if (s.written('request.kind') === 'nomade') return v === null;
    const state = typeof v === 'string' ? s.get('workstation', v)?.state : undefined;
    return isOneOf(WORKSTATION_USABLE, state);
  },
);
/** What is asked for, as it is written. */
const wish = (s: Scene): Wish => ({
  kind: String(s.written('request.kind')) as RequestKind,
  reason: (s.written('request.reason') ?? null) as ReplacementReason | null,
});
/** For whom and for which workstation. */
const forWhom = (s: Scene) =>
  [s.written('request.holderId') ?? null, s.written('request.workstationId') ?? null] as const;
/** A token is on no personal device. */
const NO_DEVICE = null;
/** The tokens that the holder has or had for the workstation. */
const formerTokens = (s: Scene): FormerToken[] =>
  s.find('formerTokens', ...forWhom(s)).map(({ id, state, activatedAt, requestId }) => ({
    id,
    state,
    activatedAt,
    temporary: asksTemporary(s.get('request', String(requestId))),
  }));
/** The token that a renewal or a replacement follows: the holder's own on that workstation. */
const predecessor = computed(
  'le jeton du porteur sur ce poste : celui qui est actif pour un renouvellement, le dernier en service pour un remplacement, jamais un jeton temporaire ; vide s’il n’y en a pas',
  "the holder's token on that workstation: the active one for a renewal, the last in use for a replacement, never a temporary one; nothing if there is none",
  (v, s) => v === predecessorOf(wish(s), formerTokens(s)),
);
/** A request's number: what people say on the telephone. */
const requestNumber = computed('DEM-, l’année et un numéro nouveau', 'DEM-, the year and a new number', (v, s) => {
  const year = new Date(s.clock.latest).getUTCFullYear();
  const before = new Date(s.clock.earliest - 2_000).getUTCFullYear();
  return [year, before].map(String).includes(String(yearOfNumber(String(v)))) && s.isNew('request.number', String(v));
});

/** What stands against the request, beside what the holder has for its workstation already. */
const obstacle = (s: Scene): Obstacle | undefined =>
  s.written('request.workstationId') === null ? undefined : obstacleTo(wish(s), formerTokens(s));
const NO_OBSTACLE: Readonly<Record<Obstacle, Words>> = {
  'active-token': {
    fr: 'une première dotation n’a pas lieu à côté d’un jeton actif',
    en: 'a first issue is not asked for beside an active token',
  },
  'temporary-token': {
    fr: 'un jeton temporaire n’est pas demandé à côté d’un autre',
    en: 'a temporary token is not asked for beside another',
  },
  'loss-not-reported': {
    fr: 'la perte ou le vol d’un jeton est déclaré avant que l’on demande son remplacement',
    en: 'the loss or theft of a token is reported before its replacement is asked for',
  },
  'nothing-to-renew': {
    fr: 'un jeton actif, qui n’est pas temporaire, est renouvelé',
    en: 'an active token, which is not a temporary one, is renewed',
  },
};
/** What the holder has already on the workstation does not forbid another, for none of these reasons. */
export const noObstacle = Object.entries(NO_OBSTACLE).map(([why, { fr, en }]) =>
  must(fr, en, (s) => obstacle(s) !== why),
);

/** What is open for the same holder and workstation. */
const openBeside = (s: Scene) =>
  s.find('openRequests', ...forWhom(s), NO_DEVICE).filter(({ id }) => id !== s.subjectId);
/** Of that, what nobody waits for any more. */
const overtaken: Rows = (s) => openBeside(s).filter((open) => endsRequest(wish(s), open));
/** Of that, what lost its token before its holder confirmed that they have it. */
const lost: Rows = (s) => openBeside(s).filter((open) => hasLostItsToken(open, s.find('tokensOfRequest', open.id)));
export const endsLost = dropsLost(lost);
/** So is what nobody waits for any more. */
export const endsOvertaken: readonly Write[] = [
  all(overtaken, moves('request', 'withdraw', { closedAt: now }, { as: 'overtaken' })),
  ...endsLost,
];
/** The open request of somebody for a workstation of which something can come; there is one at most. */
export const openRequestOf = (s: Scene, holderId: string | null, workstationId: string | null) =>
  s
    .find('openRequests', holderId, workstationId, NO_DEVICE)
    .find((open) => !hasLostItsToken(open, s.find('tokensOfRequest', open.id)));

/** What an approval is bound to. */
const bound = { contentHash: newDigest('request.contentHash'), contentSalt: committed };
/** What is asked for by whoever may say it. */
export const asked = {
  workstationId: usable,
  deliverySite: siteName,
  comment: maybe(committed),
  replacesTokenId: predecessor,
  ...bound,
};
/** A new request, whoever asks and for what. */
export const anew = {
  ...bound,
  id: subject,
  number: requestNumber,
  profile: profileForPeople,
  state: constant('submitted'),
  service: from('holder.service'),
  submittedAt: now,
  rank,
};
/** Whom the new request is for. */
export const holderOfRequest: Named = {
  table: 'person',
  find: (s) => s.get('person', String(s.written('request.holderId'))),
};
