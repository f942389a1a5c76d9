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
