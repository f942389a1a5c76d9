import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { SORTED } from '../lists/list-address.ts';
import { withQuery } from './pagination.tsx';
import { SCROLLS } from './scrollable.tsx';
import { useVisit } from './visit-context.tsx';

/** A column's head by which the list can be sorted; where nothing is said, the list is sorted by the first of a table. */
export interface SortHead {
  by: string;
  text: string;
  /** The list is sorted by it where nothing is said, though others stand before it. */
  usual?: boolean;
}
const isSortHead = (cell: Head): cell is SortHead => typeof cell === 'object' && cell !== null && 'by' in cell;
type Head = ComponentChildren | SortHead;

export interface TableSorting {
  /** The page of the list. A form of another address that was refused shows it as well. */
  page: string;
  /** How the rows are sorted; undefined: in the list’s own order. */
  sort: { by: string; descending: boolean } | undefined;
  /** The list's own order is that of none of its heads: a third press leads back to it. */
  ownOrder?: true;
}

interface TableProps {
  caption: string;
  /** The caption is read aloud only: a heading above says the same. */
  silentCaption?: boolean;
  head: readonly Head[];
  /** Where heads sort the rows. */
  sorting?: TableSorting;
  small?: boolean;
  /** A narrow screen shows each row as a block, for cells that say by themselves what they are. */
  stacks?: boolean;
  /** The last column is what is pressed, and nothing on paper. */
  acts?: boolean;
  children: ComponentChildren;
  /** Shown in place of a table without rows. */
  empty?: string | undefined;
  id?: string;
}

/** A table of the DSFR that scrolls inside itself on narrow screens, by keyboard too. */
export function Table({ caption, silentCaption, head, sorting, small, stacks, acts, children, empty, id }: TableProps) {
  const captionId = `table-${useId()}`;
  const sortHeads = head.filter(isSortHead);
  const own = sorting?.ownOrder ? undefined : (sortHeads.find(({ usual }) => usual) ?? sortHeads[0]);
  if (empty !== undefined && Array.isArray(children) && children.flat().length === 0)
    return <p class="jeton-empty">{empty}</p>;
  const looks = [
    'fr-table',
    'fr-table--no-caption',
    'jeton-table',
    small ? 'fr-table--sm' : '',
    stacks ? 'jeton-stacks' : '',
    acts ? 'jeton-acts' : '',
  ];
  return (
    <div class={looks.filter(Boolean).join(' ')} id={id}>
      {/* outside of what scrolls and of the frame, as the design system's script would lay it out; said once */}
      {!silentCaption && (
        <p class="jeton-caption" aria-hidden="true">
          {caption}
        </p>
      )}
      <div class="fr-table__wrapper">
        <div class="fr-table__container">
          <section class="fr-table__content" aria-labelledby={captionId} {...SCROLLS}>
            <table>
              <caption id={captionId}>{caption}</caption>
              <thead>
                <tr>
                  {head.map((cell, index) =>
                    isSortHead(cell) && sorting ? (
                      <Sorting key={index} head={cell} sorting={sorting} own={own} />
                    ) : (
                      <th key={index} scope="col">
                        {isSortHead(cell) ? cell.text : cell}
                      </th>
                    ),
                  )}
                </tr>
              </thead>
              <tbody>{children}</tbody>
            </table>
          </section>
        </div>
      </div>
    </div>
  );
}

interface SortingProps {
  head: SortHead;
  sorting: TableSorting;
  /** The column whose order needs no word in the address. */
  own: SortHead | undefined;
}
/** A head that is a link to the same list in its order, the other way round where it is in it already. */
function Sorting({ head: { by, text }, sorting: { page, sort, ownOrder }, own }: SortingProps) {
  const { t, visit } = useVisit();
  const current = (sort?.by ?? own?.by) === by;
  const descending = current && sort?.descending === true;
  const down = current && !descending;
  const isBack = ownOrder === true && descending;
  const next = isBack || (by === own?.by && !down) ? undefined : `${down ? '-' : ''}${by}`;
  return (
    <th scope="col" {...(current ? { 'aria-sort': descending ? 'descending' : 'ascending' } : {})}>
      <a class="jeton-sort" href={withQuery(page, visit.query, { [SORTED]: next, suite: undefined })}>
        {text} <span aria-hidden="true">{current ? (descending ? '▼' : '▲') : '↕'}</span>
        <span class="fr-sr-only">{t(isBack ? 'list.sort.own' : down ? 'list.sort.down' : 'list.sort.up')}</span>
      </a>
    </th>
  );
}

/** Facts about one thing: term and value. Pairs without a value are left out. */
export function Facts({ children }: { children: ComponentChildren }) {
  return <dl class="jeton-facts">{children}</dl>;
}

/** A term and its value; nothing where there is no value. */
export function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
