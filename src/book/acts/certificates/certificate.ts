import { holderIsHere, noRestoreWaits } from '../../judge/standing.ts';
import { act, adds, by, changed, moves, must, type Named, not, service, sets, who } from '../../language/language.ts';
import { revokes } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import { committed, computed, constant, from, fromNew, now, subject } from '../../language/sources.ts';
import type { ActedOn } from '../../rights/relations.ts';
import {
  intended,
  LONGEST_DAYS,
  neverSealed,
  orderedByActor,
  profileOfRequest,
  signed,
} from '../../rules/certificates/certificates.ts';
import { aroundJob, byItsTechnician, failure, isOfKind, JOBS, producing } from '../../rules/request/jobs.ts';
import { ifInterrupted, nodeOfRun, orderGoesOn, runningRun } from '../../rules/service/nodes.ts';
import { serverCertificateOf } from '../../rules/service/service-settings.ts';
import { broughtInBy } from '../../rules/workstation/inventory.ts';
import { requestActedOn } from '../request/request.ts';

/** The node that began the job orders its certificate, in the same run. */
const ofJobsRun = computed(
  '`job.run`, la marche en cours de son nœud',
  "job.run, the present run of the job's node",
  (v, s) => v === s.value('job.run') && runningRun.fits(v, s),
);

const ofJob = ({ kind, fr, en, right }: (typeof JOBS)[number]) => [
  act(`certificate.intend ${kind}`, {
    fr: `Commander le certificat ${fr}, avant toute signature`,
    en: `Order the certificate ${en}, before anything is signed`,
    by: who(right, requestActedOn),
    on: { table: 'certificate', fresh: true },
    named: { job: changed('job'), ...aroundJob },
    says: { kind: constant(kind) },
    writes: [
      moves('job', 'certify', { certificateId: subject }),
      adds('certificate', {
        ...intended(profileOfRequest, LONGEST_DAYS[kind]),
        names: committed,
        holderId: from('request.holderId'),
        requestId: from('job.requestId'),
        tokenId: from('job.tokenId'),
        jobId: from('job.id'),
        run: ofJobsRun,
      }),
    ],
    before: [byItsTechnician, isOfKind(kind), producing, holderIsHere, noRestoreWaits],
  }),
  act(`certificate.issue ${kind}`, {
    fr: `Signer le certificat ${fr}`,
    en: `Sign the certificate ${en}`,
    by: who(right, requestActedOn),
    on: { table: 'certificate' },
    named: { job: by('job', 'certificate.jobId'), ...aroundJob },
    says: { kind: constant(kind) },
    writes: [moves('certificate', 'issue', signed), moves('job', 'certified')],
    before: [byItsTechnician, orderedByActor, isOfKind(kind), producing, holderIsHere, orderGoesOn],
  }),
];

const workstationOf = (s: Scene): ActedOn => {
  const row = s.row('workstation');
  return row === undefined ? {} : broughtInBy(row);
};
/** Whoever asks read the request's key as a fingerprint, compared it with the machine's, and gave it back. */
const compared = fromNew('certificate.publicKeyHash');
const inService = must('le poste est en service, non prêté', 'the workstation is in service, not lent', (s) => {
  return s.value('workstation.state') === 'commissioned';
});
const orderedFor: Named = {
  table: 'workstation',
  find: (s) => s.get('workstation', String(s.written('certificate.workstationId'))),
};
const sealedAtOnce = moves('certificate', 'seal', { sealedAt: now });
/** The workstation's other certificates. */
const formerOnes = (s: Scene) =>
  s
    .find('certificatesOfWorkstation', s.value('certificate.workstationId') ?? null)
    .filter(({ id }) => id !== s.subjectId);

