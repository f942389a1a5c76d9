import { DENSE, drawRows, drawSender, LEFT, RIGHT, type Row } from './heading.ts';
import type { House } from './house.ts';
import {
  BOTTOM,
  type Cell,
  type Checkpoint,
  type Column,
  drawJournal,
  drawTable,
  ENGLISH,
  type Paged,
  pagesOf,
  type Said,
} from './paged.ts';
import { A4, drawSheet, GREY } from './sheet.ts';

/** Widths of the columns of each table, mm: what was taken away, and who did what. */
const WIDTHS = { taken: [40, 50, 34, 32, 14], acts: [32, 36, 88, 14] } as const;
/** Between two columns, mm. */
const GAP = 2;
/** A heading, the heads of its table and one row stand on one page. */
const LEAST_SECTION = 28;
/** Three lines: how many entries the journal has, and its root. */
const JOURNAL = 14;

/** A table of the report; `none` is said where it has no row. */
interface Section {
  title: Said;
  none: Said;
  layout: keyof typeof WIDTHS;
  heads: readonly Said[];
  rows: readonly (readonly Cell[])[];
}
/** What stands on the report of an incident. */
export interface IncidentPaper {
  id: string;
  title: Said;
  facts: readonly Row[];
  sections: readonly Section[];
}

function columnsOf({ layout, heads }: Pick<Section, 'layout' | 'heads'>): Column[] {
  let x = LEFT;
  return WIDTHS[layout].map((width, at) => {
    const column = { ...(heads[at] ?? { fr: '', en: '' }), x, width: width - GAP };
    x += width;
    return column;
  });
}

/** A heading in both languages, and its table. Answers the y under it. */
function drawSection(paged: Paged, top: number, { title, none, ...of }: Section): number {
  const { pen } = paged;
  const y = top + LEAST_SECTION > BOTTOM ? paged.next() : top;
  const end = pen.text(title.en, LEFT, pen.text(title.fr, LEFT, y, { face: 'bold', size: 11 }), ENGLISH) + 2;
  if (of.rows.length > 0) return drawTable(paged, end, columnsOf(of), of.rows);
  return pen.text(none.en, LEFT, pen.text(none.fr, LEFT, end, { size: 8.5 }), ENGLISH) + 1;
}

/** The report of an incident on paper, for people who look into it: French, English below it, and the journal that proves it. */
export function drawIncidentReport(
  { id, title, facts, sections }: IncidentPaper,
  journal: Checkpoint,
  { house, at }: { house: House; at: number },
): Promise<Buffer> {
  return drawSheet({ ...A4, title: `${title.fr} ${id}`, at }, (pen) => {
    const width = RIGHT - LEFT;
    drawSender(pen, house);
    pen.text(id, LEFT, 16, { face: 'mono', size: 9, colour: GREY, width, align: 'right' });
    pen.text(title.fr, LEFT, 48, { face: 'bold', size: 20, width });
    const top = pen.text(title.en, LEFT, 57.2, { face: 'italic', size: 11, colour: GREY });
    const paged = pagesOf(pen, id, title);
    let y = drawRows(pen, top + 4, facts, DENSE);
    for (const section of sections) y = drawSection(paged, y + 6, section);
    drawJournal(pen, y + 6 + JOURNAL > BOTTOM ? paged.next() : y + 6, journal);
  });
}
