import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import type { Door } from '../app/door.ts';
import { AppError } from '../errors.ts';
import type { Asker } from '../flow/act.ts';
import type { Answer, Call } from '../flow/ports/answers.ts';
import { type AddressLimit, createAddressLimit } from '../listen/address-limit.ts';
import { whenGone } from '../listen/gone.ts';
import type { Log } from '../log.ts';
import { readInput } from './body.ts';
import { mayForOthers, recogniseCaller } from './caller.ts';
import { type AnswerMemory, createOnce, rightsOf } from './idempotency.ts';
import { openApiDocument } from './openapi.ts';
import type { Context, Delivered, Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { httpFault, problemOf } from './problem.ts';

/** The caller of an operation for `anyone`, who is not signed in: such operations do not look at it. */
const NOBODY = (): never => {
  throw new AppError('not_signed_in', 'sign in first');
};

/** Of a session whose owner left the bench: whoever has its token is perhaps somebody else. */
const LOCKED = 'this session is locked, for nothing was done at its bench for ten minutes: confirm who you are first';

function requestIdOf(response: Response): string {
  response.locals['requestId'] ??= randomUUID();
  return String(response.locals['requestId']);
}

/** Sends bytes or a stream under a file name; nothing is kept or sniffed. */
async function deliver(response: Response, type: string, { name, content }: Delivered): Promise<void> {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`);
  if (content instanceof Uint8Array) response.end(content);
  else await pipeline(content, response);
}

function isDelivered(value: unknown): value is Delivered {
  return typeof value === 'object' && value !== null && 'name' in value && 'content' in value;
}

/** Two counts an address: who guesses at the way in does not use up what somebody signed in may do. */
interface Limits {
  strangers: AddressLimit;
  signedIn: AddressLimit;
}

type Once = ReturnType<typeof createOnce>;

/** The same caller with the call: what they do is kept with what they are told. */
const asRepeatable = (context: Context, call: Call): Context => {
  const caller: Asker = { ...context.who.caller, call };
  return { ...context, who: { ...context.who, caller } };
};

/** From a request to an operation's answer. */
function handle(operation: Operation, door: Door, once: Once, limits: Limits): RequestHandler {
  const status = (result: unknown): number => (result === undefined ? 204 : operation.created ? 201 : 200);

  /** The answer that an act's result makes; a secret is never stored. A file is none: it is not made from one act's result. */
  const answerOf = (made: unknown): Answer | undefined => {
    const shown = operation.produces === undefined ? operation.shown(made) : undefined;
    if (!shown) return undefined;
    const text = shown.out === undefined || operation.secret ? null : JSON.stringify(shown.out);
    return { status: status(shown.out), body: text };
  };

  const contextOf = async (request: Request, response: Response): Promise<Context> => {
    const from = { address: request.ip ?? '' };
    const gone = whenGone(response);
    const countMore = () => limits.signedIn(request, response);
    if (operation.acts !== 'anyone') {
      const known = await recogniseCaller(door, request);
      if (known.who.locked && !operation.whileLocked) throw new AppError('fresh_factor_needed', LOCKED);
      return { door, from, gone, countMore, ...known };
    }
    return {
      door,
      from,
      gone,
      countMore,
      token: '',
      get who() {
        return NOBODY();
      },
    };
  };

  const sendJson = (response: Response, code: number, body: string | null): void => {
    response.status(code);
    if (body === null) response.end();
    else response.type('application/json').end(body);
  };

  return async (request, response) => {
    const context = await contextOf(request, response);
    if (operation.limited) await limits[operation.acts === 'anyone' ? 'strangers' : 'signedIn'](request, response);
    const large = operation.bodyLimit !== undefined && mayForOthers(operation, context.who, door.clock.now());
    const { raw, body } = await readInput(operation, request, response, large);
    const key = request.get('Idempotency-Key');
    let delivered: Delivered | undefined;
    const act = async (call?: Call) => {
      const result = await operation.call(call ? asRepeatable(context, call) : context, raw);
      if (operation.produces !== undefined && isDelivered(result)) delivered = result;
      const text = delivered === undefined && result !== undefined ? JSON.stringify(result) : null;
      return { status: status(result), body: text, keep: !operation.secret && delivered === undefined };
    };
    const repeatable = operation.method === 'POST' && operation.acts !== 'anyone' && key !== undefined;
    const route = `${operation.method} ${request.baseUrl}${request.path}`;
    const now = door.clock.now();
    const callId = requestIdOf(response);
    const answer = repeatable
      ? await once(
          { key, callId, callerId: context.who.person.id, rights: rightsOf(context.who), route, body, now },
          answerOf,
          act,
        )
      : { ...(await act()), replayed: false };
    if (answer.replayed) response.setHeader('Idempotency-Replayed', 'true');
    if (delivered && operation.produces) await deliver(response, operation.produces, delivered);
    else sendJson(response, answer.status, answer.body);
  };
}

/** Answers what the routes threw. */
function answerProblem(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error); // a stream that broke: express cuts the connection
    const requestId = requestIdOf(response);
    const problem = problemOf(error, requestId);
    if (problem.status >= 500) log.error('the API failed', error, { requestId, code: problem.code });
    if (problem.status === 401) {
      const wrong = problem.code === 'session_expired' ? ' error="invalid_token"' : '';
      response.setHeader('WWW-Authenticate', `Bearer realm="jeton"${wrong}`);
    }
    const seconds = problem.context?.['seconds'];
    if (problem.status === 429 || problem.status === 503) response.setHeader('Retry-After', String(seconds ?? 10));
    response.status(problem.status).type('application/problem+json').end(JSON.stringify(problem));
  };
}

/** Operations of one path, and what a path answers to every other method. */
function addPath(
  router: Router,
  path: string,
  operations: readonly Operation[],
  door: Door,
  once: Once,
  limits: Limits,
): void {
  const route = router.route(path.replace(/\{(\w+)\}/g, ':$1'));
  const allowed = [...new Set(operations.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
  for (const operation of operations) {
    const handler = handle(operation, door, once, limits);
    if (operation.method === 'GET') route.get(handler);
    else if (operation.method === 'POST') route.post(handler);
    else route.delete(handler);
  }
  route.all((request, response) => {
    response.setHeader('Allow', [...allowed, 'OPTIONS'].join(', '));
    if (request.method !== 'OPTIONS') throw httpFault('method');
    response.status(204).end();
  });
}

/**
 * The REST door, to be mounted at `/api`. Bearer tokens only; `idempotency` remembers answers. Whatever goes wrong is
 * answered as application/problem+json.
 */
export function createApi(door: Door, { idempotency, log }: { idempotency: AnswerMemory; log: Log }): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use((_request, response, next) => {
    response.setHeader('X-Request-Id', requestIdOf(response));
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  const byPath = new Map<string, Operation[]>();
  for (const operation of Object.values<Operation>(OPERATIONS)) {
    byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation]);
  }
  const once = createOnce(idempotency);
  const limits = { strangers: createAddressLimit(), signedIn: createAddressLimit() };
  // a literal path before one with a field: `/workstations/labels` is no workstation
  const paths = [...byPath.keys()].sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')));
  for (const path of paths) addPath(router, path, byPath.get(path) ?? [], door, once, limits);
  const document = JSON.stringify(openApiDocument(door.site.version));
  router.get('/openapi.json', (_request, response) => void response.type('application/json').end(document));
  router.use(() => {
    throw new AppError('not_found', 'no such address here: see /api/openapi.json');
  });
  router.use(answerProblem(log));
  return router;
}
