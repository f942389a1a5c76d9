import { isOpen, isSomebody } from '../../judge/standing.ts';
import { act, adds, by, moves, must, type Named, not, service, sets } from '../../language/language.ts';
import { endsLetters, type Rows, revokes } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant, empty, fresh, from, fromNew, given, now, subject } from '../../language/sources.ts';
import { currentHandover, hasHandover, tokenOfRequest } from '../../rules/handover/handovers.ts';
import { limitOf, settingsOf } from '../../rules/limits.ts';
import { asksTemporary } from '../../rules/request/asking.ts';
import { openRequestsOf } from '../../rules/request/open-requests.ts';
import { recallLeft } from '../../rules/request/replacements.ts';
import { priorityOf } from '../../rules/stock/recalls.ts';
import type { RecallLeft } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { textOf } from '../../tables/row.ts';
import { REQUEST_ON_ITS_WAY, TOKEN_IN_USE } from '../../tables/states.ts';
import { fewOpen } from '../request/few-requests.ts';
import { anew, endsLost, openRequestOf } from '../request/new-request.ts';
import { recallIsOpen } from './recall.ts';

const recalled = service('deux personnes ont décidé le rappel', 'two persons decided the recall');

/** The item that the entry names, with its recall, its token and whose it is. */
const item: Named = {
  table: 'recallItem',
  find: (s) => s.get('recallItem', String(s.entry.detail['item'] ?? s.subjectId)),
};
const around = {
  recallItem: item,
  recall: by('recall', 'recallItem.recallId'),
  held: by('token', 'recallItem.tokenId'),
  holder: by('person', 'recallItem.holderId'),
  former: by('request', 'held.requestId'),
  carried: by('certificate', 'held.certificateId'),
};
const saysItem = { item: from('recallItem.id') };
const isUnsettled = must('rien n’est encore réglé pour ce jeton', 'nothing is settled for this token yet', (s) => {
  return s.row('recallItem') !== undefined && s.value('recallItem.settledAt') === null;
});
const settled = { settledAt: now };

/** Why nothing is asked for in place of the token; undefined: a replacement can be. */
function leftFor(s: Scene): RecallLeft | undefined {
  const token = s.row('held');
  const holderId = textOf(s.row('recallItem'), 'holderId');
  const workstation = textOf(token, 'workstationId');
  return recallLeft({
    token,
    holderId,
    temporary: asksTemporary(s.row('former')),
    holderIsThere: holderId !== null && isSomebody(s, holderId),
    machine: (workstation === null ? undefined : s.get('workstation', workstation)) ?? null,
    openRequests: openRequestsOf(s, holderId).length,
  });
}
const openRequest = (s: Scene) => {
  const [holder, workstation] = [textOf(s.row('held'), 'holderId'), textOf(s.row('held'), 'workstationId')];
  return workstation === null ? undefined : openRequestOf(s, holder, workstation);
};
const isOnItsWay = must(
  'le jeton n’est pas encore reçu par son porteur, et rien d’autre n’a été produit pour sa demande',
  'the token was not received by its holder yet, and nothing else was made for its request',
  (s) =>
    isOneOf(REQUEST_ON_ITS_WAY, s.value('former.state')) &&
    s
      .find('tokensOfRequest', String(s.value('former.id')))
      .every(({ id, state }) => id === s.value('held.id') || !isOneOf(TOKEN_IN_USE, state)),
);

const notOnItsWay = not(isOnItsWay);

/**
 * The second of the two who decided approves, unless they hold the token themselves or left meanwhile. They decided on the profile that
 * the token has, and on no other.
 */
const approves = must(
  'la seconde personne a encore son compte et n’est pas le porteur, et le profil est celui du certificat de ce jeton',
  'the second person still has their account and is not the holder, and the profile is that of the certificate of this token',
  (s) => {
    const confirmer = String(s.value('recall.confirmerId'));
    const isCarried = s.written('request.profile') === s.value('carried.profile');
    return isCarried && confirmer !== s.value('recallItem.holderId') && isOpen(s, confirmer);
  },
);
const isEnough = must(
  `${approves.fr}, et une approbation suffit`,
  `${approves.en}, and one approval is enough`,
  (s) => approves.holds(s) && limitOf(settingsOf(s), 'approvals:replacement') <= 1,
);

const produced: Rows = (s) =>
  s.find('tokensOfRequest', s.subjectId).filter(({ state }) => isOneOf(TOKEN_IN_USE, state));
const labels: Rows = (s) => s.find('lettersOfRequest', s.subjectId).filter(({ kind }) => kind === 'label');

