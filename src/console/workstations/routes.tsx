import type { Request } from 'express';
import { mightEver, mightForOthers } from '../../book/rights/authorise.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { hadPart, isLoneBringer } from '../../book/rules/workstation/inventory.ts';
import { WORKSTATION_STATES, WorkstationInput } from '../../flow/inputs.ts';
import { ChangeWorkstation } from '../../flow/workstation/enrolment.ts';
import { parseSigned, signedNotice, withoutKeys } from '../checklists/signed-form.ts';
import { pageOf } from '../frame/components/pagination.tsx';
import { parseForm, single } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import { sortOf } from '../frame/lists/list-address.ts';
import { listFile, onListFile } from '../frame/lists/list-file.ts';
import { newsOn } from '../frame/live/news.tsx';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { changedNotice } from './changed-words.ts';
import { loanQuestion } from './loan-question.ts';
import { machineRoutes } from './machine-certificate-routes.tsx';
import { MachineEndsPage, readMachineEnds } from './machine-ends.tsx';
import { machineLossRoutes } from './machine-loss-routes.tsx';
import { recordRoutes } from './record-routes.tsx';
import { retireQuestion } from './retire-question.ts';
import { WorkstationPage } from './workstation.tsx';
import { WorkstationsPage, workstationColumns } from './workstations.tsx';

