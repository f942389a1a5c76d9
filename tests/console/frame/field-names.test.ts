import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { OPERATIONS } from '../../../src/api/operations.ts';
import { DECISIONS } from '../../../src/book/rules/decisions.ts';
import { hasText } from '../../../src/console/frame/translate.ts';

interface Shape {
  properties?: Record<string, unknown>;
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
}
/** Names of an input's own fields, of each kind that it may be of. */
function fieldsOf(schema: z.ZodType): string[] {
  const walk = ({ properties = {}, anyOf = [], oneOf = [], allOf = [] }: Shape): string[] => [
    ...Object.keys(properties),
    ...[...anyOf, ...oneOf, ...allOf].flatMap(walk),
  ];
  return walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape);
}
/** What a pattern's group finds in the program. */
function inSource(pattern: RegExp): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  return files.flatMap((file) =>
    [...readFileSync(`src/${file}`, 'utf8').matchAll(pattern)].map(([, name = '']) => name),
  );
}

/** A page that refuses names the fields to correct; who corrects them finds each by the name that the form gives it. */
describe('a field that a page may ask to correct', () => {
  const without = (names: readonly string[]): string[] =>
    [...new Set(names)].filter((name) => !hasText(`label.${name}`)).sort();

  it.each(Object.entries(OPERATIONS))('has a word: those of %s', (_, { input }) => {
    expect(without(fieldsOf(input))).toEqual([]);
  });
  it.each(Object.entries(DECISIONS))('has a word: those of what two persons decide, %s', (_, { args }) => {
    expect(without(fieldsOf(args))).toEqual([]);
  });
  it('has a word: those that a refusal names itself', () => {
    const named = inSource(/(?:fieldError\(|\bfield: )'(\w+)'/g);
    expect(named.length).toBeGreaterThan(20);
    expect(without(named)).toEqual([]);
  });
  it('has a word: those of the forms of the console', () => {
    const named = inSource(/<(?:TextField|TextArea|Select|Radios|Checkbox)\s[^>]*?\bname="(\w+)"/g);
    expect(named.length).toBeGreaterThan(100);
    expect(without(named)).toEqual([]);
  });
});
