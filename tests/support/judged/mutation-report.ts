import type { Entry } from '../../../src/journal/entry.ts';
import { grouped } from '../grouped.ts';
import type { Journal } from './journals.ts';
import { judgeAll, type Refused } from './judging.ts';
import type { Mutation } from './mutations.ts';
import { sameProcedure, showsLater } from './same-procedure.ts';

export interface Judged {
  mutation: Omit<Mutation, 'entries'>;
  journal: string;
  /** Where it was refused, and the sentence; undefined: it passes. */
  refused: Refused | undefined;
  /** Why what passes is the same procedure; undefined where nobody has argued it. */
  why: string | undefined;
  /** Refused at the changed entry or, where that could be so and only a later one shows that it was not, at a later one. */
  rightPlace: boolean;
}

/** Judges the mutated journal. */
export function judgeMutation({ entries, ...mutation }: Mutation, journal: Journal): Judged {
  const refused = judgeAll(entries);
  const why = refused ? undefined : sameProcedure(mutation, journal.entries);
  const rightPlace =
    refused !== undefined &&
    (refused.seq === mutation.seq || (refused.seq > mutation.seq && showsLater(mutation, journal.entries)));
  return { mutation, journal: journal.name, refused, why, rightPlace };
}

/** How many there are, how many of them were refused, where, and what passes. */
export function countOf(judged: readonly Judged[]) {
  const refused = judged.filter((one) => one.refused);
  const survivors = judged.filter((one) => !one.refused && one.why === undefined);
  const argued = judged.length - refused.length - survivors.length;
  const total = Math.max(1, judged.length - argued);
  return {
    mutations: judged.length,
    refused: refused.length,
    argued,
    survivors,
    misplaced: refused.filter((one) => !one.rightPlace),
    /** Entries over which the judge broke down. */
    threw: refused.filter((one) => one.refused?.threw),
    /** Of all that is not the same procedure. */
    refusedShare: refused.length / total,
    rightPlaceShare: refused.filter((one) => one.rightPlace).length / Math.max(1, refused.length),
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const line = (entry: Entry | undefined): string => (entry ? JSON.stringify(entry) : 'nothing');
const groupOf = ({ mutation: { act, kind, what } }: Judged): string => `${act} · ${kind} · ${what}`;

function tableOf(judged: readonly Judged[], by: (one: Judged) => string): string {
  const groups = [...grouped(judged, by)].map(([name, all]) => ({ name, ...countOf(all) }));
  const rows = groups.sort((a, b) => a.refusedShare - b.refusedShare);
  return rows
    .map(({ name, refusedShare, mutations }) => `  ${percent(refusedShare).padStart(9)} of ${mutations}  ${name}\n`)
    .join('');
}

function listOf(judged: readonly Judged[], brief: boolean): string {
  const groups = [...grouped(judged, groupOf)].sort((a, b) => b[1].length - a[1].length);
  return groups
    .map(([name, all]) => {
      const [{ mutation, journal, refused }] = all as [Judged];
      const head = `${all.length} × ${name}${refused ? ` – refused at ${refused.seq}: ${refused.sentence}` : ''}\n`;
      const where = `  ${journal}, entry ${mutation.seq}${mutation.to === undefined ? '' : ` → ${mutation.to}`}\n`;
      return brief ? head : `${head}${where}  before ${line(mutation.before)}\n  after  ${line(mutation.after)}\n`;
    })
    .join('');
}

/** All of it as text: figures, by kind, by act, survivors, what was refused in another place. */
export function summaryOf(judged: readonly Judged[], { brief = false } = {}): string {
  const { survivors, misplaced, threw, ...count } = countOf(judged);
  const why = [...grouped(judged, (one) => one.why)].filter(([reason]) => reason !== undefined);
  return [
    `# ${count.mutations} mutations: ${count.refused} refused, ${count.argued} the same procedure, ${survivors.length} survive\n`,
    `refused ${percent(count.refusedShare)} of what is not the same procedure; in the right place ${percent(count.rightPlaceShare)}\n`,
    `\n## By kind\n${tableOf(judged, ({ mutation }) => mutation.kind)}`,
    `\n## By act\n${tableOf(judged, ({ mutation }) => mutation.act)}`,
    `\n## The same procedure\n${why.map(([reason, all]) => `  ${all.length} × ${reason}\n`).join('')}`,
    `\n## Survivors\n${listOf(survivors, brief)}`,
    `\n## The judge broke down\n${listOf(threw, brief)}`,
    `\n## Refused in another place\n${listOf(misplaced, brief)}\n`,
  ].join('');
}
