import { z } from 'zod';
import { operation } from '../operation.ts';
import { Checklist } from '../shapes.ts';

/** Checklists of commissioning and migration. Their next version is proposed as `checklist.set`. */
export const checklists = {
  listChecklists: operation({
    method: 'GET',
    path: '/v1/checklists',
    summary: 'The checklists in force, each in its newest version',
    acts: ['workstation.read'],
    input: z.strictObject({}),
    output: z.object({ items: z.array(Checklist) }),
    run: async ({ door, who }) => ({ items: await door.flow.reading.checklists(who.caller) }),
  }),
};
