import { z } from 'zod';
import {
  RECALL_KINDS,
  RECALL_WAYS,
  STOCK_DIFFERENCE_KINDS,
  STOCK_DIFFERENCE_REASONS,
} from '../../book/tables/codes.ts';
import { statesOf } from '../../book/tables/lifecycle.ts';
import { Id, Time } from './values.ts';

export const Recall = z.object({
  id: Id,
  kind: z.enum(RECALL_KINDS),
  model: z.string().nullable(),
  value: z.string().nullable(),
  way: z.enum(RECALL_WAYS),
  revokeAt: Time.nullable(),
  state: z.enum(statesOf('recall')),
  proposerId: z.string(),
  confirmerId: z.string(),
  openedAt: Time,
  closedAt: Time.nullable(),
  closerId: z.string().nullable(),
});

export const StockLocation = z.object({
  id: Id,
  label: z.string(),
  site: z.string(),
  threshold: z.int().nullable(),
  addedBy: z.string(),
  addedAt: Time,
});

export const StockTransfer = z.object({
  id: Id,
  fromId: z.string(),
  toId: z.string(),
  count: z.int(),
  state: z.enum(statesOf('stockTransfer')),
  sentBy: z.string(),
  sentAt: Time,
  receivedBy: z.string().nullable(),
  receivedAt: Time.nullable(),
});

export const StockCount = z.object({
  id: Id,
  locationId: z.string(),
  expected: z.int(),
  seen: z.int(),
  unknown: z.int(),
  countedBy: z.string(),
  countedAt: Time,
});

export const StockDifference = z.object({
  id: Id,
  countId: z.string(),
  locationId: z.string(),
  tokenId: z.string(),
  kind: z.enum(STOCK_DIFFERENCE_KINDS),
  reason: z.enum(STOCK_DIFFERENCE_REASONS).nullable(),
  settledBy: z.string().nullable(),
  settledAt: Time.nullable(),
});
