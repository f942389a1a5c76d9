import type { Request } from 'express';
import { postGrave, type Question, readFor } from '../frame/forms/grave-acts.tsx';
import { motifOf } from '../frame/forms/motif.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { possibleOn } from './possible.ts';

/** « Annuler la demande » stands by « Modifier », and nobody takes it back: it is asked once which one. `show`: the request's page. */
export function withdrawRoute({ door: { flow }, on }: Pick<RouteParts, 'door' | 'on'>, show: Handler<Member>): void {
  const ask = async ({ me: { caller }, t }: Member, req: Request): Promise<Question | undefined> => {
    const found = await readFor(flow.reading.request(caller, part(req, 'number')));
    if (found === undefined) return undefined;
    const { request, ahead } = found;
    const acts = await flow.reading.actsOn(caller, { ...request, contentSalt: null });
    // what cannot be done is refused by the act itself
    if (!possibleOn(request.state, acts)('request.withdraw', 'withdraw')) return undefined;
    return {
      title: 'request.withdraw.ask',
      facts: [
        { term: t('label.number'), value: request.number },
        { term: t('label.holder'), value: request.holderName },
        { term: t('label.motif'), value: t(`motif.${motifOf(request)}`) },
        ...(request.assetNumber === null ? [] : [{ term: t('label.workstation'), value: request.assetNumber }]),
        { term: t('label.state'), value: t(`state.request.${request.state}`), to: t('state.request.withdrawn') },
      ],
      // not its place itself, which may be another a moment later: it would be asked anew for nothing
      warning: ahead === null ? 'request.withdraw.warning' : 'request.withdraw.warning.queued',
      send: 'request.withdraw',
      back: `/demandes/${request.number}`,
    };
  };
  postGrave(on, '/demandes/:number/retirer', {
    ask,
    run: async (member, req) => {
      const number = part(req, 'number');
      await flow.request.withdraw(member.me.caller, { requestId: number });
      return { to: `/demandes/${number}`, notice: { kind: 'success', text: 'done.withdraw', params: { number } } };
    },
    show,
    act: 'request.withdraw',
  });
}
