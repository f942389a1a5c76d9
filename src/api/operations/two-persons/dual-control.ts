import { z } from 'zod';
import { CheckPoint } from '../../../book/rules/workstation/checklists.ts';
import { ROLES } from '../../../book/tables/codes.ts';
import type { ProposalEffect } from '../../../flow/reading/people/proposal-effects.ts';
import { NamedDeputy } from '../../../flow/two-persons/deputies.ts';
import { Confirm, ProposalRef, Propose } from '../../../flow/two-persons/proposals.ts';
import { operation } from '../../operation.ts';
import { hitsOf, RecallHits } from '../../recall-hits.ts';
import { ChangedWords, Proposal } from '../../shapes/two-persons.ts';
import { Nothing } from '../../shapes/values.ts';

const Item = CheckPoint.nullable();
/** What a proposal would change of what stands now, for the two to read before they confirm; null: its arguments say all of it. */
const Effect = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('words'), name: z.string(), changes: ChangedWords.nullable() }),
    z.object({
      kind: z.literal('items'),
      items: z.array(z.object({ code: z.string(), before: Item, after: Item })),
      order: z.object({ before: z.array(z.string()), after: z.array(z.string()) }).nullable(),
    }),
    z.object({ kind: z.literal('policy'), before: z.number(), after: z.number() }),
    z.object({ kind: z.literal('recall'), hits: RecallHits }),
  ])
  .nullable();
const effectOf = (effect: ProposalEffect | null): z.output<typeof Effect> =>
  effect?.kind === 'recall' ? { ...effect, hits: hitsOf(effect.hits) } : effect;

/** Acts that two persons do together. */
export const dualControl = {
  proposeAct: operation({
    method: 'POST',
    path: '/v1/proposals',
    summary: 'Propose an exact act of dual control',
    acts: ['dualControl.propose', 'officer.bringBack'],
    created: true,
    input: Propose,
    output: Proposal,
    run: ({ door, who }, input) => door.flow.dualControl.propose(who.caller, input),
  }),
  nameDeputy: operation({
    method: 'POST',
    path: '/v1/deputies',
    summary: 'Propose who stands in for you as approver; a security officer confirms it',
    acts: ['deputy.name'],
    created: true,
    input: NamedDeputy,
    output: Proposal,
    run: ({ door, who }, input) => door.flow.deputies.name(who.caller, input),
  }),
  listProposals: operation({
    method: 'GET',
    path: '/v1/proposals',
    summary: 'Proposals that wait for a second person; a caller who can confirm none sees only their own',
    acts: ['dualControl.read', 'dualControl.readOwn'],
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        Proposal.extend({
          proposerName: z.string(),
          subjectName: z.string().nullable(),
          subjectDirectoryId: z.string().nullable(),
          /**
           * The account was opened by one person alone: when the role is granted the account closes, and a link and a
           * code open it again.
           */
          closesAccount: z.boolean(),
          /** Who has the machines that are taken over, as far as that is said. */
          holders: z.array(z.object({ assetNumber: z.string(), name: z.string(), directoryId: z.string().nullable() })),
          /** The role that whoever confirms it has to hold; null: any role that may confirm. */
          confirmerRole: z.enum(ROLES).nullable(),
          effect: Effect,
        }),
      ),
    }),
    run: async ({ door, who }) => {
      const items = await door.flow.reading.proposals(who.caller);
      return { items: items.map((item) => ({ ...item, effect: effectOf(item.effect) })) };
    },
  }),
  confirmProposal: operation({
    method: 'POST',
    path: '/v1/proposals/{proposalId}/confirm',
    summary: 'Confirm, as a second person, exactly the act whose hash is named; it runs at once',
    acts: ['dualControl.confirm'],
    input: Confirm,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.dualControl.confirm(who.caller, input),
  }),
  revealSoPin: operation({
    method: 'POST',
    path: '/v1/proposals/{proposalId}/reveal',
    summary:
      'The SO-PIN that two persons released, once, to the person who proposed it; `former`: the one that a token which was not wiped after a fault has where it refuses the first',
    acts: ['token.revealSoPin'],
    secret: true,
    input: ProposalRef,
    output: z.object({ serial: z.string(), soPin: z.string(), former: z.string().nullable() }),
    run: ({ door, who }, input) => door.flow.dualControl.reveal(who.caller, input),
  }),
  cancelProposal: operation({
    method: 'POST',
    path: '/v1/proposals/{proposalId}/cancel',
    summary: 'Take a proposal away; `refused`: somebody else had proposed it',
    acts: ['dualControl.propose'],
    input: ProposalRef,
    output: z.object({ refused: z.boolean() }),
    run: ({ door, who }, input) => door.flow.dualControl.cancel(who.caller, input),
  }),
};
