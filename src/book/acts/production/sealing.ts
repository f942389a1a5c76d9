import { noRestoreWaits } from '../../judge/standing.ts';
import {
  act,
  adds,
  by,
  changed,
  moves,
  must,
  not,
  type Source,
  service,
  type Write,
  who,
} from '../../language/language.ts';
import { constant, empty, fresh, from, now, oneOf, plusOne, said, subject } from '../../language/sources.ts';
import { neverSealed } from '../../rules/certificates.ts';
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
} from '../../rules/jobs.ts';
import { ifInterrupted } from '../../rules/nodes.ts';
import { CERTIFICATE_UNSEALED } from '../../tables/states.ts';
import { requestActedOn, unleased, workstationInService } from './request.ts';
import { unbound } from './stock.ts';

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

const wiped = must('le jeton a été effacé', 'the token was wiped', (s) => s.entry.detail['wiped'] === true);
const tokenOnBench = must(
  'le jeton est en production',
  'the token is in production',
  (s) => s.value('token.state') === 'in_production',
);
const both = (fr: string, en: string, ...all: readonly ReturnType<typeof must>[]) =>
  must(fr, en, (s) => all.every((one) => one.holds(s)));
const UNDONE: Readonly<Record<Made, readonly Write[]>> = {
  token: [
    moves(
      'token',
      'putBack',
      { ...unbound, soPinId: secretOfJob('so-pin') },
      { when: both('le jeton en production a été effacé', 'the token in production was wiped', tokenOnBench, wiped) },
    ),
    moves(
      'token',
      'scrap',
      { label: empty },
      {
        when: both(
          'le jeton en production n’a pas été effacé',
          'the token in production was not wiped',
          tokenOnBench,
          not(wiped),
        ),
      },
    ),
  ],
  nomade: [],
};
const hasCertificate = must('un certificat est commandé', 'a certificate is ordered', (s) => {
  return (CERTIFICATE_UNSEALED as readonly unknown[]).includes(s.value('certificate.state'));
});
const isTaken = must(
  'la demande est en production',
  'the request is in production',
  (s) => s.value('request.state') === 'in_production',
);
const jobInterrupted = ifInterrupted((s) => s.value('job.run'));

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
    says: { kind: constant(kind) },
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
    says: { kind: constant(kind), failure, wiped: kind === 'token' ? oneOf([true, false]) : constant(false) },
    writes: [
      moves('job', 'undo', { endedAt: now, failure: said('failure') }),
      moves('request', 'putBack', unleased, { when: isTaken }),
      moves('certificate', 'revoke', neverSealed, { when: hasCertificate }),
      ...UNDONE[kind],
    ],
    before: [ofThisRequest, isOfKind(kind), jobInterrupted],
  }),
];

/** The end of a job: sealed it is good, and what fails is undone. */
export const SEAL_ACTS = JOBS.flatMap(endOf);
