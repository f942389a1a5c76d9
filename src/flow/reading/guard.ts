import { authorise, type Caller } from '../../book/rights.ts';
import type { PersonRow } from '../../book/tables.ts';
import type { Deps } from '../act.ts';
import { fullName } from '../people/person-name.ts';

/** Throws the refusal of the sentence table when the caller may not do `name` now. */
export const guard =
  ({ clock }: Deps) =>
  (caller: Caller, name: string, object = {}): void =>
    void authorise(caller, name, object, clock.now());

/** How a person is shown in lists; a dash once they were purged. */
export const nameOf = (person: PersonRow | undefined): string => fullName(person) || '—';
