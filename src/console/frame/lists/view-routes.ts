import { KeepView, ViewRef } from '../../../flow/people/saved-views.ts';
import { parseForm, single, type Values } from '../forms/forms.ts';
import type { RouteParts } from '../screen-parts.ts';
import { fieldError } from '../shell/failures.ts';
import { keptOf, type ViewedList, viewedList } from './list-views.ts';

const listOf = (values: Values): ViewedList => {
  const list = viewedList(single(values, 'list'));
  if (list === undefined) throw fieldError('list', 'choice');
  return list;
};

/** A person's own views of lists: kept and deleted; opened, they are an address. */
export function viewRoutes({ door: { flow }, on }: RouteParts): void {
  const where = (values: Values): string => {
    const list = viewedList(single(values, 'list'));
    if (list === undefined) return '/';
    const kept = keptOf(list, values);
    return kept === '' ? `/${list}` : `/${list}?${kept}`;
  };
  on.post(
    '/vues',
    async ({ me: { caller }, values }) => {
      const list = listOf(values);
      const view = parseForm(KeepView, { list, name: single(values, 'name'), query: keptOf(list, values) });
      await flow.views.keep(caller, view);
      return { to: where(values), notice: { kind: 'success', text: 'views.kept', params: { name: view.name } } };
    },
    {
      show: ({ values, failure }) => {
        const text = failure?.code === 'limit_reached' ? 'views.full' : 'views.wrong';
        return { to: where(values), notice: { kind: 'error', text } };
      },
      back: () => '/',
    },
  );
  on.post(
    '/vues/supprimer',
    async ({ me: { caller }, values }) => {
      const view = parseForm(ViewRef, { list: listOf(values), name: single(values, 'name') });
      await flow.views.drop(caller, view);
      return { to: `/${view.list}`, notice: { kind: 'success', text: 'views.dropped', params: { name: view.name } } };
    },
    { show: () => ({ to: '/', notice: { kind: 'error', text: 'views.wrong' } }), back: () => '/' },
  );
}
