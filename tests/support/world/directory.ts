import { AppError } from '../../../src/errors.ts';
import type { PersonInput } from '../../../src/flow/inputs.ts';
import type { Directory, DirectoryRecord } from '../../../src/flow/ports/directory.ts';
import { CAST } from './people.ts';

/** A directory that says what a test wants; `pages` of two. */
export function createFake() {
  let records: DirectoryRecord[] = [];
  let groups: Awaited<ReturnType<Directory['groups']>> = [];
  let asked = 0;
  let fault: AppError | undefined;
  const answer = <R>(value: R): R => {
    asked += 1;
    if (fault) throw fault;
    return value;
  };
  const directory: Directory = {
    find: async (id) => answer(records.find((r) => r.directoryId.toLowerCase() === id.toLowerCase())),
    search: async (text, limit) =>
      answer(records.filter((r) => r.person?.familyName.toLowerCase().startsWith(text.toLowerCase())).slice(0, limit)),
    everyone: async function* () {
      for (let i = 0; i < records.length; i += 2) {
        if (fault && i >= 2) throw fault;
        yield records.slice(i, i + 2);
      }
    },
    groups: async () => answer(groups),
  };
  return {
    directory,
    asked: () => asked,
    holds: (...all: DirectoryRecord[]): void => {
      records = all;
    },
    groups: (...all: typeof groups): void => {
      groups = all;
    },
    fails: (error: AppError | undefined): void => {
      fault = error;
    },
  };
}

export const person = (directoryId: string, more: Partial<PersonInput> = {}): PersonInput => ({
  directoryId,
  givenName: 'Nadia',
  familyName: `Nouveau ${directoryId}`,
  service: 'PREF-33',
  site: 'Bordeaux',
  email: `${directoryId.toLowerCase()}@interieur.example`,
  ...more,
});
export const record = (input: PersonInput, enabled = true): DirectoryRecord => ({
  directoryId: input.directoryId,
  enabled,
  person: input,
  problems: [],
});
/** The people of the world as the directory has them. */
export const cast = (except: readonly string[] = [], more: Partial<PersonInput> = {}): DirectoryRecord[] =>
  Object.entries(CAST)
    .filter(([name]) => !except.includes(name))
    .map(([, { roles: _, ...p }]) =>
      record({ ...p, email: `${p.directoryId.toLowerCase()}@interieur.example`, ...more }),
    );
export const DOWN = new AppError('service_unreachable', 'the directory does not answer');
