import type { z } from 'zod';
import { exchangesOf } from '../../flow/campaign/exchange-lines.ts';
import { type ExchangeLine, MOST_EXCHANGES, noExchange } from '../../flow/campaign/exchange-list.ts';
import { AddExchanges, OpenExchange } from '../../flow/campaign/inputs.ts';
import { judged, single } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import type { Member } from '../frame/visit.ts';
import { daysOf } from './closed-days.ts';
import { refusedText } from './exchanges.tsx';
import { keeping, keptLines, listOf } from './list-file.ts';
import { exchangeQuestion } from './questions.ts';

function exchangesIn(member: Member) {
  const exchanges = exchangesOf(listOf(member, 'exchanges'));
  if (exchanges.length === 0) throw fieldError('exchanges', 'missing');
  return exchanges;
}
const lineOf = ({ workstation, replacedBy }: ExchangeLine): string => `${workstation};${replacedBy}`;
/** The lines of a list, each with its two numbers alone: the other columns of a file go nowhere. */
const linesOf = (exchanges: readonly ExchangeLine[]): string => exchanges.map(lineOf).join('\n');
/** The page of the form with the lines of a file that was refused. */
const keepingLines = keeping('exchanges', (member) =>
  keptLines(exchangesOf(listOf(member, 'exchanges')).map(lineOf), MOST_EXCHANGES),
);

const asked = (member: Member): z.output<typeof OpenExchange> => {
  const { values } = member;
  const days = daysOf(values);
  return judged(OpenExchange, {
    exchanges: exchangesIn(member),
    technicians: Number(single(values, 'technicians')),
    perTechnician: Number(single(values, 'perTechnician')),
    startsOn: single(values, 'startsOn'),
    ...(days.length > 0 ? { closedDays: days } : {}),
  });
};

/** Campaigns that exchange machines: opened by a list of two columns, and added to. `list`, `show`: the pages of the forms. */
export function exchangeRoutes(
  { door: { flow }, on }: RouteParts,
  { list, show }: { list: Handler<Member>; show: Handler<Member> },
): void {
  postGrave(on, '/campagnes/echanges', {
    ask: async (member) => {
      const input = asked(member);
      const { exchanges } = input;
      const counted = await flow.reading.countExchanges(member.me.caller, { exchanges });
      // whoever confirmed this would be refused by the act itself
      if (counted.machines === 0) throw noExchange(counted.refused);
      // a file is sent once: what is meant by it goes on with the question, without its other columns
      const values = { ...member.values, exchanges: linesOf(exchanges) };
      return { ...exchangeQuestion(member, input, counted), values };
    },
    run: async (member) => {
      const { campaign, refused } = await flow.campaign.openExchange(member.me.caller, asked(member));
      const said = refused.length === 0 ? 'campaign.opened' : 'campaign.opened.refused';
      const kind = refused.length === 0 ? 'success' : 'warning';
      const params = { lines: refusedText(member.t, refused) };
      return { to: `/campagnes/${campaign.id}`, notice: { kind, text: said, params } };
    },
    show: keepingLines(list),
    act: 'campaign.change',
    file: 'campaign.change',
  });
  on.post(
    '/campagnes/:id/echanges',
    async (member, req) => {
      const input = judged(AddExchanges, { campaignId: part(req, 'id'), exchanges: exchangesIn(member) });
      const { added, refused } = await flow.campaign.addExchanges(member.me.caller, input);
      const text = refused.length === 0 ? 'campaign.added' : 'campaign.added.refused';
      const params = { n: added, lines: refusedText(member.t, refused, 'add-exchanges') };
      const kind = refused.length === 0 ? 'success' : 'warning';
      return { to: `/campagnes/${part(req, 'id')}`, notice: { kind, text, params } };
    },
    { show: keepingLines(show), act: 'campaign.change', file: 'campaign.change' },
  );
}
