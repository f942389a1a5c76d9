import { covers } from '../../book/rights.ts';
import type { Role } from '../../book/tables.ts';
import { becomes, type Rule, text, type World } from './duty.ts';

/** An act is decided at its beginning and recorded at its end; a grant may run out in between. */
const MEANWHILE_MS = 60_000;

/** Whether this person held the role, for this service where one is named, and their account was not disabled. */
function holds(person: string, role: Role, world: World, service?: string): boolean {
  const now = world.clock();
  if (text(world.rows('account').get(person), 'state') === 'disabled') return false;
  return world.grants(person).some((g) => {
    const from = Number(g['validFrom'] ?? 0);
    const until = Number(g['validUntil'] ?? Number.MAX_SAFE_INTEGER);
    const inTime = from <= now + MEANWHILE_MS && until > now - MEANWHILE_MS;
    return g['role'] === role && inTime && (service === undefined || covers(text(g, 'scope'), service));
  });
}
const without = (id: string, person: string, role: string): string =>
  `${id}: ${person} did not hold the role ${role} then`;

/** Whoever approves is an approver for the service of the request. */
export const byApprover: Rule = ({ id, before, after }, _, world) => {
  if (before) return undefined;
  const person = text(after, 'approverId');
  const service = text(world.rows('request').get(text(after, 'requestId')), 'service');
  return holds(person, 'approver', world, service) ? undefined : without(`approval ${id}`, person, 'approver');
};

/** Whoever takes a request, begins a job or prints a secret letter is a technician. */
export const takenByTechnician: Rule = (step, _, world) => {
  if (!becomes(step, 'in_production')) return undefined;
  const person = text(step.after, 'producerId');
  return holds(person, 'technician', world) ? undefined : without(`request ${step.id}`, person, 'technician');
};
export const begunByTechnician: Rule = ({ id, before, after }, _, world) => {
  const person = text(after, 'technicianId');
  return before || holds(person, 'technician', world) ? undefined : without(`job ${id}`, person, 'technician');
};
export const printedByTechnician: Rule = ({ id, after }, { actor }, world) => {
  if (after['state'] !== 'printed' || !['pin', 'pkcs12-password'].includes(text(after, 'kind'))) return undefined;
  return holds(actor, 'technician', world) ? undefined : without(`letter ${id}`, actor, 'technician');
};

/** Of two persons one is a security officer; the other one too, or an administrator, or whoever may propose it. */
export const byOfficer: Rule = (step, _, world) => {
  const { id, before, after } = step;
  const decided = text(before, 'state') !== 'confirmed' && (becomes(step, 'executed') || becomes(step, 'confirmed'));
  if (!decided) return undefined;
  const [proposer, confirmer] = [text(after, 'proposerId'), text(after, 'confirmerId')];
  const officers = [proposer, confirmer].filter((person) => holds(person, 'security-officer', world));
  if (officers.length === 0) return `proposal ${id}: neither ${proposer} nor ${confirmer} was a security officer then`;
  if (officers.includes(confirmer) || holds(confirmer, 'administrator', world)) return undefined;
  return without(`proposal ${id}`, confirmer, 'security-officer or administrator');
};
