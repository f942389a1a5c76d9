import { z } from 'zod';
import { statesOf } from '../../book/tables/lifecycle.ts';
import { WORKSTATION_STATES } from '../../flow/inputs.ts';

export const RequestStates = z.enum(statesOf('request'));
export const TokenStates = z.enum(statesOf('token'));
export const WorkstationStates = z.enum(WORKSTATION_STATES);
export const AppointmentStates = z.enum(statesOf('appointment'));
export const CampaignStates = z.enum(statesOf('campaign'));
export const ImportStates = z.enum(statesOf('import'));
export const ExpectedStates = z.enum(statesOf('expectedDelivery'));
