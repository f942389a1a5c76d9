import { accessReview } from './operations/access-review.ts';
import { apiTokens } from './operations/api-tokens.ts';
import { appointments } from './operations/appointments.ts';
import { approvals } from './operations/approvals.ts';
import { campaigns } from './operations/campaigns.ts';
import { checklists } from './operations/checklists.ts';
import { directory } from './operations/directory.ts';
import { dualControl } from './operations/dual-control.ts';
import { expectedDeliveries } from './operations/expected-deliveries.ts';
import { forecast } from './operations/forecast.ts';
import { handover } from './operations/handover.ts';
import { health } from './operations/health.ts';
import { imports } from './operations/imports.ts';
import { incidents } from './operations/incidents.ts';
import { inventories } from './operations/inventories.ts';
import { journal } from './operations/journal.ts';
import { letters } from './operations/letters.ts';
import { mails } from './operations/mails.ts';
import { nodes } from './operations/nodes.ts';
import { people } from './operations/people.ts';
import { policy } from './operations/policy.ts';
import { production } from './operations/production.ts';
import { recalls } from './operations/recalls.ts';
import { recycling } from './operations/recycling.ts';
import { reports } from './operations/reports.ts';
import { requests } from './operations/requests.ts';
import { session } from './operations/session.ts';
import { stock } from './operations/stock.ts';
import { stockPlaces } from './operations/stock-locations.ts';
import { tokens } from './operations/tokens.ts';
import { waysIn } from './operations/ways-in.ts';
import { workstations } from './operations/workstations.ts';

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
