/**
 * One node of several on a database. It is told in a message where the records are and what to approve, answers `ready` once
 * it is warm, begins with the next message, and answers its figures.
 */
import { once } from 'node:events';
import { judge } from '../../src/book/judge/judge.ts';
import type { Caller } from '../../src/book/rights/roles.ts';
import { chance, clock } from '../../src/chance.ts';
import { createApprovals } from '../../src/flow/request/approval.ts';
import type { Place } from '../../src/store/place.ts';
import { openStore } from '../../src/store/store.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import type { Asked } from './bench-plant.ts';
import { type Figure, rate } from './rate.ts';

/** What a node is told. */
export interface Order {
  place: Place;
  approver: Caller;
  waiting: readonly Asked[];
  /** How many of these the program warms up with, which do not count. */
  warmUp: number;
  inFlight: number;
}
/** What it answers. */
export interface Done extends Figure {
  /** Approvals that the figures are of. */
  counted: number;
  perGroup: number;
}

const [{ place, approver, waiting, warmUp, inFlight }] = (await once(process, 'message')) as [Order];
const { store, groups, close } = await openStore({ judge, ...place, clock, chance, rowKey: ROW_KEY });
/** Approvals ask for nothing else. */
const others = new Proxy({} as Omit<Parameters<typeof createApprovals>[0], 'store' | 'clock' | 'chance'>, {
  get: (_, name) => {
    throw new Error(`an approval asked for ${String(name)}`);
  },
});
const { approve } = createApprovals(Object.assign(Object.create(others) as typeof others, { store, clock, chance }));
const work = (asked: Asked) => approve(approver, asked);
const counted = waiting.slice(warmUp);
await rate(waiting.slice(0, warmUp), inFlight, work);
process.send?.('ready');
await once(process, 'message');
const before = groups();
const figure = await rate(counted, inFlight, work);
process.send?.({ ...figure, counted: counted.length, perGroup: counted.length / (groups() - before) } satisfies Done);
await close();
process.disconnect();
