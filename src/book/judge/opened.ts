import type { Row } from '../tables/row.ts';

/** A row that an entry makes or changes, as the entry says it. */
export interface Said {
  table: string;
  id: string;
  isNew: boolean;
  row: Row;
}

/** A personal value that an export opens: the row's column at an entry, as JSON text. */
export interface Opened {
  table: string;
  id: string;
  field: string;
  value: string;
}
