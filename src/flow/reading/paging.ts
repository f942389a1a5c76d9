/** Which page of a list is asked for: the one after a cursor, or the first. */
export interface Cursor {
  cursor?: string | undefined;
  /** At most 200. */
  limit: number;
}

/** A page of a list. */
export interface Paged<T> {
  items: T[];
  /** For the next page; null at the end. */
  next: string | null;
}

/** How many rows a list has; `more`: there are more than `n`. */
export interface Total {
  n: number;
  more: boolean;
}
