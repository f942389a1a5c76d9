import { z } from 'zod';
import { PersonRef } from '../../../book/rules/decision-args.ts';
import { ROLES } from '../../../book/tables/codes.ts';
import { SearchDirectory } from '../../../flow/people/directory.ts';
import { ReadDirectory } from '../../../flow/people/directory-reading.ts';
import { DismissSuggestion, SuggestionRef } from '../../../flow/people/role-suggestions.ts';
import { operation } from '../../operation.ts';
import { Person } from '../../shapes/people.ts';
import { Request } from '../../shapes/requests.ts';
import { Certificate, Token } from '../../shapes/tokens.ts';
import { Nothing } from '../../shapes/values.ts';

const Time = z.int();
const Reading = z.object({
  seen: z.int(),
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  leavers: z.int(),
  suggestions: z.int(),
});
const Last = z.object({
  at: Time,
  by: z.string(),
  outcome: z.enum(['done', 'refused', 'failed']),
  code: z.string().nullable(),
  missing: z.object({ left: z.int(), present: z.int() }).nullable(),
  counts: Reading.nullable(),
});
const State = z.object({
  configured: z.boolean(),
  running: z.boolean(),
  last: Last.nullable(),
  readAt: Time.nullable(),
  stale: z.boolean(),
});
const Suggestion = z.object({
  person: Person,
  personId: z.string(),
  role: z.enum(ROLES),
  scope: z.string(),
  kind: z.enum(['grant', 'end']),
  since: Time,
  proposed: z.boolean(),
});
const Leaver = z.object({
  person: Person,
  /** As the directory shows them; `closed`: an administrator disabled their account here. */
  state: z.enum(['disabled', 'gone', 'closed']),
  since: Time.nullable(),
  tokens: z.array(Token),
  credentials: z.array(Certificate),
  /** Open, and nothing comes of them any more. */
  requests: z.array(Request.pick({ id: true, number: true, kind: true, state: true })),
});

/** The ministry's directory: who is there, who has left, and which roles its groups suggest. It changes nothing by itself. */
export const directory = {
  searchDirectory: operation({
    method: 'POST', // a name never stands in an address
    path: '/v1/directory/search',
    summary: 'Look people up in the directory, those that the caller may see: 20 at most',
    acts: ['person.read'],
    input: SearchDirectory,
    output: z.object({
      items: z.array(Person.omit({ id: true, email: true }).extend({ directoryId: z.string(), known: z.boolean() })),
    }),
    run: async ({ door, who }, input) => ({ items: await door.flow.directory.search(who.caller, input) }),
  }),
  readDirectory: operation({
    method: 'POST',
    path: '/v1/directory/readings',
    summary: 'Read the whole directory now; stopped when more people are missing than ever leave at once',
    acts: ['person.import'],
    input: ReadDirectory,
    output: Reading,
    run: ({ door, who }, input) => door.flow.directory.read(who.caller, input),
  }),
  directoryState: operation({
    method: 'GET',
    path: '/v1/directory',
    summary: 'When the directory was read last, and how that ended',
    acts: ['person.import'],
    input: z.strictObject({}),
    output: State,
    run: ({ door, who }) => door.flow.directory.state(who.caller),
  }),
  listLeavers: operation({
    method: 'GET',
    path: '/v1/directory/leavers',
    summary: 'People who have left and whose tokens the caller may revoke',
    acts: ['leaver.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Leaver) }),
    run: async ({ door, who }) => ({ items: await door.flow.directory.leavers(who.caller) }),
  }),
  revokeLeaver: operation({
    method: 'POST',
    path: '/v1/directory/leavers/{personId}/revoke',
    summary: 'Revoke everything that somebody who has left still has in use, and end their requests that wait',
    acts: ['token.revoke'],
    input: PersonRef,
    output: z.object({ tokens: z.int(), credentials: z.int(), requests: z.int(), published: z.boolean() }),
    run: ({ door, who }, input) => door.flow.directory.revokeLeaver(who.caller, input),
  }),
  listSuggestions: operation({
    method: 'GET',
    path: '/v1/directory/suggestions',
    summary: 'Roles that the groups of the directory suggest to grant or to end',
    acts: ['account.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Suggestion) }),
    run: async ({ door, who }) => ({ items: await door.flow.directory.suggestions(who.caller) }),
  }),
  followSuggestion: operation({
    method: 'POST',
    path: '/v1/directory/suggestions/follow',
    summary: 'Propose an operator role for dual control, grant another one, or end a grant, as suggested',
    acts: ['dualControl.propose', 'account.grant', 'account.endGrant'],
    input: SuggestionRef,
    output: z.object({ outcome: z.enum(['proposed', 'granted', 'ended']), proposalId: z.string().nullable() }),
    run: ({ door, who }, input) => door.flow.directory.followSuggestion(who.caller, input),
  }),
  dismissSuggestion: operation({
    method: 'POST',
    path: '/v1/directory/suggestions/dismiss',
    summary: 'Put a suggestion aside, with a reason',
    acts: ['suggestion.dismiss'],
    input: DismissSuggestion,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.directory.dismissSuggestion(who.caller, input),
  }),
};
