import { z } from 'zod';
import { ROLES } from '../../../book/tables/codes.ts';
import { oneLine, Ref } from '../../../flow/inputs.ts';
import { operation } from '../../operation.ts';
import { ApiToken } from '../../shapes/people.ts';
import { Nothing } from '../../shapes/values.ts';

/** Ways in for machines, made by their owner. */
export const apiTokens = {
  createApiToken: operation({
    method: 'POST',
    path: '/v1/api-tokens',
    summary: 'A token for a machine, bound to its client certificate, in roles that its owner holds; shown once',
    acts: 'everyone',
    secret: true,
    created: true,
    input: z.strictObject({
      name: oneLine(40),
      scopes: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
      days: z.int().min(1).max(90).default(30),
      /** The machine's client certificate, PEM: the token works on the port that asks for one, with this one alone. */
      certificate: z.string().max(20_000).optional(),
    }),
    output: ApiToken.extend({ token: z.string() }),
    run: async ({ door, who }, input) => {
      const { token, row } = await door.identity.createApiToken(who.caller, input);
      return { ...row, token };
    },
  }),
  listApiTokens: operation({
    method: 'GET',
    path: '/v1/api-tokens',
    summary: "The caller's API tokens",
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({ items: z.array(ApiToken) }),
    run: async ({ door, who }) => ({ items: await door.identity.apiTokens(who.caller) }),
  }),
  revokeApiToken: operation({
    method: 'DELETE',
    path: '/v1/api-tokens/{apiTokenId}',
    summary: 'End an API token, at once',
    acts: 'everyone',
    input: z.strictObject({ apiTokenId: Ref }),
    output: Nothing,
    run: ({ door, who }, { apiTokenId }) => door.identity.revokeApiToken(who.caller, apiTokenId),
  }),
};
