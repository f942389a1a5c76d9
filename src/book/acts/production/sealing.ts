import { holderIsHere, noRestoreWaits } from '../../judge/standing.ts';
import { act, adds, by, changed, moves, must, type Source, service, type Write, who } from '../../language/language.ts';
import { constant, empty, fresh, from, now, oneOf, plusOne, said, subject } from '../../language/sources.ts';
import { neverSealed } from '../../rules/certificates/certificates.ts';
import {
  aroundJob,
  byTechnicianOrService,
  failure,
  isOfKind,
  JOBS,
  type Made,
  ofThisRequest,
  producing,
  secretOfJob,
  serviceIfInterrupted,
  stepOfLeft,
} from '../../rules/request/jobs.ts';
import { ifInterrupted } from '../../rules/service/nodes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { CERTIFICATE_UNSEALED } from '../../tables/states.ts';
import { requestActedOn, unleased, workstationInService } from '../request/request.ts';
import { unbound } from '../stock/stock.ts';

const around = { job: changed('job'), certificate: by('certificate', 'job.certificateId'), token: aroundJob.token };
const letter = (kind: string, more: Readonly<Record<string, Source>>): Write =>
  adds(
    'letter',
    { id: fresh, kind: constant(kind), requestId: subject, state: constant('waiting'), ...more },
    { as: kind },
  );
const SEALED: Readonly<Record<Made, readonly Write[]>> = {
  token: [
    moves('token', 'seal', {
      certificateId: from('certificate.id'),
      cycle: plusOne('token.cycle'),
      soPinId: secretOfJob('so-pin'),
    }),
    letter('label', { tokenId: from('token.id') }),
    letter('pin', { tokenId: from('token.id'), secretId: secretOfJob('pin') }),
  ],
  nomade: [letter('pkcs12-password', { secretId: secretOfJob('pkcs12-password') })],
};

/** The model of the token, so that the journal alone tells how many were made of each; a nomade credential has none. */
const MODEL: Readonly<Record<Made, Readonly<Record<string, Source>>>> = {
  token: { model: from('token.model') },
  nomade: {},
};

const tokenOnBench = must(
  'le jeton est en production',
  'the token is in production',
  (s) => s.value('token.state') === 'in_production',
);
/** Of a token that is in production still: how it was left decides which step it takes. */
const onBenchAnd = (step: ReturnType<typeof stepOfLeft>, fr: string, en: string) =>
  must(`le jeton en production ${fr}`, `the token in production ${en}`, (s) => {
    const { wiped, reached } = s.entry.detail;
    return tokenOnBench.holds(s) && stepOfLeft({ wiped: wiped === true, reached: reached === true }) === step;
  });
const UNDONE: Readonly<Record<Made, readonly Write[]>> = {
  token: [
    moves(
      'token',
      'putBack',
      { ...unbound, soPinId: secretOfJob('so-pin') },
      { when: onBenchAnd('putBack', 'a été effacé', 'was wiped') },
    ),
    moves(
      'token',
      'scrap',
      { label: empty },
      { when: onBenchAnd('scrap', 'n’a pas pu être effacé', 'could not be wiped') },
    ),
    moves('token', 'setAside', unbound, { when: onBenchAnd('setAside', 'n’a pas été atteint', 'was not reached') }),
  ],
  nomade: [],
};
/** How the token was left; a nomade credential has none. */
const SAID: Readonly<Record<Made, Readonly<Record<string, Source>>>> = {
  token: { wiped: oneOf([true, false]), reached: oneOf([true, false]) },
  nomade: {},
};
const hasCertificate = must('un certificat est commandé', 'a certificate is ordered', (s) => {
  return isOneOf(CERTIFICATE_UNSEALED, s.value('certificate.state'));
});
const isTaken = must(
  'la demande est en production',
  'the request is in production',
  (s) => s.value('request.state') === 'in_production',
);
const jobInterrupted = ifInterrupted((s) => s.value('job.run'));
const wipedIsReached = must(
  'un jeton effacé a été atteint',
  'a token that was wiped was reached',
  (s) => s.entry.detail['reached'] === true || s.entry.detail['wiped'] === false,
);

const endOf = ({ kind, fr, en, right }: (typeof JOBS)[number]) => [
  act(`production.seal ${kind}`, {
    fr: `Sceller la production ${fr} : le certificat est bon`,
    en: `Seal the production ${en}: the certificate is good`,
    by: [
      who(right, requestActedOn),
      service('il reprend une production interrompue', 'it goes on with production that was interrupted'),
    ],
    on: { table: 'request' },
    named: around,
    says: { kind: constant(kind), ...MODEL[kind] },
    writes: [
      moves('certificate', 'seal', { sealedAt: now }),
      moves('job', 'seal', { endedAt: now }),
      moves('request', 'seal', { producedAt: now, leaseUntil: empty }),
      ...SEALED[kind],
    ],
    before: [
      ofThisRequest,
      isOfKind(kind),
      byTechnicianOrService,
      serviceIfInterrupted,
      producing,
      holderIsHere,
      workstationInService,
      noRestoreWaits,
    ],
  }),
  act(`production.undo ${kind}!failed`, {
    fr: `Défaire la production ${fr}, qui a échoué`,
    en: `Undo the production ${en}, which failed`,
    by: service('elle a échoué, ou a été interrompue', 'it failed, or was interrupted'),
    on: { table: 'request' },
    named: around,
    says: { kind: constant(kind), failure, ...SAID[kind], ...MODEL[kind] },
    writes: [
      moves('job', 'undo', { endedAt: now, failure: said('failure') }),
      moves('request', 'putBack', unleased, { when: isTaken }),
      moves('certificate', 'revoke', neverSealed, { when: hasCertificate }),
      ...UNDONE[kind],
    ],
    before: [ofThisRequest, isOfKind(kind), jobInterrupted, ...(kind === 'token' ? [wipedIsReached] : [])],
  }),
];

/** The end of a job: sealed it is good, and what fails is undone. */
export const SEAL_ACTS = JOBS.flatMap(endOf);
