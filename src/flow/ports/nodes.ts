/** What a node says of itself to the others, every two seconds. */
export interface Beat {
  node: string;
  site: string;
  version: string;
  /** Addresses of its console, and of its CRLs and OCSP. */
  url: string;
  pkiUrl: string;
  /** Entries of the journal that its copy for CRLs and OCSP lacks; null where it answers from the records themselves. */
  behind: number | null;
  /** What somebody has to look at there, by readiness's names; empty where all is well. */
  waiting: readonly string[];
  ready: boolean;
  /** Whether its rounds are those that run. */
  leads: boolean;
}
/** A node that was heard of, and how long ago, in milliseconds. One that is silent leads no more. */
export interface HeardNode extends Beat {
  silentMs: number;
}
/** The nodes that are heard of. */
export interface Sight {
  /** Every node that was heard of lately, this one first. */
  nodes(): readonly HeardNode[];
}
