/** An answer that somebody waits for later: until then its failure is nobody's. */
export function heard<R>(answer: Promise<R>): Promise<R> {
  answer.catch(() => {});
  return answer;
}

/**
 * What statements come to that are asked at the same time. Throws what the first of them in this order throws, once all have
 * ended: on PostgreSQL those behind a failed statement fail because of it.
 */
export async function inOrder<T extends readonly Promise<unknown>[] | []>(
  asked: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  if (asked.length > 1)
    for (const answer of await Promise.allSettled(asked)) {
      if (answer.status === 'rejected') throw answer.reason;
    }
  return Promise.all(asked);
}
