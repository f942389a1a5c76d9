import type { Deps } from '../act.ts';
import type { PersonRow } from '../model.ts';
import { authorise, type Caller } from '../permissions.ts';
import { fullName } from '../person-name.ts';

/** Throws the refusal of the sentence table when the caller may not do `name` now. */
export const guard =
  ({ clock }: Deps) =>
  (caller: Caller, name: string, object = {}): void =>
    void authorise(caller, name, object, clock.now());

/** How a person is shown in lists; a dash once they were purged. */
export const nameOf = (person: PersonRow | undefined): string => fullName(person) || '—';
