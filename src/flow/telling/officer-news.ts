import { OPERATOR_ROLES } from '../../book/roles.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** The act that only officers are brought back by. */
const ACT = 'officer.bringBack';

/**
 * Two administrators bring the only security officer back: everybody who holds an operator role hears of it when it is
 * proposed, while the officer may still object, and when it is done; the officer too, and whoever proposed it, for somebody
 * else may sit in their session.
 */
export async function ofOfficer(unit: Unit, entry: NewEntry, now: number): Promise<Notice[]> {
  const { outcome, detail = {}, changes = [] } = entry;
  if (outcome !== 'done' || detail['act'] !== ACT) return [];
  const all = async (also: readonly string[]) => {
    const holders = await activeHolders(unit, OPERATOR_ROLES, now);
    return [...new Set([...also, ...holders.map(({ personId }) => personId)])];
  };
  const notices: Notice[] = [];
  for (const change of changes) {
    if (change.table !== 'proposal') continue;
    if ('insert' in change) {
      const { personId } = JSON.parse(change.insert.args) as { personId: string };
      for (const whom of await all([personId]))
        notices.push({ template: 'officer-return-proposed', personId: whom, about: `proposal:${change.id}` });
    } else if (change.set.state === 'executed') {
      const officer = String(detail['officer']);
      for (const whom of await all([officer]))
        notices.push({ template: 'officer-returned', personId: whom, about: `account:${officer}` });
    }
  }
  return notices;
}
