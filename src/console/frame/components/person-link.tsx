import type { ComponentChildren } from 'preact';

/** People whose sheet the reader may open, with their names. */
export type Opens = ReadonlyMap<string, string>;

/** Somebody's name, and the way to their sheet where the reader may open it. */
export function PersonLink({ id, opens, children }: { id: string | null; opens: Opens; children: ComponentChildren }) {
  return id !== null && opens.has(id) ? <a href={`/personnes/${id}`}>{children}</a> : children;
}
