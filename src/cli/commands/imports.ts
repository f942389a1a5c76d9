import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { OPERATIONS } from '../../api/operations.ts';
import { AppError } from '../../errors.ts';
import type { Shell } from '../shell.ts';

/** A file's octets. Throws `invalid_input` when it cannot be read. */
export function readOctets(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AppError('invalid_input', `${path} cannot be read`, { cause });
  }
}

/** A file as text. Throws `invalid_input` when it cannot be read or is not UTF-8. */
export function readTextFile(path: string): string {
  const octets = readOctets(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch (cause) {
    throw new AppError('invalid_input', `${path} is not UTF-8`, { cause });
  }
}

/** CSV files, all or nothing; what is wrong is listed by line. */
export function addImports(program: Command, shell: Shell): void {
  const group = program.command('import').description('import CSV files: UTF-8, separated by ";" or ","');
  group
    .command('people')
    .description('people of the directory: matricule;prenom;nom;courriel;service;site')
    .argument('<file.csv>')
    .action(async (file: string) => {
      const done = await shell.call(OPERATIONS.importPeople, { csv: readOctets(file) });
      shell.show(done, shell.t`${done.added} added, ${done.updated} updated, ${done.unchanged} unchanged\n`);
    });
  group
    .command('workstations')
    .description('new SPAN workstations: numero;modele;service;site')
    .argument('<file.csv>')
    .action(async (file: string) => {
      const done = await shell.call(OPERATIONS.importWorkstations, { csv: readOctets(file) });
      shell.show(done, shell.t`${done.imported} imported\n`);
    });
}
