import { mayBeAttackedWith } from '../rules/workstation/incidents.ts';
import type { Scene } from './scene.ts';

/**
 * Whether an open incident stands against a machine: one that names it, or one that names none, of whoever has it or used a token in
 * it. It may be the one that was attacked.
 */
export const isUnderIncident = (s: Scene, machine: { readonly id: string; readonly holderId?: unknown }): boolean =>
  s.find('openIncidentsOfWorkstation', machine.id).length > 0 ||
  mayBeAttackedWith(machine, s.find('tokensUsedOnWorkstation', machine.id)).some(
    (person) => s.find('openIncidents', person, null).length > 0,
  );
