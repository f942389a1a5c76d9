import { z } from 'zod';
import { INITIAL, LIFECYCLE, type Stateful, type States } from '../../book/tables/lifecycle.ts';
import { WORKSTATION_STATES } from '../../flow/inputs.ts';

/** Every state of a kind, from the lifecycle table. */
export function states<K extends Stateful>(kind: K): [States[K], ...States[K][]] {
  const steps = Object.values<Readonly<Record<string, string>>>(LIFECYCLE[kind]);
  const all = [...INITIAL[kind], ...steps.flatMap((step) => [...Object.keys(step), ...Object.values(step)])];
  return [...new Set(all)] as [States[K], ...States[K][]];
}

export const RequestStates = z.enum(states('request'));
export const TokenStates = z.enum(states('token'));
export const WorkstationStates = z.enum(WORKSTATION_STATES);
export const AppointmentStates = z.enum(states('appointment'));
export const CampaignStates = z.enum(states('campaign'));
export const ImportStates = z.enum(states('import'));
export const ExpectedStates = z.enum(states('expectedDelivery'));
