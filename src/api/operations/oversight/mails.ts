import { z } from 'zod';
import { searchText } from '../../../flow/inputs.ts';
import { TEMPLATES } from '../../../flow/notifications/templates.ts';
import { MailRef } from '../../../flow/notifications/undelivered.ts';
import { UNDELIVERED_STATES } from '../../../flow/ports/mail.ts';
import { ordersOf, sortCalled } from '../../../flow/reading/sorting.ts';
import { operation } from '../../operation.ts';
import { PageInput, page } from '../../shapes/page.ts';
import { Nothing } from '../../shapes/values.ts';

const Undelivered = z.object({
  id: z.string(),
  /** The step that it tells of; its text is made when it leaves. */
  template: z.enum(TEMPLATES),
  name: z.string().nullable(),
  /** The request that it is about. */
  number: z.string().nullable(),
  state: z.enum(UNDELIVERED_STATES),
  queuedAt: z.int(),
  tries: z.int(),
  /** Of the next try; for one that was given up, when that was. */
  at: z.int(),
  failure: z.string().nullable(),
});

/** E-mails that did not leave. */
export const mails = {
  listUndelivered: operation({
    method: 'GET',
    path: '/v1/mails/undelivered',
    summary:
      'E-mails that were given up, or failed and wait for another try, the longest waiting first: all, or some of them',
    acts: ['mail.read'],
    input: z.strictObject({
      state: z.enum(UNDELIVERED_STATES).optional(),
      template: z.enum(TEMPLATES).optional(),
      /** Of the person whom they are for; or how an address of the configuration begins. */
      text: searchText(100).optional(),
      /** A column; `-` before it has it the other way round. */
      sort: z.enum(ordersOf('mails')).optional(),
      ...PageInput,
    }),
    output: page(Undelivered),
    run: ({ door, who }, { cursor, limit, sort: order, ...filter }) => {
      const sort = order === undefined ? undefined : sortCalled('mails', order);
      return door.flow.undelivered.list(who.caller, { ...filter, sort }, { cursor, limit });
    },
  }),
  sendMailAgain: operation({
    method: 'POST',
    path: '/v1/mails/{mailId}/again',
    summary: 'Queue an e-mail that was given up once more',
    acts: ['mail.change'],
    input: MailRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.undelivered.sendAgain(who.caller, input),
  }),
  giveMailUp: operation({
    method: 'POST',
    path: '/v1/mails/{mailId}/give-up',
    summary: 'Drop an e-mail that did not leave: nobody will be told',
    acts: ['mail.change'],
    input: MailRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.undelivered.giveUp(who.caller, input),
  }),
};
