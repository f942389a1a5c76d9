/** The last moment that a date can be, epoch milliseconds (ECMA-262, 21.4.1.1); nobody can write a later one. */
export const LAST_MOMENT = 8_640_000_000_000_000;

/** Whether a value is a moment that can be written as a date: what an entry claims may be anything. */
export const isMoment = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= LAST_MOMENT;
