import { hash } from 'node:crypto';
import { mightEver } from '../../book/rights/authorise.ts';
import { AppError } from '../../errors.ts';
import { FINDING_KINDS, type Finding } from '../../flow/import/compare.ts';
import { ApplyPlan, type InventoryFile } from '../../flow/import/plans.ts';
import { said } from '../../imports/problems.ts';
import { readInThread } from '../../imports/read-in-thread.ts';
import { csvLines, csvOf } from '../../reports/csv.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { parseForm, single } from '../frame/forms/forms.ts';
import type { Answer } from '../frame/page-router.tsx';
import { goneOf, part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import type { Member } from '../frame/visit.ts';
import { earlierImports } from './earlier-imports.ts';
import { findingText, problemColumn } from './finding-text.ts';
import { InventoryPage, PlanPage } from './inventory-page.tsx';

const PATH = '/postes/inventaire';
/** Findings that are read at once for a file. */
const PAGE = 200;

/** The lines of the file. Without the right nothing is read: the flow refuses whatever it holds and leaves the entry. */
async function readInventory({ me, now, files }: Member): Promise<InventoryFile> {
  if (!mightEver(me.caller, 'workstation.import', now))
    return {
      lines: [],
      faults: [],
      faulty: [],
      isWhole: true,
      count: 0,
      encoding: 'utf-8',
      ignored: [],
      sha256: '',
      say: said,
    };
  const file = files['file'];
  if (!file) throw fieldError('file', 'missing');
  const { rows, problems, ...read } = await readInThread('inventory', file.content, me.caller.personId);
  return { lines: rows, faults: problems, ...read, sha256: hash('sha256', file.content), say: said };
}

/** An inventory: sent, compared, read line by line, done. */
export function inventoryRoutes({ door: { flow }, on }: RouteParts): void {
  const { plans } = flow;
  const kindOf = ({ query }: Member) => FINDING_KINDS.find((kind) => kind === single(query, 'constat'));
  const form = async (member: Member): Promise<Answer> => {
    if (!mightEver(member.me.caller, 'workstation.import', member.now))
      throw new AppError('forbidden', 'none of your roles may import');
    const before = await earlierImports(flow.imports, member.me.caller, 'workstations', pageOf(member));
    return { title: member.t('inventory.title'), page: <InventoryPage before={before} /> };
  };
  const plan = async (member: Member, planId: string): Promise<Answer> => {
    const { caller } = member.me;
    const kind = kindOf(member);
    const found = await plans.findings(caller, { planId, kind }, pageOf(member));
    const mayRetire = mightEver(caller, 'workstation.change', member.now);
    const page = (
      <PlanPage plan={await plans.show(caller, { planId })} found={found} kind={kind} mayRetire={mayRetire} />
    );
    return { title: member.t('inventory.title'), page };
  };

  on.get(PATH, form);
  on.post(
    PATH,
    async (member, req) => {
      const gone = goneOf(req); // while the file is read, too
      const { id } = await plans.make(member.me.caller, await readInventory(member), gone);
      return { to: `${PATH}/${id}` };
    },
    { show: form, act: 'workstation.import', file: 'workstation.import' },
  );
  on.get(`${PATH}/:id`, (member, req) => plan(member, part(req, 'id')));
  on.get(`${PATH}/:id/constats.csv`, async (member, req) => {
    const { t } = member;
    const planId = part(req, 'id');
    const cells = (one: Finding) => [
      ...[one.line || null, t(`inventory.one.${one.kind}`), one.assetNumber],
      ...[problemColumn(one, member), findingText(one, member)],
    ];
    const head = [
      'import.line',
      'inventory.finding',
      'label.workstation.short',
      'import.column',
      'inventory.what',
    ] as const;
    let content = csvOf([head.map((key) => t(key))]);
    for (let cursor: string | undefined; ; ) {
      const page = await plans.findings(member.me.caller, { planId, kind: kindOf(member) }, { limit: PAGE, cursor });
      content += csvLines(page.items.map(cells));
      if (page.next === null) break;
      cursor = page.next;
    }
    return { file: { name: 'constats.csv', type: 'text/csv; charset=utf-8', content: Buffer.from(content) } };
  });
  on.post(
    `${PATH}/:id/appliquer`,
    async (member, req) => {
      const { retireAsked, ...typed } = member.values;
      const { retire, ...values } = typed;
      const asked = retireAsked === undefined ? values : { ...values, retire: retire ?? '' };
      const { id } = await plans.apply(member.me.caller, parseForm(ApplyPlan, { ...asked, planId: part(req, 'id') }));
      return { to: `/imports/${id}` };
    },
    { show: (member, req) => plan(member, part(req, 'id')), act: 'workstation.import' },
  );
}
