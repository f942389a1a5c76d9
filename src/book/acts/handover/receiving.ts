import { holderIsHere } from '../../judge/standing.ts';
import {
  act,
  adds,
  type By,
  type Condition,
  moves,
  must,
  not,
  ofPeople,
  service,
  sets,
  type Write,
  who,
} from '../../language/language.ts';
import { type Rows, revokes } from '../../language/revokes.ts';
import { actor, constant, fresh, from, now, oneOf, optional, said } from '../../language/sources.ts';
import {
  accepted,
  atDesk,
  challenged,
  checkedLately,
  codeOpen,
  currentHandover,
  handedOverBy,
  hasToken,
  identified,
  isToBeIdentified,
  latestCode,
  noReceiptYet,
  notAcceptedYet,
  onTheSpot,
  tokenOfRequest,
  tokenWorks,
} from '../../rules/handover/handovers.ts';
import { OVERLAP_MS } from '../../rules/limits.ts';
import { asksTemporary } from '../../rules/request/asking.ts';
import { type CheckPurpose, DOCUMENTS, type HandoverPurpose, type Proof } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { textOf } from '../../tables/row.ts';
import { TOKEN_IN_USE } from '../../tables/states.ts';
import { requestActedOn } from '../request/request.ts';

const request = {
  on: { table: 'request' },
  named: { handover: currentHandover, token: tokenOfRequest, code: latestCode },
} as const;

const isHandedOver = must('le jeton est remis ou expédié', 'the token was handed over or shipped', (s) => {
  return s.value('request.state') === 'handed_over';
});

/** Whatever else the holder had in use for this workstation ends; a temporary token leaves the others alone. */
const others: Rows = (s) => {
  const [token, asked] = [s.row('token'), s.row('request')];
  const workstation = textOf(asked, 'workstationId');
  if (token === undefined || asksTemporary(asked) || workstation === null) return [];
  const all = s.find('tokensOfHolder', textOf(asked, 'holderId'), workstation);
  return all.filter(({ id, state }) => id !== token['id'] && isOneOf(TOKEN_IN_USE, state));
};
const superseded = revokes({ tokens: others }, constant('superseded'));

const byAnother = (purpose: CheckPurpose): Condition =>
  ofPeople(
    must(
      'une autre personne a contrôlé l’identité du porteur il y a moins de 30 minutes',
      'another person checked the identity of the holder less than 30 minutes ago',
      (s) => checkedLately(s, purpose, ({ checkedBy }) => checkedBy !== s.entry.actor),
    ),
    'n’a pas de seconde personne qui ait contrôlé l’identité',
    'has no second person who checked the identity',
  );
const notByActor = (purpose: CheckPurpose): Condition =>
  ofPeople(
    must(
      'l’acteur ne l’a pas contrôlée lui-même il y a moins de 30 minutes',
      'the actor did not check it themselves less than 30 minutes ago',
      (s) => !checkedLately(s, purpose, ({ checkedBy }) => checkedBy === s.entry.actor),
    ),
    'a déjà contrôlé l’identité',
    'checked the identity already',
  );
const newCheck = (purpose: HandoverPurpose): Write =>
  adds('identityCheck', {
    id: fresh,
    handoverId: from('handover.id'),
    purpose: constant(purpose),
    document: said('document'),
    checkedBy: actor,
    checkedAt: now,
  });

const holder: Readonly<Record<CheckPurpose, By>> = {
  acceptance: who('handover.accept', requestActedOn),
  receipt: who('handover.confirmReceipt', requestActedOn),
};
const takesCode = who('handover.takeCode', (s) => ({ ...requestActedOn(s), ...handedOverBy(s) }));
const checks = who('handover.checkIdentity', requestActedOn);

/** What shows that the holder does it: who acts then, what else is said and written, and what has to hold. */
const proven = (proof: Proof, purpose: CheckPurpose) => {
  if (proof === 'own-factor') return { by: holder[purpose], says: {}, writes: [], before: [] };
  const document = oneOf(DOCUMENTS);
  if (proof === 'pickup-code')
    return { by: takesCode, says: { document: optional(document) }, writes: [], before: [onTheSpot, codeOpen] };
  return {
    by: checks,
    says: { document },
    writes: [newCheck(purpose)],
    before: [byAnother(purpose), notByActor(purpose)],
  };
};
const WORDS: Readonly<Record<Proof, { fr: string; en: string }>> = {
  'own-factor': { fr: 'le porteur lui-même', en: 'the holder themselves' },
  'pickup-code': { fr: 'le porteur, par son code de retrait', en: 'the holder, by their pick-up code' },
  'two-persons': {
    fr: 'le porteur, dont deux personnes ont contrôlé l’identité',
    en: 'the holder, whose identity two persons checked',
  },
};

