/** Working days over which the daily use of blank tokens is reckoned, the last of them included. */
export const USE_DAYS = 20;
/** How many tokens are made a working day, and how many working days the blank ones last so; null where none is made. */
export interface StockCover {
  perDay: number;
  days: number | null;
}
/**
 * How long blanks last of which so many were made into tokens in the last twenty working days: those that a bench can take, neither
 * returned ones nor those on the way to another location. A Nomade credential takes none.
 */
export const coverBy = (blanks: number, made: number): StockCover => ({
  perDay: made / USE_DAYS,
  // whole days stay whole: blanks / perDay may come to a little less
  days: made === 0 ? null : (blanks * USE_DAYS) / made,
});
