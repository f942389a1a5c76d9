import 'reflect-metadata'; // asked for by the library below
import { X509Crl } from '@peculiar/x509';
import type { App } from '../app.ts';
import { AppError } from '../errors.ts';
import { all, type Cast, commission } from './cast.ts';
import type { Progress } from './progress.ts';
import type { Founders } from './staff.ts';

interface Token {
  id: string;
  state: string;
  certificateId: string | null;
}
interface Reported {
  incident: { id: string };
}
/** How much a block took away. */
interface Taken {
  tokens: number;
  credentials: number;
}
/** One thing that a block took away. */
interface Thing {
  what: string;
  name: string;
}
interface BlockedMachine extends Partial<Taken> {
  workstation: string;
  outcome: string;
}

/** What an exercise of an incident shows; times in milliseconds since the agent reported it. */
export interface Drill {
  service: string;
  machines: number;
  tokens: number;
  credentials: number;
  /** The security officer has it on their screen. */
  toldMs: number;
  blockedMs: number;
  /** Every certificate that was taken away stands on the CRL that is served. */
  onCrlMs: number;
  /** Serial numbers of the certificates that were revoked: on tokens, and of Nomade credentials. */
  revoked: string[];
  revokedCredentials: string[];
  /** A machine that was cleaned is back in service, by its whole checklist. */
  back: string;
}

/** An exercise, and whether the journal of it verifies. */
export type Exercised = Drill & { verified: boolean };

/** How long the served CRL may take to show what was revoked. */
const CRL_WITHIN_MS = 10_000;
const ASKED_AGAIN_MS = 200;

/** Serial numbers on the CRL that is served for this issuer. */
async function onCrl(url: string): Promise<Set<string>> {
  const crl = new X509Crl(await (await fetch(url)).arrayBuffer());
  return new Set(crl.entries.map(({ serialNumber }) => serialNumber.toLowerCase()));
}

/** Answers once all of these stand on the CRL that is served for their CA. */
async function untilPublished(app: App, ca: 'issuing' | 'issuing-nomade', serials: readonly string[]): Promise<void> {
  const since = performance.now();
  for (;;) {
    const listed = await onCrl(`${app.pkiUrl}/${ca}.crl`);
    const missing = serials.filter((serial) => !listed.has(serial));
    if (missing.length === 0) return;
    if (performance.now() - since > CRL_WITHIN_MS)
      throw new AppError('internal', `${missing.length} certificates that were revoked are on no CRL`);
    await new Promise((again) => setTimeout(again, ASKED_AGAIN_MS));
  }
}

/**
 * An exercise of ransomware, through the running service's own doors: an agent reports it, the security officer blocks their
 * whole service in one act, and a machine comes back by its checklist. What it takes away is the demo's.
 */
export async function drill(app: App, founders: Founders, cast: Cast, progress: Progress): Promise<Drill> {
  const { client: officer } = founders.securityOfficer;
  const { client: technician } = cast.technician;
  const [agent] = cast.agents;
  const machine = cast.workstations.find(
    ({ service, state }) => service === agent?.service && state === 'commissioned',
  );
  if (!agent || !machine) throw new AppError('internal', 'the sample has no agent with a machine in their service');
  const certificates = async (): Promise<Map<string, string>> => {
    const tokens = await all<Token>(technician, '/tokens');
    const revoked = tokens.filter(({ state }) => state === 'revoked');
    return new Map(revoked.flatMap(({ id, certificateId }) => (certificateId ? [[id, certificateId]] : [])));
  };
  const before = await certificates();

  const began = performance.now();
  const since = (): number => Math.round(performance.now() - began);
  const { incident } = await agent.client.post<Reported>('/incidents', { kind: 'ransomware' });
  const { items: open } = await officer.get<{ items: { id: string }[] }>('/incidents');
  if (!open.some(({ id }) => id === incident.id)) throw new AppError('internal', 'no security officer was told');
  const toldMs = since();
  progress.step(`Exercice : rançongiciel signalé par ${agent.name} (${agent.service})`);

  // what the agent has themselves, their Nomade credential too; then everything of their service
  const own = await officer.post<Taken>(`/incidents/${incident.id}/block`);
  const wanted = { service: agent.service, reason: 'ransomware' };
  const done = await officer.post<{ items: BlockedMachine[]; people: Partial<Taken>[] }>('/workstation-blocks', wanted);
  const blocked = done.items.filter(({ outcome }) => outcome === 'done');
  const blockedMs = since();
  const revoked = [...(await certificates())].flatMap(([id, serial]) => (before.has(id) ? [] : [serial]));
  const taken = [
    ...(await officer.get<{ taken: Thing[] }>(`/incidents/${incident.id}`)).taken,
    ...(await all<Thing>(officer, '/workstation-blocks')),
  ];
  const revokedCredentials = taken.filter(({ what }) => what === 'nomade').map(({ name }) => name);
  await untilPublished(app, 'issuing', revoked);
  await untilPublished(app, 'issuing-nomade', revokedCredentials);
  const onCrlMs = since();
  progress.step(
    `Exercice : ${blocked.length} postes bloqués, ${revoked.length} jetons et ${revokedCredentials.length} certificats Nomade révoqués et publiés`,
  );

  await officer.post(`/incidents/${incident.id}/close`, { outcome: 'blocked' });
  const path = `/workstations/${machine.assetNumber}`;
  for (const action of ['takeBackCleaned', 'backFromRepair']) await technician.post(`${path}/changes`, { action });
  await commission(cast.deskTechnician, machine.assetNumber);
  const { state } = (await technician.get<{ workstation: { state: string } }>(path)).workstation;
  if (state !== 'commissioned') throw new AppError('internal', `the cleaned machine is ${state}`);
  progress.step(`Exercice : ${machine.assetNumber} nettoyé, de retour par sa liste de contrôle`);
  const sum = (of: keyof Taken): number =>
    [...blocked, ...done.people].reduce((all, one) => all + (one[of] ?? 0), own[of]);
  return {
    service: agent.service,
    machines: blocked.length,
    tokens: sum('tokens'),
    credentials: sum('credentials'),
    toldMs,
    blockedMs,
    onCrlMs,
    revoked,
    revokedCredentials,
    back: machine.assetNumber,
  };
}

/** The exercise for people: French, then English. */
export function printDrill(out: NodeJS.WritableStream, d: Exercised): void {
  const line = (label: string, value: string): void => void out.write(`  ${label.padEnd(44)} ${value}\n`);
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  out.write('\nExercice d’incident · incident drill\n');
  line('Service bloqué · service blocked', d.service);
  line('Postes bloqués · machines blocked', String(d.machines));
  line('Jetons révoqués · tokens revoked', String(d.tokens));
  line('Certificats Nomade · Nomade credentials', String(d.credentials));
  line('Responsable sécurité informé · officer told', seconds(d.toldMs));
  line('Tout bloqué · all blocked', seconds(d.blockedMs));
  line('Publié dans la CRL · on the served CRL', seconds(d.onCrlMs));
  line('De retour en service · back in service', d.back);
  line('Journal', d.verified ? 'vérifié · verified' : 'NON VÉRIFIÉ · NOT VERIFIED');
}
