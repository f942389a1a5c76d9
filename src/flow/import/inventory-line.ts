import { z } from 'zod';
import { WorkstationInput } from '../../book/rules/workstation/inventory.ts';
import { DirectoryId } from '../inputs.ts';

const { assetNumber, serialNumber, model, image, service, site } = WorkstationInput.shape;
/** A line of an inventory: what it does not say stays as it is. `holder`: directory id of the agent who has the machine. */
export const InventoryLine = z.strictObject({
  assetNumber,
  serialNumber,
  image,
  model: model.optional(),
  service: service.optional(),
  site: site.optional(),
  holder: DirectoryId.optional(),
});
export type InventoryLine = z.output<typeof InventoryLine>;
