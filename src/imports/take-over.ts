import { AskedMachine, AskToTakeOver, MOST_TAKEN_OVER } from '../book/rules/decisions.ts';
import { DirectoryId } from '../flow/inputs.ts';
import { GLPI_IGNORED, INVENTORY_HEADINGS } from './inventory.ts';
import { createReport } from './problems.ts';
import { type Parsed, parseRows } from './rows.ts';

/**
 * Whoever has a machine is named by their directory id, in a column of its own: what GLPI calls a user is often a name or a login, and one
 * that nobody knows refuses the whole file.
 */
const HEADINGS = { ...INVENTORY_HEADINGS, holder: ['agent', 'matricule'] } as const;
const Line = AskedMachine.extend({ holder: DirectoryId.optional() });

/**
 * SPAN workstations that two persons take over from CSV, as many at most as they can decide on at once, with the headings `numero;modele;service;site` or `assetNumber,model,service,site`, in any order, and
 * `serie` or `serialNumber`, `image` and `agent` where these are known; or as GLPI exports its computers.
 * There is no column for a state: what these people confirm is all that the file says.
 */
export function parseTakeOver(file: string | Uint8Array): Parsed<AskedMachine> {
  const parsed = parseRows(file, {
    schema: Line,
    columns: HEADINGS,
    ignored: GLPI_IGNORED,
    legacy: true,
    optional: ['serialNumber', 'image', 'holder'],
    emptySaysNothing: true,
    unique: ['assetNumber', 'serialNumber'],
  });
  if (parsed.problems.length > 0 || AskToTakeOver.safeParse({ workstations: parsed.rows }).success) return parsed;
  const report = createReport();
  report.add(1, null, 'too_many_decided', String(MOST_TAKEN_OVER));
  return { rows: [], problems: report.problems() };
}
