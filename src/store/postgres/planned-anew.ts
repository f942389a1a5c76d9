/** A list of many values: planned while its table was empty it reads the whole of it later, so it is planned each time. */
const MANY_VALUES = / in \((?:lower\()?\$\d+\)?(?:, ?(?:lower\()?\$\d+\)?){7}/;
/**
 * A list of values and an order: without knowing the values the server may walk a whole table in that order, and takes 30 ms for what
 * an index has at once, so it is told them each time.
 */
const LIST_IN_ORDER = / in \(\$\d+(?:, ?\$\d+)+\).* order by /s;
/** A text without what stands in the brackets of its "exists": that narrows no list, whatever order is asked for. */
function withoutExists(text: string): string {
  const [before = '', ...parts] = text.split(/\bexists \(/);
  const behind = parts.map((part) => {
    let [depth, at] = [1, 0];
    for (; depth > 0 && at < part.length; at += 1) depth += part[at] === '(' ? 1 : part[at] === ')' ? -1 : 0;
    return part.slice(at);
  });
  return [before, ...behind].join('exists ()');
}

/** Whether a statement is planned for its values each time that it is asked: planned once for all values it could read a whole table. */
export const isPlannedAnew = (text: string): boolean =>
  MANY_VALUES.test(text) || LIST_IN_ORDER.test(withoutExists(text));
