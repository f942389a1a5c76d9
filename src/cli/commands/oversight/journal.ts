import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { rules } from '../../../book/judge/replay.ts';
import { AppError, isAppError } from '../../../errors.ts';
import { parseEntry } from '../../../journal/entry.ts';
import { type Verdict, verifyExport } from '../../../journal/verify.ts';
import { EVENT_FORMATS, type EventFormat, toEvent } from '../../../siem/formats.ts';
import { sayNext } from '../../cut-lists.ts';
import { followed } from '../../followed.ts';
import type { Shell } from '../../shell.ts';
import { unpackExport } from '../../unpack.ts';
import { EXIT } from '../../world.ts';
import { readTextFile } from '../workstations/imports.ts';

/** The export's own checkpoint proves nothing to people who kept none: whoever rewrote the journal wrote it too. */
function continuedText(shell: Shell, continued: Verdict['consistentWith']): string {
  if (!continued) return shell.text('none was given');
  return continued.from === 'caller'
    ? String(continued.size)
    : shell.t`${continued.size}, which the export brings: yours is given by --previous`;
}

/** What was proven, and by whose key. */
function showVerdict(shell: Shell, verdict: Verdict): void {
  const { keyFrom, consistentWith, ranged, counts } = verdict;
  if (keyFrom === 'export') {
    shell.say(
      shell.t`the key came with the export: this proves that the export is consistent in itself, and no more\nhint: --vkey KEY, kept from "journal checkpoint"\n`,
    );
    shell.end(EXIT.keyFromExport);
  } else if (ranged) shell.end(EXIT.range);
  const isOwnKey = keyFrom === 'caller';
  const range = shell.t`NOT JUDGED BY THE BOOK, for it is a range – lines ${verdict.from} to ${verdict.to - 1} are intact and included`;
  const result = ranged ? range : shell.text('intact, and by the book');
  const shown = shell.facts({
    result,
    journal: verdict.origin,
    entries: verdict.size,
    root: verdict.root,
    key: shell.text(isOwnKey ? 'yours' : 'of the export'),
    'continues checkpoint': continuedText(shell, consistentWith),
    ...(counts.overdueReviews ? { 'roles not reviewed in time': counts.overdueReviews } : {}),
  });
  shell.show(verdict, shown);
}

function addVerify(group: Command, shell: Shell): void {
  group
    .command('verify')
    .description('verify an export; needs no service')
    .argument('<dir>')
    .option('--vkey <key>', 'verifier key that you got elsewhere')
    .option('--previous <file>', 'a checkpoint that you kept')
    .action(async (dir: string, { vkey, previous }: { vkey?: string; previous?: string }) => {
      if (!existsSync(dir))
        throw new AppError('not_found', 'there is no such folder: name the one that "journal export" made');
      const kept = previous === undefined ? {} : { previous: readTextFile(previous) };
      try {
        showVerdict(shell, await verifyExport(dir, { ...(vkey === undefined ? {} : { vkey }), ...kept, rules }));
      } catch (error) {
        if (!isAppError(error, 'journal_broken')) throw error;
        const { step, seq } = error.detail;
        shell.end(EXIT.refused);
        shell.say(shell.t`jeton: ${error.message}\n`);
        shell.show(
          { broken: error.message, step, seq },
          shell.facts({ result: shell.text('BROKEN'), step, 'first bad entry': seq }),
        );
      }
    });
}

/** The lines of an export in another system's words, one event a line: read as they come, however many there are. */
async function* eventsOf(dir: string, format: EventFormat): AsyncIterable<string> {
  const [origin = ''] = readTextFile(join(dir, 'checkpoint')).split('\n');
  const lines = createInterface({ input: createReadStream(join(dir, 'journal.ndjson')) });
  for await (const line of lines) yield `${toEvent(parseEntry(line), format, { origin, version: 'export' })}\n`;
}

function addEvents(group: Command, shell: Shell): void {
  group
    .command('events')
    .description("an export's lines for a SIEM: ECS as JSON lines, or CEF; verify it first")
    .argument('<dir>')
    .addOption(new Option('--format <format>').choices(EVENT_FORMATS).default('ecs'))
    .action(async (dir: string, { format }: { format: EventFormat }) => {
      for await (const event of eventsOf(dir, format)) shell.world.stdout.write(event);
    });
}

