import type { JobRow } from '../../book/tables/rows/tokens.ts';
import type { Chance } from '../ports/chance.ts';

type Begun = Pick<
  JobRow,
  'requestId' | 'tokenId' | 'slot' | 'model' | 'locationId' | 'technicianId' | 'startedAt' | 'run'
>;

/** A job that begins: leased, with nothing made yet. */
export const newJob = (chance: Chance, begun: Begun): JobRow => ({
  id: chance.id(),
  ...begun,
  state: 'leased',
  certificateId: null,
  endedAt: null,
  failure: null,
});
