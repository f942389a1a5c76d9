import { z } from 'zod';
import { ROLES } from '../../../book/tables/codes.ts';
import { AppError } from '../../../errors.ts';
import { SetAddress } from '../../../flow/people/people.ts';
import { operation } from '../../operation.ts';
import { Person } from '../../shapes/people.ts';
import { Nothing } from '../../shapes/values.ts';

const Password = z.string().min(1).max(1000);
const Bearer = z.object({ token: z.string(), expiresAt: z.int() });

/** Sign-in and sign-out, and who the caller is. Sessions of this door are bearer tokens; cookies are the console's. */
export const session = {
  signIn: operation({
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Sign in: a bearer token for this session',
    acts: 'anyone',
    limited: true,
    secret: true,
    created: true,
    input: z.strictObject({ login: z.string().min(1).max(254), password: Password }),
    output: Bearer,
    run: ({ door, from }, input) => door.identity.signIn(input, from),
  }),
  enrol: operation({
    method: 'POST',
    path: '/v1/enrolments',
    summary: 'Redeem an enrolment link, once: sets the password',
    acts: 'anyone',
    limited: true,
    input: z.strictObject({
      token: z.string().min(1).max(200),
      password: Password,
      /** Of the second person, for an operator's account. */
      code: z.string().max(20).optional(),
      /** The password as of the backup, for a link printed after a restore. */
      former: Password.optional(),
    }),
    output: Nothing,
    run: ({ door, from }, input) => door.identity.enrol(input, from),
  }),
  refreshSession: operation({
    method: 'POST',
    path: '/v1/session/refresh',
    summary: 'Give the password once more: a fresh factor, under a new token',
    acts: 'everyone',
    whileLocked: true,
    limited: true,
    secret: true,
    input: z.strictObject({ password: Password }),
    output: Bearer,
    run: async ({ door, who, token, from }, { password }) => {
      if (who.means !== 'session') throw new AppError('forbidden', 'an API token has no password to give: sign in');
      return door.identity.refresh(token, password, from);
    },
  }),
  signOut: operation({
    method: 'DELETE',
    path: '/v1/session',
    summary: 'End this session',
    acts: 'everyone',
    whileLocked: true,
    input: z.strictObject({}),
    output: Nothing,
    run: async ({ door, token, from }) => void (await door.identity.signOut(token, from)),
  }),
  setAddress: operation({
    method: 'POST',
    path: '/v1/me/address',
    summary: 'Where the caller has their secret letters sent; empty: to their site',
    acts: ['person.setAddress'],
    input: SetAddress,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.people.setAddress(who.caller, input),
  }),
  me: operation({
    method: 'GET',
    path: '/v1/me',
    summary: 'Who the caller is, their roles, and what this service is',
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({
      person: Person,
      roles: z.array(z.enum(ROLES)),
      means: z.enum(['session', 'api-token']),
      /** Until when the last factor counts as fresh; 0: never. */
      freshUntil: z.int(),
      site: z.object({ evaluation: z.boolean(), demo: z.boolean(), version: z.string(), pkiUrl: z.string() }),
    }),
    run: async ({ door, who }) => ({
      person: who.person,
      roles: [...who.roles],
      means: who.means,
      freshUntil: who.caller.freshUntil,
      site: door.site,
    }),
  }),
};
