/** The newest rows of a table, as many as a page shows. */
export interface Newest<T> {
  items: T[];
  /** There are older ones. */
  more: boolean;
}

/** The newest `most` rows: `find` answers as many as it is asked for, the newest first. */
export async function newestOf<R>(most: number, find: (limit: number) => Promise<readonly R[]>): Promise<Newest<R>> {
  const found = await find(most + 1);
  return { items: found.slice(0, most), more: found.length > most };
}
