import { z } from 'zod';
import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import { fullName } from '../people/person-name.ts';
import type { UndeliveredMail } from '../ports/mail.ts';
import type { Lists, MailFilter } from '../reading/lists.ts';
import type { Cursor, Paged, Total } from '../reading/paging.ts';
import type { Sort } from '../reading/sorting.ts';
import { type Template, warns } from './templates.ts';

export const MailRef = z.strictObject({ mailId: Ref });

/** A mail that did not leave, as an administrator reads it: the step that it tells of, never its text. */
export interface Undelivered extends Omit<UndeliveredMail, 'about'> {
  template: Template;
  /** Whom it is for, by name or address; null where a person's data were purged. */
  name: string | null;
  /** The request that it is about, where it is about one. */
  number: string | null;
}

/** E-mails that did not leave: an administrator sends them again once the cause is mended, or gives them up. */
export function createUndelivered(deps: Deps, lists: Lists) {
  const { reads } = deps.store;

  const numberOf = async (about: string): Promise<string | null> => {
    const colon = about.indexOf(':');
    const [table, id] = [about.slice(0, colon), about.slice(colon + 1)];
    const certificate = table === 'certificate' ? await reads.get('certificate', id) : undefined;
    const requestId = table === 'request' ? id : certificate?.requestId;
    return (requestId && (await reads.get('request', requestId))?.number) || null;
  };
  const settle = (
    caller: Caller,
    verb: 'again' | 'giveUp',
    { mailId }: z.output<typeof MailRef>,
    check: (mail: UndeliveredMail) => void,
  ): Promise<void> =>
    act(deps, caller, 'mail.change', `mail:${mailId}`, async (a: Act) => {
      a.allow();
      const mail = await need(a.unit.undelivered(mailId), 'mail that waits or was given up');
      check(mail);
      await a.done([], { action: `mail.${verb}`, detail: { template: mail.template, tries: mail.tries } });
      await a.unit.settleMail(mailId, verb);
    });

  return {
    /** Mails that were given up, and those that failed and wait for another try; the longest waiting first where nothing is said. */
    list: async (
      caller: Caller,
      filter: MailFilter & { sort?: Sort<'mails'> | undefined },
      page: Cursor,
    ): Promise<Paged<Undelivered>> => {
      authorise(caller, 'mail.read', {}, deps.clock.now());
      const { items, next } = await lists.undelivered(filter, page);
      const mails = items.map(async ({ about, ...mail }) => {
        const person = mail.personId === null ? undefined : await reads.get('person', mail.personId);
        return { ...mail, name: fullName(person) || mail.address, number: await numberOf(about) };
      });
      return { items: await Promise.all(mails), next };
    },

    /** How many there are of them. */
    total: async (caller: Caller, filter: MailFilter): Promise<Total | undefined> => {
      authorise(caller, 'mail.read', {}, deps.clock.now());
      return lists.totals.undelivered(filter);
    },

    /** Queues a mail that was given up once more; it leaves with the next round. */
    sendAgain: (caller: Caller, input: z.output<typeof MailRef>): Promise<void> =>
      settle(caller, 'again', input, ({ state }) => {
        if (state !== 'dead')
          throw new AppError(
            'wrong_state',
            'this mail still waits: it is tried again by itself, look again in an hour',
          );
      }),

    /**
     * The mail is dropped: nobody is told, and it raises no alarm any more. A warning keeps its tries, for it may be about
     * what this very administrator did. Throws `wrong_state`.
     */
    giveUp: (caller: Caller, input: z.output<typeof MailRef>): Promise<void> =>
      settle(caller, 'giveUp', input, ({ state, template }) => {
        if (state === 'dead' || !warns(template)) return;
        throw new AppError('wrong_state', 'this mail warns somebody of what was done: it is tried until it leaves', {
          detail: { why: 'warning' },
        });
      }),
  };
}
