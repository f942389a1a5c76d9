import type { Command } from 'commander';
import { procedureText } from '../../../book/procedure.ts';
import { staffingText } from '../../../book/staffing/text.ts';
import type { Shell } from '../../shell.ts';

/** Prints the procedure that this program follows, and how many people it takes; no service has to run. */
export function addProcedure(program: Command, shell: Shell): void {
  program
    .command('procedure')
    .description('the procedure act by act, in French (docs/procedure.md); needs no service')
    .action(() => void shell.world.stdout.write(procedureText()));
  program
    .command('staffing')
    .description('how many people each act takes, in French (docs/staffing.md); needs no service')
    .action(() => void shell.world.stdout.write(staffingText()));
}