const WORKSTATION = [
  act('certificate.intend workstation', {
    fr: 'Commander le certificat d’un poste',
    en: "Order a workstation's certificate",
    by: who('workstation.certify', workstationOf),
    on: { table: 'certificate', fresh: true },
    named: { workstation: orderedFor },
    says: { kind: constant('workstation'), compared },
    writes: [
      adds('certificate', {
        ...intended(constant('workstation'), LONGEST_DAYS.machine),
        workstationId: from('workstation.id'),
      }),
    ],
    before: [inService, noRestoreWaits],
  }),
  act('certificate.issue workstation', {
    fr: 'Signer le certificat d’un poste ; les précédents sont révoqués',
    en: "Sign a workstation's certificate; those before it are revoked",
    by: who('workstation.certify', workstationOf),
    on: { table: 'certificate' },
    named: { workstation: by('workstation', 'certificate.workstationId') },
    says: { kind: constant('workstation') },
    writes: [
      moves('certificate', 'issue', signed),
      sealedAtOnce,
      ...revokes({ alone: formerOnes }, constant('superseded')),
    ],
    before: [orderedByActor, inService, orderGoesOn],
  }),
];

const inUseOf = (s: Scene): string => serverCertificateOf(nodeOfRun(String(s.value('certificate.run'))));
const inUse: Named = { table: 'setting', find: (s) => s.get('setting', inUseOf(s)) };
const ofItsNode = computed(
  '« server-certificate: » et le nom du nœud qui l’a commandé',
  '"server-certificate:" and the name of the node that ordered it',
  (v, s) => v === inUseOf(s),
);
const hasOne = must('il y en avait un', 'there was one before', (s) => s.row('setting') !== undefined);
const forNames = computed(
  'son numéro de série et les noms du serveur',
  'its serial number and the names of the server',
  (v, s) => {
    return typeof v === 'string' && v.startsWith(`${s.subjectId} `) && /^\S+ [\w.:,*-]+$/.test(v);
  },
);
const isServers = must(
  'c’est celui du serveur',
  "it is the server's",
  (s) => s.value('certificate.profile') === 'tls-server',
);
const ofNoJob = must('il n’est d’aucune production', 'it is of no job', (s) => s.value('certificate.jobId') === null);
const unsealed = must('il n’est pas bon', 'it is not good', (s) => s.value('certificate.state') !== 'good');
const orderInterrupted = ifInterrupted((s) => s.value('certificate.run'));

const OWN = [
  act('certificate.intend server', {
    fr: 'Commander le certificat du serveur',
    en: "Order the server's own certificate",
    by: service('le précédent arrive à son terme, ou manque', 'the one before ends soon, or is missing'),
    on: { table: 'certificate', fresh: true },
    says: { kind: constant('server') },
    writes: [adds('certificate', intended(constant('tls-server'), LONGEST_DAYS.server))],
    before: [noRestoreWaits],
  }),
  act('server.certify', {
    fr: 'Signer le certificat du serveur et le mettre en usage',
    en: "Sign the server's own certificate and use it",
    by: service('il a été commandé', 'it was ordered'),
    on: { table: 'certificate' },
    named: { setting: inUse },
    writes: [
      moves('certificate', 'issue', signed),
      sealedAtOnce,
      sets('setting', { value: forNames }, { when: hasOne }),
      adds('setting', { id: ofItsNode, value: forNames }, { when: not(hasOne) }),
    ],
    before: [isServers, noRestoreWaits, orderGoesOn],
  }),
  act('server.undo!failed', {
    fr: 'Révoquer un certificat du serveur commandé et jamais signé',
    en: "Revoke a certificate of the server's that was ordered and never signed",
    by: service('sa signature peut exister, sa clé n’existe plus', 'its signature may exist, its key does not'),
    on: { table: 'certificate' },
    writes: [moves('certificate', 'revoke', neverSealed)],
    before: [isServers, unsealed],
  }),
  act('certificate.undo!failed', {
    fr: 'Révoquer un certificat commandé hors production et jamais signé',
    en: 'Revoke a certificate that was ordered outside of production and never signed',
    by: service('sa signature peut exister', 'its signature may exist'),
    on: { table: 'certificate' },
    says: { failure },
    writes: [moves('certificate', 'revoke', neverSealed)],
    before: [ofNoJob, unsealed, orderInterrupted],
  }),
];

/** Certificates: a durable intent first, then the CA's signature (invariant 2). */
export const CERTIFICATE_ACTS = [...JOBS.flatMap(ofJob), ...WORKSTATION, ...OWN];
