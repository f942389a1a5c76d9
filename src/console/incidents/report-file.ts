import type { IncidentReport } from '../../flow/reading/incident/incidents.ts';
import type { EntryItem } from '../../flow/reading/lists.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Member } from '../frame/visit.ts';
import { actText } from '../journal/entry-text.ts';

/** One line of an incident's report: what somebody did, and one thing that was taken away by it where anything was. */
export interface ReportLine {
  entry: EntryItem;
  actor: string | null;
  taken: IncidentReport['taken'][number] | undefined;
}

/** Who did what when, each thing that was blocked on a line of its own: so many lines, so much was taken away. */
export const reportLines = ({ entries, actors, taken }: IncidentReport): ReportLine[] =>
  entries.flatMap((entry): ReportLine[] => {
    const things = taken.filter(({ seq }) => seq === entry.seq);
    const line = { entry, actor: actors.get(entry.actor) ?? null };
    return things.length === 0 ? [{ ...line, taken: undefined }] : things.map((one) => ({ ...line, taken: one }));
  });

/** The report as a file. */
export const reportColumns = ({ t, language }: Pick<Member, 't' | 'language'>): FileColumn<ReportLine>[] => [
  { head: 'journal.when.utc', cell: ({ entry }) => entry.at },
  { head: 'incident.taken.by', cell: ({ actor }) => actor },
  { head: 'label.act', cell: ({ entry }) => actText(language, entry) },
  { head: 'label.outcome', cell: ({ entry }) => t(`journal.outcome.${entry.outcome}`) },
  { head: 'incident.taken.what', cell: ({ taken }) => (taken ? t(`incident.taken.${taken.what}`) : null) },
  { head: 'incident.taken.number', cell: ({ taken }) => taken?.name ?? null },
  { head: 'incident.who', cell: ({ taken }) => taken?.personName ?? null },
];
