import type { Right } from '../../book/rights/sentences.ts';
import { AppError } from '../../errors.ts';
import { GiveOnTheSpot, type ParcelResult, ReceiveParcels } from '../../flow/handover/parcels.ts';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import type { RouteParts } from '../frame/screen-parts.ts';
import { failureOf, fieldError } from '../frame/shell/failures.ts';
import type { Notice, Outcome } from '../frame/shell/notices.ts';
import type { Member } from '../frame/visit.ts';
import { PARCELS_STATE, SERVICE_PARCELS, ServiceParcels, ServiceParcelsPage } from './service-parcels.tsx';

/** The numbers of requests for which the form has a field of this name that is not empty. */
const numbersOf = (values: Values, field: string): string[] =>
  Object.keys(values).flatMap((name) =>
    name.startsWith(`${field}-`) && single(values, name) !== '' ? [name.slice(field.length + 1)] : [],
  );

/** A correspondent's parcels, many at once. */
export function serviceParcelRoutes({ door: { flow }, on, follow, topics, limitCodes }: RouteParts): void {
  const parcelsOf = ({ me }: Member) => flow.reading.parcels(me.caller);
  const show: Handler<Member> = async (member) => {
    const page = <ServiceParcelsPage {...(await parcelsOf(member))} />;
    return { title: member.t('service.parcels'), page };
  };
  on.get(SERVICE_PARCELS, show);
  follow(
    PARCELS_STATE,
    () => topics.records,
    async (member) => <ServiceParcels {...(await parcelsOf(member))} />,
  );
  on.post(
    `${SERVICE_PARCELS}/recu`,
    async (member) => {
      const requestIds = numbersOf(member.values, 'taken');
      if (requestIds.length === 0) throw nothingTicked();
      const results = await flow.handover.receiveParcels(
        member.me.caller,
        parseForm(ReceiveParcels, { requestIds }, { lists: ['requestIds'] }),
      );
      return { to: SERVICE_PARCELS, notice: noticeOf('service.parcels.taken', 'handover.receiveParcel', results) };
    },
    { show, act: 'handover.receiveParcel', back: () => SERVICE_PARCELS },
  );
  on.post(
    `${SERVICE_PARCELS}/remis`,
    async (member, req) => {
      const numbers = numbersOf(member.values, 'code');
      const [first] = numbers;
      if (first === undefined) throw nothingTicked();
      const parcels = numbers.map((number) => {
        const given = {
          requestId: number,
          code: single(member.values, `code-${number}`),
          document: single(member.values, `document-${number}`),
        };
        const read = GiveOnTheSpot.shape.parcels.element.safeParse(given);
        if (read.success) return read.data;
        const field = read.error.issues[0]?.path[0] === 'code' ? 'code' : 'document';
        throw fieldError(`${field}-${number}`, given.document === '' && field === 'document' ? 'choice' : 'format');
      });
      for (const _ of parcels) await limitCodes(req);
      const results = await flow.handover.giveOnTheSpot(member.me.caller, { parcels });
      return { to: SERVICE_PARCELS, notice: noticeOf('service.parcels.given', 'handover.takeCode', results) };
    },
    { show, act: 'handover.takeCode', back: () => SERVICE_PARCELS },
  );
}

const nothingTicked = (): AppError =>
  new AppError('invalid_input', 'nothing is ticked or filled in', { detail: { why: 'no-parcel' } });

/** How many it was done to, and why not to the others. */
function noticeOf(
  count: 'service.parcels.taken' | 'service.parcels.given',
  right: Right,
  results: readonly ParcelResult[],
): Notice {
  const outcomes = results.map((one): Outcome => {
    const number = one.requestId;
    return one.outcome === 'done' ? { number } : { number, failure: failureOf(one.error, right) };
  });
  const done = outcomes.filter(({ failure }) => !failure).length;
  const kind = done === outcomes.length ? 'success' : done === 0 ? 'error' : 'warning';
  return { kind, text: { count, n: done }, params: { total: outcomes.length }, outcomes };
}
