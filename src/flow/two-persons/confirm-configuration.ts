import type { z } from 'zod';
import type { ConfirmConfiguration } from '../../book/rules/decision-args.ts';
import { AppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { checkRestored } from '../restore/restore.ts';
import { profileStandings } from './confirm-profiles.ts';
import { setting } from './limits.ts';

/** The setting that holds the hash that was confirmed. */
export const CONFIGURATION = 'configuration';

/** What decides certificates beside their profiles, and what was confirmed of it; null before the first start is over. */
export async function configurationStanding({ configuration }: Pick<Deps, 'configuration'>, reads: Pick<Reads, 'get'>) {
  const confirmed = (await reads.get('setting', CONFIGURATION))?.value ?? null;
  return { hash: configuration.hash, confirmedHash: confirmed };
}

/** At start: the first configuration is adopted; a changed one is an entry, and issues nothing. Answers whether it waits. */
export function noteConfiguration(deps: Pick<Deps, 'store' | 'configuration'>): Promise<boolean> {
  return deps.store.transact(async (unit) => {
    const { hash, confirmedHash } = await configurationStanding(deps, unit);
    if (hash === confirmedHash) return false;
    const entry = { actor: 'system', role: 'system', subject: CONFIGURATION, outcome: 'done' } as const;
    const changes = confirmedHash === null ? [await setting(unit, CONFIGURATION, hash)] : [];
    if (confirmedHash === null) await unit.keepConfirmedText(deps.configuration);
    const action = confirmedHash === null ? 'configuration.adopt' : 'configuration.changed';
    await unit.record({ ...entry, action, detail: { before: confirmedHash, after: hash }, changes });
    return confirmedHash !== null;
  });
}

/** The change with which two persons confirm it as it is loaded now. Throws `already_done`, `changed_since`. */
export async function confirmConfigurationChanges(
  deps: Pick<Deps, 'configuration'>,
  { unit }: Act,
  { hash }: z.output<typeof ConfirmConfiguration>,
) {
  const standing = await configurationStanding(deps, unit);
  if (standing.hash === standing.confirmedHash)
    throw new AppError('already_done', 'the configuration is confirmed as it is');
  if (standing.hash !== hash)
    throw new AppError('changed_since', 'the configuration is not what you saw: read it again');
  await unit.keepConfirmedText(deps.configuration);
  return {
    changes: [await setting(unit, CONFIGURATION, hash)],
    detail: { before: standing.confirmedHash, after: hash },
  };
}

/** Before a token is touched: profile and configuration are as two persons confirmed them. Throws `profile_unconfirmed`, `other_records`. */
export async function checkConfirmed(deps: Pick<Deps, 'ca' | 'configuration'>, reads: Reads, profile: string) {
  deps.ca.checkRecords();
  await checkRestored(reads);
  const profiles = await profileStandings(deps.ca, reads);
  const standing = [
    ...profiles.filter(({ name }) => name === profile),
    { name: CONFIGURATION, ...(await configurationStanding(deps, reads)) },
  ];
  const changed = standing.find(({ hash, confirmedHash }) => hash !== confirmedHash);
  if (!changed) return;
  const message = `${changed.name} was changed: two persons have to confirm it before anything is issued`;
  throw new AppError('profile_unconfirmed', message, { detail: { profile: changed.name, hash: changed.hash } });
}
