import { readFile } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import type { Client } from './client.ts';
import { type Founders, hire, type Member, type Person } from './staff.ts';

/** What people of the demo call their own. */
export const TELEPHONE = { kind: 'android', name: 'Mon téléphone' } as const;

const SAMPLE = new URL('../../db/sample/', import.meta.url);
/** So many services of the sample get a correspondent, who asks for the colleagues that have no access yet. */
const CORRESPONDENTS = 8;

interface Page<T> {
  items: T[];
  next: string | null;
}
export interface Workstation {
  assetNumber: string;
  service: string;
  site: string;
  state: string;
}
/** Who asks for whom, on which workstation. */
export interface Wish {
  holder: Person;
  workstation: string;
  asker: Member;
}
export interface Cast {
  technician: Member;
  /** Works the hand-over desk. */
  deskTechnician: Member;
  approvers: [Member, Member];
  auditor: Member;
  supervisor: Member;
  correspondents: Member[];
  /** With accounts of their own: they ask, confirm and report by themselves. */
  agents: Member[];
  people: Person[];
  workstations: Workstation[];
}

/** Reads a list to its end, page by page. */
export async function all<T>(client: Client, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<T> = await client.get(`${path}?limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

const IN_USE = 'commissioned';
const isNew = ({ state }: Workstation): boolean => state === 'registered';

/** The services with most workstations in use. */
function busiest(workstations: readonly Workstation[]): string[] {
  const counts = new Map<string, number>();
  for (const w of workstations) if (w.state === IN_USE) counts.set(w.service, (counts.get(w.service) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([service]) => service);
}

const sample = (name: string): Promise<string> => readFile(new URL(name, SAMPLE), 'utf8');

/** The administrator proposes the file, the security officer confirms what it says. */
async function takeOver({ administrator, securityOfficer }: Founders, file: string): Promise<void> {
  const { id, argsHash } = await administrator.client.upload<{ id: string; argsHash: string }>(
    '/workstations/take-over',
    file,
  );
  await securityOfficer.client.post(`/proposals/${id}/confirm`, { argsHash });
}

/** Has a registered machine's checklist signed, all its items at once. */
export async function commission(technician: Member, assetNumber: string): Promise<void> {
  const path = `/workstations/${assetNumber}`;
  const { items } = await technician.client.get<{ items: { item: string; value?: { kind: string } }[] }>(path);
  const signed = items.map(({ item, value }) => (value?.kind === 'image' ? { item, value: 'SPAN-2026.3' } : { item }));
  await technician.client.post(`${path}/items`, { items: signed });
}

/** A file that comes in. */
interface Coming {
  id: string;
  state: string;
}
/** Waits for the end of a file that comes in. */
async function comesIn({ client }: Member, { id, ...begun }: Coming): Promise<void> {
  let { state } = begun;
  while (state === 'running') ({ state } = await client.get<{ state: string }>(`/imports/${id}?wait=25`));
  if (state !== 'finished') throw new AppError('internal', `the sample was not imported: ${state}`);
}

/** Imports the sample as the administrator would, and hires everybody the story needs. */
export async function assemble(baseUrl: string, founders: Founders): Promise<Cast> {
  const { administrator } = founders;
  const { client } = administrator;
  await comesIn(administrator, await client.upload<Coming>('/people/import', await sample('people.csv')));
  // new machines come into service by their checklists, those of before by two persons
  const plan = await client.upload<{ id: string; sha256: string }>('/inventories', await sample('workstations.csv'));
  const apply = { sha256: plan.sha256 };
  await comesIn(administrator, await client.post<Coming>(`/inventories/${plan.id}/apply`, apply));
  await takeOver(founders, await sample('workstations-in-service.csv'));
  const everyone = (await all<Person>(administrator.client, '/people')).filter((p) =>
    /^(?!admin$|officer$)/.test(p.directoryId),
  );
  const people = [...everyone];
  const take = (fits: (p: Person) => boolean): Person => {
    const [found] = people.splice(Math.max(0, people.findIndex(fits)), 1);
    if (!found) throw new Error('the sample is empty');
    return found;
  };
  const dnum = (p: Person): boolean => p.service.startsWith('DNUM');
  const one = (role: Member['role'], fits = dnum, scope = '*') => hire(baseUrl, founders, take(fits), role, scope);

  const technician = await one('technician');
  const deskTechnician = await one('technician');
  const approvers: [Member, Member] = [await one('approver'), await one('approver')];
  const auditor = await one('auditor');
  const supervisor = await one('supervisor');
  const [first, second] = (await all<Workstation>(administrator.client, '/workstations')).filter(isNew);
  if (!first || !second) throw new Error('the sample has no new workstations');
  await commission(technician, first.assetNumber);
  await technician.client.post(`/workstations/${second.assetNumber}/changes`, { action: 'retire' });
  const workstations = await all<Workstation>(administrator.client, '/workstations');
  const services = busiest(workstations);
  const correspondents: Member[] = [];
  for (const service of services.slice(0, CORRESPONDENTS)) {
    if (!people.some((p) => p.service === service)) continue;
    correspondents.push(await one('correspondent', (p) => p.service === service, service));
  }
  const agents: Member[] = [];
  for (const service of services.slice(0, 2)) {
    if (people.some((p) => p.service === service)) agents.push(await one('agent', (p) => p.service === service));
  }
  return { technician, deskTechnician, approvers, auditor, supervisor, correspondents, agents, people, workstations };
}

/** `count` requests that can be granted: the agents with accounts first, then colleagues of the correspondents, each on a workstation of their service. */
export function wishes(cast: Cast, count: number): Wish[] {
  const byService = new Map<string, Workstation[]>();
  for (const w of cast.workstations)
    if (w.state === IN_USE) byService.set(w.service, [...(byService.get(w.service) ?? []), w]);
  const used = new Set<string>();
  const found: Wish[] = [];
  const add = (holder: Person, asker: Member, round: number): void => {
    const workstation = (byService.get(holder.service) ?? []).find(
      (w) => !used.has(`${round} ${w.assetNumber}`) && !used.has(`${holder.id} ${w.assetNumber}`),
    );
    if (!workstation || found.length >= count) return;
    used.add(`${round} ${workstation.assetNumber}`).add(`${holder.id} ${workstation.assetNumber}`);
    found.push({ holder, workstation: workstation.assetNumber, asker });
  };
  const own = cast.agents.map((agent) => ({ holder: personOf(agent), asker: agent }));
  const queues = cast.correspondents.map((asker) =>
    cast.people.filter((p) => p.service === asker.service).map((holder) => ({ holder, asker })),
  );
  // one of each service in turn, so that a short demo comes from all of France too
  const inTurn = Array.from({ length: Math.max(...queues.map((q) => q.length), 0) }, (_, i) =>
    queues.flatMap((q) => q[i] ?? []),
  ).flat();
  // a second and third workstation for the same people only when the sample is used up
  for (let round = 0; round < 8 && found.length < count; round++) {
    for (const { holder, asker } of [...own, ...inTurn]) add(holder, asker, round);
  }
  return found;
}

/** An agent with an account, as the person they are. */
export function personOf(member: Member): Person {
  const [givenName = '', ...rest] = member.name.split(' ');
  return {
    id: member.personId,
    directoryId: member.directoryId,
    givenName,
    familyName: rest.join(' '),
    service: member.service,
    site: '',
  };
}
