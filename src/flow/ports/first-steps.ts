/** A page of the first-day tour that somebody opened, or that the tour is over for them. */
export interface FirstStep {
  personId: string;
  /** The page's path; `over`: they dismissed the tour for good. */
  page: string;
}
