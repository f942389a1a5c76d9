import { z } from 'zod';
import { OpenRecall } from '../../../book/rules/stock/recalls.ts';
import { RECALL_KINDS, RECALL_LEFT } from '../../../book/tables/codes.ts';
import { RECALL_STATES } from '../../../book/tables/states.ts';
import { searchText } from '../../../flow/inputs.ts';
import { criterionOf } from '../../../flow/recall/open.ts';
import { RecallRef } from '../../../flow/recall/recall.ts';
import { operation } from '../../operation.ts';
import { hitsOf, RecallHits } from '../../recall-hits.ts';
import { PageInput, page } from '../../shapes/page.ts';
import { RequestStates, TokenStates } from '../../shapes/states.ts';
import { Recall } from '../../shapes/stock.ts';
import { Proposal } from '../../shapes/two-persons.ts';
import { Nothing, Time } from '../../shapes/values.ts';

/** A recall with the names that people call things by. */
const Read = Recall.extend({
  proposerName: z.string(),
  confirmerName: z.string(),
  reference: z.string().nullable(),
});
const Progress = z.object({
  hit: z.int(),
  blank: z.int(),
  inUse: z.int(),
  revoked: z.int(),
  told: z.int(),
  queued: z.int(),
  again: z.int(),
  replaced: z.int(),
  waiting: z.int(),
  open: z.int(),
  left: z.partialRecord(z.enum(RECALL_LEFT), z.int()),
});
const Recalled = z.object({
  serial: z.string(),
  found: TokenStates,
  state: TokenStates,
  hitAt: Time,
  settledAt: Time.nullable(),
  number: z.string().nullable(),
  requestState: RequestStates.nullable(),
  again: z.boolean(),
  left: z.enum(RECALL_LEFT).nullable(),
});

/** A flaw in a model, a firmware, a batch or a delivery: two persons recall its tokens, and the service carries it out. */
export const recalls = {
  countRecall: operation({
    method: 'POST',
    path: '/v1/recalls/count',
    summary: 'What a recall would hit now: tokens by state, and their holders by service; nothing is done',
    acts: ['recall.read'],
    input: OpenRecall,
    output: RecallHits,
    run: async ({ door, who }, input) => hitsOf(await door.flow.reading.recallHits(who.caller, criterionOf(input))),
  }),
  proposeRecall: operation({
    method: 'POST',
    path: '/v1/recalls',
    summary: 'Propose a recall by model, firmware, batch or delivery; it begins once a second person confirms it',
    acts: ['recall.propose'],
    created: true,
    input: OpenRecall,
    output: Proposal,
    run: ({ door, who }, args) => door.flow.dualControl.propose(who.caller, { act: 'recall.open', args }),
  }),
  listRecalls: operation({
    method: 'GET',
    path: '/v1/recalls',
    summary: 'Open or past recalls, of a kind or with a text in what they are of: the newest first',
    acts: ['recall.read'],
    input: z.strictObject({
      state: z.enum(RECALL_STATES).default('open'),
      kind: z.enum(RECALL_KINDS).optional(),
      text: searchText(100).optional(),
      ...PageInput,
    }),
    output: page(Read),
    run: ({ door, who }, { cursor, limit, ...filter }) =>
      door.flow.reading.recalls(who.caller, filter, { cursor, limit }),
  }),
  getRecall: operation({
    method: 'GET',
    path: '/v1/recalls/{recallId}',
    summary:
      'A recall and how far it is: hit, revoked, told, queued, made again, replaced, waiting, and what is left to do',
    acts: ['recall.read'],
    input: RecallRef,
    output: z.object({ recall: Read, progress: Progress }),
    run: ({ door, who }, { recallId }) => door.flow.reading.recall(who.caller, recallId),
  }),
  listRecalledTokens: operation({
    method: 'GET',
    path: '/v1/recalls/{recallId}/tokens',
    summary: 'The tokens that a recall hit, each with what takes its place',
    acts: ['recall.read'],
    input: RecallRef.extend(PageInput),
    output: page(Recalled),
    run: ({ door, who }, { recallId, cursor, limit }) =>
      door.flow.reading.recalledTokens(who.caller, recallId, { cursor, limit }),
  }),
  closeRecall: operation({
    method: 'POST',
    path: '/v1/recalls/{recallId}/close',
    summary: 'Close a recall of which nothing is left',
    acts: ['recall.close'],
    input: RecallRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.recall.close(who.caller, input),
  }),
};
