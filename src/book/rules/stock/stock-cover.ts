/** Working days over which the daily use of blank tokens is reckoned, the last of them included. */
export const USE_DAYS = 20;
/** Working days that blanks last when so many are used a day; null where none is. */
export const daysOfCover = (blanks: number, perDay: number): number | null => (perDay === 0 ? null : blanks / perDay);
