import type { DailyReport } from '../../src/reports/shape.ts';
import { type Line, movesOf } from './count-by-hand.ts';

/** What became of tokens on a day, by the model in the row by which each came in. */
export function modelsByHand(lines: readonly Line[], day: string): DailyReport['models'] {
  const moves = movesOf(lines.filter((line) => line.day <= day));
  const tokens = moves.filter(({ table }) => table === 'token');
  const modelOf = (id: string): string =>
    String(tokens.find((one) => one.id === id && one.from === undefined)!.set['model']);
  const became = (to: string) => tokens.filter((one) => one.day === day && one.to === to && one.from !== undefined);
  /** Whether the request of the same line was made before. */
  const isAgain = ({ at, subject }: (typeof moves)[number]): boolean =>
    moves.some((one) => one.table === 'request' && one.to === 'produced' && one.at < at && one.subject === subject);
  const sealed = became('produced');
  const models = {
    produced: sealed.filter((one) => !isAgain(one)),
    repeat: sealed.filter(isAgain),
    scrapped: became('scrapped').filter(({ from }) => from !== 'scrapped_missing'),
    setAside: became('to_check'),
  };
  const names = Object.values(models).flatMap((some) => some.map(({ id }) => modelOf(id)));
  return [...new Set(names)].sort().map((name) => {
    const many = (some: typeof moves): number => some.filter(({ id }) => modelOf(id) === name).length;
    return {
      name,
      produced: many(models.produced),
      repeat: many(models.repeat),
      scrapped: many(models.scrapped),
      setAside: many(models.setAside),
    };
  });
}

/** What became of workstations on a day, from the rows as they stood: which site each had, and of which campaign each part was. */
export function machinesByHand(
  lines: readonly Line[],
  day: string,
): Pick<DailyReport, 'workstations' | 'workstationSites' | 'campaigns'> {
  const rows = new Map<string, Record<string, unknown>>();
  const did: { what: string; site: string }[] = [];
  const parts: { campaign: string; outcome: string }[] = [];
  for (const line of lines.filter((one) => one.day <= day))
    for (const { table, id, insert, set } of line.changes) {
      const before = rows.get(`${table}:${id}`);
      const after = { ...before, ...insert, ...set };
      rows.set(`${table}:${id}`, after);
      if (line.day !== day) continue;
      const step = `${before?.['state']} ${after['state']}`;
      if (table === 'workstation' && before?.['state'] !== after['state'])
        did.push({ what: step, site: String(after['site']) });
      if (table === 'campaignItem' && set?.['outcome'])
        parts.push({ campaign: String(after['campaignId']), outcome: String(set['outcome']) });
    }
  const many = (what: string, site?: string): number =>
    did.filter((one) => one.what.match(what) && (site === undefined || one.site === site)).length;
  const [commissioned, migrated, retired] = ['registered commissioned', 'migrating commissioned', ' retired$'];
  const done = parts.filter(({ outcome }) => outcome === 'migrated' || outcome === 'exchanged');
  const sites = did.filter(({ what }) => [commissioned, migrated, retired].some((one) => what.match(one)));
  return {
    workstations: {
      takenOver: many('undefined commissioned'),
      commissioned: many(commissioned),
      migrated: many(migrated),
      exchanged: parts.filter(({ outcome }) => outcome === 'exchanged').length,
      retired: many(retired),
    },
    workstationSites: [...new Set(sites.map(({ site }) => site))].sort().map((name) => ({
      name,
      commissioned: many(commissioned, name),
      migrated: many(migrated, name),
      retired: many(retired, name),
    })),
    campaigns: [...new Set(done.map(({ campaign }) => campaign))].sort().map((id) => {
      const { kind, fromImage, targetImage, site, service, model, openedAt } = rows.get(`campaign:${id}`)!;
      const known = {
        kind,
        fromImage,
        targetImage,
        site,
        service,
        model,
        openedAt,
      } as DailyReport['campaigns'][number];
      return { ...known, id, done: done.filter(({ campaign }) => campaign === id).length };
    }),
  };
}
