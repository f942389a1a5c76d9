import { randomBytes } from 'node:crypto';
import type { Role } from '../book/tables/codes.ts';
import { type Client, createClient } from './client.ts';

/** Somebody of the demo with an account: what they sign in with, and their client. */
export interface Member {
  personId: string;
  directoryId: string;
  name: string;
  service: string;
  role: Role;
  password: string;
  /** What they work with: an API token for their role, which in a throw-away data folder may do what else needs a fresh factor; elsewhere the session's own. */
  apiToken: string;
  client: Client;
}
export interface Person {
  id: string;
  directoryId: string;
  givenName: string;
  familyName: string;
  service: string;
  site: string;
}
interface Bearer {
  token: string;
}

const newPassword = (): string => randomBytes(15).toString('base64url');

/** Redeems an enrolment link, signs in and makes an API token: what a person does in their browser. */
export async function moveIn(
  baseUrl: string,
  person: Person,
  role: Role,
  link: { token: string; code?: string | undefined },
  scopes: readonly Role[] = [role],
): Promise<Member> {
  const password = newPassword();
  const door = createClient(baseUrl);
  await door.post('/enrolments', { ...link, password });
  const session = await door.post<Bearer>('/sessions', { login: person.directoryId, password });
  const signedIn = createClient(baseUrl, session.token);
  const { site } = await signedIn.get<{ site: { demo: boolean } }>('/me');
  // where the service is for real a token would be bound to a machine's certificate
  const { token } = site.demo ? await signedIn.post<Bearer>('/api-tokens', { name: 'demo', scopes, days: 1 }) : session;
  const { id: personId, directoryId, service } = person;
  const name = `${person.givenName} ${person.familyName}`;
  return {
    personId,
    directoryId,
    name,
    service,
    role,
    password,
    apiToken: token,
    client: createClient(baseUrl, token),
  };
}

/** The two who were there first; operator roles need both of them. */
export interface Founders {
  administrator: Member;
  securityOfficer: Member;
}

/** Gives a person a role and an account: by two persons for operator roles, by the administrator alone for the others. */
export async function hire(baseUrl: string, by: Founders, person: Person, role: Role, scope = '*'): Promise<Member> {
  const { administrator, securityOfficer } = by;
  if (role === 'correspondent' || role === 'supervisor') {
    await administrator.client.post(`/people/${person.id}/grants`, { role, scope });
  } else if (role !== 'agent') {
    const args = { personId: person.id, role, scope };
    const proposal = await administrator.client.post<{ id: string; argsHash: string }>('/proposals', {
      act: 'role.grant',
      args,
    });
    await securityOfficer.client.post(`/proposals/${proposal.id}/confirm`, { argsHash: proposal.argsHash });
  }
  const link = await administrator.client.post<Bearer & { needsCode: boolean }>(`/people/${person.id}/invitation`);
  // an operator's link is good with the second person's code only
  const second = link.needsCode
    ? await securityOfficer.client.post<{ code: string }>(`/people/${person.id}/invitation/code`)
    : undefined;
  // everybody of the sample may ask for a token of their own; the auditor holds no other role
  const scopes: Role[] = role === 'auditor' || role === 'agent' ? [role] : [role, 'agent'];
  return moveIn(baseUrl, person, role, { token: link.token, code: second?.code }, scopes);
}
