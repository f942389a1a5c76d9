import { isSomebody } from '../../judge/standing.ts';
import { act, adds, by, must, service } from '../../language/language.ts';
import { computed, constant, empty, from, fromNew } from '../../language/sources.ts';
import { settingsOf } from '../../rules/limits.ts';
import { isAskedAlready, isDue, renewalPolicyOf } from '../../rules/renewals.ts';
import { fewOpen } from './few-requests.ts';
import { anew, asked, holderOfRequest } from './new-request.ts';

/** The service asks by itself in the last days of a certificate, and in no others. */
const endIsNear = must(
  'le certificat du jeton est bon et prend fin dans `renewal.firstDays` jours au plus',
  'the certificate of the token is good and ends in renewal.firstDays days at most',
  (s) =>
    s.value('certificate.state') === 'good' &&
    isDue({ notAfter: Number(s.value('certificate.notAfter')) }, s.clock.latest, renewalPolicyOf(settingsOf(s))),
);

/** The service asks once: what was withdrawn or rejected since is not asked for again. */
const notAskedBefore = must(
  'ce renouvellement n’a pas encore été demandé dans ce délai',
  'this renewal was not asked for in this time yet',
  (s) => {
    const [tokenId, notAfter] = [String(s.value('token.id')), Number(s.value('certificate.notAfter'))];
    const policy = renewalPolicyOf(settingsOf(s));
    const all = s.find('requestsOfPerson', s.written('request.holderId') ?? null);
    return !isAskedAlready(all, { tokenId, notAfter }, policy);
  },
);

/** What ends soon is asked for by the service itself. */
export const RENEWAL_ACTS = [
  act('request.renewDue', {
    fr: 'Demander, au nom de son porteur, le renouvellement d’un jeton dont la fin approche',
    en: 'Ask, in its holder’s name, for the renewal of a token whose end is near',
    by: service('le certificat du jeton arrive bientôt à son terme', 'the certificate of the token ends soon'),
    on: { table: 'request', fresh: true },
    named: {
      holder: holderOfRequest,
      token: { table: 'token', find: (s) => s.get('token', String(s.written('request.replacesTokenId'))) },
      certificate: by('certificate', 'token.certificateId'),
    },
    writes: [
      adds('request', {
        ...anew,
        ...asked,
        kind: constant('renewal'),
        reason: empty,
        holderId: computed(
          'le porteur du jeton, connu et actif',
          'the holder of the token, known and not disabled',
          (v, s) => {
            return typeof v === 'string' && v === s.value('token.holderId') && isSomebody(s, v);
          },
        ),
        askerId: fromNew('request.holderId'),
        deliverySite: from('holder.site'),
        priority: constant(0),
        comment: empty,
      }),
    ],
    before: [endIsNear, notAskedBefore, fewOpen],
  }),
];
