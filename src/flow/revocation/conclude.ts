import type { Deps } from '../act.ts';
import { forgetSecrets } from '../production/job-secrets.ts';

/**
 * After a committed revocation: PINs of letters that ended with it leave no trace, and the CRL is published. A fault is
 * warned of and tried again, never thrown away.
 */
export async function concludeRevocation(deps: Pick<Deps, 'status' | 'store' | 'warn'>): Promise<boolean> {
  const published = deps.status.publish().then(
    () => true,
    (error: unknown) => {
      deps.warn('CRL not published; it will be tried again', error);
      return false;
    },
  );
  await forgetSecrets(deps); // beside it: long readers of the database keep this one waiting
  return published;
}
