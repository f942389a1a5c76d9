/** Closes what was opened, last first, whatever fails on the way. */
export function createClosers() {
  const closers: (() => unknown)[] = [];
  return {
    add: (close: () => unknown): void => void closers.unshift(close),
    close: async (): Promise<void> => {
      for (const close of closers.splice(0)) await close();
    },
  };
}
export type Closers = ReturnType<typeof createClosers>;
