import type { Client } from '../../src/demo/client.ts';
import { together } from './arrivals.ts';
import type { Site } from './site.ts';

export interface Asked {
  id: string;
  number: string;
  contentHash: string;
  priority: number;
}
export interface Made {
  requestId: string;
  tokenId: string;
  certificateId: string;
}
const MACHINE = { model: 'SPAN 14', service: 'PREF-33', site: 'Bordeaux' };

/** Machines that were in service before: an administrator proposes to take them over, the officer confirms. */
export async function machinesInService(site: Site, ...assetNumbers: string[]): Promise<void> {
  const workstations = assetNumbers.map((assetNumber) => ({ ...MACHINE, assetNumber }));
  await together(site, ['admin', 'officer'], 'workstation.takeOver', { workstations });
}

/** Blank tokens come in with a note: those that are plugged in at these places of the order. */
export async function delivered(
  site: Site,
  { batch, places }: { batch: string; places: readonly number[] },
): Promise<void> {
  const tokens = places.map((place) => site.bench.blanks[place]!).map(({ serial, soPin }) => ({ serial, soPin }));
  const note = { reference: `BL ${batch}`, batch, model: 'SoftHSM v2' };
  await (await site.as('thomas')).post('/deliveries', { ...note, tokens });
}

/** Thomas makes the token of a request that was approved, in the next blank. */
export async function produced(site: Site, requestId: string): Promise<Made> {
  const serial = site.bench.plugNext('1');
  return (await site.as('thomas')).post<Made>(`/requests/${requestId}/produce`, { slot: '1', serial });
}

/** Théo hands it over at the desk, its holder accepts and receives it by their own account; answers the certificate's PEM. */
export async function handedOver(site: Site, holder: string, requestId: string): Promise<string> {
  const desk = await site.as('theo');
  const own: Client = await site.as(holder);
  const path = `/requests/${requestId}/handover`;
  const { certificate } = await desk.post<{ certificate: { pem: string } }>(`${path}/challenge`, { slot: '1' });
  await own.post(`${path}/accept`);
  const printer = await site.as('vincent');
  const { items } = await printer.get<{ items: { id: string; kind: string; requestId: string }[] }>('/letters');
  const letter = items.find((one) => one.requestId === requestId && one.kind === 'pin');
  await printer.post(`/letters/${letter?.id}/print`);
  await printer.post(`/letters/${letter?.id}/confirm`);
  await desk.post(`${path}/done`);
  await own.post(`${path}/receipt`);
  site.bench.putAway('1');
  return certificate.pem;
}

/** A token in use, from its request on: Valérie approves it. */
export async function inUse(site: Site, holder: string, workstation: string): Promise<Made & { pem: string }> {
  const asked = await (await site.as(holder)).post<Asked>('/requests', { kind: 'first-issue', workstation });
  await approved(site, asked);
  const made = await produced(site, asked.id);
  return { ...made, pem: await handedOver(site, holder, asked.id) };
}

/** Valérie approves what she read. */
export async function approved(
  site: Site,
  { id, contentHash, priority }: Pick<Asked, 'id' | 'contentHash' | 'priority'>,
): Promise<void> {
  await (await site.as('valerie')).post(`/requests/${id}/approve`, { contentHash, seenPriority: priority });
}
