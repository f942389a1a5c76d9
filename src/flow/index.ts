/**
 * The contents page: what the service does, step by step. Every door (console, REST API, command line) calls these verbs
 * and no others; each verb checks the caller's right, writes its rows and its journal entry in one transaction.
 */
import type { Caller } from '../book/rights/roles.ts';
import type { Deps } from './act.ts';
import { createAppointments } from './appointment/appointment.ts';
import { createCampaigns } from './campaign/campaign.ts';
import { createComparisons } from './comparison/comparison.ts';
import { createClosing } from './handover/closing.ts';
import { createHandover } from './handover/handover.ts';
import { createLetters } from './handover/letters.ts';
import { createPapers } from './handover/papers.ts';
import { createParcels } from './handover/parcels.ts';
import { createPickupCodes } from './handover/pickup-code.ts';
import { createRebinding } from './handover/rebinding.ts';
import { createReceiving } from './handover/receiving.ts';
import { createPinShowing } from './handover/show-pin.ts';
import { createFileChecks } from './import/checks.ts';
import { createImports } from './import/import.ts';
import { createPlans } from './import/plans.ts';
import { createManyBlocked } from './incident/block-many.ts';
import { createIncidents } from './incident/incident.ts';
import { createNodeReading } from './nodes/show.ts';
import { createNodes } from './nodes/take-up.ts';
import { notifying } from './notifications/notices.ts';
import { createReminders } from './notifications/reminders.ts';
import { createUndelivered } from './notifications/undelivered.ts';
import { createDirectoryAccess } from './people/directory.ts';
import { createFirstSteps } from './people/first-steps.ts';
import { createPeople } from './people/people.ts';
import { createPurge } from './people/purge.ts';
import { createSavedViews } from './people/saved-views.ts';
import { createProduction } from './production/production.ts';
import { createServerCertificates } from './production/server-certificate.ts';
import { createSoftware } from './production/software.ts';
import { createStepBoard } from './production/steps.ts';
import { createWorking } from './production/working.ts';
import { createAudit } from './reading/journal/audit.ts';
import { createFewAtOnce } from './reading/journal/few-at-once.ts';
import type { Lists } from './reading/lists.ts';
import { createReading } from './reading/reading.ts';
import { createRecalls } from './recall/recall.ts';
import { createApprovals } from './request/approval.ts';
import { createManyDecisions } from './request/many-decisions.ts';
import { createManyRequests } from './request/many-requests.ts';
import { createPriorities } from './request/priority.ts';
import { createPromises } from './request/promises.ts';
import { createRenewals } from './request/renewals.ts';
import { createRequests, type SubmitRequest } from './request/request.ts';
import { createServiceLevel } from './request/service-level.ts';
import { createRestore } from './restore/confirm-restore.ts';
import { createExpiry } from './revocation/expiry.ts';
import { createRevocations } from './revocation/revocation.ts';
import { createRoster } from './roster/roster.ts';
import { createStock } from './stock/stock.ts';
import { createStockWatch } from './stock/watching.ts';
import { createDeputies } from './two-persons/deputies.ts';
import { createDualControl } from './two-persons/proposals.ts';
import { createPolicies } from './two-persons/read-policies.ts';
import { createSurge } from './two-persons/surge.ts';
import { createWaiting } from './two-persons/waiting.ts';
import { createCommissioningSheets } from './workstation/commissioning-sheet.ts';
import { createEnrolment } from './workstation/enrolment.ts';
import { createMachines } from './workstation/machine-certificate.ts';
import { createMachineLabels } from './workstation/machine-labels.ts';
import { createRecords } from './workstation/record.ts';

