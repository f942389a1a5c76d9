import type { Sort } from '../sorting.ts';
import type { RequestOrder } from './request-lists.ts';

/** How requests are read for each of their sorts, and for the other way round. */
export const REQUEST_ORDERS: Readonly<Record<Sort<'requests'>['by'], readonly [RequestOrder, RequestOrder]>> = {
  age: ['newest', 'oldest'],
  state: ['states', 'states-back'],
  holder: ['holders', 'holders-back'],
};
