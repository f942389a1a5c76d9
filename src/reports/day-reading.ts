import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { FARTHEST, PACE_DAYS } from '../forecast/levels.ts';
import { readEntry } from '../journal/entry.ts';
import type { Progress } from '../journal/long-reading.ts';
import { KnownCampaign } from './campaigns.ts';
import { NOTHING, type ReportedEntry, reportOn, type Standing } from './daily.ts';
import { dayOf } from './day.ts';
import { Open } from './open-requests.ts';
import { DailyReport, KeptDay, SurgeTime, type Took } from './shape.ts';

/** What stood at the end of a day; kept, so that the next report need not read the journal from its beginning. */
export interface DayEnd {
  at: number;
  open: string;
}
/** What a report is read from: a connection that cannot write is enough. */
export interface DayRecords {
  /** Lines of entries made in [from, to) milliseconds, in pages. */
  linesBetween(from: number, to: number): AsyncIterable<readonly string[]>;
  /** How many entries were made before a moment. */
  entriesBefore(at: number): Promise<number>;
  /** The last day's end that was kept at or before a moment. */
  lastDayEnd(at: number): Promise<DayEnd | undefined>;
}
export interface DayTask {
  date: string;
  timeZone: string;
  now: number;
  checkpoint: DailyReport['checkpoint'];
}
/** The report, what was measured for it, and the day's end once the day is over. */
export interface DayRead {
  report: DailyReport;
  took: Took;
  end: DayEnd | null;
}
const within = (least: number, most: number) => z.number().min(least).max(most);
/** A number for each level, within the bounds that the service keeps: who edits them moves no date out of sight. */
const forLevels = (least: number, most: number) => z.object({ mid: within(least, most), by: within(least, most) });
const Stretch = forLevels(-FARTHEST, FARTHEST);
/**
 * A list that is refused at the first element that is wrong. Who edits a text can write millions of them, and zod makes an object for
 * each that it refuses.
 */
const listOf = <E extends z.ZodType>(element: E) =>
  z.array(z.unknown()).transform((list, context) => {
    const read: z.output<E>[] = [];
    for (const one of list) {
      const found = element.safeParse(one);
      if (!found.success) {
        context.addIssue({ code: 'custom', message: 'an element of another shape' });
        return z.NEVER;
      }
      read.push(found.data);
    }
    return read;
  });
/** Counts by name, refused at the first that is none: a record of zod looks at all of them before it answers. */
const countsByName = z.unknown().transform((counts, context) => {
  const read: Record<string, number> = {};
  const refuse = () => {
    context.addIssue({ code: 'custom', message: 'no counts by name' });
    return z.NEVER;
  };
  if (typeof counts !== 'object' || counts === null || Array.isArray(counts)) return refuse();
  for (const [name, count] of Object.entries(counts)) {
    if (typeof count !== 'number' || !Number.isSafeInteger(count)) return refuse();
    read[name] = count;
  }
  return read;
});
const Kept = z.object({
  open: listOf(z.tuple([z.string(), Open])),
  surge: z.object({
    surge: SurgeTime.nullable(),
    factor: z.int(),
    proposed: listOf(z.tuple([z.string(), z.string()])),
  }),
  tokens: z.object({ states: countsByName, onTheWay: listOf(z.string()), notBlank: listOf(z.string()) }),
  due: countsByName,
  campaigns: listOf(z.tuple([z.string(), KnownCampaign])),
  targets: DailyReport.shape.against,
  endHour: DailyReport.shape.endHour,
  dates: z.object({
    stretch: z.object({ near: Stretch, far: Stretch }),
    kept: forLevels(0, 1),
    aim: forLevels(0, 1),
    made: listOf(z.int().min(0)).refine(({ length }) => length <= PACE_DAYS),
  }),
});
const Json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' });
    return z.NEVER;
  }
});
/** A report as it was kept; what was measured for it is left out. */
export const KeptReport = Json.pipe(DailyReport);
const KeptText = Json.pipe(KeptDay);
/**
 * Octets of a day's end: some twenty thousand open requests take ten million. Whoever writes the database can make one of a few
 * kilobytes that grows to any size, and JSON takes some forty times as much memory as its text: what grows to more is none, and a
 * process that reads has memory for what does not (app/readings/process.ts).
 */
