import request from 'supertest';
import type { Name, Service } from '../support/world/service.ts';

/** Calls of one person: `as('alice').get('/me')`. */
export function callers(service: () => Service) {
  const tokens = new Map<Name, string>();
  const api = (method: 'get' | 'post' | 'delete', path: string) => request(service().url)[method](`/api/v1${path}`);
  const tokenOf = async (name: Name): Promise<string> => {
    const known = tokens.get(name) ?? (await service().sessionOf(name));
    tokens.set(name, known);
    return known;
  };
  beforeEach(() => tokens.clear());
  return {
    tokenOf,
    nobody: api,
    as: (name: Name) => ({
      get: async (path: string) => api('get', path).auth(await tokenOf(name), { type: 'bearer' }),
      post: async (path: string, body: object = {}, headers: Record<string, string> = {}) =>
        api('post', path)
          .auth(await tokenOf(name), { type: 'bearer' })
          .set(headers)
          .send(body),
      delete: async (path: string) => api('delete', path).auth(await tokenOf(name), { type: 'bearer' }),
      csv: async (path: string, text: string) =>
        api('post', path)
          .auth(await tokenOf(name), { type: 'bearer' })
          .set('Content-Type', 'text/csv; charset=utf-8')
          .send(text),
    }),
  };
}
