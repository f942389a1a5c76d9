import { all } from '../../src/demo/cast.ts';
import { type Client, createClient } from '../../src/demo/client.ts';
import type { Person } from '../../src/demo/staff.ts';
import { loginOf, PASSWORD } from '../support/world/come-in.ts';
import { CAST } from '../support/world/people.ts';

/** A program that was just started, and whoever signed in there. */
interface Door {
  url: string;
  /** One-time links that it printed, by role. */
  links: ReadonlyMap<string, string>;
  as(name: string): Promise<Client>;
}
const FOUNDERS: Readonly<Record<string, string>> = { admin: 'administrateur', officer: 'responsable sécurité' };
/** Whether this is one of the first two, who come in by the links of the terminal. */
export const isFounder = (name: string): boolean => name in FOUNDERS;
const OPERATORS = ['technician', 'approver', 'security-officer', 'auditor', 'administrator'];

/** One proposes, another confirms what they read. */
export async function together(door: Door, [one, other]: readonly [string, string], act: string, args: object) {
  const { id, argsHash } = await (await door.as(one)).post<{ id: string; argsHash: string }>('/proposals', {
    act,
    args,
  });
  await (await door.as(other)).post(`/proposals/${id}/confirm`, { argsHash });
}

/** A file of people is imported, and its end. */
async function takeIn(door: Door, names: readonly string[]): Promise<void> {
  const rows = names.map((name) => {
    const { directoryId, givenName, familyName, service, site, postalAddress = '' } = CAST[name]!;
    return `${directoryId};${givenName};${familyName};${name}@interieur.example;${service};${site};${postalAddress}`;
  });
  const csv = ['matricule;prenom;nom;courriel;service;site;adresse', ...rows].join('\n');
  const admin = await door.as('admin');
  const { id } = await admin.upload<{ id: string }>('/people/import', csv);
  let state = 'running';
  while (state === 'running') ({ state } = await admin.get<{ state: string }>(`/imports/${id}?wait=25`));
  if (state !== 'finished') throw new Error(`the people were not imported: ${state}`);
}

/** Roles, and the link by which somebody comes in. */
async function hire(door: Door, name: string, personId: string) {
  const admin = await door.as('admin');
  for (const [role, scope] of CAST[name]?.roles ?? []) {
    const args = { role, scope };
    if (OPERATORS.includes(role)) await together(door, ['admin', 'officer'], 'role.grant', { personId, ...args });
    else await admin.post(`/people/${personId}/grants`, args);
  }
  const { token, needsCode } = await admin.post<{ token: string; needsCode: boolean }>(
    `/people/${personId}/invitation`,
  );
  if (!needsCode) return { token };
  const { code } = await (await door.as('officer')).post<{ code: string }>(`/people/${personId}/invitation/code`);
  return { token, code };
}

/** The first two come in, then people of the cast with their roles, all of them with the password of tests. */
export async function peopleComeIn(door: Door, names: readonly string[]): Promise<void> {
  const comesIn = (link: { token: string; code?: string }) =>
    createClient(door.url).post('/enrolments', { ...link, password: PASSWORD });
  await Promise.all(Object.values(FOUNDERS).map((label) => comesIn({ token: door.links.get(label) ?? '' })));
  await takeIn(door, names);
  const persons = await all<Person>(await door.as('admin'), '/people');
  const arrivals: Promise<unknown>[] = [];
  for (const name of names) {
    const person = persons.find(({ directoryId }) => directoryId === loginOf(name));
    arrivals.push(comesIn(await hire(door, name, person?.id ?? '')));
  }
  await Promise.all(arrivals);
}
