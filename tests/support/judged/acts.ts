import type { Entry } from '../../../src/journal/entry.ts';

/** What an entry's act is called: acts of one name that differ by kind or proof are acts of their own. */
export function actOf({ action, outcome, detail }: Entry): string {
  const kind = [detail['act'], detail['kind'], detail['proof']].find((value) => typeof value === 'string');
  return `${action}${kind === undefined ? '' : ` ${kind}`}${outcome === 'done' ? '' : `!${outcome}`}`;
}
