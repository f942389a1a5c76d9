import { mightEver } from '../../book/rights/authorise.ts';
import { CancelDelivery, ExpectDelivery, PostponeDelivery } from '../../flow/stock/expected.ts';
import { parseForm } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { readDeliveries } from './delivery-filters.tsx';
import { ExpectedPage } from './expected.tsx';

/** Blank tokens that are to come: who keeps the stock or watches the workshop says so. */
export function expectedRoutes({ door: { flow }, on }: RouteParts): void {
  const show: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const lists = await readDeliveries(flow, member);
    const mayExpect = mightEver(caller, 'stock.expect', member.now);
    // whatever is shown, each that is expected can be moved
    const open = mayExpect ? await flow.reading.openDeliveries(caller) : undefined;
    const mayReceive = mightEver(caller, 'stock.receive', member.now);
    const page = <ExpectedPage lists={lists} open={open} mayReceive={mayReceive} />;
    return { title: member.t('expected.title'), page };
  };
  const options = { show, act: 'stock.expect', back: () => '/livraisons' } as const;
  on.get('/livraisons', show);
  on.post(
    '/livraisons',
    async (member) => {
      const input = parseForm(ExpectDelivery, member.values, { numbers: ['count'] });
      const { reference } = await flow.stock.expect(member.me.caller, input);
      return { to: '/livraisons', notice: { kind: 'success', text: 'expected.added', params: { reference } } };
    },
    { show, act: 'stock.expect' },
  );
  on.post(
    '/livraisons/jour',
    async (member) => {
      await flow.stock.postpone(member.me.caller, parseForm(PostponeDelivery, member.values));
      return { to: '/livraisons', notice: { kind: 'success', text: 'expected.moved' } };
    },
    options,
  );
  on.post(
    '/livraisons/annuler',
    async (member) => {
      await flow.stock.cancelExpected(member.me.caller, parseForm(CancelDelivery, member.values));
      return { to: '/livraisons', notice: { kind: 'success', text: 'expected.cancelled' } };
    },
    options,
  );
}
