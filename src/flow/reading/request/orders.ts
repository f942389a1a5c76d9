import type { RequestOrder } from '../lists.ts';
import type { Sort } from '../sorting.ts';

/** How requests are read for each of their sorts, and for the other way round. */
export const REQUEST_ORDERS: Readonly<Record<Sort<'requests'>['by'], readonly [RequestOrder, RequestOrder]>> = {
  age: ['newest', 'oldest'],
  state: ['states', 'states-back'],
  holder: ['holders', 'holders-back'],
};
