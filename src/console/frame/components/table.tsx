import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { SCROLLS } from './scrolls.tsx';

interface TableProps {
  caption: string;
  /** The caption is read aloud only: a heading above says the same. */
  silentCaption?: boolean;
  head: readonly ComponentChildren[];
  small?: boolean;
  children: ComponentChildren;
  /** Shown in place of a table without rows. */
  empty?: string | undefined;
  id?: string;
}

/** A table of the DSFR that scrolls inside itself on narrow screens, by keyboard too. */
export function Table({ caption, silentCaption, head, small, children, empty, id }: TableProps) {
  const captionId = `table-${useId()}`;
  if (empty !== undefined && Array.isArray(children) && children.flat().length === 0)
    return <p class="jeton-empty">{empty}</p>;
  const looks = ['fr-table', 'fr-table--no-caption', 'jeton-table', small ? 'fr-table--sm' : ''];
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
                  {head.map((cell, index) => (
                    <th key={index} scope="col">
                      {cell}
                    </th>
                  ))}
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