/** Who cannot work until they have another token goes first. */
const urgency = computed(
  '1 si le jeton est révoqué aussitôt, sinon 0',
  '1 where the token is revoked at once, else 0',
  (v, s) => v === priorityOf(s.value('recall.way')),
);

/** Each token that a recall hit has something take its place, or a word why not; the oldest first. */
export const REPLACING_ACTS = [
  act('recall.replace', {
    fr: 'Demander le remplacement d’un jeton rappelé, que les deux décideurs demandent et approuvent',
    en: 'Ask for the replacement of a recalled token, which the two who decided ask for and approve',
    by: recalled,
    on: { table: 'request', fresh: true },
    named: around,
    says: saysItem,
    writes: [
      adds('request', {
        ...anew,
        kind: constant('replacement'),
        reason: constant('recalled'),
        state: given(isEnough, constant('approved'), constant('submitted')),
        holderId: from('recallItem.holderId'),
        askerId: from('recall.proposerId'),
        workstationId: from('held.workstationId'),
        deliverySite: from('holder.site'),
        priority: urgency,
        // the two who decided the recall confirm it
        confirmedPriority: urgency,
        priorityReason: constant('recalled'),
        replacesTokenId: from('held.id'),
        approvedAt: given(isEnough, now, empty),
      }),
      adds(
        'approval',
        {
          id: fresh,
          requestId: subject,
          approverId: from('recall.confirmerId'),
          contentHash: fromNew('request.contentHash'),
          approvedAt: now,
        },
        { when: approves },
      ),
      ...endsLost,
      sets('recallItem', { ...settled, requestId: subject }),
    ],
    before: [
      recallIsOpen,
      isUnsettled,
      notOnItsWay,
      must(
        'le jeton est en service, ou révoqué, chez son porteur',
        'the token is in use or revoked, and its holder has it',
        (s) => leftFor(s) === undefined,
      ),
      fewOpen,
    ],
  }),
  act('recall.repeat', {
    fr: 'Produire de nouveau ce que le rappel arrête avant que son porteur ne l’ait reçu',
    en: 'Produce again what the recall stops before its holder received it',
    by: recalled,
    on: { table: 'request' },
    named: { ...around, handover: currentHandover, token: tokenOfRequest },
    says: saysItem,
    writes: [
      moves('request', 'repeat', { producerId: empty, producedAt: empty, handedOverAt: empty }),
      ...revokes({ tokens: produced }, constant('recalled')),
      endsLetters(labels),
      sets('handover', { failedAt: now }, { when: hasHandover }),
      sets('recallItem', { ...settled, requestId: subject }),
    ],
    before: [
      recallIsOpen,
      isUnsettled,
      must('c’est la demande de ce jeton', "it is this token's request", (s) => s.value('former.id') === s.subjectId),
      isOnItsWay,
    ],
  }),
  act('recall.follow', {
    fr: 'Tenir la demande ouverte du porteur pour ce poste pour le remplacement du jeton rappelé',
    en: 'Take the open request of the holder for this workstation for the replacement of the recalled token',
    by: recalled,
    on: { table: 'recallItem' },
    named: around,
    writes: [
      sets('recallItem', {
        ...settled,
        requestId: computed(
          'la demande ouverte du porteur pour ce poste, dont le jeton n’est pas perdu et qui n’est pas celle d’un jeton temporaire',
          "the holder's open request for this workstation, whose token was not lost and which is not one for a temporary token",
          (v, s) => v !== undefined && v === openRequest(s)?.id && !asksTemporary(openRequest(s)),
        ),
      }),
    ],
    before: [recallIsOpen, isUnsettled, notOnItsWay],
  }),
  act('recall.leave', {
    fr: 'Constater que rien ne remplace ce jeton rappelé, et pourquoi',
    en: 'Find that nothing takes the place of this recalled token, and why',
    by: recalled,
    on: { table: 'recallItem' },
    named: around,
    writes: [
      sets('recallItem', {
        ...settled,
        left: computed(
          'le motif, tel qu’il est',
          'the reason, as it is',
          (v, s) => v !== undefined && v === leftFor(s),
        ),
      }),
    ],
    before: [
      recallIsOpen,
      isUnsettled,
      notOnItsWay,
      must(
        'aucune demande n’est ouverte, sauf d’un jeton temporaire',
        'no request is open, but for a temporary token',
        (s) => openRequest(s) === undefined || asksTemporary(openRequest(s)),
      ),
    ],
  }),
];
