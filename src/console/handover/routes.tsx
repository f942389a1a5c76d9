import type { Request } from 'express';
import type { ComponentProps } from 'preact';
import { z } from 'zod';
import type { Right } from '../../book/rights/sentences.ts';
import { LETTER_KINDS } from '../../book/tables/codes.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import { AppError, isAppError } from '../../errors.ts';
import { AtSlot, ShipToken } from '../../flow/handover/handover.ts';
import { LetterRef, PrintLetter } from '../../flow/handover/letters.ts';
import { CheckIdentity, TakeCode } from '../../flow/handover/receiving.ts';
import { Ref } from '../../flow/inputs.ts';
import { LETTER_PARTS, type LettersWish } from '../../flow/reading/request/letters.ts';
import type { ShipmentFilter } from '../../flow/reading/request/request-lists.ts';
import { pageOf, pastPageOf } from '../frame/components/pagination.tsx';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import { localPath } from '../frame/forms/guard.ts';
import { requestActs } from '../frame/forms/request-acts.ts';
import { readNumber, readTracking } from '../frame/forms/scan.ts';
import { SORTED, sortOf } from '../frame/lists/list-address.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { READY } from '../frame/shell/menu.ts';
import type { Key } from '../frame/translate.ts';
import type { Member } from '../frame/visit.ts';
import { repeatRoute } from '../requests/repeat-routes.ts';
import { HandoverPage, HandoverState } from './handover.tsx';
import { HandoverListPage } from './handover-list.tsx';
import { LettersPage } from './letters.tsx';
import { parcelRoutes } from './parcel-routes.tsx';
import { othersPlugged, plugged } from './plugged.ts';

/** What stands beside the tokens that are ready: the first of each, for the rest follows once they are dealt with. */
const BESIDE_MOST = 50;
const Scanned = z.strictObject({ number: Ref });

/** Which tokens of the desk are asked for. */
function deskFilter(query: Values): ShipmentFilter {
  const [text, service, deliverySite] = ['texte', 'service', 'site'].map((name) => single(query, name));
  return { ...(text ? { text } : {}), ...(service ? { service } : {}), ...(deliverySite ? { deliverySite } : {}) };
}

/** Which papers are asked for, the oldest first unless the address says otherwise. */
const lettersWish = (query: Values): LettersWish => ({
  kind: LETTER_KINDS.find((kind) => kind === single(query, 'nature')),
  part: LETTER_PARTS.find((part) => part === single(query, 'etat')),
  newestFirst: single(query, SORTED) === '-age',
});

