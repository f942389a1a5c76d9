import { z } from 'zod';
import { REVIEW_STANDINGS } from '../../../flow/people/access-review.ts';
import { accessReviewCsv } from '../../../reports/access-review.ts';
import { operation } from '../../operation.ts';
import { Grant } from '../../shapes/people.ts';
import { Time } from '../../shapes/values.ts';

/** A role that somebody holds, as two persons look at it. */
const ReviewedGrant = Grant.extend({
  personId: z.string(),
  name: z.string(),
  directoryId: z.string().nullable(),
  /** Who gave it: one person or two; none where the service was founded with it. */
  granters: z.array(z.string()),
  reviewedAt: Time.nullable(),
  reviewers: z.array(z.string()),
  /** Last act in this role. */
  actedAt: Time.nullable(),
  /** Last sign-in, as far as the access log is kept. */
  signedInAt: Time.nullable(),
  dueAt: Time.nullable(),
  standing: z.enum(REVIEW_STANDINGS),
  /** A review that names it waits for its second person. */
  proposed: z.boolean(),
});

export const accessReview = {
  readAccessReview: operation({
    method: 'GET',
    path: '/v1/access-review',
    summary:
      'Every role but the agent’s, who gave it, its last use, and when it is to be reviewed; the longest due first',
    acts: ['accessReview.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(ReviewedGrant) }),
    run: async ({ door, who }) => {
      const items = await door.flow.reading.accessReview(who.caller);
      return { items: items.map((g) => ({ ...g, granters: [...g.granters], reviewers: [...g.reviewers] })) };
    },
  }),
  accessReviewCsv: operation({
    method: 'GET',
    path: '/v1/access-review.csv',
    summary: 'The same as CSV',
    acts: ['accessReview.read'],
    produces: 'text/csv; charset=utf-8',
    input: z.strictObject({}),
    output: z.custom<{ name: string; content: Uint8Array }>(),
    run: async ({ door, who }) => {
      const text = accessReviewCsv(await door.flow.reading.accessReview(who.caller));
      return { name: 'jeton-access-review.csv', content: Buffer.from(text) };
    },
  }),
};
