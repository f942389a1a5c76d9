import type { RequestItem } from '../../../flow/reading/request/request-lists.ts';
import { isoMoment } from '../../frame/dates.ts';
import { motifOf } from '../../frame/forms/motif.ts';
import type { FileColumn } from '../../frame/lists/list-file.ts';
import type { Translate } from '../../frame/translate.ts';

/** What tells of a request in a file: what its list shows in one cell stands in two. */
export const askedColumns = (t: Translate): FileColumn<RequestItem>[] => [
  { head: 'label.number', cell: ({ number }) => number },
  { head: 'label.holder', cell: ({ holderName }) => holderName },
  { head: 'label.service', cell: ({ service }) => service },
  { head: 'label.motif', cell: (item) => t(`motif.${motifOf(item)}`) },
  { head: 'label.workstation', cell: ({ assetNumber }) => assetNumber },
  { head: 'label.submitted', cell: ({ submittedAt }) => isoMoment(submittedAt) },
];

const isUrgent = (priority: number | null): priority is 1 | 2 => priority === 1 || priority === 2;
export const priorityColumn = (t: Translate): FileColumn<RequestItem> => ({
  head: 'label.priority',
  cell: ({ priority }) => (isUrgent(priority) ? t(`priority.${priority}`) : ''),
});
/** What counts of it in the queue, and why. */
const confirmedColumns = (t: Translate): FileColumn<RequestItem>[] => [
  {
    head: 'label.confirmedPriority',
    cell: ({ confirmedPriority: confirmed }) => (isUrgent(confirmed) ? t(`priority.${confirmed}`) : ''),
  },
  {
    head: 'label.priorityReason',
    cell: ({ priorityReason }) => (priorityReason === null ? '' : t(`priority.reason.${priorityReason}`)),
  },
];

/** The list of requests as a file. */
export const requestColumns = (t: Translate): FileColumn<RequestItem>[] => [
  ...askedColumns(t),
  { head: 'label.state', cell: ({ state }) => t(`state.request.${state}`) },
  priorityColumn(t),
  ...confirmedColumns(t),
];
