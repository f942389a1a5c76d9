import type { Request } from 'express';
import { mightEver } from '../../book/rights/authorise.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { readSerials } from '../../book/rules/stock/typed-serials.ts';
import { CountLocation, SettleDifference } from '../../flow/stock/counts.ts';
import { AddLocation, AmendLocation } from '../../flow/stock/locations.ts';
import { ArriveTokens, TransferTokens } from '../../flow/stock/transfers.ts';
import { grouped, shortened } from '../frame/components/names.ts';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import { postGrave, readFor } from '../frame/forms/grave-acts.tsx';
import type { Answer, Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { countQuestion } from './count-question.ts';
import { PlacePage } from './location.tsx';
import { PlacesPage } from './locations.tsx';
import { placeName } from './place-name.ts';
import { TransferPage } from './transfer.tsx';
import { readTransfers } from './transfers.tsx';

/** What a scanner typed into a field of several lines. */
const scanned = (values: Values): string[] => readSerials(single(values, 'serials'));

/** The places of the stock: locations, transfers between them, counts. */
export function placeRoutes({ door: { flow }, on }: RouteParts): void {
  const may = (member: Member, right: Right) => mightEver(member.me.caller, right, member.now);
  const places: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const page = (
      <PlacesPage
        locations={await flow.reading.stockLocations(caller)}
        transfers={await readTransfers(flow, member)}
        mayAdd={may(member, 'stockLocation.add')}
        mayTransfer={may(member, 'stock.transfer')}
      />
    );
    return { title: member.t('place.title'), page };
  };
  const place: Handler<Member> = async (member, req) => {
    const code = part(req, 'location');
    const found = await flow.reading.stockLocation(member.me.caller, code);
    const page = (
      <PlacePage
        {...found}
        // a token that was found here may belong elsewhere
        locations={found.differences.length > 0 ? await flow.reading.stockLocations(member.me.caller) : []}
        mayAmend={may(member, 'stockLocation.amend')}
        mayCount={may(member, 'stock.count')}
      />
    );
    return { title: member.t('place.one', { place: placeName([found.location], found.location.id) }), page };
  };
  const transfer: Handler<Member> = async (member, req) => {
    const found = await flow.reading.stockTransfer(member.me.caller, part(req, 'transferId'));
    const { fromId: from, toId: to, sentBy } = found.transfer;
    const page = (
      <TransferPage
        {...found}
        locations={await flow.reading.stockLocations(member.me.caller)}
        mayArrive={may(member, 'stock.arrive')}
        isOwn={sentBy === member.me.caller.personId}
        mayTakeBack={may(member, 'stock.transfer')}
      />
    );
    return { title: member.t('transfer.title', { from, to }), page };
  };
  on.get('/emplacements', places);
  on.get('/emplacements/:location', place);
  on.get('/transferts/:transferId', transfer);

  on.post(
    '/emplacements',
    async (member) => {
      const { placeCode: code = '', ...others } = member.values;
      const input = parseForm(AddLocation, { ...others, code }, { numbers: ['threshold'] });
      await flow.stock.addLocation(member.me.caller, input);
      const text = { text: 'place.added', params: { code: input.code } } as const;
      return { to: '/emplacements', notice: { kind: 'success', ...text } };
    },
    { show: places, act: 'stockLocation.add', names: { code: 'placeCode' } },
  );
  on.post(
    '/emplacements/:location',
    async (member, req) => {
      const code = part(req, 'location');
      const values = { ...member.values, location: code };
      const typed = parseForm(AmendLocation, values, { numbers: ['threshold'] });
      // an emptied field of the form says that it is not watched
      const input = single(values, 'threshold') === '' ? { ...typed, threshold: null } : typed;
      await flow.stock.amendLocation(member.me.caller, input);
      return { to: `/emplacements/${code}`, notice: { kind: 'success', text: 'place.amended' } };
    },
    { show: place, act: 'stockLocation.amend' },
  );
  const counted = (member: Member, req: Request) =>
    parseForm(
      CountLocation,
      { location: part(req, 'location'), serials: scanned(member.values) },
      { lists: ['serials'] },
    );
  postGrave(on, '/emplacements/:location/inventaire', {
    ask: async (member, req) => {
      const input = counted(member, req);
      const sums = await readFor(flow.stock.countSums(member.me.caller, input));
      return sums && countQuestion(member, input.location, sums);
    },
    run: async (member, req) => {
      const input = counted(member, req);
      const { count, differences, unknown } = await flow.stock.count(member.me.caller, input);
      const n = differences.length;
      const exact = { kind: 'success', text: { count: 'count.exact', n: count.seen } } as const;
      const differs = { kind: 'warning', text: 'count.differs', params: { n } } as const;
      const strangers = {
        kind: 'warning',
        text: 'count.unknown',
        params: { n, serials: shortened(unknown.map(grouped)) },
      } as const;
      const notice = unknown.length > 0 ? strangers : n > 0 ? differs : exact;
      return { to: `/emplacements/${input.location}`, notice };
    },
    show: place,
    act: 'stock.count',
  });

  on.post(
    '/ecarts/:id',
    async (member, req) => {
      const differenceId = part(req, 'id');
      const { reason } = parseForm(SettleDifference, { ...member.values, differenceId });
      const code = await flow.stock.settle(member.me.caller, { differenceId, reason });
      return { to: `/emplacements/${code}`, notice: { kind: 'success', text: 'count.settled' } };
    },
    { show: places, act: 'stock.count' },
  );

  on.post(
    '/transferts',
    async (member) => {
      const { to } = member.values;
      const input = parseForm(
        TransferTokens,
        { to: to ?? '', serials: scanned(member.values) },
        { lists: ['serials'] },
      );
      const { transfer: sent, moved: n } = await flow.stock.transfer(member.me.caller, input);
      const text = { count: sent ? 'transfer.sent' : 'transfer.moved', n } as const;
      return {
        to: sent ? `/transferts/${sent.id}` : '/emplacements',
        notice: { kind: 'success', text, params: { to: input.to } },
      };
    },
    { show: places, act: 'stock.transfer' },
  );
  /** Says of the scanned tokens of a transfer where they are. */
  const tell = (way: string, act: Right, run: typeof flow.stock.arrive) =>
    on.post(
      `/transferts/:transferId/${way}`,
      async (member: Member, req: Request): Promise<Answer> => {
        const transferId = part(req, 'transferId');
        const given = { transferId, serials: scanned(member.values) };
        const { left: n } = await run(member.me.caller, parseForm(ArriveTokens, given, { lists: ['serials'] }));
        return {
          to: `/transferts/${transferId}`,
          notice: { kind: 'success', text: n === 0 ? 'transfer.told.none' : { count: 'transfer.told', n } },
        };
      },
      { show: transfer, act },
    );
  tell('reception', 'stock.arrive', flow.stock.arrive);
  tell('retour', 'stock.transfer', flow.stock.takeBack);
}
