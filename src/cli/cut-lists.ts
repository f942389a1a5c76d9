import type { Shell } from './shell.ts';

/** Which page of a list is asked for, as it is typed. */
export interface PageAsked {
  limit: string;
  cursor?: string;
}

/** Says on stderr how a list goes on behind this page; nothing on the last one. */
export function sayNext(shell: Shell, { next }: { next: string | null }): void {
  if (next !== null) shell.say(shell.t`there are more: --cursor ${next}\n`);
}

/** Says on stderr that a list has older rows than the newest, which are shown; nothing where it is whole. */
export function sayNewest(shell: Shell, { items, more }: { items: readonly unknown[]; more: boolean }): void {
  if (more) shell.say(shell.t`only the newest ${items.length} are shown\n`);
}

/** The same of one list among several; `name`: what the program calls it. */
export function sayNewestOf(
  shell: Shell,
  name: string,
  { items, more }: { items: readonly unknown[]; more: boolean },
): void {
  if (more) shell.say(shell.t`${shell.text(name)}: only the newest ${items.length} are shown\n`);
}
