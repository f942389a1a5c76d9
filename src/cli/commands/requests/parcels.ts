import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { DOCUMENTS, type DocumentKind } from '../../../book/tables/codes.ts';
import { AppError } from '../../../errors.ts';
import { askYes, readLines } from '../../ask.ts';
import { certificateWords } from '../../certificate.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { readTextFile } from '../workstations/imports.ts';

type Found = Awaited<ReturnType<typeof OPERATIONS.listParcels.call>>;
type Parcel = Found['items'][number];
type Results = Awaited<ReturnType<typeof OPERATIONS.receiveParcels.call>>;
interface Given {
  requestId: string;
  code: string;
  document: DocumentKind;
}

/** What became of each of several parcels; `done` is the word for those that went well. The command fails where one was refused. */
export function showParcelResults(shell: Shell, results: Results, done: string): void {
  const rows = results.items.map((one) =>
    one.outcome === 'done' ? [one.requestId, done, ''] : [one.requestId, shell.text('not done'), shell.refusedOne(one)],
  );
  shell.show(results, shell.table(['number', 'result', ''], rows));
  if (results.items.some(({ outcome }) => outcome === 'refused')) shell.end(1);
}

/** Where a parcel is and, once it is here, whether its holder has a code that is taken. */
function standingOf(shell: Shell, { parcelAt, code }: Parcel): string {
  if (parcelAt === null) return shell.text('on its way');
  if (code === null) return shell.text('here, no code yet');
  return code.state === 'locked' ? shell.text('here, code locked') : shell.text('here, code valid');
}

/** What the certificate of each parcel says, under its number. */
const certificatesOf = (shell: Shell, items: readonly Parcel[]): string =>
  items
    .map(({ number, certificate }) => (certificate ? `\n${number}\n${certificateWords(shell, certificate)}` : ''))
    .join('');

const HEADING = 'number;code;document';
/**
 * `number;code;document`, one holder a line; a first line that says just this is the heading. What is wrong with a line is said
 * without what stands in it: the code is a secret. Throws `invalid_input`.
 */
function readGiven({ t }: Shell, lines: readonly string[]): Given[] {
  const read = lines.flatMap((line, at): Given[] => {
    if (line.trim() === '' || (at === 0 && line.replace(/\s/g, '') === HEADING)) return [];
    const [requestId = '', code = '', kind = '', ...more] = line.split(';').map((field) => field.trim());
    const document = DOCUMENTS.find((one) => one === kind);
    if (requestId === '' || code === '' || document === undefined || more.length > 0)
      throw new AppError(
        'invalid_input',
        t`line ${at + 1} is not "number;code;document", the document one of ${DOCUMENTS.join(', ')}: nothing was done`,
      );
    return [{ requestId, code, document }];
  });
  if (read.length === 0) throw new AppError('invalid_input', t`no line says "number;code;document": nothing was done`);
  return read;
}

/** Adds `parcel`: what a correspondent takes in and gives to its holders, many at once. */
export function addParcels(program: Command, shell: Shell): void {
  const group = program.command('parcel').description('the parcels of your service: taken in, given to their holders');
  group
    .command('list')
    .description('what is on its way, what is here with what each certificate says, what is of no use any more')
    .action(async () => {
      const found = await shell.call(OPERATIONS.listParcels, {});
      const row = (of: Found['dead'][number], standing: string) => [
        ...[of.number, standing, of.trackingNumber, of.tokenId, of.holderName, when(of.handedOverAt)],
      ];
      const rows = [
        ...found.items.map((one) => row(one, standingOf(shell, one))),
        ...found.dead.map((one) => row(one, shell.text('dead'))),
      ];
      if (found.more)
        shell.say(shell.t`only the oldest ${found.items.length} are shown: the others follow once these are given\n`);
      if (found.moreDead) shell.say(shell.t`of those of no use only the newest ${found.dead.length} are shown\n`);
      const here = found.items.filter(({ parcelAt, acceptedAt }) => parcelAt !== null && acceptedAt === null);
      const table = shell.table(['number', 'state', 'tracking number', 'serial', 'holder', 'sent'], rows);
      shell.show(found, table + certificatesOf(shell, here));
    });
  group
    .command('give')
    .description(
      'each holder read their certificate and gave their pick-up code: lines of "number;code;document"; codes are secrets, and no argument',
    )
    .argument('[file]', 'left out: from standard input, with --yes')
    .option('--yes', 'do not ask: each holder has read what their certificate says')
    .action(async (file: string | undefined, { yes }: { yes?: boolean }) => {
      // what was read to its end asks nobody any more
      if (file === undefined && !yes)
        throw new AppError('invalid_input', 'lines on standard input are given with --yes: name a file to be asked');
      const given = readGiven(
        shell,
        file === undefined ? await readLines(shell.world) : readTextFile(file).split(/\r?\n/),
      );
      const { items } = await shell.call(OPERATIONS.listParcels, {});
      const named = items.filter(({ requestId, number }) =>
        given.some((one) => one.requestId === number || one.requestId === requestId),
      );
      const unseen = given.filter(
        ({ requestId }) => !named.some((one) => one.number === requestId || one.requestId === requestId),
      );
      if (!yes && unseen.length > 0)
        throw new AppError(
          'invalid_input',
          shell.t`not among the parcels that "parcel list" shows: ${unseen.map(({ requestId }) => requestId).join(', ')}`,
        );
      shell.say(certificatesOf(shell, named));
      if (!yes) await askYes(shell, shell.text('each holder reads what their certificate says: type yes to go on'));
      showParcelResults(
        shell,
        await shell.call(OPERATIONS.giveOnTheSpot, { parcels: given }),
        shell.text('handed over'),
      );
    });
}
