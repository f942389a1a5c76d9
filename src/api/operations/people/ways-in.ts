import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { oneLine } from '../../../flow/inputs.ts';
import { operation } from '../../operation.ts';
import { Nothing } from '../../shapes/values.ts';

const Bearer = z.object({ token: z.string(), expiresAt: z.int() });
/** As a session's owner sees it; the secret is nowhere. */
const Session = z.object({
  id: z.string(),
  createdAt: z.int(),
  seenAt: z.int(),
  expiresAt: z.int(),
  method: z.string(),
  address: z.string(),
});

/** How a command line comes in by the browser (RFC 8628), and the caller's own sessions. */
export const waysIn = {
  startDeviceSignIn: operation({
    method: 'POST',
    path: '/v1/device-sign-ins',
    summary: 'Ask to be let in by a code that a person confirms in the console, at /connexion/code',
    acts: 'anyone',
    limited: true,
    secret: true,
    created: true,
    input: z.strictObject({}),
    output: z.object({ deviceCode: z.string(), userCode: z.string(), expiresAt: z.int() }),
    run: ({ door, from }) => door.identity.startDeviceSignIn(from),
  }),
  redeemDeviceSignIn: operation({
    method: 'POST',
    path: '/v1/device-sign-ins/redeem',
    summary: 'A bearer token once the code was confirmed; before, an answer without one: ask again in five seconds',
    acts: 'anyone',
    secret: true,
    input: z.strictObject({ deviceCode: z.string().min(1).max(200) }),
    output: Bearer.partial(),
    run: async ({ door, from }, { deviceCode }) => (await door.identity.redeemDeviceSignIn(deviceCode, from)) ?? {},
  }),
  changePassword: operation({
    method: 'POST',
    path: '/v1/session/password',
    summary: 'A new password, by its owner; every other session ends, this one goes on under a new token',
    acts: 'everyone',
    limited: true,
    secret: true,
    input: z.strictObject({ current: z.string().min(1).max(1000), password: z.string().min(1).max(1000) }),
    output: Bearer,
    run: async ({ door, who, token, from }, input) => {
      if (who.means !== 'session') throw new AppError('forbidden', 'an API token has no password: sign in');
      return door.identity.changePassword(token, input, from);
    },
  }),
  readSession: operation({
    method: 'GET',
    path: '/v1/session',
    summary: 'When this session ends, and which roles it may not use; asking keeps it from ending for want of use',
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({
      method: z.string(),
      withheld: z.array(z.string()),
      /** What a fresh factor is given with here. */
      stepUp: z.enum(['password', 'passkey']),
      freshUntil: z.int(),
      idleEndsAt: z.int(),
      endsAt: z.int(),
    }),
    run: async ({ who }) => {
      if (!who.ends) throw new AppError('not_found', 'an API token has no session');
      const { method, withheld, stepUp, ends, caller } = who;
      return {
        method,
        withheld: [...withheld],
        stepUp,
        freshUntil: caller.freshUntil,
        idleEndsAt: ends.idle,
        endsAt: ends.absolute,
      };
    },
  }),
  listSessions: operation({
    method: 'GET',
    path: '/v1/sessions',
    summary: "The caller's sessions that last, newest first",
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({ items: z.array(Session) }),
    run: async ({ door, who }) => ({ items: await door.identity.sessions(who.caller) }),
  }),
  endSession: operation({
    method: 'DELETE',
    path: '/v1/sessions/{sessionId}',
    summary: "End one of the caller's sessions, at once",
    acts: 'everyone',
    input: z.strictObject({ sessionId: oneLine(64) }),
    output: Nothing,
    run: ({ door, who, from }, { sessionId }) => {
      if (who.means !== 'session') throw new AppError('forbidden', 'an API token ends no session: sign in');
      return door.identity.endSession(who.caller, sessionId, from);
    },
  }),
};
