import { CAMPAIGN_DONE } from '../../book/tables/codes.ts';
import type { JsonChange } from '../../journal/entry-changes.ts';
import type { followCampaigns, KnownCampaign } from '../campaigns.ts';
import type { DailyReport } from '../shape.ts';
import { atSites, type CountedEntry, tallied } from './tally.ts';

/** How many machines of each campaign were done, with what it is known by, in the order of their ids. */
export function campaignsDone() {
  const done = tallied();
  const known = new Map<string, KnownCampaign>();
  return {
    add: (id: string, of: KnownCampaign | undefined, count: number): void => {
      if (!of) return;
      done.add(id, count);
      known.set(id, of);
    },
    all: (): DailyReport['campaigns'] =>
      done.all().flatMap(({ name: id, count }) => {
        const of = known.get(id);
        return of ? [{ id, ...of, done: count }] : [];
      }),
  };
}

/** Counts what becomes of workstations on one day: in all, by the site that an entry says, and by campaign. */
export function countMachines(campaigns: Pick<ReturnType<typeof followCampaigns>, 'known'>) {
  const counts = { takenOver: 0, commissioned: 0, migrated: 0, exchanged: 0, retired: 0 };
  const sites = atSites();
  const parts = campaignsDone();
  const at = (site: unknown, what: 'commissioned' | 'migrated' | 'retired'): void => {
    counts[what] += 1;
    if (typeof site === 'string') sites.add(site, { [what]: 1 });
  };
  const machine = (change: JsonChange, { detail }: CountedEntry): void => {
    if ('insert' in change) {
      if (change.insert['state'] === 'commissioned') counts.takenOver += 1;
      return;
    }
    const { from, set } = change;
    if (set['state'] === 'retired') at(detail['site'], 'retired');
    // one that is lent comes back in service, which it never left
    if (set['state'] !== 'commissioned') return;
    if (from === 'registered') at(detail['site'], 'commissioned');
    if (from === 'migrating') at(detail['site'], 'migrated');
  };
  /** For which campaign a part ended: it is the entry's subject, or the entry names those of which its machine was a part. */
  const campaignsOf = ({ subject, detail }: CountedEntry): string[] => {
    const [table, id] = subject.split(':', 2);
    if (table === 'campaign' && id !== undefined) return [id];
    const said: unknown[] = Array.isArray(detail['campaigns']) ? detail['campaigns'] : [];
    return said.filter((one) => typeof one === 'string');
  };
  return {
    /** All changes of an entry. */
    take: (changes: readonly JsonChange[], entry: CountedEntry): void => {
      for (const change of changes) if (change.table === 'workstation') machine(change, entry);
      const outcomes = changes.flatMap((change) =>
        change.table === 'campaignItem' && 'set' in change ? [change.set['outcome']] : [],
      );
      const done = outcomes.filter((outcome) => CAMPAIGN_DONE.some((one) => one === outcome));
      counts.exchanged += outcomes.filter((outcome) => outcome === 'exchanged').length;
      if (done.length === 0) return;
      const of = campaignsOf(entry);
      // a machine has one part in each campaign that it is of; a campaign ends those of several machines
      for (const id of of) parts.add(id, campaigns.known(id), of.length === 1 ? done.length : 1);
    },
    figures: () => ({ workstations: { ...counts }, workstationSites: sites.all(), campaigns: parts.all() }),
  };
}
