import { forecast } from './operations/oversight/forecast.ts';
import { health } from './operations/oversight/health.ts';
import { journal } from './operations/oversight/journal.ts';
import { mails } from './operations/oversight/mails.ts';
import { nodes } from './operations/oversight/nodes.ts';
import { reports } from './operations/oversight/reports.ts';
import { accessReview } from './operations/people/access-review.ts';
import { apiTokens } from './operations/people/api-tokens.ts';
import { directory } from './operations/people/directory.ts';
import { people } from './operations/people/people.ts';
import { session } from './operations/people/session.ts';
import { waysIn } from './operations/people/ways-in.ts';
import { appointments } from './operations/requests/appointments.ts';
import { approvals } from './operations/requests/approvals.ts';
import { handover } from './operations/requests/handover.ts';
import { letters } from './operations/requests/letters.ts';
import { parcels } from './operations/requests/parcels.ts';
import { production } from './operations/requests/production.ts';
import { requests } from './operations/requests/requests.ts';
import { tokens } from './operations/requests/tokens.ts';
import { expectedDeliveries } from './operations/stock/expected-deliveries.ts';
import { recalls } from './operations/stock/recalls.ts';
import { recycling } from './operations/stock/recycling.ts';
import { stock } from './operations/stock/stock.ts';
import { stockPlaces } from './operations/stock/stock-locations.ts';
import { dualControl } from './operations/two-persons/dual-control.ts';
import { policy } from './operations/two-persons/policy.ts';
import { campaigns } from './operations/workstations/campaigns.ts';
import { checklists } from './operations/workstations/checklists.ts';
import { imports } from './operations/workstations/imports.ts';
import { incidents } from './operations/workstations/incidents.ts';
import { inventories } from './operations/workstations/inventories.ts';
import { workstations } from './operations/workstations/workstations.ts';

/** The one table of the REST door, by operation id: routing, the OpenAPI document and the command line read it. */
export const OPERATIONS = {
  ...session,
  ...waysIn,
  ...people,
  ...imports,
  ...inventories,
  ...directory,
  ...dualControl,
  ...accessReview,
  ...policy,
  ...workstations,
  ...stock,
  ...recycling,
  ...requests,
  ...approvals,
  ...production,
  ...handover,
  ...parcels,
  ...appointments,
  ...letters,
  ...tokens,
  ...checklists,
  ...incidents,
  ...recalls,
  ...stockPlaces,
  ...expectedDeliveries,
  ...campaigns,
  ...journal,
  ...reports,
  ...forecast,
  ...mails,
  ...nodes,
  ...health,
  ...apiTokens,
} as const;
export type OperationId = keyof typeof OPERATIONS;
