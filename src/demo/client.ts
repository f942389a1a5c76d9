import { z } from 'zod';
import { AppError, ERROR_CODES } from '../errors.ts';

const Problem = z.object({ code: z.enum(ERROR_CODES).catch('internal'), detail: z.string().default('') });

/** The running service as one person sees it through the REST API. */
export interface Client {
  get<T>(path: string): Promise<T>;
  /** `key`: the call's own, under which it may be repeated. */
  post<T = void>(path: string, body?: unknown, key?: string): Promise<T>;
  /** CSV text. */
  upload<T>(path: string, csv: string): Promise<T>;
  /** An answer that is no JSON, whole. */
  download(path: string, body: unknown): Promise<Buffer>;
}

async function refusal(response: Response): Promise<AppError> {
  const problem = Problem.safeParse(await response.json().catch(() => ({})));
  const { code, detail } = problem.success ? problem.data : { code: 'internal' as const, detail: '' };
  return new AppError(code, detail || `the service answered ${response.status}`, {
    detail: { status: response.status },
  });
}

/** A client of `baseUrl` that acts with `token` (a session's or an API token; none before signing in). Refusals are thrown as AppErrors. */
export function createClient(baseUrl: string, token?: string): Client {
  const call = async (method: string, path: string, type?: string, body?: string, key?: string): Promise<Response> => {
    const headers = {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(type ? { 'content-type': type } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    };
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) throw await refusal(response);
    return response;
  };
  const json = async <T>(response: Response): Promise<T> =>
    (response.status === 204 ? undefined : await response.json()) as T;
  const send = (path: string, body: unknown = {}, key?: string) =>
    call('POST', path, 'application/json', JSON.stringify(body), key);
  return {
    get: async (path) => json(await call('GET', path)),
    post: async (path, body, key) => json(await send(path, body, key)),
    upload: async (path, csv) => json(await call('POST', path, 'text/csv', csv)),
    download: async (path, body) => Buffer.from(await (await send(path, body)).arrayBuffer()),
  };
}
