import { z } from 'zod';
import { NamedDeputy } from '../../../flow/two-persons/deputies.ts';
import { Confirm, ProposalRef, Propose } from '../../../flow/two-persons/proposals.ts';
import { operation } from '../../operation.ts';
import { Nothing, Proposal } from '../../shapes.ts';

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
    summary: 'Proposals that wait for a second person; own ones only for who cannot confirm any',
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
        }),
      ),
    }),
    run: async ({ door, who }) => ({ items: await door.flow.reading.proposals(who.caller) }),
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
      'The SO-PIN that two persons released, once, for who proposed it; `former`: the one that a token which was not wiped after a fault has where it refuses the first',
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
