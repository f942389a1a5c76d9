import { authorise } from '../../book/rights/authorise.ts';
import type { ActedOn } from '../../book/rights/relations.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { Deps } from '../act.ts';
import { fullName } from '../people/person-name.ts';

/** Throws the refusal of the sentence table when the caller may not use the right now. */
export const guard =
  ({ clock }: Pick<Deps, 'clock'>) =>
  (caller: Caller, right: Right, object: ActedOn = {}): void =>
    void authorise(caller, right, object, clock.now());

/** How a person is shown in lists; a dash once they were purged. */
export const nameOf = (person: PersonRow | undefined): string => fullName(person) || '—';
