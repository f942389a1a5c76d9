import express, { type Request, type RequestHandler, type Response } from 'express';
import type { Operation } from './operation.ts';
import { httpFault } from './problem.ts';

const BODY_LIMIT = 100_000;

/**
 * The octets of a body in the operation's media type. They are read after the caller is known, so a stranger's body is
 * never read. Compressed bodies are refused.
 */
async function octets(operation: Operation, request: Request, response: Response, large: boolean): Promise<Buffer> {
  const expected = operation.consumes ?? 'application/json';
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) return Buffer.alloc(0);
  if (operation.method !== 'POST' || !request.is(expected)) throw httpFault('media');
  const read: RequestHandler = express.raw({
    type: expected,
    limit: large ? (operation.bodyLimit ?? BODY_LIMIT) : BODY_LIMIT,
    inflate: false,
  });
  await new Promise<void>((resolve, reject) => {
    void read(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw httpFault('syntax', error);
  }
}

/** Half a character, as `\\ud800` writes one: no UTF-8 and no entry of the journal can hold it. */
const HALF = /\p{Surrogate}/u;
function whole(name: string, value: unknown): unknown {
  if (HALF.test(name) || (typeof value === 'string' && HALF.test(value))) throw new SyntaxError('half a character');
  return value;
}

function parseObject(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, whole);
  } catch (error) {
    throw httpFault('syntax', error);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw httpFault('syntax');
  return { ...parsed };
}

/**
 * Everything that a request says, as one object: path, and the query of a GET or DELETE or the body of a POST. A field
 * named in two places is refused, as a query of a POST is. `large`: the caller may send what the operation's own limit allows.
 */
export async function readInput(
  operation: Operation,
  request: Request,
  response: Response,
  large: boolean,
): Promise<{ raw: Record<string, unknown>; body: Buffer }> {
  const body = await octets(operation, request, response, large);
  const query: Record<string, unknown> = { ...request.query };
  const fields =
    operation.consumes === 'text/csv' ? { csv: body } : parseObject(body.length === 0 ? '{}' : decode(body));
  const said = [...Object.keys(query), ...Object.keys(fields)];
  const misplaced = operation.method === 'POST' ? Object.keys(query) : [];
  const twice = said.filter((name) => name in request.params);
  if (misplaced.length + twice.length > 0) throw httpFault('syntax');
  return { raw: { ...query, ...fields, ...request.params }, body };
}
