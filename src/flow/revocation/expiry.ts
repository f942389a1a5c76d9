import { type Change, move } from '../../book/tables/lifecycle.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { endAppointments } from '../appointment/standing.ts';
import { endEach } from '../end-each.ts';
import { endPinLetters } from '../handover/letters.ts';
import { forgetSecrets } from '../production/job-secrets.ts';
import { endTheirSessions, endWithCredential } from './revoking.ts';

/** How many certificates one round ends at most; the next round takes the rest. */
const ROUND = 200;

/** The verb that ends certificates past their date. */
export function createExpiry(deps: Deps) {
  return {
    /**
     * Certificates past their end, and the tokens that carry them, are `expired`; a Nomade credential that nobody fetched ends with
     * its request, so that another one can be asked for on its device. Answers how many certificates.
     */
    expire: async (): Promise<number> => {
      const soonest = await deps.store.reads.find(
        'certificate',
        { state: 'good' },
        { orderBy: 'notAfter', limit: ROUND },
      );
      const over = soonest.filter((c) => c.notAfter < deps.clock.now());
      const count = await endEach(deps, 'certificate', over, async (unit, certificate, now) => {
        const { id } = certificate;
        if (certificate.state !== 'good') return undefined;
        const token = certificate.tokenId ? await unit.get('token', certificate.tokenId) : undefined;
        const changes: Change[] = [move('certificate', certificate, 'expire')];
        if (certificate.tokenId === null) changes.push(...(await endWithCredential(unit, certificate, now)));
        if (token?.certificateId === id && TOKEN_IN_USE.includes(token.state)) {
          await endTheirSessions(unit, [token]);
          changes.push(
            move('token', token, 'expire'),
            ...(await endPinLetters(unit, token.id)),
            ...(await endAppointments(unit, [token], now)),
          );
        }
        return { ...SYSTEM, action: 'certificate.expire', subject: `certificate:${id}`, outcome: 'done', changes };
      });
      if (count > 0) await forgetSecrets(deps);
      return count;
    },
  };
}
