import { Readable } from 'node:stream';
import type { Request } from 'express';
import type { Caller } from '../../../book/rights/roles.ts';
import type { Right } from '../../../book/rights/sentences.ts';
import { AppError } from '../../../errors.ts';
import { EXPORTED_MOST, type ExportScope } from '../../../flow/reading/list-exports.ts';
import type { Cursor, Paged } from '../../../flow/reading/paging.ts';
import { csvLines, csvOf } from '../../../reports/csv.ts';
import { isoDay } from '../dates.ts';
import type { Answer, Handler } from '../page-router.tsx';
import type { RouteParts } from '../screen-parts.ts';
import type { Key } from '../translate.ts';
import type { Member } from '../visit.ts';
import { filtersOf } from './list-address.ts';

/** A column of a list's file: its head as on the screen, and what stands in it for a row. */
export interface FileColumn<R> {
  head: Key;
  cell(row: R): string | number | null;
}

interface ListFile<R> {
  /** What the file is called, before the day. */
  name: string;
  scope: Omit<ExportScope, 'text'>;
  /** Parameters of this list that the scope names with their values. */
  named?: readonly string[];
  columns: readonly FileColumn<R>[];
  /** A page of it, for its reader as they are when it is read. */
  read(page: Cursor, caller: Caller): Promise<Paged<R>>;
}

/** Parameters by which something is chosen; all others are typed. */
const CHOSEN: readonly string[] = [
  'etat',
  'nature',
  'motif',
  'anciennete',
  'jour',
  'issue',
  'acte',
  'acteur',
  'consultations',
  'du',
  'au',
];

/** Further pages are read as they are sent; a file that is cut says so in its last line. */
async function* linesOf<R>(
  { t, language }: Member,
  columns: readonly FileColumn<R>[],
  pages: AsyncIterable<readonly R[]>,
): AsyncGenerator<string> {
  yield csvOf([columns.map(({ head }) => t(head))]);
  let rows = 0;
  for await (const page of pages) {
    rows += page.length;
    yield csvLines(page.map((row) => columns.map(({ cell }) => cell(row))));
  }
  if (rows >= EXPORTED_MOST) yield csvLines([[t('list.file.cut', { n: EXPORTED_MOST.toLocaleString(language) })]]);
}

interface FileRoute {
  /** The list's own page, shown again where the file is refused. */
  show: Handler<Member>;
  act: Right;
  file: Handler<Member>;
}

/** A list's file is asked for by a form: another site's link must not have somebody take people away, and the journal say so. */
export function onListFile({ on }: Pick<RouteParts, 'on'>, path: string, { show, act, file }: FileRoute): void {
  const back = ({ url }: Request): string => url.replace('.csv', '');
  on.post(`${path}.csv`, file, { show, act, back });
}

/** A list as a CSV file: the rows that its address finds, in its order, with the columns and words of the screen. */
export async function listFile<R>(
  { door: { flow, identity } }: Pick<RouteParts, 'door'>,
  member: Member,
  { name, scope, named = [], columns, read }: ListFile<R>,
): Promise<Answer> {
  const text = filtersOf(member.query).some(([parameter]) => ![...CHOSEN, ...named].includes(parameter));
  const { caller } = member.me;
  /** Who it is for may have signed out, or lost the role, since the page before: then the file ends, and says so by breaking off. */
  const stillTheirs = async (): Promise<Caller> => {
    const me = await identity.glance(member.token);
    if (me && !me.locked && flow.reading.mayExportList(me.caller, scope.list)) return me.caller;
    throw new AppError('forbidden', 'the right to this file ended while it was made: sign in and ask for it again');
  };
  const pages = await flow.reading.exportList(caller, { ...scope, text }, async (page) =>
    read(page, page.cursor === undefined ? caller : await stillTheirs()),
  );
  return {
    file: {
      name: `${name}-${isoDay(member.now)}.csv`,
      type: 'text/csv; charset=utf-8',
      content: Readable.from(linesOf(member, columns, pages)),
    },
  };
}
