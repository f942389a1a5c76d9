/** Resolves after `ms`; keeps no process alive. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** What `promise` comes to, or `otherwise` when it takes longer than `ms`. */
export async function within<R>(ms: number, promise: Promise<R>, otherwise: () => R): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    return await Promise.race([promise, late.then(otherwise)]);
  } finally {
    clearTimeout(timer);
  }
}

/** Calls that come while `work` runs share its next run, which begins after them; each is told what its run came to. */
export function sharing<R>(work: () => Promise<R>): () => Promise<R> {
  let running: Promise<R> | undefined;
  let next: Promise<R> | undefined;
  const call = (): Promise<R> => {
    if (!running) {
      running = work().finally(() => {
        running = undefined;
      });
      return running;
    }
    const again = (): Promise<R> => {
      next = undefined;
      return call();
    };
    next ??= running.then(again, again);
    return next;
  };
  return call;
}
