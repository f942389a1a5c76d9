import type { ComponentChildren } from 'preact';
import type { Paged, Total } from '../../../flow/reading/paging.ts';
import { ListBar } from './list-bar.tsx';
import { NextPage, PastPages } from './pagination.tsx';
import { useVisit } from './visit-context.tsx';

interface PagedListProps {
  title: string;
  /** A page of them, and how many there are; the total is left out where its heading or nobody says it. */
  list: { found: Pick<Paged<unknown>, 'next'>; total?: Total | undefined };
  page: string;
  children: ComponentChildren;
}

/** The first of two lists of a page, such as of what is open: its heading, how many it has, its rows, and the way on. */
export function PagedList({ title, list: { found, total }, page, children }: PagedListProps) {
  return (
    <>
      <h2 class="fr-h4 fr-mt-4w">{title}</h2>
      {total && <ListBar total={total} />}
      {children}
      <NextPage next={found.next} page={page} />
    </>
  );
}

/** The second one, such as of what is past: it goes on by itself, and each page of it leads to its heading. */
export function PastList({ title, list: { found, total }, page, children }: PagedListProps) {
  const { t } = useVisit();
  return (
    <>
      <h2 class="fr-h4 fr-mt-4w" id="passes">
        {title}
      </h2>
      {total && <ListBar total={total} />}
      {children}
      <PastPages next={found.next} page={page} label={t('pages.label.of', { title })} />
    </>
  );
}
