import type { Deps } from '../act.ts';
import type { StepBoard } from '../production/steps.ts';
import { createForecastReading } from './forecast.ts';
import { createIncidentReading } from './incident/incidents.ts';
import { createEntryReading } from './journal/entries.ts';
import type { FewAtOnce } from './journal/few-at-once.ts';
import { createLives } from './journal/lives.ts';
import { createNews } from './journal/news.ts';
import { createListExports } from './list-exports.ts';
import type { Lists } from './lists.ts';
import { createAccessReviewReading } from './people/access-review.ts';
import { createDeskReading } from './people/desk.ts';
import { createOwnData } from './people/own-data.ts';
import { createOwnHoldings } from './people/own-holdings.ts';
import { createOwnMachines } from './people/own-machines.ts';
import { createOwnNotices } from './people/own-notices.ts';
import { createPastProposals } from './people/past-proposals.ts';
import { createPeopleReading } from './people/people.ts';
import { createPersonSheets } from './people/person-sheet.ts';
import { createNoticeReading } from './people/personal-notices.ts';
import { createAppointmentReading } from './request/appointments.ts';
import { createLetterReading } from './request/letters.ts';
import { createParcelReading } from './request/parcels.ts';
import { createRequestReading } from './request/requests.ts';
import { createSearch } from './search.ts';
import { createExpectedReading } from './stock/expected-deliveries.ts';
import { createStockLevels } from './stock/stock-levels.ts';
import { createStockReading } from './stock/stock-locations.ts';
import { createEndsReading } from './token/ends.ts';
import { createLineReading } from './token/line.ts';
import { createRecallReading } from './token/recalls.ts';
import { createTokenLossReading } from './token/token-loss.ts';
import { createTokenReading } from './token/tokens.ts';
import { createCampaignReading } from './workstation/campaigns.ts';
import { createMachineEndsReading } from './workstation/certificate-ends.ts';
import { createChecklistReading } from './workstation/checklists.ts';
import { createMachineLossReading } from './workstation/machine-loss.ts';
import { createWorkstationReading } from './workstation/workstations.ts';

/** What each role sees. Nothing here changes a row; refusals are those of the sentence table. */
export function createReading(deps: Deps, lists: Lists, steps: StepBoard, few: FewAtOnce) {
  return {
    ...createRequestReading(deps, lists),
    ...createPeopleReading(deps, lists),
    ...createPersonSheets(deps, lists),
    ...createSearch(deps, lists),
    ...createOwnHoldings(deps),
    ...createOwnMachines(deps),
    ...createOwnNotices(deps, lists),
    ...createOwnData(deps),
    ...createNoticeReading(deps),
    ...createAccessReviewReading(deps, lists),
    ...createWorkstationReading(deps, lists, few),
    ...createMachineLossReading(deps),
    ...createMachineEndsReading(deps, lists),
    ...createChecklistReading(deps),
    ...createTokenReading(deps, lists),
    ...createTokenLossReading(deps),
    ...createStockReading(deps, lists),
    ...createStockLevels(deps, lists),
    ...createExpectedReading(deps, lists),
    ...createDeskReading(deps, lists),
    ...createPastProposals(deps, lists),
    ...createLetterReading(deps, lists),
    ...createEndsReading(deps, lists),
    ...createForecastReading(deps, few),
    ...createLineReading(deps, lists, steps),
    ...createEntryReading(deps, lists, few),
    ...createLives(deps, lists, few),
    ...createNews(deps, lists),
    ...createListExports(deps),
    ...createParcelReading(deps, lists),
    ...createAppointmentReading(deps),
    ...createIncidentReading(deps, lists),
    ...createRecallReading(deps, lists),
    ...createCampaignReading(deps, lists, few),
  };
}
