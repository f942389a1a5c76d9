/**
 * The contents page: what the service does, step by step. Every door (console, REST API, command line) calls these verbs
 * and no others; each verb checks the caller's right, writes its rows and its journal entry in one transaction.
 */
import type { z } from 'zod';
import type { Deps } from './act.ts';
import { createApprovals } from './approval.ts';
import { createAudit } from './audit.ts';
import { createClosing } from './closing.ts';
import { createDirectoryAccess } from './directory.ts';
import { createDualControl } from './dual-control.ts';
import { createEnrolment } from './enrolment.ts';
import { createExpiry } from './expiry.ts';
import { createHandover } from './handover.ts';
import { createLetters } from './letters.ts';
import { createMachines } from './machine.ts';
import { telling } from './notices.ts';
import { createPapers } from './papers.ts';
import { createPeople } from './people.ts';
import type { Caller } from './permissions.ts';
import { createPolicies } from './policies.ts';
import { createProduction } from './production.ts';
import { createPurge } from './purge.ts';
import type { Lists } from './reading/lists.ts';
import { createReading } from './reading.ts';
import { createReminders } from './reminders.ts';
import { createRequests, type SubmitRequest } from './request.ts';
import { createRestore } from './restore-confirmation.ts';
import { createRevocations } from './revocation.ts';
import { createServerCertificates } from './server-certificate.ts';
import { createSoftware } from './software.ts';
import { createStepBoard } from './steps.ts';
import { createStock } from './stock.ts';
import { createSurge } from './surge.ts';
import { createUndelivered } from './undelivered.ts';

export function createFlow(given: Deps & { lists: Lists }) {
  // every entry of every verb below also tells the people whom it concerns
  const deps = { ...given, store: telling(given.store, given.clock) };
  const people = createPeople(deps);
  const dualControl = createDualControl(deps);
  const directory = createDirectoryAccess(deps, deps.lists, { people, dualControl });
  const request = createRequests(deps);
  // production writes it, the bench's readers read it
  const steps = createStepBoard();
  return {
    /** 1. People come from the directory; operator roles need two persons. */
    people,
    directory,
    dualControl,
    /** What two persons set: limits, raised for a set time by surge mode. */
    policy: createPolicies(deps),
    surge: createSurge(deps),
    purge: createPurge(deps),
    restore: createRestore(deps),
    /** The service's own TLS certificate. */
    server: createServerCertificates(deps),
    /** 2. SPAN workstations are registered, commissioned item by item, migrated. */
    enrolment: createEnrolment(deps),
    /** A workstation has a certificate of its own. */
    machine: createMachines(deps),
    /** 3. Blank tokens are delivered. */
    stock: createStock(deps),
    /** 4. An agent asks, or somebody for them: who is not known yet is looked up in the directory. */
    request: {
      ...request,
      submit: async (caller: Caller, { holder, ...input }: z.output<typeof SubmitRequest>) => {
        if (holder === undefined) return request.submit(caller, input);
        const person = await directory.bring(caller, holder);
        return request.submit(caller, { ...input, holder: person?.directoryId ?? holder });
      },
    },
    /** 5. An approver decides. */
    approval: createApprovals(deps),
    /** 6. A technician produces: a token on the bench, or a nomade credential. */
    production: createProduction(deps, steps),
    software: createSoftware(deps),
    /** 7. The token is handed over or shipped; its letter prints; the agent confirms. */
    handover: { ...createHandover(deps), ...createClosing(deps) },
    letters: createLetters(deps),
    papers: createPapers(deps),
    /** 8. A loss revokes at once. */
    revocation: createRevocations(deps),
    /** 9. A certificate ends, and its token with it. */
    expiry: createExpiry(deps),
    reminders: createReminders(deps),
    /** What people were to be told, and could not be. */
    undelivered: createUndelivered(deps),
    /** 10. The auditor reads, exports, verifies. */
    audit: createAudit(deps),
    /** What each role sees. */
    reading: createReading(deps, deps.lists, steps),
  };
}
export type Flow = ReturnType<typeof createFlow>;