/** Every verb of the service, by the step that it belongs to. */
export function createFlow(given: Deps & { lists: Lists }) {
  // every entry of every verb below also tells the people whom it concerns
  const deps = { ...given, store: notifying(given.store, given.clock) };
  const working = createWorking();
  const people = createPeople(deps);
  const recall = createRecalls(deps);
  const decisions = createDualControl(deps, working);
  const dualControl: typeof decisions = {
    ...decisions,
    /** A recall that was decided begins at once, and nobody waits for it. */
    confirm: async (caller, input) => {
      await decisions.confirm(caller, input);
      if ((await deps.store.reads.get('proposal', input.proposalId))?.act === 'recall.open') await recall.resume();
    },
  };
  const directory = createDirectoryAccess(deps, deps.lists, { people, dualControl });
  const request = createRequests(deps);
  const submit = async (caller: Caller, { holder, ...input }: SubmitRequest) => {
    if (holder === undefined) return request.submit(caller, input);
    const person = await directory.bring(caller, holder);
    return request.submit(caller, { ...input, holder: person?.directoryId ?? holder });
  };
  const handover = { ...createHandover(deps), ...createReceiving(deps) };
  const approval = createApprovals(deps);
  // production writes it, the bench's readers read it
  const steps = createStepBoard();
  const few = createFewAtOnce();
  const checks = createFileChecks();
  const imports = createImports(deps, checks);
  return {
    /** 1. People come from the directory; operator roles need two persons. */
    people,
    directory,
    dualControl,
    deputies: createDeputies(deps, dualControl),
    /** What two persons set: limits, raised for a set time by surge mode. */
    policy: createPolicies(deps),
    surge: createSurge(deps),
    /** What waits for two persons before anything is issued. */
    waiting: createWaiting(deps),
    purge: createPurge(deps),
    /** What people keep of lists for themselves. */
    views: createSavedViews(deps),
    firstSteps: createFirstSteps(deps),
    restore: createRestore(deps),
    /** The service's own TLS certificate. */
    server: createServerCertificates(deps),
    /** 1 and 2. Files of people and of workstations. */
    imports,
    /** An inventory is compared before it comes in. */
    plans: createPlans(deps, imports, checks),
    /** 2. SPAN workstations are registered, commissioned item by item, migrated. */
    enrolment: createEnrolment(deps),
    /** What is signed on paper of a commissioning, and what sticks to a machine. */
    sheets: createCommissioningSheets(deps, deps.lists),
    labels: createMachineLabels(deps),
    /** Machines move from one image to another, so many a day. */
    campaign: createCampaigns(deps),
    /** What is known of each is corrected; an agent has it. */
    record: createRecords(deps),
    /** A workstation has a certificate of its own. */
    machine: createMachines(deps, working),
    /** 3. Blank tokens are delivered. */
    stock: createStock(deps),
    /** The service counts it each evening, and tells where it runs low. */
    stockWatch: createStockWatch(deps, deps.lists),
    /** 4. An agent asks, or somebody for them: who is not known yet is looked up in the directory. */
    request: { ...request, submit, ...createManyRequests(deps, submit) },
    /** What ends soon is asked for by the service itself, spread over days. */
    renewals: createRenewals(deps),
    /** Who waits is told when their token will be ready. */
    promises: createPromises(deps),
    serviceLevel: createServiceLevel(deps, deps.lists),
    /** Who is to work on the days to come. */
    roster: createRoster(deps),
    /** 5. An approver decides, on one request or on many at once. */
    approval: { ...approval, ...createManyDecisions(deps, approval) },
    /** What counts in the queue is what an approver or a supervisor confirmed. */
    priority: createPriorities(deps),
    /** 6. A technician produces: a token on the bench, the next N of the queue, or a nomade credential. */
    production: createProduction(deps, steps, working),
    software: createSoftware(deps, working),
    /** 7. The token is handed over or shipped; its letter prints; the agent confirms. */
    handover: { ...handover, ...createClosing(deps), ...createParcels(deps, handover) },
    /** Who comes for a ready token says when. */
    appointments: createAppointments(deps),
    /** A code that only the holder gets shows at the desk that it is them. */
    pickupCodes: createPickupCodes(deps),
    letters: { ...createLetters(deps), ...createPinShowing(deps) },
    papers: createPapers(deps),
    /** Its holder takes a token with them to another machine. */
    rebinding: createRebinding(deps),
    /** 8. A loss revokes at once. */
    revocation: createRevocations(deps),
    /** Phishing, ransomware: reported by whoever meets it, and what could be misused is blocked. */
    incident: { ...createIncidents(deps), ...createManyBlocked(deps, deps.lists) },
    /** A flaw in a model, a firmware or a batch: what two persons recall is carried out in turns. */
    recall,
    /** 9. A certificate ends, and its token with it. */
    expiry: createExpiry(deps),
    reminders: createReminders(deps),
    /** What people were to be told, and could not be. */
    undelivered: createUndelivered(deps, deps.lists),
    /** 10. The auditor reads, exports, verifies. */
    audit: createAudit(deps, few),
    /** The tables are held against the journal. */
    comparison: createComparisons(deps),
    /** The processes of the service: what is heard of each, and what is done about one of which nothing is heard any more. */
    nodes: { ...createNodes(deps), ...createNodeReading(deps) },
    /** What each role sees. */
    reading: createReading(deps, deps.lists, steps, few),
  };
}
export type Flow = ReturnType<typeof createFlow>;
