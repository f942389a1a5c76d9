import type { IncidentKind } from '../../../book/tables/codes.ts';
import type { IncidentState } from '../../../book/tables/states.ts';

/** Open or past incidents: of a kind, of people of a service with those below it, of a person or a machine that a text finds. */
export interface IncidentFilter {
  state: IncidentState;
  kind?: IncidentKind | undefined;
  service?: string | undefined;
  text?: string | undefined;
}
