import { mightEver, reachOf } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import { AppError } from '../../../errors.ts';
import type { Visibility } from './request-lists.ts';

/** Which requests the caller may see, by what `request.read` depends on. Throws `forbidden` where there can be none. */
export function visibleRequests(caller: Caller, now: number): Visibility {
  if (!mightEver(caller, 'request.read', now)) throw new AppError('forbidden', 'none of your roles may read requests');
  const services = reachOf(caller, ['request.read'], now);
  return services === 'all' ? 'all' : { services, holderId: caller.personId, askerId: caller.personId };
}
