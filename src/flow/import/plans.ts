import { z } from 'zod';
import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { HOUR_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { Ref } from '../inputs.ts';
import type { Cursor, Paged } from '../reading/paging.ts';
import { notThere } from '../visibility.ts';
import type { FileChecks } from './checks.ts';
import {
  type Absence,
  compareInventory,
  FINDING_KINDS,
  type Finding,
  type FindingKind,
  type Line,
  type Say,
} from './compare.ts';
import type { createImports } from './import.ts';
import type { ImportStanding } from './import-standing.ts';
import { InventoryLine } from './inventory-line.ts';
import type { PlannedChange } from './planned.ts';
import { createStaging } from './staging.ts';

export const PlanRef = z.strictObject({ planId: Ref });
export const ReadFindings = PlanRef.extend({ kind: z.enum(FINDING_KINDS).optional() });
export const ApplyPlan = PlanRef.extend({
  /** SHA-256 (hex) of the file that was compared. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** How many machines are retired because the file leaves them out: the number that the plan says. Left out: none. */
  retire: z.coerce.number().int().min(1).optional(),
});

/** A file as it was read. */
export interface InventoryFile {
  lines: readonly Line[];
  faults: readonly { line: number; column: string | null; code: string; message: { fr: string; en: string } }[];
  /** Lines with faults, by what stands under each heading. */
  faulty: readonly { line: number; given: Readonly<Record<string, string>> }[];
  /** Whether every line was read. */
  isWhole: boolean;
  count: number;
  encoding: string;
  /** Headings that say nothing here. */
  ignored: readonly string[];
  sha256: string;
  say: Say;
}
/** What would come of a file. */
export interface Plan extends Pick<InventoryFile, 'count' | 'encoding' | 'sha256'> {
  ignored: string[];
  id: string;
  askerId: string;
  /** When it was compared, and until when it may be applied: epoch milliseconds. */
  madeAt: number;
  until: number;
  totals: Record<FindingKind, number> & { unchanged: number };
  /** How machines that it leaves out were looked for. */
  absence: Absence;
  /** Of those that are gone, how many may be retired for it. */
  retirable: number;
  /** Lines that are written when it is applied. */
  rows: number;
  findings: number;
}

/** What was compared longer ago is compared anew. */
const KEPT_MS = HOUR_MS;
type PlanDeps = Pick<Deps, 'store' | 'vault' | 'warn' | 'clock' | 'chance'>;

/** By line, the numbers of lines with faults, where that is not what is wrong. */
function numbersOf(faulty: InventoryFile['faulty']): ReadonlyMap<number, string> {
  const read = faulty.map(({ line, given }) => ({
    line,
    ...InventoryLine.shape.assetNumber.safeParse(given['assetNumber']),
  }));
  return new Map(read.flatMap(({ line, data }) => (data === undefined ? [] : [[line, data]])));
}

/**
 * An inventory is compared before anything of it comes in: what would be new, changed, gone, wrong. The plan is kept, sealed, for an
 * hour; applied, it does exactly what was read, and leaves out what changed meanwhile.
 */
export function createPlans(deps: PlanDeps, imports: ReturnType<typeof createImports>, checks: FileChecks) {
  const { clock } = deps;
  const kept = createStaging(deps, 'import-plan');
  const part = (id: string, name: 'head' | 'rows' | 'gone' | 'findings'): string => `${id}~${name}`;

  const readAll = async <R>(id: string, count: number): Promise<R[]> => {
    const all: R[] = [];
    while (all.length < count) all.push(...(await kept.read<R>(id, all.length)).rows);
    return all;
  };
  const headOf = async (id: string): Promise<Plan | undefined> => {
    const ids = await kept.ids();
    return ids.includes(part(id, 'head')) ? (await kept.read<Plan>(part(id, 'head'), 0)).rows[0] : undefined;
  };
  const drop = async (id: string): Promise<void> => {
    for (const name of ['head', 'rows', 'gone', 'findings'] as const) await kept.drop(part(id, name));
  };
  /** One of the caller's own that still holds. Throws `not_found`. */
  const own = async (caller: Caller, planId: string): Promise<Plan> => {
    authorise(caller, 'workstation.import', {}, clock.now());
    const plan = await headOf(planId);
    if (!plan || plan.askerId !== caller.personId || plan.until < clock.now()) throw notThere('plan');
    return plan;
  };
  /** Since when plans were seen whose head, which is written last, is not there: their writer may have died. */
  const headless = new Map<string, number>();
  /** Drops those whose time is over, and that of whoever sends another file. */
  const sweep = async (askerId?: string): Promise<void> => {
    const now = clock.now();
    const ids = [...new Set((await kept.ids()).map((name) => name.split('~')[0] ?? ''))];
    for (const id of ids) {
      const plan = await headOf(id);
      if (!plan && !headless.has(id)) headless.set(id, now);
      const until = plan?.until ?? (headless.get(id) ?? now) + KEPT_MS;
      if (until < now || (plan && plan.askerId === askerId)) await drop(id);
    }
    for (const id of headless.keys()) if (!ids.includes(id)) headless.delete(id);
  };

  return {
    /** Compares a file with what is known; nothing is written but the plan. Another plan of the caller's ends with it. */
    make: async (caller: Caller, file: InventoryFile, gone?: AbortSignal): Promise<Plan> => {
      // of a plan the journal says nothing, but of who may not make one
      await act(deps, caller, 'workstation.import', 'workstation', async (a) => void a.allow());
      const { lines, faults, faulty, isWhole, say, ...read } = file;
      const numbers = numbersOf(faulty);
      // of lines that were not read, or say no number, nothing is known
      const isKnown = isWhole && numbers.size === faulty.length;
      const compared = await checks(caller.personId, gone, (turn) =>
        compareInventory(deps, lines, { say, faulty: new Set(numbers.values()), isKnown, turn }),
      );
      const wrong = faults.map(({ line, column, code, message }): Finding => {
        const problem = { column, code, message };
        return { line, kind: 'wrong', assetNumber: numbers.get(line) ?? null, changes: [], problem };
      });
      // what is gone has no line: it stands at the end
      const byLine = (f: Finding): number => (f.kind === 'gone' ? Number.MAX_SAFE_INTEGER : f.line);
      const findings = [...compared.findings, ...wrong].sort((a, b) => byLine(a) - byLine(b));
      const count = (kind: FindingKind): number => findings.filter((one) => one.kind === kind).length;
      const totals = Object.fromEntries(FINDING_KINDS.map((kind) => [kind, count(kind)])) as Record<
        FindingKind,
        number
      >;
      const id = deps.chance.id();
      const plan: Plan = {
        id,
        ...read,
        ignored: [...read.ignored],
        askerId: caller.personId,
        madeAt: clock.now(),
        until: clock.now() + KEPT_MS,
        totals: { ...totals, unchanged: compared.unchanged },
        absence: compared.absence,
        retirable: compared.gone.length,
        rows: compared.rows.length,
        findings: findings.length,
      };
      await sweep(caller.personId);
      await kept.keep(part(id, 'rows'), compared.rows);
      await kept.keep(part(id, 'gone'), compared.gone);
      await kept.keep(part(id, 'findings'), findings);
      await kept.keep(part(id, 'head'), [plan]);
      return plan;
    },

    show: (caller: Caller, { planId }: z.output<typeof PlanRef>): Promise<Plan> => own(caller, planId),

    /** What it says, line by line, those of one kind where one is named. */
    findings: async (
      caller: Caller,
      { planId, kind }: z.output<typeof ReadFindings>,
      { cursor, limit }: Cursor,
    ): Promise<Paged<Finding>> => {
      const plan = await own(caller, planId);
      const items: Finding[] = [];
      let at = /^\d{1,7}$/.test(cursor ?? '') ? Number(cursor) : 0;
      const most = Math.min(200, Math.max(1, limit));
      while (at < plan.findings && items.length < most) {
        for (const one of (await kept.read<Finding>(part(planId, 'findings'), at)).rows) {
          if (items.length === most) break;
          at += 1;
          if (kind === undefined || one.kind === kind) items.push(one);
        }
      }
      return { items, next: at < plan.findings ? String(at) : null };
    },

    /**
     * Begins to do what it says, a piece at a time. Throws `invalid_input` for one that has faults, `conflict` for another file, and
     * where the number of machines to retire is not what it says.
     */
    apply: async (caller: Caller, { planId, sha256, retire }: z.output<typeof ApplyPlan>): Promise<ImportStanding> => {
      const plan = await own(caller, planId);
      if (sha256 !== plan.sha256) throw new AppError('conflict', 'this plan is of another file: compare this one');
      if (plan.totals.wrong > 0)
        throw new AppError('invalid_input', 'the file has faults: correct these lines and compare it anew');
      if (retire !== undefined) {
        authorise(caller, 'workstation.change', {}, clock.now());
        if (retire !== plan.retirable)
          throw new AppError(
            'conflict',
            `the plan retires ${plan.retirable} workstations, not ${retire}: read it anew`,
          );
      }
      const rows = await readAll<PlannedChange>(part(planId, 'rows'), plan.rows);
      const gone = retire === undefined ? [] : await readAll<PlannedChange>(part(planId, 'gone'), plan.retirable);
      if (rows.length + gone.length === 0)
        throw new AppError('already_done', 'everything in this file is known already: there is nothing to do');
      const begun = await imports.begin(caller, 'workstations', [...rows, ...gone]);
      await drop(planId);
      return begun;
    },
    sweep,
  };
}
