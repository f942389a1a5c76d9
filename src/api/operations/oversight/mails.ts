import { z } from 'zod';
import { TEMPLATES } from '../../../flow/notifications/templates.ts';
import { MailRef } from '../../../flow/notifications/undelivered.ts';
import { operation } from '../../operation.ts';
import { Nothing } from '../../shapes.ts';

const Undelivered = z.object({
  id: z.string(),
  /** The step that it tells of; its text is made when it leaves. */
  template: z.enum(TEMPLATES),
  name: z.string().nullable(),
  /** The request that it is about. */
  number: z.string().nullable(),
  state: z.enum(['waiting', 'dead']),
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
    summary: 'E-mails that were given up, or failed and wait for another try',
    acts: ['mail.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Undelivered) }),
    run: async ({ door, who }) => ({ items: await door.flow.undelivered.list(who.caller) }),
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
