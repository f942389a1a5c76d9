import type { z } from 'zod';
import { AppError } from '../../../errors.ts';

/** A form as it came: names to what was typed. Names that begin with `_` are the console's own. */
export type Values = Readonly<Record<string, string | readonly string[]>>;
/** What is wrong with a field, as a word of the dictionary (`field.<problem>`). */
export const PROBLEMS = [
  'missing',
  'too_short',
  'too_long',
  'format',
  'choice',
  'number',
  // a number is below its bound, or outside both
  'least',
  'between',
  // days: past, in the wrong order, further ahead than may be planned
  'past',
  'order',
  'too_far',
  // a closure has no technician, any other day has one
  'closure',
  'mismatch',
  // given, where another field of the form says that there is none
  'unwanted',
  // there is nothing of this name
  'unknown',
  // the rules of passwords
  'short',
  'long',
  'common',
  'guessable',
] as const;
export type Problem = (typeof PROBLEMS)[number];
export interface FieldProblem {
  problem: Problem;
  /** The bound that was passed, where there is one; of two bounds the upper one. */
  limit?: number | undefined;
  /** The lower one of two bounds. */
  least?: number | undefined;
}
interface Typed {
  numbers?: readonly string[];
  booleans?: readonly string[];
  lists?: readonly string[];
}

/** The values of a field: none, one or several. */
export function listed(values: Values, name: string): string[] {
  const value = values[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : [...value];
}

/** The single value of a field, trimmed; '' where it is missing. */
export function single(values: Values, name: string): string {
  return listed(values, name)[0]?.trim() ?? '';
}

/**
 * The one place where text becomes the flow's input: empty fields are left out, the console's own names dropped, numbers
 * and lists made as `typed` says, then the schema judges. Throws `invalid_input` with {fields: name → FieldProblem}.
 */
export function parseForm<S extends z.ZodType>(schema: S, values: Values, typed: Typed = {}): z.output<S> {
  const given = Object.keys(values).filter((name) => !name.startsWith('_') && single(values, name) !== '');
  const input = Object.fromEntries(given.map((name) => [name, convert(values, name, typed)]));
  for (const name of typed.lists ?? []) input[name] ??= [];
  for (const name of typed.booleans ?? []) input[name] ??= false;
  return judged(schema, input);
}

/**
 * An input that a screen made of its form, judged by the schema: of an act of two persons, whose arguments are the form's
 * fields. Throws `invalid_input` with {fields: name → FieldProblem}.
 */
export function judged<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', 'some fields are not as they should be: correct them and send again', {
    detail: { fields: problemsOf(parsed.error) },
  });
}

function convert(values: Values, name: string, typed: Typed): unknown {
  if (typed.lists?.includes(name)) return listed(values, name);
  if (typed.booleans?.includes(name)) return true;
  return typed.numbers?.includes(name) ? Number(single(values, name)) : listed(values, name)[0];
}

/**
 * Each field's first problem, or both bounds of a number where they are known: a first check may have wider ones. What
 * belongs to no field stands under `''`.
 */
function problemsOf(error: z.ZodError): Record<string, FieldProblem> {
  const found: Record<string, FieldProblem> = {};
  for (const issue of error.issues) {
    const [first = '', second = ''] = issue.path;
    const name = String(first === 'args' ? second : first);
    const problem = problemOf(issue);
    if (found[name] === undefined || problem.problem === 'between') found[name] = problem;
  }
  return found;
}

function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  switch (issue.code) {
    case 'invalid_type':
      return { problem: issue.expected === 'number' || issue.expected === 'int' ? 'number' : 'missing' };
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return { problem: 'too_long', limit: Number(issue.maximum) };
    case 'invalid_value':
      return { problem: 'choice' };
    case 'custom':
      return ofParams(issue.params ?? {});
    default:
      return { problem: 'format' };
  }
}

/** Only texts have characters; a list of none and a text of none are left out. */
function tooSmall(origin: string, limit: number): FieldProblem {
  if (origin === 'string') return limit === 1 ? { problem: 'missing' } : { problem: 'too_short', limit };
  return origin === 'array' && limit === 1 ? { problem: 'missing' } : { problem: 'least', limit };
}

/** What a schema's own rule says of its refusal: its bounds, or a word of the dictionary. */
function ofParams({ min, max, problem }: Readonly<Record<string, unknown>>): FieldProblem {
  if (typeof max === 'number')
    return typeof min === 'number'
      ? { problem: 'between', least: min, limit: max }
      : { problem: 'too_long', limit: max };
  return { problem: PROBLEMS.find((word) => word === problem) ?? 'format' };
}
