import type { Scene } from '../../language/scene.ts';
import type { Cell, RowOf } from '../../tables/row.ts';
import { isOpenRequest, MOST_OPEN } from '../../tables/states.ts';

/** What somebody has asked for and is not over. */
export const openRequestsOf = (s: Scene, holderId: Cell): RowOf<'request'>[] =>
  s.find('requestsOfPerson', holderId).filter(({ state }) => isOpenRequest(state));

/** Whether somebody with this many open requests may ask for no more. */
export const hasManyOpen = (openRequests: number): boolean => openRequests >= MOST_OPEN;
