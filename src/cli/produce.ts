import { OPERATIONS } from '../api/operations.ts';
import { AppError, isAppError } from '../errors.ts';
import { followSteps } from './follow-steps.ts';
import { createProgress } from './progress.ts';
import type { Shell } from './shell.ts';

export type Result = { slot: string; number: string; serial: string } & (
  | { outcome: 'produced'; seconds: number; certificateId: string }
  | { outcome: 'failed'; code: string; detail: string }
);
interface Place {
  slot: string;
  serial: string;
}

/** Slots with a blank of ours in them, and no other token. */
async function readyPlaces(shell: Shell, wanted: readonly string[] | undefined): Promise<Place[]> {
  const { items } = await shell.call(OPERATIONS.listSlots, {});
  const plugged = items.filter(
    (s) => s.state === 'ready' && s.token && (wanted === undefined || wanted.includes(s.slot)),
  );
  const places: Place[] = [];
  for (const { slot, token } of plugged) {
    const serial = token?.serial ?? '';
    const { items: known } = await shell.call(OPERATIONS.listTokens, { text: serial, state: ['in_stock'] });
    if (known.some((t) => t.id === serial)) places.push({ slot, serial });
  }
  return places;
}

/** The request that the technician names, in the slot that they name: a renewal on its own token goes this way. */
export async function produceNamed(shell: Shell, number: string, slots: readonly string[] = []): Promise<Result[]> {
  const [slot, ...more] = slots;
  if (slot === undefined || more.length > 0) throw new AppError('config_invalid', '--request needs one --slot');
  const { items } = await shell.call(OPERATIONS.listSlots, {});
  const serial = items.find((s) => s.slot === slot)?.token?.serial ?? '';
  const began = performance.now();
  const progress = createProgress(shell.world.stderr, (name) => shell.t`slot ${name}`);
  progress.begin(slot, shell.t`${number} on ${serial} …`);
  const steps = followSteps(shell, progress);
  try {
    const done = await shell.call(OPERATIONS.produceToken, { requestId: number, slot });
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    progress.end(slot, shell.t`${number} produced in ${seconds} s`);
    return [{ slot, number, serial: done.tokenId, outcome: 'produced', seconds, certificateId: done.certificateId }];
  } finally {
    await steps.stop();
    progress.settle();
  }
}

/** One request in one slot; a failure is a result. What was leased and could not begin goes back into its place. */
async function produceOne(
  shell: Shell,
  { slot, serial }: Place,
  request: { id: string; number: string },
): Promise<Result> {
  const began = performance.now();
  const about = { slot, serial, number: request.number };
  try {
    const done = await shell.client().call(OPERATIONS.produceToken, { requestId: request.id, slot, serial });
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return { ...about, outcome: 'produced', seconds, certificateId: done.certificateId };
  } catch (error) {
    if (!isAppError(error)) throw error;
    await shell
      .client()
      .call(OPERATIONS.putBack, { requestId: request.id })
      .catch((late: unknown) => {
        if (!isAppError(late)) throw late; // the failed job has put it back already, or its lease ends by itself
      });
    return { ...about, outcome: 'failed', code: error.code, detail: shell.refusal(error) };
  }
}

/**
 * Leases as many requests as there are ready slots and produces them side by side, then the next ones where fresh tokens
 * were plugged meanwhile, until `count` were tried or no slot or request is left. Progress goes to stderr, a line a slot.
 */
export async function produceNext(
  shell: Shell,
  { count, slots }: { count: number; slots: readonly string[] | undefined },
): Promise<Result[]> {
  if (!Number.isInteger(count) || count < 1) throw new AppError('config_invalid', '--next is a number from 1');
  const progress = createProgress(shell.world.stderr, (slot) => shell.t`slot ${slot}`);
  const results: Result[] = [];
  while (results.length < count) {
    const places = (await readyPlaces(shell, slots)).slice(0, count - results.length);
    if (places.length === 0) {
      shell.say(
        results.length === 0
          ? shell.t`no token in stock is plugged in\nhint: jeton bench slots\n`
          : shell.t`no more tokens in stock are plugged in\n`,
      );
      break;
    }
    const { items: requests } = await shell.call(OPERATIONS.takeNext, { count: Math.min(places.length, 64) });
    if (requests.length === 0) {
      shell.say(shell.t`the queue has no request that you may produce\n`);
      break;
    }
    const steps = followSteps(shell, progress);
    const jobs = requests.map(async (request, i) => {
      const place = places[i];
      if (!place) throw new AppError('internal', 'more requests were leased than slots are ready');
      progress.begin(place.slot, shell.t`${request.number} on ${place.serial} …`);
      const result = await produceOne(shell, place, request);
      const said =
        result.outcome === 'produced'
          ? shell.t`${request.number} produced in ${result.seconds} s`
          : shell.t`${request.number} failed: ${result.detail}`;
      progress.end(place.slot, said);
      return result;
    });
    try {
      results.push(...(await Promise.all(jobs)));
    } finally {
      await steps.stop();
      progress.settle();
    }
  }
  return results;
}
