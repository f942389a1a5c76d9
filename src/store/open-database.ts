import type { Db } from './tables.ts';

/** Nobody else writes meanwhile; or nobody of this node's name does. */
export type Hold = 'alone' | { node: string };

/** What is known of how a database server is set up, while the service uses it. */
export interface ServerSettings {
  /** What whoever runs it has to know of it, as it was last looked at; `refuse`: the service would not start on it. */
  findings(): readonly { code: string; level: 'refuse' | 'warn'; fr: string; en: string }[];
  /** Looks again. Throws where no server answers: what was known stays. */
  look(): Promise<void>;
}

/** An open database of either engine, as the store uses it. */
export interface OpenDatabase {
  db: Db;
  /** The same database, for units that go before all others that wait. */
  urgentDb: Db;
  /** Triggers that were not as they should be when it was opened, and were made anew. */
  mendedTriggers: readonly string[];
  /** Of a file there is nothing to know. */
  settings: ServerSettings;
  /** Makes triggers anew that are not as they should be; answers their names. */
  holdTriggers(): Promise<readonly string[]>;
  /** Takes what was dropped out of where the engine still keeps it, as far as it can. */
  forgetSecrets(): Promise<void>;
  /** How many shared commits were made since it was opened. */
  groups(): number;
  /** Whether writes go through; to a file until its disk fails. */
  isWritable(): boolean;
  /** Ends once every waiting unit is answered. */
  close(): Promise<void>;
}
