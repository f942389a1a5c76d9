import { OPERATOR_ROLES } from '../../book/rights/roles.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice, Template } from './templates.ts';

/** The act that only officers are brought back by. */
const ACT = 'officer.bringBack';

/**
 * Two administrators bring the only security officer back: everybody who holds an operator role hears of it when it is
 * proposed, while the officer may still object, when it is cancelled, and when it is done; the officer too, and whoever proposed it, for somebody
 * else may sit in their session.
 */
export async function ofOfficer(unit: Unit, entry: NewEntry, now: number): Promise<Notice[]> {
  const { outcome, action, detail = {}, changes = [] } = entry;
  if (outcome !== 'done' || (detail['act'] !== ACT && action !== 'dualControl.cancel')) return [];
  const all = async (template: Template, about: string, officer: string): Promise<Notice[]> => {
    const holders = await activeHolders(unit, OPERATOR_ROLES, now);
    const whom = new Set([officer, ...holders.map(({ personId }) => personId)]);
    return [...whom].map((personId) => ({ template, personId, about }));
  };
  const officerOf = (args: string): string => (JSON.parse(args) as { personId: string }).personId;
  const notices: Notice[] = [];
  for (const change of changes) {
    if (change.table !== 'proposal') continue;
    const about = `proposal:${change.id}`;
    if ('insert' in change) {
      notices.push(...(await all('officer-return-proposed', about, officerOf(change.insert.args))));
    } else if (change.set.state === 'executed') {
      const officer = String(detail['officer']);
      notices.push(...(await all('officer-returned', `account:${officer}`, officer)));
    } else if (change.set.state === 'cancelled') {
      const proposal = await unit.get('proposal', change.id);
      if (proposal?.act === ACT)
        notices.push(...(await all('officer-return-cancelled', about, officerOf(proposal.args))));
    }
  }
  return notices;
}
