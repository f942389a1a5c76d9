import { isAppError } from '../errors.ts';
import { sharing } from '../within.ts';
import { type VitalParts, vitalParts } from './health/vital.ts';

interface Readiness {
  ready: boolean;
  /** What somebody has to look at, by names that stay the same. */
  waiting: string[];
}

/** Whether the service may be relied on now, and what somebody has to look at: what stops it first. */
export function createReadiness(parts: VitalParts) {
  const { opened, statusCopy } = parts.records;
  const look = async (): Promise<Readiness> => {
    const waiting = (await vitalParts(parts)).flatMap((one) => one.waiting);
    const names = (stops: boolean) => waiting.flatMap((one) => (one.stops === stops ? [one.name] : []));
    return { ready: names(true).length === 0, waiting: [...names(true), ...names(false)] };
  };
  // anybody who reaches the port may ask: who comes while it is looked at shares the next look
  const shared = sharing(look);
  return async (): Promise<Readiness> => {
    // a server that does not answer can be asked nothing, one that takes no writes lets nothing be done; gateways are answered from the copy for a while
    const away: Readiness = { ready: false, waiting: ['database'] };
    if (statusCopy?.().failing || !opened.isWritable()) return away;
    try {
      return await shared();
    } catch (error) {
      if (isAppError(error, 'service_unreachable', 'overloaded')) return away;
      throw error;
    }
  };
}
