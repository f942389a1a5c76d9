import { act, adds, all, type By, moves, must, not, service, sets, who } from '../../language/language.ts';
import type { Rows } from '../../language/revokes.ts';
import { constant, fresh, now, plusOne, subject } from '../../language/sources.ts';
import { codeOpen, currentHandover, handedOverBy, latestCode, WRONG_TRIES } from '../../rules/handover/handovers.ts';
import type { CodeWay } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { REQUEST_ON_ITS_WAY } from '../../tables/states.ts';
import { requestActedOn } from '../request/request.ts';

const request = { on: { table: 'request' }, named: { handover: currentHandover, code: latestCode } } as const;
const earlier: Rows = (s) => s.find('codesOfRequest', s.subjectId);

const awaited = must(
  'un jeton est produit ou remis, que son porteur n’a pas encore reçu',
  'a token is produced or handed over, and its holder has not received it yet',
  (s) => s.value('request.kind') !== 'nomade' && isOneOf(REQUEST_ON_ITS_WAY, s.value('request.state')),
);
const isLastTry = must('c’est le cinquième code faux', 'this is the fifth wrong code', (s) => {
  return Number(s.value('code.wrongTries')) + 1 >= WRONG_TRIES;
});
const onceMore = { wrongTries: plusOne('code.wrongTries') };

const issue = (way: CodeWay, by: By, words: { fr: string; en: string }) =>
  act(`pickupCode.issue ${way}`, {
    ...request,
    ...words,
    by,
    says: { kind: constant(way) },
    writes: [
      adds(
        'pickupCode',
        {
          id: fresh,
          requestId: subject,
          state: constant('open'),
          way: constant(way),
          wrongTries: constant(0),
          issuedAt: now,
        },
        { as: 'issued' },
      ),
      all(earlier, moves('pickupCode', 'end')),
    ],
    before: [awaited],
  });

/** The pick-up code: eight digits that only the holder gets. The journal never has it, only that there is one. */
export const PICKUP_CODE_ACTS = [
  issue('mail', service('le courriel « prêt » ou « expédié » part', 'the mail "ready" or "shipped" leaves'), {
    fr: 'Donner au porteur un code de retrait, dans le courriel qui l’informe',
    en: 'Give the holder a pick-up code, in the mail that tells them',
  }),
  issue('page', who('pickupCode.ask', requestActedOn), {
    fr: 'Donner au porteur un code de retrait, sur sa propre page',
    en: 'Give the holder a pick-up code, on their own page',
  }),
  act('pickupCode.wrongTry', {
    ...request,
    fr: 'Compter un code de retrait faux ; le cinquième verrouille le code',
    en: 'Count a wrong pick-up code; the fifth one locks the code',
    by: [
      who('handover.takeCode', (s) => ({ ...requestActedOn(s), ...handedOverBy(s) })),
      who('pin.showByCode', requestActedOn),
    ],
    writes: [
      sets('pickupCode', onceMore, { as: 'code', when: not(isLastTry) }),
      moves('pickupCode', 'lock', onceMore, { as: 'code', when: isLastTry }),
    ],
    before: [codeOpen],
  }),
];
