import type { ComponentChildren } from 'preact';
import type { Paged, Total } from '../../../flow/reading/lists.ts';
import { ListBar } from './list-bar.tsx';
import { NextPage } from './pagination.tsx';

interface OpenListProps {
  title: string;
  /** A page of them, and how many there are. */
  list: { found: Pick<Paged<unknown>, 'next'>; total: Total | undefined };
  page: string;
  children: ComponentChildren;
}
/** Open things of a page that has past ones as well: their heading, how many they are, their list, and the way on. */
export function OpenList({ title, list: { found, total }, page, children }: OpenListProps) {
  return (
    <>
      <h2 class="fr-h4">{title}</h2>
      <ListBar total={total} />
      {children}
      <NextPage next={found.next} page={page} />
    </>
  );
}
