import { typeset } from '../words/translator.ts';
import { LEFT, RIGHT } from './heading.ts';
import { GREY, type Pen } from './sheet.ts';

/** French, and the English that stands below it. */
export interface Said {
  fr: string;
  en: string;
}
/** The English below a heading or a cell. */
export const ENGLISH = { face: 'italic', size: 7, colour: GREY } as const;
/** Below this a row goes to the next page. */
export const BOTTOM = 272;
/** Height of the least row of a table. */
const ROW = 9.2;

/** A paper that goes on over pages, each of which says what it belongs to. */
export interface Paged {
  pen: Pen;
  /** Begins a page that says what it is of, title and its number. Answers the y under that. */
  next(): number;
}
export function pagesOf(pen: Pen, name: string, title: Said): Paged {
  let page = 1;
  return {
    pen,
    next: () => {
      pen.nextPage();
      page += 1;
      const width = RIGHT - LEFT;
      pen.text(`${name} – ${title.fr}`, LEFT, 14, { face: 'bold', size: 9, width: width - 22, fitDownTo: 7 });
      pen.text(`page ${page}`, LEFT, 14, { size: 9, colour: GREY, width, align: 'right' });
      return pen.text(title.en, LEFT, 18.4, ENGLISH) + 3;
    },
  };
}

/** A column of a table: its head, its left edge and its width in mm. */
export interface Column extends Said {
  x: number;
  width: number;
}
/** A cell; `en` stands below it where the text is French. */
export interface Cell {
  text: string;
  en?: string;
}

function drawHead(pen: Pen, y: number, columns: readonly Column[]): number {
  for (const { fr, en, x } of columns) {
    pen.text(fr, x, y, { size: 8, face: 'bold', colour: GREY });
    pen.text(en, x, y + 3.6, ENGLISH);
  }
  pen.stroke([
    [LEFT, y + 7.6],
    [RIGHT, y + 7.6],
  ]);
  return y + 8.4;
}

/** A table that goes on over pages, its head on each. Answers the y under it. */
export function drawTable(
  { pen, next }: Paged,
  top: number,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): number {
  let y = drawHead(pen, top, columns);
  for (const row of rows) {
    if (y + ROW > BOTTOM) y = drawHead(pen, next(), columns);
    const ends = columns.map(({ x, width }, at) => {
      const { text, en } = row[at] ?? { text: '—' };
      const end = pen.text(text, x, y, { size: 8.5, width });
      return en === undefined ? end : pen.text(en, x, end, { ...ENGLISH, width });
    });
    y = Math.max(y + 5.2, ...ends) + 1;
    pen.stroke([
      [LEFT, y],
      [RIGHT, y],
    ]);
    y += 1.4;
  }
  return y;
}

/** What the journal said when a paper was opened: its size, and the root in base64. */
export interface Checkpoint {
  size: number;
  root: string;
}
/** By which entries and under which root of the journal a paper stands: a later export proves it. Answers the y under it. */
export function drawJournal(pen: Pen, y: number, { size, root }: Checkpoint): number {
  const fr = `Le journal compte ${size.toLocaleString('fr')} écritures ; sa racine est :`;
  pen.text(typeset(fr), LEFT, y, { size: 8, colour: GREY });
  pen.text(`The journal has ${size.toLocaleString('en')} entries; its root is:`, LEFT, y + 3.6, ENGLISH);
  return pen.text(root, LEFT, y + 7.4, { face: 'mono', size: 8, colour: GREY });
}
