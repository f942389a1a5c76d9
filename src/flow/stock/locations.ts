import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { LOCATIONS_MOST, LocationCode, THRESHOLD_MOST } from '../../book/rules/stock/locations.ts';
import { WithoutKey } from '../../book/rules/workstation/inventory.ts';
import { create, update } from '../../book/tables/lifecycle.ts';
import type { StockLocationRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import type { Reads } from '../ports/store.ts';

const Threshold = z.int().min(1).max(THRESHOLD_MOST);
export const AddLocation = z.strictObject({
  code: LocationCode,
  label: WithoutKey(60),
  site: WithoutKey(100),
  /** Below so many blanks of a model the stock is low here. */
  threshold: Threshold.optional(),
});
/** What is left out stays; a threshold of null is no longer watched. */
export const AmendLocation = z
  .strictObject({
    location: LocationCode,
    label: WithoutKey(60).optional(),
    threshold: Threshold.nullable().optional(),
  })
  .refine(({ label, threshold }) => label !== undefined || threshold !== undefined, {
    error: 'says nothing that changes',
  });

/** The location of that code. Throws `not_found`. */
export const locationOf = (reads: Pick<Reads, 'get'>, code: string): Promise<StockLocationRow> =>
  need(reads.get('stockLocation', code), 'location');

/**
 * Where a delivery or a returned token goes that names no location: the first that was registered of the site of whoever takes it,
 * else the first of all; null before there is any.
 */
export async function usualLocation(
  reads: Pick<Reads, 'get' | 'find'>,
  personId: string,
  code: string | undefined,
): Promise<string | null> {
  if (code !== undefined) return (await locationOf(reads, code)).id;
  const first = { orderBy: 'addedAt', limit: 1 } as const;
  const site = (await reads.get('person', personId))?.site;
  const [near] = site === undefined ? [] : await reads.find('stockLocation', { site }, first);
  const [any] = near ? [near] : await reads.find('stockLocation', {}, first);
  return any?.id ?? null;
}

/**
 * Where a missing token is found: in a location of the site where it was, since it takes two persons from one site to another. Left
 * out, it stays where it was. Throws `conflict` for another site.
 */
export async function placeFound(
  reads: Pick<Reads, 'get' | 'find'>,
  [personId, { id: serial, locationId }]: readonly [string, Pick<TokenRow, 'id' | 'locationId'>],
  code: string | undefined,
): Promise<string | null> {
  if (locationId === null) return usualLocation(reads, personId, code);
  if (code === undefined || code === locationId) return locationId;
  const [was, found] = [await locationOf(reads, locationId), await locationOf(reads, code)];
  if (found.site !== was.site)
    throw new AppError('conflict', `token ${serial} was in ${was.id}, of another site: find it there, then send it`, {
      detail: { why: 'found-elsewhere', serial, location: was.id },
    });
  return found.id;
}

/** The verbs of the places where tokens are kept. */
export function createLocations(deps: Deps) {
  return {
    /** Registers a place. Throws `duplicate` for a code that one has, `limit_reached`. */
    addLocation: (caller: Caller, input: z.output<typeof AddLocation>): Promise<StockLocationRow> =>
      act(deps, caller, 'stockLocation.add', `stockLocation:${input.code}`, async (a) => {
        a.allow();
        if (await a.unit.get('stockLocation', input.code))
          throw new AppError('duplicate', `location ${input.code} is registered already`, {
            detail: { why: 'location', location: input.code },
          });
        if ((await a.unit.count('stockLocation', {})) >= LOCATIONS_MOST)
          throw new AppError('limit_reached', `${LOCATIONS_MOST} locations are registered: no more are counted`, {
            detail: { why: 'locations', most: LOCATIONS_MOST },
          });
        const { code: id, label, site, threshold = null } = input;
        const row = { id, label, site, threshold, addedBy: caller.personId, addedAt: a.now };
        await a.done([create('stockLocation', row)]);
        return row;
      }),

    /** Corrects its name, or from which number on its stock is low. */
    amendLocation: (caller: Caller, { location: code, ...input }: z.output<typeof AmendLocation>): Promise<void> =>
      act(deps, caller, 'stockLocation.amend', `stockLocation:${code}`, async (a) => {
        const row = await locationOf(a.unit, code);
        a.allow();
        const { label = row.label, threshold = row.threshold } = input;
        const set = {
          ...(label === row.label ? {} : { label }),
          ...(threshold === row.threshold ? {} : { threshold }),
        };
        if (Object.keys(set).length > 0) await a.done([update('stockLocation', row, set)]);
      }),
  };
}