const accepts = (proof: Proof) => {
  const { by, says, writes, before } = proven(proof, 'acceptance');
  return act(`handover.accept ${proof}`, {
    ...request,
    fr: `Accepter le certificat, dont le contenu a été montré (${WORDS[proof].fr})`,
    en: `Accept the certificate, whose content was shown (${WORDS[proof].en})`,
    by,
    says: { proof: constant(proof), ...says },
    writes: [
      sets('handover', { acceptedAt: now, acceptedBy: from('request.holderId'), acceptanceProof: constant(proof) }),
      ...writes,
    ],
    before: [tokenWorks, challenged, notAcceptedYet, holderIsHere, ...before],
  });
};
/** Whoever takes the code looks at a document too, where the holder has to be identified anew and was not yet. */
const identifiesNow: Write = { ...newCheck('renewal'), when: not(identified) };
const confirms = (proof: Proof) => {
  const { by, says, writes, before } = proven(proof, 'receipt');
  return act(`handover.confirmReceipt ${proof}`, {
    ...request,
    fr: `Confirmer la réception (${WORDS[proof].fr}) : le jeton entre en service, celui qu’il remplace prend fin`,
    en: `Confirm the receipt (${WORDS[proof].en}): the token comes into use, the one that it replaces ends`,
    by,
    says: { proof: constant(proof), ...says },
    writes: [
      moves('request', 'close', { closedAt: now }),
      sets('handover', { receiptAt: now, receiptBy: from('request.holderId'), receiptProof: constant(proof) }),
      moves('token', 'activate', { activatedAt: now }, { when: hasToken }),
      ...superseded,
      ...(proof === 'pickup-code' ? [identifiesNow] : []),
      ...writes,
    ],
    before: [
      accepted,
      noReceiptYet,
      hasToken,
      holderIsHere,
      ...(proof === 'own-factor' ? [identified] : []),
      ...before,
    ],
  });
};
const firstCheck = (purpose: CheckPurpose, words: { fr: string; en: string }, before: readonly Condition[]) =>
  act(`handover.checkIdentity ${purpose}`, {
    ...request,
    ...words,
    by: checks,
    says: { kind: constant(purpose), document: oneOf(DOCUMENTS) },
    writes: [newCheck(purpose)],
    before: [...before, notByActor(purpose)],
  });

const notIdentifiedYet = must(
  'elle n’est pas encore contrôlée pour cette remise',
  'it was not checked for this hand-over yet',
  (s) => s.find('identityChecks', textOf(s.row('handover'), 'id'), 'renewal').length === 0,
);
const overlapOver = must(
  'la remise au guichet date de plus de 30 jours',
  'it was handed over at the desk over 30 days ago',
  (s) => Number(s.value('handover.handedOverAt')) + OVERLAP_MS < s.clock.latest,
);
const inHand = must('le jeton remis est toujours en service', 'the token that was handed over is still in use', (s) => {
  return s.value('token.state') === 'handed_over' && s.value('token.id') === s.value('handover.tokenId');
});

/** Step 7, the holder's own part: they accept the certificate and receive the token, and it shows. */
export const RECEIVING_ACTS = [
  accepts('own-factor'),
  accepts('pickup-code'),
  firstCheck(
    'acceptance',
    {
      fr: 'Faire le premier des deux contrôles d’identité du porteur qui accepte le certificat',
      en: 'Check, as the first of two, the identity of the holder who accepts the certificate',
    },
    [tokenWorks, challenged, notAcceptedYet, holderIsHere],
  ),
  accepts('two-persons'),
  confirms('own-factor'),
  confirms('pickup-code'),
  firstCheck(
    'receipt',
    {
      fr: 'Faire le premier des deux contrôles d’identité du porteur qui reçoit le jeton',
      en: 'Check, as the first of two, the identity of the holder who receives the token',
    },
    [isHandedOver, hasToken, tokenWorks, accepted, noReceiptYet, holderIsHere],
  ),
  confirms('two-persons'),
  act('handover.checkIdentity renewal', {
    ...request,
    fr: 'Contrôler, seul, l’identité du porteur d’un deuxième renouvellement de suite',
    en: 'Check, alone, the identity of the holder of a second renewal in a row',
    by: checks,
    says: { kind: constant('renewal'), document: oneOf(DOCUMENTS) },
    writes: [newCheck('renewal')],
    before: [challenged, noReceiptYet, isToBeIdentified, notIdentifiedYet, holderIsHere],
  }),
  act('request.closeByRule', {
    ...request,
    fr: 'Clore une demande remise au guichet il y a 30 jours, que personne n’a confirmée',
    en: 'Close a request that was handed over at a desk 30 days ago and never confirmed',
    by: service('30 jours ont passé depuis la remise', '30 days have passed since it was handed over'),
    writes: [
      moves('request', 'close', { closedAt: now }),
      sets('handover', { receiptAt: now }),
      moves('token', 'activate', { activatedAt: now }, { when: inHand }),
      ...superseded,
    ],
    before: [atDesk, noReceiptYet, overlapOver],
  }),
];
