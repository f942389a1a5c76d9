import fc from 'fast-check';
import { z } from 'zod';
import { type Operation, pathFields } from '../../../src/api/operation.ts';
import { OPERATIONS } from '../../../src/api/operations.ts';
import { type House, type Insider, openHouse } from './house.ts';
import { mutants } from './mutations.ts';
import { throwAt } from './throw.ts';
import { framed } from './wire.ts';

type Schema = z.core.JSONSchema.JSONSchema;
/** Something that a schema is likely to take. */
function example(schema: Schema): unknown {
  const [option] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [];
  if (option) return example(option as Schema);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, example(inner as Schema)]),
      );
    case 'array':
      return [example((schema.items ?? {}) as Schema)];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return schema.pattern ? 'PREF-33' : 'trois mots de passe';
  }
}
/** A body that the operation is likely to take: what stands in its path is left out. */
function bodyOf({ input, path }: Operation): string {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
  const inPath = pathFields(path);
  const fields = Object.entries(example(schema) as object).filter(([name]) => !inPath.includes(name));
  return JSON.stringify(Object.fromEntries(fields));
}

describe('JSON sent to the REST door', () => {
  let house: House;
  let insiders: Insider[];
  beforeEach(async () => {
    house = await openHouse();
    insiders = await Promise.all((['alice', 'thomas', 'valerie', 'adele'] as const).map((name) => house.insider(name)));
  });
  afterEach(() => house.close());

  it('is done or refused, by whatever operation, whoever sends it', async () => {
    const posts = Object.values<Operation>(OPERATIONS).filter((o) => o.method === 'POST' && o.consumes === undefined);
    const bodies = posts.map(bodyOf);
    // the body of one operation, sent to it, or now and then to another
    const thrown = fc.tuple(fc.nat(posts.length - 1), fc.nat(9)).chain(([which, stray]) => {
      const own = [bodies[which]!, bodies[which]!, bodies[(which * 7 + stray) % bodies.length]!];
      return fc.record({ body: mutants(own), operation: fc.constant(posts[which]!), who: fc.nat(insiders.length - 1) });
    });
    const seen = await throwAt(
      'JSON bodies',
      thrown,
      ({ body, operation, who }) => {
        const insider = insiders[who]!;
        const path = operation.path.replace(/\{(\w+)\}/g, 'DEM-1998-00001');
        const headers = [
          ['Content-Type', 'application/json'],
          ['Authorization', `Bearer ${insider.bearer}`],
        ] as const;
        return house.send(framed('POST', `/api${path}`, headers, body), insider);
      },
      { atOnce: 8 },
    );
    for (const status of ['400', '403', '404']) expect(seen.get(status) ?? 0).toBeGreaterThan(0);
    expect(house.faults).toEqual([]);
  });
});
