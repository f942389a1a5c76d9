import { OPERATIONS } from '../api/operations.ts';
import { AppError, isAppError } from '../errors.ts';
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
    return { ...about, outcome: 'failed', code: error.code, detail: error.message };
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
  const progress = createProgress(shell.world.stderr);
  const results: Result[] = [];
  while (results.length < count) {
    const places = (await readyPlaces(shell, slots)).slice(0, count - results.length);
    if (places.length === 0) {
      shell.say(
        results.length === 0
          ? 'no token in stock is plugged in\nhint: jeton bench slots\n'
          : 'no more tokens in stock are plugged in\n',
      );
      break;
    }
    const { items: requests } = await shell.call(OPERATIONS.takeNext, { count: Math.min(places.length, 64) });
    if (requests.length === 0) {
      shell.say('the queue has no request that you may produce\n');
      break;
    }
    const jobs = requests.map(async (request, i) => {
      const place = places[i];
      if (!place) throw new AppError('internal', 'more requests were leased than slots are ready');
      progress.set(place.slot, `${request.number} on ${place.serial} …`);
      const result = await produceOne(shell, place, request);
      const how = result.outcome === 'produced' ? `produced in ${result.seconds} s` : `failed: ${result.detail}`;
      progress.set(place.slot, `${request.number} ${how}`);
      return result;
    });
    results.push(...(await Promise.all(jobs)));
    progress.settle();
  }
  return results;
}
