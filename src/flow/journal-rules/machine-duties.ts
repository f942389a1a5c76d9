import { becomes, type Rule, text } from './duty.ts';

/** Whoever brings a workstation in as more than registered, or commissions it, is named on its row, and stays. */
export const commissionedBy: Rule = (step, { actor }) => {
  const { id, before, after } = step;
  const listed = becomes(step, 'commissioned') && ['registered', 'migrating'].includes(text(before, 'state'));
  const vouches = before ? listed : after['state'] !== 'registered';
  const named = text(after, 'commissionerId');
  const expected = vouches ? actor : text(before, 'commissionerId');
  return named === expected ? undefined : `workstation ${id} is commissioned by ${named || 'nobody'}, says ${actor}`;
};

/** A workstation's certificate takes two persons: one says that it is in service, another certifies its key. */
export const certifiedByAnother: Rule = (step, { actor }, world) => {
  const workstationId = text(step.after, 'workstationId');
  if (workstationId === '' || (step.before && !becomes(step, 'good'))) return undefined;
  return text(world.rows('workstation').get(workstationId), 'commissionerId') === actor
    ? `certificate ${step.id} is asked for by ${actor}, who commissioned its workstation`
    : undefined;
};
