import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { AppError } from '../errors.ts';

/** Calls a minute from one address that cost a password hash; an office comes in at nine behind one address. */
const PER_MINUTE = 120;

/** Counts a call that costs a hash. Rejects with `too_many_requests` and {seconds} once an address (IPv6: a /64) made too many. */
export type AddressLimit = (request: Request, response: Response) => Promise<void>;

/** One count of its own; a door has one for strangers and another for people who are signed in. */
export function createAddressLimit(): AddressLimit {
  const limit = rateLimit({
    windowMs: 60_000,
    limit: PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: ({ ip = '' }) => ipKeyGenerator(ip, 64),
    handler: (_request, _response, next) =>
      next(
        new AppError('too_many_requests', 'too many calls from this address: wait a minute', {
          detail: { seconds: 60 },
        }),
      ),
  });
  return (request, response) =>
    new Promise((done, refuse) => {
      Promise.resolve(limit(request, response, (error?: unknown) => (error ? refuse(error) : done()))).catch(refuse);
    });
}
