import type { Request } from 'express';
import type { z } from 'zod';
import { may, mightEver } from '../../book/rights/authorise.ts';
import { beginOfDate, dateOf, dayOf, nextWorkingDay } from '../../book/rules/calendar/working-days.ts';
import { AddMachines, MOST_MACHINES, OpenCampaign, ReplanCampaign, TakeOut } from '../../flow/campaign/inputs.ts';
import { noMachine } from '../../flow/campaign/listed.ts';
import { MoveDay } from '../../flow/campaign/move-day.ts';
import type { CampaignFilter } from '../../flow/reading/workstation/campaign-lists.ts';
import { assetNumbersOf } from '../../flow/workstation/asset-numbers.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { parseForm, single } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import { sortOf } from '../frame/lists/list-address.ts';
import { listFile } from '../frame/lists/list-file.ts';
import type { Handler } from '../frame/page-router.tsx';
import { goneOf, part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import type { Member } from '../frame/visit.ts';
import { CampaignPage, CampaignState } from './campaign.tsx';
import { CampaignsPage } from './campaigns.tsx';
import { daysOf } from './closed-days.ts';
import { exchangeRoutes } from './exchange-routes.tsx';
import { figureColumns, figuresOf } from './figures.ts';
import { readCampaigns } from './filters.tsx';
import { leftText } from './left-out.ts';
import { keeping, keptLines, listOf } from './list-file.ts';
import { machineColumns, SHOWN_STANDINGS } from './machines.tsx';
import { openQuestion, stepQuestion } from './questions.ts';

/** The numbers of the list, of its text or its file. Throws where a file has none: the campaign would be of all machines of an image. */
function numbersIn(member: Pick<Member, 'values' | 'files'>): string[] {
  const numbers = assetNumbersOf(listOf(member, 'machines'));
  if (numbers.length === 0 && member.files['file']) throw fieldError('machines', 'missing');
  return numbers;
}
/** The page of the form with the numbers of a file that was refused. */
const keepingNumbers = keeping('machines', (member) =>
  keptLines(assetNumbersOf(listOf(member, 'machines')), MOST_MACHINES),
);
const NUMBERS = ['technicians', 'perTechnician'];
/** Lists that a form holds as text or file; one that is empty is left out, unless it says that there are none. */
function listsOf(member: Pick<Member, 'values' | 'files'>, { emptied = false } = {}) {
  const { machines: _, closedDays, ...rest } = member.values;
  const numbers = numbersIn(member);
  const days = daysOf({ closedDays });
  const lists = {
    ...(numbers.length > 0 ? { machines: numbers } : {}),
    ...(days.length > 0 || emptied ? { closedDays: days } : {}),
  };
  return { values: { ...rest, ...lists }, typed: { numbers: NUMBERS, lists: Object.keys(lists) } };
}
const asked = (member: Member): z.output<typeof OpenCampaign> => {
  const { values, typed } = listsOf(member);
  return parseForm(OpenCampaign, values, typed);
};

/** Which machines are shown. Attacker-controlled. */
function filterOf({ query }: Member): CampaignFilter {
  const of = (name: string): string | undefined => single(query, name).trim() || undefined;
  const at = beginOfDate(single(query, 'jour'));
  return {
    text: of('texte'),
    state: SHOWN_STANDINGS.find((one) => one === of('etat')),
    site: of('site'),
    service: of('service')?.toUpperCase(),
    day: at === undefined ? undefined : dayOf(at),
  };
}

/** Campaigns: opened, followed, planned anew, closed. */
export function campaignRoutes(parts: RouteParts): void {
  const {
    door: { flow },
    on,
    follow,
    topics,
  } = parts;
  const mayChange = ({ me, now }: Member): boolean => mightEver(me.caller, 'campaign.change', now);
  const list: Handler<Member> = async (member) => {
    const page = (
      <CampaignsPage
        lists={await readCampaigns(flow, member)}
        mayOpen={mayChange(member)}
        nextDay={dateOf(nextWorkingDay(dayOf(member.now)))}
      />
    );
    return { title: member.t('campaign.title'), page };
  };
  on.get('/campagnes', list);
  postGrave(on, '/campagnes', {
    ask: async (member, req) => {
      const input = asked(member);
      const { machines, fromImage, site, service, model, targetImage, checklist } = input;
      const of = { machines, fromImage, site, service, model, targetImage, checklist };
      const counted = await flow.reading.countMachines(member.me.caller, of, goneOf(req));
      // whoever confirmed this would be refused by the act itself
      if (counted.machines === 0 && counted.left) throw noMachine(counted.left);
      const question = openQuestion(member, input, counted);
      // a file is sent once: its numbers go on with the question, without its other columns
      return machines ? { ...question, values: { ...member.values, machines: machines.join('\n') } } : question;
    },
    run: async (member) => {
      const { campaign, ...left } = await flow.campaign.open(member.me.caller, asked(member));
      const lines = leftText(member.t, left);
      const said = lines === '' ? 'campaign.opened' : 'campaign.opened.refused';
      const kind = lines === '' ? 'success' : 'warning';
      return { to: `/campagnes/${campaign.id}`, notice: { kind, text: said, params: { lines } } };
    },
    show: keepingNumbers(list),
    act: 'campaign.change',
    file: 'campaign.change',
  });

  const show: Handler<Member> = async (member, req) => {
    const { caller } = member.me;
    const id = part(req, 'id');
    const [filter, sort] = [filterOf(member), sortOf('campaignMachines', member.query)];
    const page = (
      <CampaignPage
        {...(await flow.reading.campaign(caller, id))}
        machines={await flow.reading.campaignMachines(caller, id, { ...filter, sort }, pageOf(member))}
        total={await flow.reading.campaignMachinesTotal(caller, id, filter)}
        sort={sort}
        sites={await flow.reading.campaignSites(caller)}
        mayChange={mayChange(member)}
        mayExport={flow.reading.mayExportList(caller, 'campaign')}
        mayOpenMachines={may(caller, 'workstation.read', {}, member.now)}
      />
    );
    return { title: member.t('campaign.title'), page };
  };
  exchangeRoutes(parts, { list, show });
  on.get('/campagnes/:id', show);
  follow(
    '/campagnes/:id/etat',
    () => topics.records,
    async (member, req) => <CampaignState {...(await flow.reading.campaign(member.me.caller, part(req, 'id')))} />,
  );
  const file = (member: Member, req: Request) => {
    const id = part(req, 'id');
    return listFile(parts, member, {
      name: 'campagne',
      scope: { list: 'campaign', campaign: id },
      columns: machineColumns(member.t),
      read: (page, caller) => {
        const sort = sortOf('campaignMachines', member.query);
        return flow.reading.campaignMachines(caller, id, { ...filterOf(member), sort }, page);
      },
    });
  };
  const figures = (member: Member, req: Request) => {
    const id = part(req, 'id');
    return listFile(parts, member, {
      name: 'campagne-avancement',
      scope: { list: 'campaign', campaign: id },
      columns: figureColumns,
      read: async (_, caller) => ({ items: figuresOf(member.t, await flow.reading.campaign(caller, id)), next: null }),
    });
  };
  const back = ({ url }: Request) => url.replace('/avancement.csv', '');
  on.post('/campagnes/:id/avancement.csv', figures, { show, act: 'campaign.export', back });
  on.post('/campagnes/:id.csv', file, { show, act: 'campaign.export', back: ({ url }) => url.replace('.csv', '') });

  const again = { show, act: 'campaign.change' } as const;
  const changed = (req: Request) => ({ to: `/campagnes/${part(req, 'id')}` });
  for (const [path, verb, text] of [
    ['suspendre', 'pause', 'campaign.paused'],
    ['clore', 'close', 'campaign.ended'],
  ] as const)
    postGrave(on, `/campagnes/:id/${path}`, {
      ask: async (member, req) =>
        stepQuestion(member, verb, await flow.reading.campaign(member.me.caller, part(req, 'id'))),
      run: async (member, req) => {
        const { caller } = member.me;
        const { progress } = await flow.reading.campaign(caller, part(req, 'id'));
        await flow.campaign[verb](caller, { campaignId: part(req, 'id') });
        const params = { planned: progress.planned, remaining: progress.remaining };
        return { ...changed(req), notice: { kind: 'success', text, params } };
      },
      ...again,
    });
  on.post(
    '/campagnes/:id/reprendre',
    async (member, req) => {
      await flow.campaign.resume(member.me.caller, { campaignId: part(req, 'id') });
      return { ...changed(req), notice: { kind: 'success', text: 'campaign.resumed' } };
    },
    again,
  );
  on.post(
    '/campagnes/:id/planifier',
    async (member, req) => {
      const { values, typed } = listsOf(member, { emptied: true });
      const input = parseForm(ReplanCampaign, { ...values, campaignId: part(req, 'id') }, typed);
      await flow.campaign.replan(member.me.caller, input);
      return { ...changed(req), notice: { kind: 'success', text: 'campaign.replanned' } };
    },
    again,
  );
  on.post(
    '/campagnes/:id/retirer',
    async (member, req) => {
      const input = parseForm(TakeOut, { ...member.values, campaignId: part(req, 'id') });
      await flow.campaign.takeOut(member.me.caller, input);
      const params = { number: input.workstation.toUpperCase() };
      return { ...changed(req), notice: { kind: 'success', text: 'campaign.takenOut', params } };
    },
    again,
  );
  on.post(
    '/campagnes/:id/deplacer',
    async (member, req) => {
      const numbers = assetNumbersOf([member.values['workstations'] ?? ''].flat().join('\n'));
      const values = { ...member.values, ...(numbers.length > 0 ? { workstations: numbers } : {}) };
      const typed = { lists: numbers.length > 0 ? ['workstations'] : [] };
      const input = parseForm(MoveDay, { ...values, campaignId: part(req, 'id') }, typed);
      const { moved } = await flow.campaign.moveDay(member.me.caller, input);
      return { ...changed(req), notice: { kind: 'success', text: 'campaign.moveDay.done', params: { n: moved } } };
    },
    again,
  );
  on.post(
    '/campagnes/:id/postes',
    async (member, req) => {
      const { values, typed } = listsOf(member);
      const input = parseForm(AddMachines, { ...values, campaignId: part(req, 'id') }, typed);
      const { added, ...left } = await flow.campaign.add(member.me.caller, input);
      const lines = leftText(member.t, left);
      const text = lines === '' ? 'campaign.added' : 'campaign.added.refused';
      const params = { n: added, lines };
      return { ...changed(req), notice: { kind: lines === '' ? 'success' : 'warning', text, params } };
    },
    { ...again, show: keepingNumbers(show), file: 'campaign.change' },
  );
}
