import type { Deps } from './act.ts';
import { createDeskReading } from './reading/desk.ts';
import { createEntryReading } from './reading/entries.ts';
import type { Lists } from './reading/lists.ts';
import { createPeopleReading } from './reading/people.ts';
import { createRequestReading } from './reading/requests.ts';
import { createTokenReading } from './reading/tokens.ts';
import { createWorkstationReading } from './reading/workstations.ts';
import type { StepBoard } from './steps.ts';

/** What each role sees. Nothing here changes a row; refusals are those of the sentence table. */
export function createReading(deps: Deps, lists: Lists, steps: StepBoard) {
  return {
    ...createRequestReading(deps, lists),
    ...createPeopleReading(deps, lists),
    ...createWorkstationReading(deps, lists),
    ...createTokenReading(deps, lists),
    ...createDeskReading(deps, steps),
    ...createEntryReading(deps, lists),
  };
}
