import type { z } from 'zod';
import type { Door } from '../app/door.ts';
import type { Right } from '../book/rights/sentences.ts';
import { AppError } from '../errors.ts';

export type SignedIn = NonNullable<Awaited<ReturnType<Door['identity']['bySession']>>>;

/** What an operation is run with. `who` is the caller, recognised by their bearer token. */
export interface Context {
  door: Door;
  who: SignedIn;
  /** The bearer token itself; only session operations look at it. */
  token: string;
  from: { address: string };
  /** Aborts once the caller waits no more. */
  gone: AbortSignal;
  /** Counts one thing more of what is `limited`, where a call does several. Throws `too_many_requests`. */
  countMore(): Promise<void>;
}
/** An answer that is no JSON. */
export interface Delivered {
  name: string;
  content: Uint8Array | NodeJS.ReadableStream;
}
export type Method = 'GET' | 'POST' | 'DELETE';

interface Described {
  method: Method;
  /** Below `/api`; names in braces are fields of the input. */
  path: `/v1/${string}`;
  summary: string;
  /** Rights (book/rights/sentences.ts) of which the caller needs one; `everyone` who is signed in, or `anyone`. */
  acts: readonly Right[] | 'everyone' | 'anyone';
  /** The answer holds a secret: it is never stored for a repeated call. */
  secret?: true;
  /** Opens a locked session of the bench again, or leaves it: nothing else is done with one. */
  whileLocked?: true;
  /** 201: something new stands under an id of its own. */
  created?: true;
  /** Costs as much as a password hash: few a minute from one address. */
  limited?: true;
  /** Media type of the body where it is no JSON; the input's field `csv` then is its octets. */
  consumes?: 'text/csv';
  /** Media type of the answer where it is no JSON. */
  produces?:
    | 'application/zip'
    | 'application/pdf'
    | 'application/x-pkcs12'
    | 'application/x-pem-file'
    | 'text/csv; charset=utf-8';
  /** Largest body, in octets, where 100 kB are not enough. */
  bodyLimit?: number;
}

/**
 * One thing that the REST door does. The table of them is used for routing, for the OpenAPI document and by the command line.
 * `In` and `Out` are what travels: path, query and body as one object, and the JSON of the answer.
 */
export interface Operation<In = unknown, Out = unknown> extends Described {
  input: z.ZodType<unknown, In>;
  output: z.ZodType<Out>;
  /** Parses what came in (attacker-controlled), runs, and lets out nothing but what the output schema names. Throws `invalid_input` with {errors}. */
  call(context: Context, raw: unknown): Promise<Out>;
  /** What of it would be let out, were `made` what it came to; undefined where it is something else. */
  shown(made: unknown): { out: Out } | undefined;
}

/** What is wrong with an input: where and why, never the value, which may be a secret. */
export interface InputError {
  path: string;
  message: string;
  /** The same in French, and where in a file it stands, of what a file says. */
  fr?: string;
  line?: number;
  column?: string | null;
}

function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const errors: InputError[] = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const [first] = errors;
  const where = first?.path ? `${first.path}: ` : '';
  throw new AppError('invalid_input', `${where}${first?.message ?? 'not as asked'}`, { detail: { errors } });
}

/** An entry of the table; `run` gets the parsed input. */
export function operation<In, Parsed, Out, Made>(
  spec: Described & {
    input: z.ZodType<Parsed, In>;
    output: z.ZodType<Out, Made>;
    run(context: Context, input: Parsed): Promise<Made>;
  },
): Operation<In, Out> {
  const { run, ...described } = spec;
  return {
    ...described,
    call: async (context, raw) => spec.output.parse(await run(context, parseInput(spec.input, raw))),
    shown: (made) => {
      const { data, success } = spec.output.safeParse(made);
      return success ? { out: data } : undefined;
    },
  };
}

/** Names of the fields that stand in an operation's path. */
export function pathFields(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