const MOST_OCTETS = 32 * 1024 * 1024;
/** How a day's end is kept that would be too large to be read. */
const TOO_LARGE = '';
const Packed = z.base64().transform((text, context) => {
  try {
    return inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_OCTETS }).toString();
  } catch {
    context.addIssue({ code: 'custom', message: 'nothing that was packed' });
    return z.NEVER;
  }
});
const KeptStanding = Packed.pipe(Json).pipe(Kept);

/** Reports that were kept, but for those that an older version wrote or somebody edited. */
export const readKept = (texts: readonly string[]): KeptDay[] =>
  texts.flatMap((text) => {
    const kept = KeptText.safeParse(text);
    return kept.success ? [kept.data] : [];
  });
/** The day's end that this process wrote last: of days that are counted one after another each begins from it. */
let lastWritten: { text: string; standing: Standing } | undefined;
/**
 * A day's end as it is kept: packed, for each open request is half a kilobyte of the same words, and every day that was ever kept has
 * such a text, which goes through the service to its disk. Base64. One that is too large to be read again is kept as none: the day
 * counts as kept with its report, and a later one reads the journal from its beginning.
 */
export function writeStanding(standing: Standing): string {
  const { open, campaigns, ...rest } = standing;
  const plain = Buffer.from(JSON.stringify({ open: [...open], campaigns: [...campaigns], ...rest }));
  if (plain.length > MOST_OCTETS) return TOO_LARGE;
  const text = deflateRawSync(plain, { level: 1 }).toString('base64');
  lastWritten = { text, standing };
  return text;
}
/** Whether a day's end was too large to be kept. */
export const isTooLarge = ({ open }: Pick<DayEnd, 'open'>): boolean => open === TOO_LARGE;
/** Undefined where it was too large, or written in another shape: then the journal is read from its beginning. */
export function readStanding(text: string): Standing | undefined {
  if (lastWritten?.text === text) return lastWritten.standing;
  const { data } = KeptStanding.safeParse(text);
  return data && { ...data, open: new Map(data.open), campaigns: new Map(data.campaigns) };
}

/**
 * Reads the report of a day from the last day's end that was kept; without one (first report, old day) the journal is read
 * from further back. `progress` is told of entries read, of how many. Throws as `reportOn` does.
 */
export async function readDay(
  { date, timeZone, now, checkpoint }: DayTask,
  { linesBetween, entriesBefore, lastDayEnd }: DayRecords,
  progress: Progress = () => {},
): Promise<DayRead> {
  async function* entries(from: number, to: number): AsyncIterable<ReportedEntry> {
    const [before, after] = await Promise.all([entriesBefore(from), entriesBefore(to)]);
    const total = after - before;
    let done = 0;
    progress(done, total);
    for await (const page of linesBetween(from, to)) {
      for (const line of page) yield readEntry(line);
      done += page.length;
      progress(done, total);
    }
  }
  const day = dayOf(date, timeZone);
  const kept = await lastDayEnd(day.begin);
  const before = kept && readStanding(kept.open);
  const of = { date, timeZone, now, before: before ?? NOTHING, since: before && kept.at, checkpoint };
  const { report, took, standing } = await reportOn(entries(before ? kept.at : 0, day.end), of);
  return { report, took, end: day.end + SETTLED_MS <= now ? { at: day.end, open: writeStanding(standing) } : null };
}

/**
 * A day is over for good by then, ms: an entry of its last moment may still be on its way to the disk, or from a node whose clock
 * is a little behind.
 */
export const SETTLED_MS = 60_000;
