import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import type { Shell } from '../../shell.ts';

type Plan = Awaited<ReturnType<typeof OPERATIONS.showInventory.call>>;
type Findings = Awaited<ReturnType<typeof OPERATIONS.listInventoryFindings.call>>['items'];

/** How a file is read, and an import followed to its end. */
interface Files {
  readOctets(path: string): Uint8Array;
  follow(shell: Shell, begun: Awaited<ReturnType<typeof OPERATIONS.applyInventory.call>>): Promise<void>;
}

/** What was found on a line, by its kind. */
const FINDINGS = { new: 'new', changed: 'changed', gone: 'left out', noted: 'noted', wrong: 'wrong' } as const;

/** All that a plan says, page by page. */
async function findingsOf(shell: Shell, { id: planId }: Plan): Promise<Findings> {
  const all: Findings = [];
  for (let cursor: string | undefined; ; ) {
    const page = await shell.call(OPERATIONS.listInventoryFindings, {
      planId,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    all.push(...page.items);
    if (page.next === null) return all;
    cursor = page.next;
  }
}

/** A column as people call it; a heading of the file that the service does not know, as the file writes it. */
function columnOf({ text }: Shell, column: string): string {
  const names: Readonly<Record<string, string>> = {
    assetNumber: text('workstation number'),
    serialNumber: text('serial number'),
    model: text('model'),
    image: text('image'),
    service: text('service'),
    site: text('site'),
    holder: text('holder'),
    holderId: text('holder'),
  };
  return names[column] ?? column;
}

/** How the machines that a file leaves out were looked for. */
function absenceOf({ t }: Shell, { absence }: Plan): string {
  if (absence === 'site')
    return t`the file names no service: left out are machines of its sites, in services of which it has one there\n`;
  if (absence === 'no-place') return t`machines left out were not looked for: the file names no service and no site\n`;
  if (absence === 'unread')
    return t`machines left out were not looked for: not every line could be read, or one does not say which machine it is of\n`;
  return t`left out are machines of its services, at its sites if it names any\n`;
}

function textOf(shell: Shell, plan: Plan, findings: Findings): string {
  const { new: added, changed, unchanged, gone, wrong } = plan.totals;
  const counts = shell.t`${added} new, ${changed} changed, ${unchanged} unchanged, ${gone} left out, ${wrong} wrong\n`;
  const read = shell.t`read as ${plan.encoding}; columns that say nothing here: ${plan.ignored.join(', ') || '–'}\n`;
  const said = ({ kind, changes, problem }: Findings[number]): string => {
    if (kind === 'gone') return shell.word('state.workstation', changes[0]?.before ?? '');
    return [
      ...changes.map(
        ({ column, before, after }) => shell.t`${columnOf(shell, column)}: ${before ?? '–'} → ${after ?? '–'}`,
      ),
      ...(problem
        ? [
            problem.column
              ? shell.t`${columnOf(shell, problem.column)}: ${problem.message[shell.language]}`
              : problem.message[shell.language],
          ]
        : []),
    ].join(', ');
  };
  const rows = findings.map((one) => [
    String(one.line || ''),
    shell.text(FINDINGS[one.kind]),
    one.assetNumber ?? '',
    said(one),
  ]);
  return (
    read +
    counts +
    absenceOf(shell, plan) +
    (rows.length > 0 ? shell.table(['line', 'finding', 'number', 'what'], rows) : '')
  );
}

/** `import inventory`: compared first; with --apply done as it was read. */
export function addInventory(group: Command, shell: Shell, { follow, readOctets }: Files): void {
  group
    .command('inventory')
    .description(
      "compare an inventory (Jeton's headings or those of GLPI's export) with what is known; nothing is written",
    )
    .argument('<file.csv>')
    .option('--apply', 'then do it, unless a line is wrong')
    .option(
      '--retire <n>',
      'with --apply: retire the workstations that the file leaves out, as many as the comparison says',
    )
    .action(async (file: string, { apply, retire }: { apply?: true; retire?: string }) => {
      const plan = await shell.call(OPERATIONS.compareInventory, { csv: readOctets(file) });
      const findings = await findingsOf(shell, plan);
      if (!apply) {
        shell.show({ plan, findings }, textOf(shell, plan, findings));
        const hint = shell.t`${plan.retirable} of those left out may be retired: --retire ${plan.retirable}\n`;
        if (plan.retirable > 0) shell.say(hint);
        if (plan.totals.wrong === 0) return shell.say(shell.t`nothing was imported: add --apply to do it\n`);
        shell.say(shell.t`nothing was imported: correct the lines that are wrong, then compare again\n`);
        return shell.end(1);
      }
      shell.say(textOf(shell, plan, findings));
      const asked = { planId: plan.id, sha256: plan.sha256, ...(retire === undefined ? {} : { retire }) };
      await follow(shell, await shell.call(OPERATIONS.applyInventory, asked));
    });
}
