type Maker<D> = (of: D) => object;
type All<M extends readonly unknown[]> = M extends readonly [(of: never) => infer G, ...infer R] ? G & All<R> : unknown;
interface Made<D> {
  of: D;
  groups: (Record<string, unknown> | undefined)[];
}

/**
 * Joins groups of verbs of a `D` to one object: answers a function that makes it. A group is made when the first of its
 * verbs is asked for; most units of work ask for few, and to make a hundred closures costs as much as a row.
 */
export const joinGroups =
  <D extends object>() =>
  <const M extends readonly Maker<D>[]>(...makers: M): ((of: D) => All<M> & object) => {
    let prototype: object | undefined;
    const learn = (of: D): object => {
      const verbs = {};
      for (const [i, make] of makers.entries()) {
        for (const name of Object.keys(make(of))) {
          const get = function (this: Made<D>): unknown {
            this.groups[i] ??= make(this.of) as Record<string, unknown>;
            return this.groups[i][name];
          };
          Object.defineProperty(verbs, name, { enumerable: true, get });
        }
      }
      return verbs;
    };
    return (of) => {
      prototype ??= learn(of);
      const made: Made<D> = { of, groups: [] };
      return Object.assign(Object.create(prototype), made) as All<M> & object;
    };
  };
