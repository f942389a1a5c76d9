/** One word of a profile or of the configuration that is not as it was: where it stands, and what it said before and says now. */
export interface ChangedWord {
  /** Names from the outside in, such as `validity.days` or `policies[0]`. */
  at: string;
  /** As JSON; null where it was not there, or is not any more. */
  before: string | null;
  after: string | null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Every leaf of a JSON value by its place; an empty list or object is a leaf. */
function leavesOf(value: unknown, at = ''): [at: string, says: string][] {
  if (!isRecord(value) || Object.keys(value).length === 0) return [[at, JSON.stringify(value)]];
  const inside = (name: string): string => (Array.isArray(value) ? `${at}[${name}]` : at ? `${at}.${name}` : name);
  return Object.entries(value).flatMap(([name, item]) => leavesOf(item, inside(name)));
}

/** What changed from one JSON text to another, in the order of names. */
export function changedWords(before: string, after: string): ChangedWord[] {
  const [was, is] = [before, after].map((text) => new Map(leavesOf(JSON.parse(text))));
  const places = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort();
  return places
    .map((at) => ({ at, before: was?.get(at) ?? null, after: is?.get(at) ?? null }))
    .filter((word) => word.before !== word.after);
}
