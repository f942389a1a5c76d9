import type { Caller } from '../../../../src/book/rights/roles.ts';
import { letFoundersIn, letIn } from '../../world/come-in.ts';
import { CAST } from '../../world/people.ts';
import type { House } from './house.ts';

/** Somebody as the door knows them now: with the roles that they hold, and a factor given a moment ago. */
export async function callerOf(house: House, directoryId: string): Promise<Caller> {
  const [person] = await house.reads.find('person', { directoryId });
  if (!person) throw new Error(`nobody is called ${directoryId}`);
  const grants = await house.reads.find('grant', { personId: person.id, revokedAt: null });
  return { personId: person.id, service: person.service, grants, freshUntil: Number.MAX_SAFE_INTEGER };
}

type Proposed = Parameters<House['flow']['dualControl']['propose']>[1];

/** One person proposes, another confirms what they read. */
export async function together(house: House, proposer: Caller, confirmer: Caller, input: Proposed) {
  const proposal = await house.flow.dualControl.propose(proposer, input);
  await house.flow.dualControl.confirm(confirmer, { proposalId: proposal.id, argsHash: proposal.argsHash });
  return proposal;
}

export interface Founders {
  /** Administrator. */
  adele: Caller;
  /** Security officer. */
  olga: Caller;
}

const founder = (name: string, familyName: string, role: 'administrator' | 'security-officer') => ({
  directoryId: `M-${name.toUpperCase()}`,
  givenName: name,
  familyName,
  email: `${name.toLowerCase()}@interieur.example`,
  service: 'DNUM',
  site: 'Paris',
  role,
});

/** The service's first two people, who come in by the links of the terminal. */
export async function found(house: House): Promise<Founders> {
  await house.flow.people.found([
    founder('Adele', 'Aumont', 'administrator'),
    founder('Olga', 'Ollivier', 'security-officer'),
  ]);
  await letFoundersIn(house.identity);
  return { adele: await callerOf(house, 'M-ADELE'), olga: await callerOf(house, 'M-OLGA') };
}

const OPERATOR = ['technician', 'approver', 'security-officer', 'auditor', 'administrator'];

/** People of the cast come to work here: brought in by an import, given their roles, let in. */
export async function welcome<N extends keyof typeof CAST>(
  house: House,
  founders: Founders,
  ...names: N[]
): Promise<Record<N, Caller>> {
  const { adele, olga } = founders;
  const rows = names.map((name) => {
    const { roles: _, ...person } = CAST[name]!;
    return { ...person, email: `${person.directoryId.toLowerCase()}@interieur.example` };
  });
  await house.flow.imports.all(adele, 'people', rows);
  const callers: Partial<Record<N, Caller>> = {};
  for (const name of names) {
    const { directoryId, roles } = CAST[name]!;
    const { personId } = await callerOf(house, directoryId);
    for (const [role, scope] of roles) {
      const args = { personId, role, scope };
      if (OPERATOR.includes(role)) await together(house, adele, olga, { act: 'role.grant', args });
      else await house.flow.people.grant(adele, args);
    }
    await letIn(house.identity, founders, personId);
    callers[name] = await callerOf(house, directoryId);
  }
  return callers as Record<N, Caller>;
}
