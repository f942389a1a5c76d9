import type { TellDay } from '../../src/mail/day-report-facts.ts';
import type { Sender } from '../../src/mail/ports.ts';
import { createPostman } from '../../src/mail/postman.ts';
import type { CodeFor } from '../../src/mail/request-facts.ts';
import { createSender } from '../../src/mail/sender.ts';
import type { OpenStore } from '../../src/store/store.ts';

export const SITE = { url: 'https://jeton.example', domain: 'jeton.example' };
export const FROM = 'jeton@jeton.example';
export const HOUSE = { dutyPhone: '+33 1 23 45 67 89', timeZone: 'Europe/Paris', from: FROM };

/** The post office over a store: `faults` holds what it warned of. */
export function openOffice(
  opened: OpenStore,
  clock: { now(): number },
  relay: { url: string } | Sender,
  tellDay: TellDay = async () => {
    throw new Error('no report is mailed here');
  },
  codeFor: CodeFor = async () => undefined,
) {
  const faults: { message: string; error: unknown }[] = [];
  const sender = 'url' in relay ? createSender({ url: relay.url, from: FROM, requireTls: false }) : relay;
  const postman = createPostman({
    outbox: opened.outbox,
    reads: opened.store.reads,
    sender,
    clock,
    house: HOUSE,
    tellDay,
    codeFor,
    site: { ...SITE, url: () => SITE.url },
    warn: (message, error) => void faults.push({ message, error }),
  });
  return { ...postman, faults };
}
