/** Few lengths of lists, so that few texts are put together: the last value stands several times. */
export function padded<T>(values: readonly T[]): T[] {
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return Array.from({ length }, (_, i) => values[Math.min(i, values.length - 1)] as T);
}
