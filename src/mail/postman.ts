import { DAY_MS, HOUR_MS, MINUTE_MS } from '../durations.ts';
import { AppError, isAppError } from '../errors.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Reads } from '../flow/ports/store.ts';
import type { TellDay } from './day-report-facts.ts';
import { createFacts } from './facts.ts';
import { writeMessage } from './message.tsx';
import type { Outbox, OutboxStanding, Sender, Sent, WaitingMail } from './ports.ts';
import type { CodeFor } from './request-facts.ts';

/** Longer than the sender's deadline: while one tries, nobody else does. */
const LEASE_MS = 2 * MINUTE_MS;
/** How many mails one round sends at most. */
const ROUND = 500;
/** A mail is given up after five days (RFC 5321 4.5.4.1), or when this many tries did not bring it there. */
const GIVE_UP_MS = 5 * DAY_MS;
const MOST_TRIES = 130;
/** Ended mails are forgotten after this; longer than any reminder may come again. */
export const KEEP_MS = 60 * DAY_MS;

export interface PostmanDeps {
  outbox: Outbox;
  reads: Reads;
  sender: Sender;
  clock: Clock;
  house: { dutyPhone: string; timeZone: string; from: string };
  tellDay: TellDay;
  codeFor: CodeFor;
  /** The console's address, and the domain of Message-IDs. */
  site: { url(): string; domain: string };
  warn(message: string, error: unknown): void;
}

/** 1, 2, 4 … minutes, an hour at most. */
const backOff = (tries: number): number => Math.min(2 ** (tries - 1) * MINUTE_MS, HOUR_MS);

/** Whether somebody should look: a mail has waited for over an hour, or one was given up within the last day. */
export function isMailLate({ oldestAt, lastDeadAt }: OutboxStanding, now: number): boolean {
  return now - (oldestAt ?? now) > HOUR_MS || now - (lastDeadAt ?? 0) < DAY_MS;
}

/**
 * Sends what waits, one mail after another, each under a lease. A crash between the relay's `250` and our mark sends the
 * mail again when the lease ends, as the very same message: what is lost is nothing, what comes twice can be told by its
 * Message-ID. A mail with a pick-up code has another code at each try, and is another message.
 */
export function createPostman({ outbox, reads, sender, clock, house, tellDay, codeFor, site, warn }: PostmanDeps) {
  const tell = createFacts(reads, house, { tellDay, codeFor });
  let closed = false;
  let pause = { until: 0, ms: 0 };
  let tidiedAt = 0;

  const attempt = async (mail: WaitingMail): Promise<Sent | { outcome: 'dropped' }> => {
    try {
      const told = await tell(mail, clock.now());
      return told
        ? await sender.send(writeMessage(mail, told, { url: site.url(), domain: site.domain }))
        : { outcome: 'dropped' };
    } catch (error) {
      warn(`a mail (${mail.template}) cannot be written; it will be tried again`, error);
      return { outcome: 'later', failure: isAppError(error) ? error.code : 'internal' };
    }
  };

  const settle = async (mail: WaitingMail, sent: Awaited<ReturnType<typeof attempt>>): Promise<void> => {
    const now = clock.now();
    if (sent.outcome === 'sent' || sent.outcome === 'dropped') return void (await outbox.end(mail, sent.outcome, now));
    const over = now - mail.queuedAt > GIVE_UP_MS || mail.tries >= MOST_TRIES;
    if (sent.outcome !== 'never' && !over) {
      return void (await outbox.postpone(mail, now + backOff(mail.tries), sent.failure));
    }
    await outbox.end(mail, 'dead', now, sent.failure);
    warn('a mail is given up', new AppError('service_unreachable', `${mail.template} ${mail.id}: ${sent.failure}`));
  };

  /** A relay that does not answer is asked again after half a minute, then after twice as long, up to five minutes. */
  const rest = ({ outcome }: { outcome: string }): void => {
    const ms = outcome === 'server' ? Math.min(Math.max(pause.ms * 2, MINUTE_MS / 2), 5 * MINUTE_MS) : 0;
    pause = { until: clock.now() + ms, ms };
  };

  const tidy = async (now: number): Promise<void> => {
    if (now - tidiedAt < HOUR_MS) return;
    await outbox.purge(now - KEEP_MS);
    tidiedAt = now;
  };

  return {
    /** Sends what is due. Answers how many mails were tried. */
    deliver: async (): Promise<number> => {
      await tidy(clock.now());
      for (let count = 0; ; count++) {
        const now = clock.now();
        if (closed || count >= ROUND || now < pause.until) return count;
        const mail = await outbox.claim(now, now + LEASE_MS);
        if (!mail) return count;
        const sent = await attempt(mail);
        if (closed && sent.outcome !== 'sent') return count; // broken off: the lease ends and it is sent again
        await settle(mail, sent);
        rest(sent);
      }
    },
    /** Breaks off what is being sent; `deliver` then ends. */
    close: (): void => {
      closed = true;
      sender.close();
    },
  };
}
