import type { Reads } from '../../../src/flow/ports/store.ts';
import { labelCode } from '../../../src/flow/production/label-code.ts';

/** What a scanner reads from the label on the token that was made for a request. */
export async function labelRead(reads: Pick<Reads, 'find'>, number: string): Promise<string> {
  const [request] = await reads.find('request', { number });
  const [token] = await reads.find('token', { requestId: request?.id ?? '' });
  return labelCode(number, token?.id ?? '');
}
