import type { Command } from 'commander';
import { procedureText } from '../../book/procedure.ts';
import type { Shell } from '../shell.ts';

/** Prints the procedure that this program follows; it needs no running service. */
export function addProcedure(program: Command, shell: Shell): void {
  program
    .command('procedure')
    .description('the procedure act by act, in French (docs/procedure.md); needs no service')
    .action(() => void shell.world.stdout.write(procedureText()));
}
