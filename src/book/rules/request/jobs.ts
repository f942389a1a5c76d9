import { ERROR_CODES, type ErrorCode } from '../../../errors.ts';
import { by, type Condition, must, type Named, newest, ofPeople } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, oneOf } from '../../language/sources.ts';
import type { Right } from '../../rights/sentences.ts';
import { interrupted } from '../service/nodes.ts';

/** What a job makes: a token, or a nomade credential in a file. */
export type Made = 'token' | 'nomade';
/** Each kind of job with its words, and the right that its technician needs. */
export const JOBS: readonly { kind: Made; fr: string; en: string; right: Right }[] = [
  { kind: 'token', fr: 'd’un jeton', en: 'of a token', right: 'production.produce' },
  { kind: 'nomade', fr: 'd’un certificat Nomade', en: 'of a nomade credential', right: 'credential.release' },
];

/** Rows around a job: what it is for, and on what. */
export const aroundJob = { request: by('request', 'job.requestId'), token: by('token', 'job.tokenId') };
/** A job of this kind has a token, or none. */
export const isOfKind = (kind: Made): Condition =>
  kind === 'token'
    ? must('la production a un jeton', 'the job has a token', (s) => s.value('job.tokenId') !== null)
    : must('la production n’a pas de jeton', 'the job has no token', (s) => s.value('job.tokenId') === null);

const isByTechnician = (s: Scene): boolean => {
  const person = s.value('job.technicianId');
  return person === s.entry.actor && person === s.value('request.producerId');
};
/** Each step of a job is its technician's. */
export const byItsTechnician = ofPeople(
  must(
    'l’acteur est le technicien de la production, qui a pris la demande',
    'the actor is the technician of the job, who took the request',
    isByTechnician,
  ),
  'n’est pas le technicien de cette production',
  'is not the technician of this job',
);
/** A job is ended by its technician, or by the service itself. */
export const byTechnicianOrService = ofPeople(
  must(
    'l’acteur est le technicien de la production, ou le service',
    'the actor is the technician of the job, or the service',
    (s) => s.entry.actor === 'system' || isByTechnician(s),
  ),
  'n’est pas le technicien de cette production',
  'is not the technician of this job',
);
/** The service goes on with what is interrupted, and with nothing else. */
export const serviceIfInterrupted = must(
  'le service si le nœud de la production s’est arrêté, a disparu ou a redémarré depuis ; sinon le technicien',
  "the service where the job's node stopped, was lost or started anew meanwhile; else the technician",
  (s) => (s.entry.actor === 'system') === interrupted(s, s.value('job.run')),
);
/** The job is of the request that the act is done to. */
export const ofThisRequest = must(
  'la production est celle de cette demande',
  'the job is of this request',
  (s) => s.value('job.requestId') === s.subjectId,
);
/** Request and token are as the job's begin left them. */
export const producing = must(
  'la demande et le jeton sont en production',
  'request and token are in production',
  (s) =>
    s.value('request.state') === 'in_production' &&
    (s.value('job.tokenId') === null ||
      (s.value('token.state') === 'in_production' && s.value('token.requestId') === s.value('request.id'))),
);

/** Why something was not finished: the code of a failure, or a node that went down meanwhile. */
export const failure = oneOf(['interrupted', ...ERROR_CODES]);
/** The one answer of the bench that says: the token itself failed, or refused. By any other it was not reached. */
const TOKEN_FAILED: ErrorCode = 'device_failed';

/** How the token of an undone job was left, as the entry says it. Nobody looks after a token that was not reached. */
export interface Left {
  wiped: boolean;
  reached: boolean;
}
/**
 * How a token is left that was not wiped, because of what the bench answered, or of the failure for which nobody tried: one that
 * failed is scrap, one that was pulled out, or that a fault of ours kept from being wiped, is a good token still.
 */
export const leftUnwiped = (failure: ErrorCode | 'interrupted'): Left => ({
  wiped: false,
  reached: failure === TOKEN_FAILED,
});
/** The step that the token of an undone job takes: who undoes it writes this step, and the judge asks for it. */
export const stepOfLeft = ({ wiped, reached }: Left): 'putBack' | 'scrap' | 'setAside' => {
  if (wiped) return 'putBack';
  return reached ? 'scrap' : 'setAside';
};
/** The job that gave a token that was set aside the SO-PIN that it may have. */
export const lastJobOfToken: Named = newest('job', (s) => s.find('undoneJobsOfToken', s.subjectId), 'startedAt');

/** The name of one of the job's secrets in the vault. */
export const secretOfJob = (prefix: string) =>
  computed(
    `\`${prefix}:\` et la production`,
    `${prefix}: and the job`,
    (v, s) => v === `${prefix}:${s.value('job.id')}`,
  );
