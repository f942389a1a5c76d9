/** A promise with the hands that settle it. Its failure is nobody's unless somebody waits for it. */
export function deferred(): { promise: Promise<void>; resolve(): void; reject(error: unknown): void } {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((kept, lost) => {
    resolve = kept;
    reject = lost;
  });
  promise.catch(() => {}); // units hear of it; a group whose units all left early has nobody else to tell
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) };
}
