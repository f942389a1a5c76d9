import { z } from 'zod';
import { mightEver } from '../../book/rights/authorise.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { readDelivery } from '../../book/rules/stock/delivery-list.ts';
import { LocationCode } from '../../book/rules/stock/locations.ts';
import { readSerial } from '../../book/rules/stock/typed-serials.ts';
import { TOKEN_STATES } from '../../book/tables/states.ts';
import { oneLine, Ref } from '../../flow/inputs.ts';
import { ReceiveDelivery } from '../../flow/stock/stock.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { judged, parseForm, single } from '../frame/forms/forms.ts';
import { sortOf } from '../frame/lists/list-address.ts';
import { listFile, onListFile } from '../frame/lists/list-file.ts';
import type { Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { StockPage, tokenColumns, UNANNOUNCED } from './stock.tsx';
import type { SetAside } from './to-check.tsx';

/** The others follow as these are checked. */
const SET_ASIDE_SHOWN = 20;

/** The stock of tokens, and what a delivery brings into it. */
export function stockRoutes(parts: RouteParts): void {
  const {
    door: { flow },
    on,
  } = parts;
  const may = (member: Member, right: Right) => mightEver(member.me.caller, right, member.now);

  const setAside = async (member: Member): Promise<SetAside[]> => {
    const { caller } = member.me;
    const { items } = await flow.reading.tokens(caller, { state: ['to_check'] }, { limit: SET_ASIDE_SHOWN });
    const slots = may(member, 'token.check') ? await flow.reading.slots(caller) : [];
    return items.map(({ id }) => ({ serial: id, place: slots.find(({ token }) => token?.serial === id) }));
  };

  const filterOf = ({ query }: Member) => {
    const state = TOKEN_STATES.find((s) => s === single(query, 'etat'));
    const text = readSerial(single(query, 'texte'));
    const of = (name: string) => single(query, name) || undefined;
    const kind = { model: of('modele'), firmware: of('micrologiciel'), batch: of('lot') };
    const place = { deliveryId: of('livraison'), locationId: of('emplacement')?.toUpperCase() };
    return { text: text || undefined, state: state && [state], ...kind, ...place };
  };
  /** Tokens that have something in common stand by their serial numbers: no index has each of these lists by model. */
  const sortIn = (member: Member) => {
    const sort = sortOf('tokens', member.query);
    const { text: _, state: __, ...kind } = filterOf(member);
    return sort?.by === 'model' && Object.values(kind).some(Boolean) ? undefined : sort;
  };
  const file = (member: Member) => {
    const filter = filterOf(member);
    const sort = sortIn(member);
    return listFile(parts, member, {
      name: 'jetons',
      scope: { list: 'tokens', state: filter.state?.[0] },
      columns: tokenColumns(member.t),
      read: (page, caller) => flow.reading.tokens(caller, { ...filter, ...(sort && { sort }) }, page),
    });
  };
  const stock: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const filter = filterOf(member);
    const mayReceive = may(member, 'stock.receive');
    const sort = sortIn(member);
    const stocked = flow.reading.stockNow(caller);
    const [{ counts, levels }, aside, found, total, locations, expected, deliveries, views] = await Promise.all([
      stocked,
      stocked.then((now) => (now.counts.byState.to_check > 0 ? setAside(member) : [])),
      flow.reading.tokens(caller, { ...filter, ...(sort && { sort }) }, pageOf(member)),
      flow.reading.tokenTotal(caller, filter),
      flow.reading.stockLocations(caller),
      mayReceive ? flow.reading.openDeliveries(caller) : [],
      flow.reading.deliveries(caller, filter.deliveryId),
      flow.views.of(caller, 'stock'),
    ]);
    const page = (
      <StockPage
        counts={counts}
        levels={levels}
        locations={locations}
        expected={expected}
        deliveries={deliveries}
        found={found}
        total={total}
        sort={sort}
        mayExport={flow.reading.mayExportList(caller, 'tokens')}
        views={views}
        setAside={aside}
        mayReceive={mayReceive}
        mayChange={may(member, 'stock.change')}
        mayRecall={may(member, 'recall.read')}
        recallable={may(member, 'recall.propose') ? filter.deliveryId : undefined}
      />
    );
    return { title: member.t('menu.stock'), page };
  };
  on.get('/stock', stock);
  onListFile(parts, '/stock', { show: stock, act: 'stock.export', file });
  on.post(
    '/stock',
    async (member) => {
      const { soPins: lines, expected, ...rest } = member.values;
      const isUnannounced = expected === UNANNOUNCED;
      const of = isUnannounced || expected === undefined ? {} : { expected };
      const { soPins, ...shape } = parseForm(Delivery, { ...rest, ...of, soPins: lines ?? '' });
      const said = { ...shape, ...(isUnannounced && { expected: null }) };
      const input = judged(ReceiveDelivery, { ...said, tokens: readDelivery(soPins) });
      const delivery = await flow.stock.receive(member.me.caller, input);
      return { to: '/stock', notice: { kind: 'success', text: { count: 'delivery.done', n: delivery.count } } };
    },
    { show: stock, act: 'stock.receive', names: { tokens: 'soPins' } },
  );
}

const Delivery = z.strictObject({
  reference: oneLine(60),
  model: oneLine(60),
  firmware: oneLine(60).optional(),
  batch: oneLine(60).optional(),
  location: LocationCode.optional(),
  expected: Ref.optional(),
  soPins: z.string().trim().min(1).max(100_000),
});
