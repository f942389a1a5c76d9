import { JOURNAL_PARTS } from '../book/rules/differences.ts';
import { steadyClock as clock } from '../chance.ts';
import { isAppError } from '../errors.ts';
import type { Flow } from '../flow/index.ts';
import { CONFIGURATION } from '../flow/two-persons/confirm-configuration.ts';
import { isMailLate } from '../mail/postman.ts';
import type { Authority } from './authority.ts';
import type { Comparisons } from './comparisons.ts';
import type { Following } from './following.ts';
import { nodesToLookAt } from './nodes.ts';
import type { Records } from './records.ts';
import type { ServerTls } from './server-tls.ts';
import type { Siem } from './siem.ts';

interface Readiness {
  ready: boolean;
  /** What somebody has to look at, by names that stay the same. */
  waiting: string[];
}

/** Whether the service may be relied on now, and what somebody has to look at. */
export function createReadiness(
  { ca, isShort }: Authority,
  { opened, room, statusCopy }: Records,
  flow: Flow,
  {
    mails,
    directory,
    tls,
    siem,
    comparisons,
    following,
  }: {
    mails: boolean;
    directory: boolean;
    tls: ServerTls | undefined;
    siem: Siem;
    comparisons: Comparisons;
    following: Following;
  },
) {
  const look = async (): Promise<Readiness> => {
    const alarms = ca.freshness().filter(({ alarm }) => alarm);
    const namesOf = (ahead: boolean) => alarms.flatMap((one) => (one.ahead === ahead ? [one.what] : []));
    const stale = namesOf(false);
    if (isShort()) stale.push('status-process');
    if (clock.isHeld()) stale.push('clock');
    // what a changed profile would issue waits for two persons; everything else goes on
    const { restore, changed } = await flow.waiting.standing();
    if (restore === 'revocations-missing') stale.push('restore');
    // late mails, a directory not read for a day: an administrator has to look, but the service takes work
    const late = mails && isMailLate(await opened.outbox.standing(), clock.now());
    const old = directory && (await flow.directory.standing()).stale;
    // rows that differ are refused one by one and other work goes on; nothing new rests on a journal that differs itself
    const { known } = await comparisons.standing();
    if (known.some(({ table }) => JOURNAL_PARTS.includes(table))) stale.push('journal');
    if (following.isUnsigned()) stale.push('checkpoint');
    const { leads } = opened.presence; // what the leader's rounds alone keep up to date
    const looked = [
      ...namesOf(true), // a renewal, the root's CRL: two people and a safe take days
      ...(room.isTight() ? ['disk'] : []),
      ...(restore === 'revocations-known' ? ['restore'] : []),
      ...changed.map(({ name }) => (name === CONFIGURATION ? name : `profile ${name}`)),
      ...(tls?.isLate() ? ['server-certificate'] : []),
      ...(late ? ['mail'] : []),
      ...(old ? ['directory'] : []),
      ...(leads() && siem?.isLate() ? ['siem'] : []),
      ...(known.length > 0 ? ['records'] : []),
      ...(leads() && comparisons.isLate() ? ['comparison'] : []),
      ...(await nodesToLookAt(flow)),
    ];
    return { ready: stale.length === 0 && !room.isLow(), waiting: [...stale, ...looked] };
  };
  return async (): Promise<Readiness> => {
    // a server that does not answer can be asked nothing, one that takes no writes lets nothing be done; gateways are answered from the copy for a while
    const away: Readiness = { ready: false, waiting: ['database'] };
    if (statusCopy?.().failing || !opened.isWritable()) return away;
    try {
      return await look();
    } catch (error) {
      if (isAppError(error, 'service_unreachable', 'overloaded')) return away;
      throw error;
    }
  };
}
