import { isSomebody } from '../../judge/standing.ts';
import { act, adds, by, must, type Named, service } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant, empty, from, fromNew } from '../../language/sources.ts';
import { isAskedAlready, isAskedForDevice, isDue, renewalPolicyOf } from '../../rules/certificates/renewals.ts';
import { settingsOf } from '../../rules/limits.ts';
import { deviceOfRequest, fewDevices } from '../../rules/request/devices.ts';
import { type Row, textOf } from '../../tables/row.ts';
import { fewOpen } from './few-requests.ts';
import { anew, asked, holderOfRequest } from './new-request.ts';

const isGoodAndEnds = (s: Scene): boolean =>
  s.value('certificate.state') === 'good' &&
  isDue({ notAfter: Number(s.value('certificate.notAfter')) }, s.clock.latest, renewalPolicyOf(settingsOf(s)));
/** The service asks by itself in the last days of a certificate, and in no others. */
const endIsNear = must(
  'le certificat du jeton est bon et prend fin dans `renewal.firstDays` jours au plus',
  'the certificate of the token is good and ends in renewal.firstDays days at most',
  (s) => isGoodAndEnds(s),
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

/** The request for which a Nomade credential was made. */
const madeFor = (s: Scene, certificate: Row | undefined) => s.get('request', textOf(certificate, 'requestId') ?? '');
/** The credential on the device that is asked for: the one that was fetched. */
const onDevice: Named = {
  table: 'certificate',
  find: (s) =>
    s.find('credentialsOfPerson', s.written('request.holderId') ?? null).find((one) => {
      const request = madeFor(s, one);
      return request?.state === 'closed' && request.deviceId === s.written('request.deviceId');
    }),
};
const credentialEnds = must(
  'un certificat Nomade téléchargé sur cet appareil est bon et prend fin dans `renewal.firstDays` jours au plus',
  'a nomade credential that was downloaded for this device is good and ends in renewal.firstDays days at most',
  (s) => isGoodAndEnds(s),
);
const deviceNotAsked = must(
  'rien n’a encore été demandé pour cet appareil dans ce délai',
  'nothing was asked for this device in this time yet',
  (s) => {
    const [deviceId, notAfter] = [String(s.written('request.deviceId')), Number(s.value('certificate.notAfter'))];
    const all = s.find('requestsOfPerson', s.written('request.holderId') ?? null);
    const of = { requestId: String(s.value('certificate.requestId')), deviceId, notAfter };
    return !isAskedForDevice(all, of, renewalPolicyOf(settingsOf(s)));
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
  act('request.renewNomade', {
    fr: 'Demander, au nom de son porteur, un nouveau certificat Nomade pour l’appareil dont le certificat prend bientôt fin',
    en: 'Ask, in its holder’s name, for another nomade credential for the device whose credential ends soon',
    by: service('le certificat Nomade arrive bientôt à son terme', 'the nomade credential ends soon'),
    on: { table: 'request', fresh: true },
    named: { holder: holderOfRequest, certificate: onDevice },
    writes: [
      adds('request', {
        ...anew,
        kind: constant('nomade'),
        reason: empty,
        holderId: computed(
          'le porteur du certificat, connu et actif',
          'the holder of the credential, known and not disabled',
          (v, s) => typeof v === 'string' && v === s.value('certificate.holderId') && isSomebody(s, v),
        ),
        askerId: fromNew('request.holderId'),
        workstationId: empty,
        deviceId: deviceOfRequest,
        deliverySite: from('holder.site'),
        priority: constant(0),
        comment: empty,
        replacesTokenId: empty,
      }),
    ],
    before: [credentialEnds, deviceNotAsked, fewOpen, fewDevices],
  }),
];
