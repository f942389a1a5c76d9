/** Closes what was opened, last first, whatever fails on the way: the first failure is thrown at the end. */
export function createClosers() {
  const closers: (() => unknown)[] = [];
  return {
    add: (close: () => unknown): void => void closers.unshift(close),
    close: async (): Promise<void> => {
      const failures: unknown[] = [];
      for (const close of closers.splice(0)) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
export type Closers = ReturnType<typeof createClosers>;
