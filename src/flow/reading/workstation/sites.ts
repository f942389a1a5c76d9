import type { Lists } from '../lists.ts';

/** Sites that are offered to choose from. */
const MOST = 200;

/** Sites that machines have, whatever a list asks for besides: to choose from. */
export const machineSites = (lists: Pick<Lists, 'workstationValues'>): Promise<string[]> =>
  lists.workstationValues('site', MOST);
