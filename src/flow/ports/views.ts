/** A list of the console as somebody keeps it under a name of their own: its filters and order, as its address has them. */
export interface SavedView {
  personId: string;
  /** The list, as the console names it. */
  list: string;
  name: string;
  query: string;
}
