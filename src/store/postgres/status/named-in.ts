import { type Entry, parseEntry } from '../../../journal/entry.ts';
import { changesOf } from '../../../journal/entry-changes.ts';

/** What entries of the journal say was changed of what CRLs and OCSP are answered from. */
export interface Named {
  /** Certificates whose rows are to be read again. */
  certificates: ReadonlySet<string>;
  /** Whether CRLs were published. */
  crls: boolean;
  /** Whether the tables were compared with the journal, and revocations and CRLs put back that were missing. */
  compared: boolean;
}

/** A journal is long, and few of its lines are about certificates. */
const OF_INTEREST = /"table":"(?:certificate|crl)"|"subject":"certificate:|"action":"journal\.compared"/;

/** Rows that an entry is about without carrying their change: a repaired one has the certificate as its subject. */
function idsIn({ subject, detail }: Entry, changed: (table: string) => void): string[] {
  const ids: string[] = [];
  if (subject.startsWith('certificate:')) ids.push(subject.slice('certificate:'.length));
  for (const { table, id } of changesOf({ detail })) {
    changed(table);
    if (table === 'certificate') ids.push(id);
  }
  return ids;
}

/** Reads what these lines name. Whoever has the database may have written them: throws `journal_broken`. */
export function namedIn(lines: readonly string[]): Named {
  const certificates = new Set<string>();
  let [crls, compared] = [false, false];
  for (const line of lines) {
    if (!OF_INTEREST.test(line)) continue;
    const entry = parseEntry(line);
    compared ||= entry.action === 'journal.compared';
    const ids = idsIn(entry, (table) => {
      crls ||= table === 'crl';
    });
    for (const id of ids) certificates.add(id);
  }
  return { certificates, crls, compared };
}
