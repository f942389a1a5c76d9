import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blank } from '../bench/softhsm.ts';
import { CURRENT_TERMS } from '../book/rules/request/nomade-terms.ts';
import { AppError } from '../errors.ts';
import { type Cast, personOf, TELEPHONE, type Wish, wishes } from './cast.ts';
import { createLine, type Made, type Order, printLetter } from './line.ts';
import type { Progress } from './progress.ts';
import type { Stage } from './stage.ts';
import { type Refusal, springTraps } from './traps.ts';

/** A nomade credential that its holder downloaded. */
export interface Credential {
  file: string;
  password: string;
}
export interface Told {
  requested: number;
  made: Made[];
  credentials: Credential[];
  refusals: Refusal[];
  /** Serial numbers of the token that was lost and of the one that arrived dead. */
  lost: string | null;
  dead: string | null;
}
interface Asked {
  id: string;
  number: string;
  contentHash: string;
}

/** Asks for each wish, one after the other. */
export async function askAll(
  list: readonly Wish[],
  progress: Progress,
  kind: 'first-issue' | 'nomade',
): Promise<(Order & Asked)[]> {
  const tick = progress.bar(kind === 'nomade' ? 'Nomade      ' : 'Demandes    ', list.length);
  const orders: (Order & Asked)[] = [];
  for (const wish of list) {
    const what = kind === 'nomade' ? { device: TELEPHONE } : { workstation: wish.workstation };
    const asked = await wish.asker.client.post<Asked>('/requests', { holder: wish.holder.directoryId, kind, ...what });
    orders.push({ wish, ...asked });
    tick();
  }
  return orders;
}

/** One approver approves them, 25 at a time. */
export async function approveAll(cast: Cast, orders: readonly (Order & Asked)[], progress: Progress): Promise<void> {
  const tick = progress.bar('Approbations', orders.length);
  const [approver] = cast.approvers;
  for (let i = 0; i < orders.length; i += 25) {
    // everybody in the demo asks with the normal priority
    const items = orders
      .slice(i, i + 25)
      .map(({ id, contentHash }) => ({ requestId: id, contentHash, seenPriority: 0 }));
    const done = await approver.client.post<{ items: { outcome: string; detail?: string }[] }>('/approvals', { items });
    const refused = done.items.find((r) => r.outcome !== 'done');
    if (refused) throw new AppError('internal', `an approval was refused: ${refused.detail ?? ''}`);
    for (const _ of done.items) tick();
  }
}

/** The delivery note of the blanks: serials and factory SO-PINs. */
async function receive(cast: Cast, blanks: readonly Blank[]): Promise<void> {
  const tokens = blanks.map(({ serial, soPin }) => ({ serial, soPin }));
  await cast.technician.client.post('/deliveries', { reference: 'BL-2026-11', model: 'SoftHSM2', tokens });
}

/** All orders over the slots; the first one arrives dead and is produced again. Each slot takes the next order when it is free. */
async function produceAll(
  stage: Stage & { bench: NonNullable<Stage['bench']> },
  cast: Cast,
  orders: readonly Order[],
  progress: Progress,
) {
  const tick = progress.bar('Production  ', orders.length);
  const waiting = [...orders];
  const made: Made[] = [];
  const lines = stage.bench.slots.map((slot) => createLine(stage, cast, slot));
  const [firstLine] = lines;
  const [first] = waiting;
  const dead = firstLine && first ? await firstLine.makeDead(first) : undefined;
  if (dead) made.push(dead);
  const work = async (line: ReturnType<typeof createLine>): Promise<void> => {
    for (let order = waiting.shift(); order; order = waiting.shift()) {
      made.push(await line.make(order));
      tick();
    }
  };
  await Promise.all(lines.map(work));
  return { made, dead };
}

/** Nomade requests of people with accounts: released, downloaded once, the password read from its letter. */
async function nomade(stage: Stage, cast: Cast, orders: readonly (Order & Asked)[]): Promise<Credential[]> {
  const credentials: Credential[] = [];
  for (const { id, number, wish } of orders) {
    await cast.technician.client.post(`/requests/${id}/release`);
    if (wish.holder.id !== wish.asker.personId) continue;
    const form = credentials.length === 1 ? 'compatible' : 'modern';
    const file = await wish.asker.client.download(`/requests/${id}/download`, {
      form,
      terms: CURRENT_TERMS.version,
    });
    await writeFile(join(stage.dir, `${number}.p12`), file, { mode: 0o600 });
    await printLetter(cast, id);
    credentials.push({ file: `${number}.p12`, password: stage.mailbox.secretOf('pkcs12-password', number) });
  }
  return credentials;
}

/** The whole story through the running service's own doors; answers what happened. */
export async function tell(stage: Stage, cast: Cast, requests: number, progress: Progress): Promise<Told> {
  const list = wishes(cast, requests);
  if (list.length < requests)
    throw new AppError('invalid_input', `the sample has workstations for ${list.length} requests at most`);
  const { bench } = stage;
  const orders = await askAll(list, progress, bench ? 'first-issue' : 'nomade');
  const refusals = await springTraps(cast, bench ? list : []);
  progress.step(`Pièges refusés : ${refusals.length}`);
  await approveAll(cast, orders, progress);
  const own = cast.agents.map((asker) => ({ holder: personOf(asker), asker, workstation: '' }));
  if (!bench)
    return { requested: 0, made: [], credentials: await nomade(stage, cast, orders), refusals, lost: null, dead: null };

  await receive(cast, bench.blanks);
  const { made, dead } = await produceAll({ ...stage, bench }, cast, orders, progress);
  const soft = await askAll(own, progress, 'nomade');
  await approveAll(cast, soft, progress);
  const credentials = await nomade(stage, cast, soft);
  const lost = made.find((m) => m.pin !== null);
  if (lost) await lost.order.wish.asker.client.post(`/tokens/${lost.serial}/report-loss`, { reason: 'lost' });
  return { requested: requests, made, credentials, refusals, lost: lost?.serial ?? null, dead: dead?.serial ?? null };
}
