import type { Role } from '../../book/tables/codes.ts';
import type { StandingState } from '../../book/tables/states.ts';
import type { PersonInput } from '../inputs.ts';

/** A person as the directory knows them now. */
export interface DirectoryRecord {
  directoryId: string;
  /** False once the directory says that they have left or are locked out. */
  enabled: boolean;
  /** What an import takes; undefined when a field does not keep its rules. */
  person: PersonInput | undefined;
  /** Names of the fields that do not. */
  problems: readonly string[];
}

/** The ministry's directory, read only. Every verb throws `service_unreachable`. What it says is not taken on trust. */
export interface Directory {
  /** By id, in any case; undefined when nobody or more than one has it. */
  find(directoryId: string): Promise<DirectoryRecord | undefined>;
  /** People whose id, first or family name begins with each of the words. */
  search(text: string, limit: number): Promise<DirectoryRecord[]>;
  /** Everybody, in pages: all of them, or it throws. */
  everyone(): AsyncIterable<readonly DirectoryRecord[]>;
  /** Which roles the groups propose, and to which directory ids. */
  groups(): Promise<{ role: Role; scope: string; members: readonly string[] }[]>;
}

/** Somebody whom the directory showed once, and whether it still does. */
export interface DirectoryStanding {
  personId: string;
  state: StandingState;
  since: number;
}

/** A role that the directory's groups would have granted (`grant`), or no longer back (`end`). */
export interface RoleSuggestion {
  personId: string;
  role: Role;
  scope: string;
  kind: 'grant' | 'end';
  since: number;
}

export interface DismissedSuggestion extends Omit<RoleSuggestion, 'since'> {
  /** A word of flow/people/role-suggestions.ts. */
  reason: string;
  dismissedAt: number;
}
