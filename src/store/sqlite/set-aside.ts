import { existsSync, renameSync } from 'node:fs';
import { openWriter } from './file.ts';

/** Brings all that was committed into the file itself: nothing beside it is needed any more, so it may be renamed. */
export function bringIntoFile(path: string): void {
  const file = openWriter(path);
  file.db.pragma('wal_checkpoint(TRUNCATE)');
  file.close();
}

/** Gives a database file another name, so that no service finds it; all that was committed is in it. Answers the name. */
export function setFileAside(path: string): string {
  bringIntoFile(path);
  let aside = `${path}.moved`;
  for (let again = 2; existsSync(aside); again += 1) aside = `${path}.moved-${again}`;
  renameSync(path, aside);
  return aside;
}
