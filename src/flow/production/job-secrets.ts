import type { JobRow } from '../../book/tables/rows/tokens.ts';
import type { Deps } from '../act.ts';

/** Names of a job's secrets in the vault. */
export function secretIds(job: Pick<JobRow, 'id'>) {
  return {
    pin: `pin:${job.id}`,
    /** Given by this job; the token's own once it is sealed or wiped. */
    soPin: `so-pin:${job.id}`,
    privateKey: `pkcs8:${job.id}`,
    password: `pkcs12-password:${job.id}`,
  };
}

/** After secrets were dropped, where what was done stands without it: a fault is warned of, and the next time leaves no trace. */
export async function forgetSecrets(deps: Pick<Deps, 'store' | 'warn'>): Promise<void> {
  await deps.store
    .forgetSecrets()
    .catch((error: unknown) => deps.warn('secrets not yet gone from the log of the database', error));
}
