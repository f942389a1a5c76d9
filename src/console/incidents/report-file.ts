import type { TakenAway } from '../../flow/reading/incident/incident-blocks.ts';
import type { IncidentReport } from '../../flow/reading/incident/incidents.ts';
import type { EntryItem } from '../../flow/reading/journal/entry-lists.ts';
import { tokensRevokedBy } from '../../flow/reading/journal/entry-things.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Member } from '../frame/visit.ts';
import { actText } from '../journal/entry-text.ts';

/** One line of an incident's report: what somebody did, and one thing that was taken away by it, or one token, where anything was. */
export interface ReportLine {
  /** Undefined of the line that says that these are the newest alone. */
  entry: EntryItem | undefined;
  /** How many entries are told. */
  told: number;
  actor: string | null;
  taken: IncidentReport['taken'][number] | undefined;
  /** A token that was revoked apart, by its serial number. */
  revoked?: string;
}

/** Who did what when, each thing that was blocked and each token that was revoked on a line of its own; the first line says where only the newest entries are told. */
export function reportLines({ entries, actors, taken, more }: IncidentReport): ReportLine[] {
  const told = entries.length;
  const lines = entries.flatMap((entry): ReportLine[] => {
    const things = taken.filter(({ seq }) => seq === entry.seq);
    const line = { entry, told, actor: actors.get(entry.actor) ?? null };
    if (things.length > 0) return things.map((one) => ({ ...line, taken: one }));
    const tokens = tokensRevokedBy(entry);
    if (tokens.length > 0) return tokens.map((revoked) => ({ ...line, taken: undefined, revoked }));
    return [{ ...line, taken: undefined }];
  });
  return more ? [{ entry: undefined, told, actor: null, taken: undefined }, ...lines] : lines;
}

/** What blocks of machines, lists and services took away, as a file. */
export const blocksColumns = ({ t }: Pick<Member, 't'>): FileColumn<TakenAway>[] => [
  { head: 'journal.when.utc', cell: ({ at }) => new Date(at).toISOString() },
  { head: 'incident.taken.by', cell: ({ actorName }) => actorName },
  { head: 'incident.taken.what', cell: ({ what }) => t(`incident.taken.${what}`) },
  { head: 'incident.taken.number', cell: ({ name }) => name },
  { head: 'incident.who', cell: ({ personName }) => personName },
  { head: 'label.service', cell: ({ service }) => service },
  { head: 'incident.reason', cell: ({ reason }) => (reason === null ? null : t(`incident.short.${reason}`)) },
];

/** The report as a file. */
export const reportColumns = ({ t, language }: Pick<Member, 't' | 'language'>): FileColumn<ReportLine>[] => [
  { head: 'journal.when.utc', cell: ({ entry }) => entry?.at ?? null },
  { head: 'incident.taken.by', cell: ({ actor }) => actor },
  { head: 'label.act', cell: ({ entry, told }) => (entry ? actText(language, entry) : t('list.newest', { n: told })) },
  { head: 'label.outcome', cell: ({ entry }) => (entry ? t(`journal.outcome.${entry.outcome}`) : null) },
  {
    head: 'incident.taken.what',
    cell: ({ taken, revoked }) =>
      taken || revoked !== undefined ? t(`incident.taken.${taken?.what ?? 'token'}`) : null,
  },
  { head: 'incident.taken.number', cell: ({ taken, revoked }) => taken?.name ?? revoked ?? null },
  { head: 'incident.who', cell: ({ taken }) => taken?.personName ?? null },
  { head: 'label.service', cell: ({ taken }) => taken?.service ?? null },
  { head: 'incident.reason', cell: ({ taken }) => (taken?.reason ? t(`incident.short.${taken.reason}`) : null) },
];
