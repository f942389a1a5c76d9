import { z } from 'zod';
import { GrantRole, PersonRef } from '../../../book/rules/decision-args.ts';
import { ROLES } from '../../../book/tables/codes.ts';
import { searchText } from '../../../flow/inputs.ts';
import { GrantRef } from '../../../flow/people/people.ts';
import { operation } from '../../operation.ts';
import { Sentence } from '../../sentence.ts';
import { PageInput, page } from '../../shapes/page.ts';
import { Grant, Person } from '../../shapes/people.ts';
import { Nothing } from '../../shapes/values.ts';

export const people = {
  listPeople: operation({
    method: 'GET',
    path: '/v1/people',
    summary: 'People whom the caller may see',
    acts: ['person.read'],
    input: z.strictObject({
      text: searchText(100).optional(),
      service: searchText(64).optional(),
      ...PageInput,
    }),
    output: page(Person),
    run: ({ door, who }, { cursor, limit, text, service }) => {
      const filter = { ...(text === undefined ? {} : { text }), ...(service === undefined ? {} : { service }) };
      return door.flow.reading.people(who.caller, filter, { cursor, limit });
    },
  }),
  readTeam: operation({
    method: 'GET',
    path: '/v1/team',
    summary: 'Who works here now, and what these people cannot do: why, and of which role one more would be enough',
    acts: ['team.read'],
    input: z.strictObject({}),
    output: z.object({
      members: z.array(z.object({ id: z.string(), name: z.string(), grants: z.array(Grant) })),
      lacks: z.array(z.object({ sentence: Sentence, helpers: z.array(z.enum(ROLES)), scenarios: z.array(Sentence) })),
    }),
    run: ({ door, who }) => door.flow.reading.team(who.caller),
  }),
  getPerson: operation({
    method: 'GET',
    path: '/v1/people/{personId}',
    summary: 'A person with account and roles',
    acts: ['account.read'],
    input: PersonRef,
    output: z.object({
      person: Person,
      state: z.string(),
      /** By the link of one person, without a second one's code: an operator role closes it. */
      openedAlone: z.boolean(),
      grants: z.array(Grant),
    }),
    run: ({ door, who }, { personId }) => door.flow.reading.person(who.caller, personId),
  }),
  invitePerson: operation({
    method: 'POST',
    path: '/v1/people/{personId}/invitation',
    summary: 'A one-time enrolment link, for 15 minutes; for an active account it is the recovery',
    acts: ['account.invite'],
    secret: true,
    created: true,
    input: PersonRef,
    output: z.object({ token: z.string(), expiresAt: z.int(), needsCode: z.boolean() }),
    run: ({ door, who }, { personId }) => door.identity.invite(who.caller, personId),
  }),
  vouchForPerson: operation({
    method: 'POST',
    path: '/v1/people/{personId}/invitation/code',
    summary:
      "The second person's code: from then on the link opens nothing without it, and no operator's ever does; person's or directory id",
    acts: ['account.vouch'],
    secret: true,
    created: true,
    input: PersonRef,
    output: z.object({ code: z.string(), expiresAt: z.int() }),
    run: ({ door, who }, { personId }) => door.identity.vouch(who.caller, personId),
  }),
  grantRole: operation({
    method: 'POST',
    path: '/v1/people/{personId}/grants',
    summary: 'Grant a role that is no operator role; those are proposed for dual control',
    acts: ['account.grant'],
    created: true,
    input: GrantRole,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.people.grant(who.caller, input),
  }),
  endGrant: operation({
    method: 'DELETE',
    path: '/v1/grants/{grantId}',
    summary: 'End a role of a person, at once',
    acts: ['account.endGrant'],
    input: GrantRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.people.endGrant(who.caller, input),
  }),
  endPersonsSessions: operation({
    method: 'POST',
    path: '/v1/people/{personId}/sessions/end',
    summary: 'End every session of a person, at once; the account stays as it is',
    acts: ['account.endSessions'],
    input: PersonRef,
    output: z.object({ ended: z.int() }),
    run: async ({ door, who }, { personId }) => ({ ended: await door.identity.endSessionsFor(who.caller, personId) }),
  }),
  endAllSessions: operation({
    method: 'POST',
    path: '/v1/sessions/end',
    summary: "End every session of everybody but the caller's own, at once",
    acts: ['account.endSessions'],
    input: z.strictObject({}),
    output: z.object({ ended: z.int() }),
    run: async ({ door, who }) => ({ ended: await door.identity.endSessionsFor(who.caller) }),
  }),
  disablePerson: operation({
    method: 'POST',
    path: '/v1/people/{personId}/disable',
    summary: 'Disable an account; its sessions and API tokens are dead at once',
    acts: ['account.disable'],
    input: PersonRef,
    output: Nothing,
    run: async ({ door, who }, input) => {
      await door.flow.people.disable(who.caller, input);
      await door.identity.endSessions(input.personId);
    },
  }),
};