/** SPAN workstations. */
export function workstationRoutes(parts: RouteParts): void {
  const {
    door: { flow },
    on,
  } = parts;
  const withNews = newsOn(parts, {
    base: '/postes',
    of: 'number',
    about: (number) => ({ kind: 'workstation', ref: number.toUpperCase() }),
    read: (member, number, since) => flow.reading.workstationNews(member.me.caller, number.toUpperCase(), since),
  });
  const may = (member: Member, right: Right) => mightEver(member.me.caller, right, member.now);

  const filterOf = ({ query }: Member) => {
    const state = WORKSTATION_STATES.find((s) => s === single(query, 'etat'));
    const of = (name: string) => single(query, name) || undefined;
    const machines = {
      image: of('image'),
      model: of('modele'),
      site: of('site'),
      service: of('service')?.trim().toUpperCase(),
    };
    return { machines, list: { text: of('texte'), state: state && [state], ...machines } };
  };
  const file = (member: Member) => {
    const { list: filter, machines } = filterOf(member);
    const sort = sortOf('workstations', member.query);
    return listFile(parts, member, {
      name: 'postes',
      scope: { list: 'workstations', state: filter.state?.[0], machines },
      named: ['image', 'modele', 'site', 'service'],
      columns: workstationColumns(member.t),
      read: (page, caller) => flow.reading.workstations(caller, { ...filter, ...(sort && { sort }) }, page),
    });
  };
  const workstations: Handler<Member> = async (member) => {
    const { list: filter } = filterOf(member);
    const sort = sortOf('workstations', member.query);
    const { caller } = member.me;
    const [found, total, choices, views] = await Promise.all([
      flow.reading.workstations(caller, { ...filter, ...(sort && { sort }) }, pageOf(member)),
      flow.reading.workstationTotal(caller, filter),
      flow.reading.workstationChoices(caller),
      flow.views.of(caller, 'postes'),
    ]);
    const page = (
      <WorkstationsPage
        found={found}
        total={total}
        sort={sort}
        choices={choices}
        mayExport={flow.reading.mayExportList(caller, 'workstations')}
        views={views}
        seesEnds={may(member, 'workstation.export')}
        mayRegister={may(member, 'workstation.register')}
        mayReadLists={may(member, 'checklist.read')}
        mayImport={may(member, 'workstation.import')}
        mayTakeOver={may(member, 'workstation.takeOver')}
      />
    );
    return { title: member.t('menu.workstations'), page };
  };
  on.get('/postes', workstations);
  onListFile(parts, '/postes', { show: workstations, act: 'workstation.export', file });
  on.post(
    '/postes',
    async (member) => {
      const row = await flow.enrolment.register(member.me.caller, parseForm(WorkstationInput, member.values));
      return { to: `/postes/${row.assetNumber}`, notice: { kind: 'success', text: 'workstations.registered' } };
    },
    { show: workstations, act: 'workstation.register' },
  );

  on.get('/postes/echeances', async (member) => {
    const [list, sites] = await Promise.all([
      readMachineEnds(flow, member),
      flow.reading.machineEndsSites(member.me.caller),
    ]);
    const opens = mightForOthers(member.me.caller, 'workstation.read', member.now);
    return { title: member.t('machineEnds.title'), page: <MachineEndsPage list={list} opens={opens} sites={sites} /> };
  });
  machineLossRoutes(parts); // before the page of any number

  const record: Handler<Member> = async (member, req) => {
    const number = part(req, 'number').toUpperCase();
    const found = await flow.reading.workstation(member.me.caller, number);
    const holders = [...found.tokens.map(({ holderId }) => holderId ?? ''), found.holder?.id ?? ''];
    const signers = found.rounds.flatMap(({ items }) => items.map(({ signedBy }) => signedBy));
    // who only has the machine reads no life
    const [life, opens, mayLose] = await Promise.all([
      may(member, 'workstation.export')
        ? flow.reading.workstationLife(member.me.caller, number, pageOf(member, 20))
        : null,
      flow.reading.peopleToOpen(member.me.caller, [...holders, ...signers]),
      flow.reading.mayReportLoss(member.me.caller, found.workstation),
    ]);
    const page = (
      <WorkstationPage
        {...found}
        life={life}
        opens={opens}
        mayAmend={may(member, 'workstation.amend')}
        mayAssign={may(member, 'workstation.assign')}
        mayReadStock={may(member, 'stock.read')}
        mayReadCampaigns={may(member, 'campaign.read')}
        maySign={may(member, 'workstation.signItem')}
        mayOpenSheets={may(member, 'commissioning.print')}
        mayLabel={may(member, 'workstation.register')}
        mayChange={may(member, 'workstation.change')}
        mayBlock={may(member, 'workstation.block')}
        mayLose={mayLose}
        mayCertify={may(member, 'workstation.certify')}
        hadPart={hadPart(found.workstation, member.me.caller.personId)}
        isLoneBringer={isLoneBringer(found.workstation, member.me.caller.personId)}
      />
    );
    return { title: member.t('request.workstation', { number: found.workstation.assetNumber }), page };
  };
  const workstation: Handler<Member> = (member, req) =>
    withNews(member, part(req, 'number'), async () => record(member, req));
  on.get('/postes/:number', workstation, { toldNews: true });
  machineRoutes(parts, workstation);
  recordRoutes(parts, workstation);
  on.post(
    '/postes/:number/pointer',
    async (member, req) => {
      const number = part(req, 'number').toUpperCase();
      const { items } = await flow.reading.workstation(member.me.caller, number);
      const input = parseSigned(member, number, items);
      const signed = await flow.enrolment.signItems(member.me.caller, input);
      return { to: `/postes/${number}`, notice: signedNotice(signed, input.items.length) };
    },
    { show: (member, req) => workstation(withoutKeys(member), req), act: 'workstation.signItem' },
  );
  const changeOf = (member: Member, req: Request) =>
    parseForm(ChangeWorkstation, { ...member.values, workstation: part(req, 'number').toUpperCase() });
  postGrave(on, '/postes/:number/etat', {
    // what is attacked is taken away without a question; the other steps have a way back
    ask: async (member, req) => {
      const { action, workstation: number } = changeOf(member, req);
      if (action !== 'retire' && action !== 'giveBack') return undefined;
      const found = await flow.reading.workstation(member.me.caller, number);
      return action === 'retire' ? retireQuestion(member, found) : loanQuestion(member, found);
    },
    run: async (member, req) => {
      const input = changeOf(member, req);
      const done = await flow.enrolment.change(member.me.caller, input);
      const record = await flow.reading.workstation(member.me.caller, input.workstation);
      return { to: `/postes/${input.workstation}`, notice: changedNotice(input.action, record, done) };
    },
    show: workstation,
    act: 'workstation.change',
  });
}
