import { becomes, type Rule, text } from './duty.ts';
import type { Step } from './replay.ts';

const some = (steps: readonly Step[], table: Step['table'], fits: (step: Step) => boolean): boolean =>
  steps.some((step) => step.table === table && fits(step));

/** Certificates of nobody that the service makes by itself: its own, and after a restore those that a CRL lists. */
const OWN = ['tls-server', 'unknown'];

/** A certificate of a person comes from a job for their request; without a job there are workstations' and the service's own. */
export const ordered: Rule = ({ id, before, said }, { actor }, world) => {
  if (before) return undefined;
  const [jobId, workstationId] = [text(said, 'jobId'), text(said, 'workstationId')];
  if (jobId === '') {
    const own = OWN.includes(text(said, 'profile')) && actor === 'system';
    const alone = text(said, 'holderId') === '' && text(said, 'requestId') === '';
    return alone && (workstationId !== '' || own) ? undefined : `certificate ${id} is of a person and of no job`;
  }
  const job = world.rows('job').get(jobId);
  const requestId = text(job, 'requestId');
  const holder = text(world.rows('request').get(requestId), 'holderId');
  const fits =
    job?.['state'] === 'certifying' &&
    requestId === text(said, 'requestId') &&
    holder !== '' &&
    holder === text(said, 'holderId') &&
    text(job, 'tokenId') === text(said, 'tokenId');
  return fits ? undefined : `certificate ${id} is not what its job ${jobId} is for`;
};

/** From sealing on it is good: with its job, or for a workstation that is in use. */
export const sealed: Rule = (step, { actor }, world, steps) => {
  if (!becomes(step, 'good')) return undefined;
  const [jobId, workstationId] = [text(step.after, 'jobId'), text(step.after, 'workstationId')];
  if (jobId !== '') {
    const sealedToo = some(steps, 'job', (s) => s.id === jobId && becomes(s, 'sealed'));
    return sealedToo ? undefined : `certificate ${step.id} is good before its job is sealed`;
  }
  if (workstationId === '')
    return actor === 'system' ? undefined : `certificate ${step.id} of nobody is made good by ${actor}`;
  const state = text(world.rows('workstation').get(workstationId), 'state');
  return state === 'commissioned'
    ? undefined
    : `certificate ${step.id} is good for a workstation that is ${state || 'unknown'}`;
};

/** A job, its request, its token and its certificate are sealed in one entry, or none of them. */
export const sealedJob: Rule = (step, _, __, steps) => {
  if (!becomes(step, 'sealed')) return undefined;
  const requestId = text(step.after, 'requestId');
  const whole =
    some(steps, 'certificate', (s) => becomes(s, 'good') && text(s.after, 'jobId') === step.id) &&
    some(steps, 'request', (s) => s.id === requestId && becomes(s, 'produced'));
  return whole ? undefined : `job ${step.id} is sealed without its certificate or its request`;
};
export const producedRequest: Rule = (step, _, __, steps) => {
  if (!becomes(step, 'produced')) return undefined;
  const made = some(steps, 'job', (s) => becomes(s, 'sealed') && text(s.after, 'requestId') === step.id);
  return made ? undefined : `request ${step.id} is produced by no job`;
};
export const producedToken: Rule = (step, _, __, steps) => {
  if (!becomes(step, 'produced')) return undefined;
  const made = some(steps, 'job', (s) => becomes(s, 'sealed') && text(s.after, 'tokenId') === step.id);
  return made ? undefined : `token ${step.id} is produced by no job`;
};
