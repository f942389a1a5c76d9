import { hash } from 'node:crypto';
import { createBench } from '../bench/bench.ts';
import { ZONE } from '../book/rules/calendar/working-days.ts';
import { verifyChallenge } from '../ca/issue/challenge.ts';
import { createSoftwareCredentials } from '../ca/pkcs12/pkcs12.ts';
import { chance, steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import type { Deps } from '../flow/act.ts';
import { createFlow, type Flow } from '../flow/index.ts';
import type { Node } from '../flow/nodes/this-node.ts';
import type { Paper, Printer } from '../flow/ports/paper.ts';
import type { EntryFilter } from '../flow/reading/journal/entry-lists.ts';
import type { Lists } from '../flow/reading/lists.ts';
import { createSecretHasher } from '../identity/passwords/hasher.ts';
import { createPlaces } from '../identity/sessions/bench-session.ts';
import { canonical } from '../journal/canonical.ts';
import type { Log } from '../log.ts';
import type { House } from '../post/house.ts';
import { openQueues } from '../post/open-queue.ts';
import { createPrinter } from '../post/printer.ts';
import type { Authority } from './authority.ts';
import type { Closers } from './closers.ts';
import { openDirectory } from './mail-and-directory.ts';
import type { Records } from './records.ts';

interface Around {
  log: Log;
  closers: Closers;
  node: Node;
  warn: Deps['warn'];
  /** Searches the journal, apart from everything else. */
  search: Lists['entries'];
  /** Told of each paper once it is printed. */
  printed: ((paper: Paper) => void) | undefined;
}

/** Who speaks on the papers. */
export const houseOf = ({ certificates, print }: Pick<Config, 'certificates' | 'print'>): House => ({
  sender: [certificates.organisation],
  dutyPhone: print.dutyPhone,
  timeZone: ZONE,
});

/** 4 and 5: bench and printers, and the flow over all of it. */
export function openFlow(
  config: Config,
  { opened, vault }: Records,
  { ca, evaluation }: Authority,
  { log, closers, node, warn, printed, search }: Around,
) {
  const bench = createBench({ slots: config.bench, log, training: evaluation });
  closers.add(bench.close);
  const house = houseOf(config);
  const printer = tell(createPrinter({ queues: openQueues(config.print), house, clock }), printed);
  const hasher = createSecretHasher();
  const flow = createFlow({
    node,
    store: opened.store,
    lists: { ...opened.lists, entries: searching(opened.lists.entries, search) },
    clock,
    chance,
    claims: opened.presence,
    sight: opened.presence,
    vault,
    ca: ca.authority,
    status: ca.publisher,
    bench,
    places: createPlaces({ records: opened.identity, clock, node }),
    software: createSoftwareCredentials(),
    printer,
    hasher: hasher.known,
    codes: hasher.codes,
    verifyChallenge,
    configuration: configurationOf(config),
    directory: openDirectory(config),
    warn,
  });
  closers.add(flow.imports.close);
  closers.add(flow.recall.stop);
  closers.add(flow.campaign.stop);
  return { flow, hasher, printer, bench };
}

const isOfNewest = (filter: object): boolean => Object.keys(filter).every((name) => name === 'without');
/** Few entries about a thing, which an index finds: whoever has its page open asks again and again. */
const isSince = ({ fromEntry, text }: EntryFilter): boolean => fromEntry !== undefined && text === undefined;

/**
 * The newest entries come at once, with or without acts that look at the journal, and so does what was done since a page was opened;
 * whoever looks for something in all of the journal may have it read whole.
 */
export function searching(newest: Lists['entries'], search: Lists['entries']): Lists['entries'] {
  return (filter, page, gone) =>
    isOfNewest(filter) || isSince(filter) ? newest(filter, page) : search(filter, page, gone);
}

/** The printer, which tells `printed` of each paper that it took whole. */
function tell(printer: Printer, printed: Around['printed']): Printer {
  if (!printed) return printer;
  return {
    ...printer,
    print: async (paper) => {
      await printer.print(paper);
      printed(paper);
    },
  };
}

/** The settings that are written into certificates, with their hash. */
export function configurationOf({ certificates, pki }: Config): { hash: string; text: string } {
  const text = canonical({ ...certificates, pkiUrl: pki.url ?? null });
  return { hash: hash('sha256', text), text };
}

/** What was interrupted on this node is finished or undone before anybody is let in. */
export async function resumeInterrupted(flow: Flow, log: Log): Promise<void> {
  await flow.dualControl.resume();
  const resumed = await flow.production.resume();
  const undone = await flow.machine.resume();
  await flow.imports.resume();
  await flow.recall.resume();
  await flow.campaign.carryOn();
  if (undone > 0) log.warn('certificates that were never sealed were revoked', { count: undone });
  if (resumed.length > 0) log.warn('interrupted production taken up again', { jobs: resumed.length });
}
