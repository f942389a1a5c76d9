import { AskedMachine, AskToTakeOver, MOST_TAKEN_OVER } from '../book/rules/decision-args.ts';
import { DirectoryId } from '../flow/inputs.ts';
import { GLPI_IGNORED, INVENTORY_HEADINGS } from './inventory.ts';
import { createReport } from './problems.ts';
import { type Parsed, type Sifted, siftRows } from './rows.ts';

/** The machines of a file, and the headings of columns that say nothing here. */
type TakeOverFile = Parsed<AskedMachine> & Pick<Sifted<AskedMachine>, 'ignored'>;
const Line = AskedMachine.extend({ holder: DirectoryId.optional() });

/**
 * SPAN workstations that two persons take over from CSV, as many at most as they can decide on at once, with the headings `numero;modele;service;site` or `assetNumber,model,service,site`, in any order, and
 * `serie` or `serialNumber`, `image` and `agent` where these are known; or as GLPI exports its computers.
 * There is no column for a state: what these people confirm is all that the file says. Whoever sent it is told which columns were left out.
 */
export function parseTakeOver(file: string | Uint8Array): TakeOverFile {
  const { rows, problems, ignored } = siftRows(file, {
    schema: Line,
    columns: INVENTORY_HEADINGS,
    ignored: GLPI_IGNORED,
    legacy: true,
    optional: ['serialNumber', 'image', 'holder'],
    emptySaysNothing: true,
    unique: ['assetNumber', 'serialNumber'],
  });
  if (problems.length > 0) return { rows: [], problems, ignored };
  const workstations = rows.map(({ row }) => row);
  if (AskToTakeOver.safeParse({ workstations }).success) return { rows: workstations, problems, ignored };
  const report = createReport();
  report.add(1, null, 'too_many_decided', String(MOST_TAKEN_OVER));
  return { rows: [], problems: report.problems(), ignored };
}