/** The desk where a token is given or sent away, and the papers that wait for a printer. */
export function handoverRoutes(parts: RouteParts): void {
  const {
    door: { flow },
    on,
    follow,
    topics,
    limitCodes,
  } = parts;
  const list: Handler<Member> = async (member) => {
    const { caller } = member.me;
    const [filter, sort] = [deskFilter(member.query), sortOf('requests', member.query)];
    const sorted = { ...filter, ...(sort && { sort }) };
    const [{ items, next }, total, again, sent, today, offers] = await Promise.all([
      flow.reading.requests(caller, { ...READY, ...sorted }, pageOf(member, 100)),
      flow.reading.requestTotal(caller, { ...READY, ...filter }),
      flow.reading.toMakeAgain(caller, BESIDE_MOST, sorted),
      flow.reading.sentParcels(caller, BESIDE_MOST, { ...filter, newestFirst: sort?.by === 'age' && !sort.descending }),
      flow.reading.appointments(caller, {}),
      flow.reading.takesAppointments(),
    ]);
    // where the desk takes none, nothing is said of them
    const takes = today.items.length > 0 || offers;
    const isNarrow = Object.keys(filter).length > 0;
    const lists = { items, total, next, again, sent, sort, isNarrow, today: takes ? today : undefined };
    return { title: member.t('menu.handover'), page: <HandoverListPage {...lists} /> };
  };
  /** The number of the request that was read; the last digits of one token that is ready are enough. */
  const requestOf = async ({ me: { caller } }: Member, read: string): Promise<string> => {
    if (/^\d{1,9}$/.test(read)) {
      const end = read.padStart(5, '0');
      const { items } = await flow.reading.requests(caller, { ...READY, text: end }, { limit: 20 });
      const [only, ...more] = items.filter(({ number }) => number.endsWith(`-${end}`));
      if (only && more.length === 0) return only.number;
    }
    const { request } = await flow.reading.request(caller, read).catch((error: unknown) => {
      if (!isAppError(error, 'not_found')) throw error;
      const detail = { why: 'label-unknown', field: 'number' };
      throw new AppError('not_found', error.message, { detail });
    });
    return request.number;
  };
  on.get('/remise', list);
  on.post(
    '/remise',
    async (member) => {
      const { number } = parseForm(Scanned, { number: readNumber(single(member.values, 'number')) });
      return { to: `/remise/${await requestOf(member, number)}` };
    },
    { show: list },
  );

  parcelRoutes(parts);

  const stateOf = async (member: Member, req: Request): Promise<ComponentProps<typeof HandoverPage>> => {
    const { caller, person } = member.me;
    const [detail, slots] = await Promise.all([
      flow.reading.request(caller, part(req, 'number')),
      flow.reading.slots(caller),
    ]);
    const { request } = detail;
    const token = detail.tokens.find((t) => TOKEN_IN_USE.includes(t.state));
    const letter = detail.letters.filter((l) => l.kind === 'pin' && l.tokenId === token?.id).at(-1);
    const inOtherHand = letter?.state === 'printed' && letter.printedBy !== person.id;
    const carried = [request.producerId, ...detail.carrierIds].includes(person.id);
    const acts = await flow.reading.actsOn(caller, { ...request, contentSalt: null });
    return {
      detail,
      token,
      letter,
      slot: slots.find((slot) => token !== undefined && slot.token?.serial === token.id),
      isPlugged: plugged(slots, token?.id),
      others: othersPlugged(slots),
      notMine: carried ? 'letter.notYours' : inOtherHand ? 'letter.inOtherHand' : undefined,
      checks: acts.includes('handover.checkIdentity'),
    };
  };
  const show: Handler<Member> = async (member, req) => {
    const state = await stateOf(member, req);
    const title = member.t('handover.title', { number: state.detail.request.number });
    return { title, page: <HandoverPage {...state} /> };
  };
  on.get('/remise/:number', show);
  follow(
    '/remise/:number/etat',
    () => topics.bench,
    async (member, req) => <HandoverState {...(await stateOf(member, req))} />,
  );

  const step = requestActs(on, '/remise', show);
  const given = (member: Member, requestId: string) => ({ ...member.values, requestId });
  step('defi', 'handover.challenge', 'handover.done.challenge', (m, n) =>
    flow.handover.challenge(m.me.caller, parseForm(AtSlot, given(m, n))),
  );
  step('code', 'handover.takeCode', 'code.done', async (m, n, req) => {
    await limitCodes(req);
    await flow.handover.takeCode(m.me.caller, parseForm(TakeCode, given(m, n)));
  });
  step('identite', 'handover.checkIdentity', 'identity.done', (m, n) =>
    flow.handover.checkIdentity(m.me.caller, parseForm(CheckIdentity, given(m, n))),
  );
  step('remis', 'handover.handOver', 'handover.done.given', (m, requestId) =>
    flow.handover.handOver(m.me.caller, { requestId }),
  );
  on.post(
    '/remise/:number/expedier',
    async (member, req) => {
      const number = part(req, 'number');
      const carrier = readTracking(single(member.values, 'trackingNumber'));
      const input = parseForm(ShipToken, { ...given(member, number), trackingNumber: carrier });
      await flow.handover.ship(member.me.caller, input);
      const notice = { kind: 'success', text: 'handover.done.shipped', params: { carrier } } as const;
      return { to: `/remise/${number}`, notice };
    },
    { show, act: 'handover.ship' },
  );
  repeatRoute(parts, '/remise', show);

  const letters: Handler<Member> = async (member) => {
    return {
      title: member.t('menu.letters'),
      page: (
        <LettersPage
          waiting={
            await flow.reading.letterPages(member.me.caller, lettersWish(member.query), {
              ready: pageOf(member),
              early: pastPageOf(member),
            })
          }
          personId={member.me.person.id}
          printers={await flow.reading.printers(member.me.caller)}
        />
      ),
    };
  };
  on.get('/courriers', letters);
  const onLetter = (
    name: string,
    right: Right,
    done: Key,
    run: (member: Member, letterId: string) => Promise<unknown>,
  ) =>
    on.post(
      `/courriers/:id/${name}`,
      async (member, req) => {
        await run(member, part(req, 'id'));
        const back = localPath(single(member.values, 'retour'));
        return { to: back === '/' ? '/courriers' : back, notice: { kind: 'success', text: done } };
      },
      { show: letters, act: right, back: () => '/courriers' },
    );
  onLetter('imprimer', 'letter.print', 'letter.done.print', (m, letterId) => {
    const to = single(m.values, 'to');
    return flow.letters.print(m.me.caller, parseForm(PrintLetter, { letterId, ...(to ? { to } : {}) }));
  });
  onLetter('confirmer', 'letter.confirm', 'letter.done.confirm', (m, letterId) =>
    flow.letters.confirm(m.me.caller, parseForm(LetterRef, { letterId })),
  );
}
