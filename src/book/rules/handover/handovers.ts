import { must, type Named, newest, ofPeople } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import type { ActedOn } from '../../rights/relations.ts';
import { IDENTITY_PURPOSES, type IdentityPurpose } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { type RowOf, textOf } from '../../tables/row.ts';
import { REQUEST_ON_ITS_WAY, TOKEN_IN_USE } from '../../tables/states.ts';
import { formerRequest, isSecondRenewal } from '../certificates/renewals.ts';
import { carriersOf } from './carriers.ts';

/** The request that a hand-over or a letter is of. */
const requestId = (s: Scene): string | null => textOf(s.row('request'), 'id');
/** The hand-over that the request is in; a failed one is over. */
export const currentHandover: Named = newest(
  'handover',
  (s) => s.find('handoversOfRequest', requestId(s)),
  'challengedAt',
);
/** The token that was sealed for the request, and is in use. */
export const tokenOfRequest: Named = {
  table: 'token',
  find: (s) => s.find('tokensOfRequest', requestId(s)).find(({ state }) => isOneOf(TOKEN_IN_USE, state)),
};

/** Whether the holder of a request still has a token to accept or to receive. */
export const awaitsItsToken = ({ kind, state }: { kind: unknown; state: unknown }): boolean =>
  kind !== 'nomade' && isOneOf(REQUEST_ON_ITS_WAY, state);

/** A token that was lost, revoked or has expired on its way is given to nobody. */
export const tokenWorks = must(
  'le jeton de la demande sert toujours : il n’est ni perdu, ni révoqué, ni expiré',
  'the token of the request still works: it was not lost, revoked, and has not expired',
  (s) => s.row('token') !== undefined,
);

/** Who has the hand-over in hand: they do not say for its holder that the token arrived. */
export const handedOverBy = (s: Scene): Pick<ActedOn, 'carrierIds'> => {
  const operator = textOf(s.row('handover'), 'operatorId');
  return { carrierIds: operator === null ? [] : [operator] };
};
/** Who had a token of this request in hand before its holder; nobody where there is no token. */
export const carriersOfToken = (s: Scene, tokenId: string | null): Pick<ActedOn, 'carrierIds'> => ({
  carrierIds: tokenId === null ? [] : carriersOf(s.find('handoversOfToken', tokenId), requestId(s)),
});

export const hasHandover = must(
  'une remise est en cours',
  'a hand-over has begun',
  (s) => s.row('handover') !== undefined,
);
export const atDesk = must('la remise a lieu au guichet', 'the hand-over is at the desk', (s) => {
  return s.value('handover.mode') === 'desk';
});
export const challenged = must(
  'le jeton a signé son défi de remise',
  'the token has signed the challenge of its hand-over',
  (s) => typeof s.value('handover.challengedAt') === 'number',
);
export const accepted = must('le certificat a été accepté', 'the certificate was accepted', (s) => {
  return typeof s.value('handover.acceptedAt') === 'number';
});
export const isProduced = must('la demande est produite', 'the request is produced', (s) => {
  return s.value('request.state') === 'produced';
});
export const notAcceptedYet = must(
  'le certificat n’est pas encore accepté',
  'the certificate is not accepted yet',
  (s) => {
    return s.value('handover.acceptedAt') === null;
  },
);
export const noReceiptYet = must(
  'aucun reçu n’est encore donné',
  'there is no receipt yet',
  (s) => s.value('handover.receiptAt') === null,
);
export const hasToken = must('la remise est celle d’un jeton', 'the hand-over is of a token', (s) => {
  return s.value('handover.mode') === 'desk' || s.value('handover.mode') === 'shipment';
});

/** The two who check who the holder is do so while the holder is there. */
export const CHECKS_WITHIN_MS = 30 * 60_000;
/** Whether somebody checked the identity for this hand-over lately, by a check for which `fits` holds. */
export const checkedLately = (
  s: Scene,
  purpose: IdentityPurpose,
  fits: (check: RowOf<'identityCheck'>) => boolean,
): boolean =>
  s
    .find('identityChecks', textOf(s.row('handover'), 'id'), purpose)
    .some((check) => fits(check) && Number(check.checkedAt) + CHECKS_WITHIN_MS >= s.clock.earliest);

/** An operator looked at a document of the holder's, for a hand-over of this request or for its token's re-binding. */
const wasIdentified = (s: Scene, request: string): boolean =>
  s
    .find('handoversOfRequest', request)
    .some(({ id }) => IDENTITY_PURPOSES.some((purpose) => s.find('identityChecks', id, purpose).length > 0));
/** It is a second renewal in a row, and its holder was not identified for the one before. */
export const isToBeIdentified = must(
  'c’est le deuxième renouvellement de suite, et l’identité du porteur n’a pas été contrôlée pour le premier',
  'it is the second renewal in a row, and the identity of the holder was not checked for the first',
  (s) => {
    const request = s.get('request', String(requestId(s)));
    if (!request) return false;
    const former = formerRequest(request, s.find('requestsOfPerson', request.holderId));
    return isSecondRenewal(request, former) && !wasIdentified(s, String(former?.id));
  },
);
/** A document of the holder was looked at, where it has to be. */
export const identified = must(
  'au deuxième renouvellement de suite, un opérateur a contrôlé l’identité du porteur',
  'of a second renewal in a row, an operator checked the identity of the holder',
  (s) => !isToBeIdentified.holds(s) || wasIdentified(s, String(requestId(s))),
);

/** So many wrong codes lock a pick-up code. */
export const WRONG_TRIES = 5;
/** The pick-up code that the holder was given last. */
export const latestCode: Named = newest('pickupCode', (s) => s.find('codesOfRequest', requestId(s)), 'issuedAt');
export const codeOpen = must(
  'le dernier code de retrait n’est pas verrouillé',
  'the last pick-up code is not locked',
  (s) => s.value('code.state') === 'open' && Number(s.value('code.wrongTries')) < WRONG_TRIES,
);
/** Whoever takes the code has the token there, before its holder. */
export const onTheSpot = ofPeople(
  must(
    'le technicien est au guichet, ou le correspondant a reçu le colis',
    'the technician is at the desk, or the correspondent has received the parcel',
    (s) => {
      const [role, mode] = [s.entry.role, s.value('handover.mode')];
      if (role === 'technician') return mode === 'desk';
      return role === 'correspondent' && mode === 'shipment' && typeof s.value('handover.parcelAt') === 'number';
    },
  ),
  'n’a pas le jeton sur place',
  'does not have the token there',
);
