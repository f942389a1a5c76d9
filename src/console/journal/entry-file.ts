import type { ReadEntry } from '../../flow/reading/journal/entries.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Language, Translate } from '../frame/translate.ts';
import { actorText, actText, roleText, thingText, whyRefused } from './entry-text.ts';

/** What was found of the journal as a file: the words of the screen, and beside them what is written. */
export const entryColumns = (t: Translate, language: Language): FileColumn<ReadEntry>[] => [
  { head: 'journal.seq', cell: ({ entry }) => entry.seq },
  { head: 'journal.when.utc', cell: ({ entry }) => entry.at },
  { head: 'label.act', cell: ({ entry }) => actText(language, entry) },
  { head: 'journal.name', cell: ({ entry }) => entry.action },
  { head: 'label.outcome', cell: ({ entry }) => t(`journal.outcome.${entry.outcome}`) },
  { head: 'journal.why', cell: ({ entry }) => whyRefused(t, entry) ?? '' },
  { head: 'journal.by', cell: ({ entry, things }) => actorText(t, entry.actor, things) },
  { head: 'journal.role', cell: ({ entry }) => roleText(t, entry.role) },
  { head: 'journal.subject', cell: ({ entry, things }) => thingText(t, entry.subject, things) },
  { head: 'journal.written', cell: ({ entry }) => entry.subject },
];
