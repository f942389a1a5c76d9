import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { each, type ResultOf } from '../each.ts';
import { SubmitRequest } from './request.ts';

/** As many as one file asks for: a service, and few enough to be read line by line. */
export const ASKED_AT_ONCE = 500;
export const SubmitRequests = z.strictObject({ requests: z.array(SubmitRequest) });

/** What became of one line; `row` counts from 1, the first below the headings. */
export type Submitted = { row: number; holder: string } & ResultOf<{ number: string }>;

/** The number of the request that is open where a line asks again: the line is no mistake, and asks for nothing more. */
export function openBefore(one: Submitted): string | undefined {
  if (one.outcome === 'done' || one.error.code !== 'duplicate') return undefined;
  const { number } = one.error.detail;
  return typeof number === 'string' ? number : undefined;
}

/** Several requests of one correspondent: each is asked for by the rules of one, some may be refused and the others stand. */
export function createManyRequests(
  deps: Deps,
  submit: (caller: Caller, input: SubmitRequest) => Promise<Pick<RequestRow, 'number'>>,
) {
  return {
    /**
     * Asks for each. Sent again, what is open already is refused as a duplicate, so nothing is asked for twice. Throws
     * `forbidden` for people who may never ask, `invalid_input` for none, or for more than 500.
     */
    submitMany: async (caller: Caller, { requests }: z.output<typeof SubmitRequests>): Promise<Submitted[]> => {
      await act(deps, caller, 'request.submit', 'request', async (a) => a.checkEver());
      if (requests.length === 0 || requests.length > ASKED_AT_ONCE)
        throw new AppError('invalid_input', `a file asks for 1 to ${ASKED_AT_ONCE} tokens: split it`, {
          detail: { why: 'many-requests', most: ASKED_AT_ONCE },
        });
      const results = await each(deps, requests, async (one) => ({ number: (await submit(caller, one)).number }));
      return results.map((result, at) => ({ row: at + 1, holder: requests[at]?.holder ?? '', ...result }));
    },
  };
}