const POLL_MS = 500;
/** One's own export or verification. */
const ownReading = (shell: Shell) => async () => {
  const { reading } = await shell.call(OPERATIONS.readLongReading, {});
  return reading?.state === 'running' ? reading : null;
};

function addCheck(group: Command, shell: Shell): void {
  group
    .command('check')
    .description('have the service recompute the root from every line, and compare it with what it signed')
    .action(async () => {
      const found = await followed(shell, shell.call(OPERATIONS.verifyJournal, {}), ownReading(shell));
      if (!found.signed) shell.end(EXIT.refused);
      const facts = shell.facts({
        result: shell.text(found.signed ? 'intact' : 'BROKEN'),
        entries: found.size,
        root: found.root,
        'continues checkpoint': found.consistentWith ?? shell.text('none was given'),
      });
      shell.show(found, facts);
    });
}

function addCompare(group: Command, shell: Shell): void {
  group
    .command('compare')
    .description('have the service compare its tables with the journal, and wait for it; code 1 when something differs')
    .action(async () => {
      const look = () => shell.call(OPERATIONS.readComparison, {});
      const ended = async () => {
        let standing = await shell.call(OPERATIONS.compareJournal, {});
        while (standing.runningSince !== null) {
          await sleep(POLL_MS);
          standing = await look();
        }
        return standing;
      };
      const found = await followed(shell, ended(), async () => (await look()).progress, 'records');
      if (found.known.length > 0 || found.failed) shell.end(EXIT.refused);
      if (found.failed) shell.say(shell.t`the comparison came to no end: see the log of the service\n`);
      const rows = found.known.map(({ table, id, kind, foundAt }) => [
        `${table}:${id}`,
        shell.word('difference', kind),
        new Date(foundAt).toISOString(),
      ]);
      const facts = shell.facts({
        entries: found.last?.size ?? 0,
        rows: found.last?.rows ?? 0,
        differences: rows.length,
      });
      shell.show(found, rows.length > 0 ? `${facts}${shell.table(['record', 'how', 'found'], rows)}` : facts);
    });
}

export function addJournal(program: Command, shell: Shell): void {
  const group = program.command('journal').description('the audit trail');
  group
    .command('search')
    .description('newest first; the search is an entry itself')
    .option('--text <text>')
    .option('--action <action>', 'such as request.approve')
    .option('--actor <id>')
    .option('--subject <subject>', 'such as token:12345678')
    .addOption(new Option('--outcome <outcome>').choices(['done', 'refused', 'failed']))
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page after, as "next" of --json says')
    .action(async (options: { limit: string; outcome?: 'done' | 'refused' | 'failed' }) => {
      const page = await shell.call(OPERATIONS.searchJournal, options);
      const rows = page.items.map((e) => [e.seq, e.at, e.action, e.outcome, e.role, e.actor, e.subject]);
      sayNext(shell, page);
      shell.show(page, shell.table(['seq', 'at', 'action', 'outcome', 'role', 'actor', 'subject'], rows));
    });
  group
    .command('export')
    .description('a folder that can be verified without this service')
    .argument('<dir>', 'must not exist yet, or be empty')
    .option('--openings', 'with the personal data beside the lines')
    .action(async (dir: string, { openings }: { openings?: boolean }) => {
      const download = (file: string) =>
        shell.client().download(OPERATIONS.exportJournal, { openings: openings ?? false }, file);
      const files = await unpackExport(dir, (file) => followed(shell, download(file), ownReading(shell)));
      shell.show(
        { dir, files },
        shell.t`${files.length} files in ${dir}\nhint: jeton journal verify ${dir} --vkey KEY\n`,
      );
    });
  addVerify(group, shell);
  addEvents(group, shell);
  addCompare(group, shell);
  addCheck(group, shell);
  group
    .command('checkpoint')
    .description('the newest signed checkpoint, and on stderr its key: keep both elsewhere')
    .action(async () => {
      const found = await shell.call(OPERATIONS.readCheckpoint, {});
      shell.say(shell.t`key  ${found.vkey}\n`);
      shell.show(found, found.note);
    });
}
