import type { Deps } from '../act.ts';
import type { StepBoard } from '../production/steps.ts';
import { createAccessReviewReading } from './access-review.ts';
import { createAppointmentReading } from './appointments.ts';
import { createCampaignReading } from './campaigns.ts';
import { createChecklistReading } from './checklists.ts';
import { createDeskReading } from './desk.ts';
import { createEndsReading } from './ends.ts';
import { createExpectedReading } from './expected-deliveries.ts';
import { createForecastReading } from './forecast.ts';
import { createIncidentReading } from './incidents.ts';
import { createEntryReading } from './journal/entries.ts';
import { createLetterReading } from './letters.ts';
import { createLineReading } from './line.ts';
import { createListExports } from './list-exports.ts';
import type { Lists } from './lists.ts';
import { createMachineLossReading } from './machine-loss.ts';
import { createOwnData } from './own-data.ts';
import { createOwnHoldings } from './own-holdings.ts';
import { createOwnMachines } from './own-machines.ts';
import { createOwnNotices } from './own-notices.ts';
import { createParcelReading } from './parcels.ts';
import { createPeopleReading } from './people.ts';
import { createPersonSheets } from './person-sheet.ts';
import { createNoticeReading } from './personal-notices.ts';
import { createRecallReading } from './recalls.ts';
import { createRequestReading } from './requests.ts';
import { createSearch } from './search.ts';
import { createStockLevels } from './stock-levels.ts';
import { createStockReading } from './stock-locations.ts';
import { createTokenReading } from './tokens.ts';
import { createWorkstationReading } from './workstations.ts';

/** What each role sees. Nothing here changes a row; refusals are those of the sentence table. */
export function createReading(deps: Deps, lists: Lists, steps: StepBoard) {
  return {
    ...createRequestReading(deps, lists),
    ...createPeopleReading(deps, lists),
    ...createPersonSheets(deps),
    ...createSearch(deps, lists),
    ...createOwnHoldings(deps),
    ...createOwnMachines(deps),
    ...createOwnNotices(deps, lists),
    ...createOwnData(deps),
    ...createNoticeReading(deps),
    ...createAccessReviewReading(deps, lists),
    ...createWorkstationReading(deps, lists),
    ...createMachineLossReading(deps),
    ...createChecklistReading(deps),
    ...createTokenReading(deps, lists),
    ...createStockReading(deps, lists),
    ...createStockLevels(deps, lists),
    ...createExpectedReading(deps),
    ...createDeskReading(deps),
    ...createLetterReading(deps, lists),
    ...createEndsReading(deps, lists),
    ...createForecastReading(deps),
    ...createLineReading(deps, lists, steps),
    ...createEntryReading(deps, lists),
    ...createListExports(deps),
    ...createParcelReading(deps, lists),
    ...createAppointmentReading(deps),
    ...createIncidentReading(deps, lists),
    ...createRecallReading(deps, lists),
    ...createCampaignReading(deps, lists),
  };
}
