import type { z } from 'zod';
import { OPERATIONS } from '../../src/api/operations.ts';

/** Compared or taken apart octet by octet, never shown and never kept as typed. */
const NEVER_SHOWN = [
  'login',
  'password',
  'current',
  'former',
  'token',
  'code',
  'deviceCode',
  'request',
  'certificate',
  'cursor',
  'contentHash',
  'argsHash',
];
const CHARACTERS = { ESC: '\u001b', BEL: '\u0007', NUL: '\u0000', RLO: '\u202e', RLI: '\u2067', ZWSP: '\u200b' };
const LENGTHS = [2, 4, 6, 12, 40, 64];

/** The schemas of texts below an input, by their path. */
function* texts(schema: z.core.$ZodType, path: string[] = []): Generator<[string, z.core.$ZodType]> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'string') yield [path.join('.'), schema];
  else if (def.type === 'object')
    for (const [name, field] of Object.entries(def.shape)) yield* texts(field, [...path, name]);
  else if (def.type === 'array') yield* texts(def.element, path);
  else if (def.type === 'record') yield* texts(def.valueType, path);
  else if (def.type === 'union') for (const option of def.options) yield* texts(option, path);
  else if (def.type === 'pipe' && def.in._zod.def.type === 'string') yield [path.join('.'), schema];
  // what was made of the text beforehand is what is taken
  else if (def.type === 'pipe' && def.in._zod.def.type === 'transform') yield* texts(def.out, path);
  else if (def.type === 'pipe') yield* texts(def.in, path);
  else if ('innerType' in def) yield* texts(def.innerType, path);
}

function accepts(schema: z.core.$ZodType, text: string): boolean {
  return (schema as z.ZodType).safeParse(text).success;
}

describe('every text that an operation of the REST door takes', () => {
  const all = Object.entries(OPERATIONS).flatMap(([id, { input }]) =>
    [...texts(input)].map(([path, schema]) => ({ id, path, schema, field: path.split('.').at(-1) ?? '' })),
  );

  it('is found by this test', () => {
    const paths = all.map(({ id, path }) => `${id} ${path}`);
    expect(paths).toEqual(
      expect.arrayContaining([
        'receiveDelivery reference',
        'receiveDelivery tokens.soPin',
        'revokeToken serial',
        'countLocation serials',
        'registerWorkstation model',
      ]),
    );
    expect(paths.length).toBeGreaterThan(80);
  });

  it.each(Object.entries(CHARACTERS))('refuses %s', (_name, character) => {
    const taken = all
      .filter(({ field }) => !NEVER_SHOWN.includes(field))
      .filter(({ schema }) => LENGTHS.some((length) => accepts(schema, `a${character}`.padEnd(length, 'a'))))
      .map(({ id, path }) => `${id} ${path}`);
    expect(taken).toEqual([]);
  });
});
