import { mightEver } from '../../book/rights/authorise.ts';
import { rolesOf } from '../../book/rights/roles.ts';
import { isAppError } from '../../errors.ts';
import { PrintPaper } from '../../flow/handover/papers.ts';
import { RebindToken } from '../../flow/handover/rebinding.ts';
import { CheckIdentity, TakeCode } from '../../flow/handover/receiving.ts';
import { ShowPin } from '../../flow/handover/show-pin.ts';
import { SearchDirectory } from '../../flow/people/directory.ts';
import { DownloadCredential } from '../../flow/production/software.ts';
import type { RequestDetail } from '../../flow/reading/request/request-detail.ts';
import { AnswerRequest, ApproveRequest } from '../../flow/request/approval.ts';
import { PrioritiseRequest } from '../../flow/request/priority.ts';
import { AmendRequest } from '../../flow/request/request.ts';
import { lifePageOf, pageOf } from '../frame/components/pagination.tsx';
import { parseForm, single } from '../frame/forms/forms.ts';
import { ASKED_MOTIFS } from '../frame/forms/motif.ts';
import { requestActs } from '../frame/forms/request-acts.ts';
import { newsOn } from '../frame/live/news.tsx';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import type { Member } from '../frame/visit.ts';
import { CodePage, PinPage } from '../handover/proofs.tsx';
import { MACHINE_SOUGHT } from '../handover/rebinding.tsx';
import { LifeSection } from '../journal/life-list.tsx';
import { amendFormOf } from './actions-holder.tsx';
import { likelyMotif, motifsFor } from './motifs-offered.ts';
import { MyTokensPage } from './my-tokens.tsx';
import { NewRequestPage, type Search } from './new-request.tsx';
import { inCapitals, readRequest, withFound } from './read-form.ts';
import { repeatRoute } from './repeat-routes.ts';
import { RequestPage } from './request.tsx';
import { withdrawRoute } from './withdraw-routes.ts';

/** Of the requests of one's own that wait: there is one for a workstation or a device at most. */
const OPEN_SHOWN = 200;

/** What was typed to amend a request stays in the form that its page has for it now: a question may be asked or answered meanwhile. */
function asItStands(member: Member, { request }: RequestDetail): Member {
  const form = single(member.values, '_form');
  if (member.failure === undefined || (form !== 'answer' && form !== 'amend')) return member;
  return { ...member, values: { ...member.values, _form: amendFormOf(request) } };
}

/** Requests from their asker's side: asking, following, receiving, reporting a loss. */
export function requestRoutes(parts: RouteParts): void {
  const { door, on, limitCodes } = parts;
  const { flow } = door;
  const withNews = newsOn(parts, {
    base: '/demandes',
    of: 'number',
    about: (number) => ({ kind: 'request', ref: number }),
    read: (member, number, since) => flow.reading.requestNews(member.me.caller, number, since),
  });

  on.get('/mes-jetons', async (member) => {
    const { caller } = member.me;
    // whose way in withholds the agent's role reports a loss from here all the same
    const reads = mightEver(caller, 'request.read', member.now);
    const none = { items: [], next: null };
    const [open, past, holdings, credentials, machines, toReport] = await Promise.all([
      reads ? flow.reading.ownRequests(caller, 'open', { limit: OPEN_SHOWN }) : none,
      reads ? flow.reading.ownRequests(caller, 'past', pageOf(member)) : none,
      flow.reading.holdings(caller),
      flow.reading.ownCredentials(caller),
      flow.reading.ownMachines(caller),
      flow.reading.machinesToReport(caller, caller.personId),
    ]);
    const page = (
      <MyTokensPage
        open={open}
        past={past}
        holdings={holdings}
        mayAsk={mightEver(caller, 'request.submit', member.now)}
        credentials={credentials}
        machines={machines}
        toReport={toReport}
      />
    );
    return { title: member.t('menu.mine'), page };
  });

  /** With what a search of the directory found, where there is one to search. */
  const newRequestPage =
    (forOthers: boolean, found?: Search): Handler<Member> =>
    async (member) => {
      const { caller, person } = member.me;
      const choices = forOthers ? await flow.reading.toAskFor(caller) : undefined;
      const motif = ASKED_MOTIFS.find((m) => m === single(member.query, 'motif'));
      const holdings = forOthers ? [] : await flow.reading.holdings(caller);
      const known = forOthers ? [] : (await flow.reading.myTokens(caller)).devices.map(({ device }) => device);
      const appareil = single(member.query, 'appareil');
      const workstations = await flow.reading.myWorkstations(caller);
      const workstation = single(inCapitals(member.values), 'workstation') || single(member.query, 'poste');
      const page = (
        <NewRequestPage
          me={person}
          workstations={workstations}
          choices={choices}
          motif={motif}
          workstation={workstation}
          agent={forOthers ? single(member.query, 'agent') : ''}
          holdings={holdings}
          devices={known}
          device={known.find(({ id }) => id === appareil)}
          profiles={flow.reading.tokenProfiles()}
          search={forOthers && flow.directory.isConfigured ? (found ?? { state: 'open' }) : undefined}
        />
      );
      const title = member.t(forOthers ? 'request.newFor' : 'request.new');
      // a first issue beside a token becomes what is possible beside it
      if (forOthers || member.failure?.detail['why'] !== 'active-token') return { title, page };
      const about = holdings.find((one) => one.workstation?.assetNumber === workstation);
      const motifNow = likelyMotif(about ? motifsFor(about) : [], about);
      return { title, page, as: { ...member, values: { ...member.values, motif: motifNow } } };
    };
  /** A directory that does not answer leaves the form as usable as it was. */
  const searchDirectory = async (member: Member, text: string): Promise<Search> => {
    try {
      return { state: 'found', people: await flow.directory.search(member.me.caller, { text }) };
    } catch (error) {
      if (isAppError(error, 'service_unreachable')) return { state: 'down' };
      throw error;
    }
  };
  const submit: Handler<Member> = async (member) => {
    const row = await flow.request.submit(member.me.caller, readRequest(member.values));
    return {
      to: `/demandes/${row.number}`,
      notice: { kind: 'success', text: 'request.sent', params: { number: row.number } },
    };
  };
  on.get('/demandes/nouvelle', newRequestPage(false));
  on.post('/demandes/nouvelle', submit, { show: newRequestPage(false), act: 'request.submit' });
  on.get('/service/demande', newRequestPage(true));
  on.post('/service/demande', submit, { show: newRequestPage(true), act: 'request.submit' });
  on.post(
    '/service/demande/annuaire',
    async (member, req) => {
      const typed = single(member.values, '_search') || single(member.values, 'holder');
      const text = SearchDirectory.safeParse({ text: typed });
      if (!text.success) throw fieldError(member.values['_search'] === undefined ? 'holder' : '_search', 'format');
      const found = await searchDirectory(member, text.data.text);
      const values = withFound(member.values, typed, found);
      const again: Member = { ...member, path: '/service/demande', goesOn: true, values };
      return { ...(await newRequestPage(true, found)(again, req)), as: again };
    },
    { show: newRequestPage(true), act: 'directory.search', back: () => '/service/demande' },
  );

  const page: Handler<Member> = async (member, req) => {
    const { caller, person } = member.me;
    const machine = single(member.query, MACHINE_SOUGHT) || undefined;
    const detail = await flow.reading.request(caller, part(req, 'number'), machine);
    const { id, number, holderId } = detail.request;
    const named = [holderId, detail.asker?.id ?? [], detail.machine?.holder?.id ?? []].flat();
    const mayReadLife = flow.reading.mayReadLives(caller);
    const asked = lifePageOf(member);
    const [acts, exchange, opens, lived] = await Promise.all([
      flow.reading.actsOn(caller, { ...detail.request, contentSalt: null }),
      flow.reading.requestExchange(caller, id),
      flow.reading.peopleToOpen(caller, named),
      mayReadLife && asked ? flow.reading.requestLife(caller, id, asked) : undefined,
    ]);
    const life = mayReadLife && (
      <LifeSection life={lived} kind="request" id={id} name={number} page={`/demandes/${number}`} />
    );
    const view = (
      <RequestPage
        detail={detail}
        exchange={exchange}
        acts={acts}
        personId={person.id}
        secondFactor={caller.secondFactor === true}
        roles={rolesOf(caller, member.now)}
        profiles={flow.reading.tokenProfiles()}
        opens={opens}
      >
        {life}
      </RequestPage>
    );
    return { title: member.t('request.title', { number }), page: view, as: asItStands(member, detail) };
  };
  const show: Handler<Member> = (member, req) => withNews(member, part(req, 'number'), async () => page(member, req));
  on.get('/demandes/:number', show, { toldNews: true });

  const act = requestActs(on, '/demandes', show);
  const given = (member: Member, number: string) => ({ ...member.values, requestId: number });

  withdrawRoute(parts, show);
  act(
    'modifier',
    'request.amend',
    ({ values }) => (single(values, '_form') === 'answer' ? 'done.answer' : 'done.amend'),
    (m, n) => {
      const input = parseForm(AmendRequest, inCapitals(given(m, n)));
      return flow.request.amend(m.me.caller, { ...input, isAnswer: single(m.values, '_form') === 'answer' });
    },
  );
  act('accepter', 'handover.accept', 'done.accept', (m, requestId) => flow.handover.accept(m.me.caller, { requestId }));
  act('recu', 'handover.confirmReceipt', 'done.receipt', (m, requestId) =>
    flow.handover.confirmReceipt(m.me.caller, { requestId }),
  );
  act('colis', 'handover.receiveParcel', 'parcel.done', (m, requestId) =>
    flow.handover.receiveParcel(m.me.caller, { requestId }),
  );
  act('code', 'handover.takeCode', 'code.done', async (m, n, req) => {
    await limitCodes(req);
    await flow.handover.takeCode(m.me.caller, parseForm(TakeCode, given(m, n)));
  });
  act('identite', 'handover.checkIdentity', 'identity.done', (m, n) =>
    flow.handover.checkIdentity(m.me.caller, parseForm(CheckIdentity, given(m, n))),
  );
  act('controle', 'handover.checkIdentity', 'rebind.checked', (m) =>
    flow.rebinding.check(m.me.caller, parseForm(RebindToken, m.values)),
  );
  on.post(
    '/demandes/:number/nouveau-code',
    async (member, req) => {
      const number = part(req, 'number');
      await limitCodes(req);
      const { code } = await flow.pickupCodes.ask(member.me.caller, { requestId: number });
      return { title: member.t('code.page', { number }), page: <CodePage number={number} code={code} /> };
    },
    { show, act: 'pickupCode.ask', back: (req) => `/demandes/${part(req, 'number')}` },
  );
  on.post(
    '/demandes/:number/pin',
    async (member, req) => {
      const number = part(req, 'number');
      await limitCodes(req);
      const code = single(member.values, 'code');
      const input = parseForm(ShowPin, { requestId: number, ...(code ? { code } : {}) });
      const shown = await flow.letters.show(member.me.caller, input);
      return { title: member.t('pin.page', { number }), page: <PinPage number={number} {...shown} /> };
    },
    { show, act: 'pin.showByCode', back: (req) => `/demandes/${part(req, 'number')}` },
  );
  act('approuver', 'request.approve', 'done.approve', (m, n) =>
    flow.approval.approve(
      m.me.caller,
      parseForm(ApproveRequest, given(m, n), { numbers: ['priority', 'seenPriority'] }),
    ),
  );
  act('priorite', 'request.prioritise', 'done.prioritise', (m, n) =>
    flow.priority.prioritise(
      m.me.caller,
      parseForm(PrioritiseRequest, given(m, n), { numbers: ['priority', 'seenPriority'] }),
    ),
  );
  act('reprendre', 'request.takeBackApproval', 'done.takeBack', (m, requestId) =>
    flow.approval.takeBack(m.me.caller, { requestId }),
  );
  act('refuser', 'request.reject', 'done.reject', (m, n) =>
    flow.approval.reject(m.me.caller, parseForm(AnswerRequest, given(m, n))),
  );
  act('demander-precision', 'request.askInformation', 'done.ask', (m, n) =>
    flow.approval.askInformation(m.me.caller, parseForm(AnswerRequest, given(m, n))),
  );
  act('remettre-en-file', 'request.putBack', 'done.putBack', (m, requestId) =>
    flow.production.putBack(m.me.caller, { requestId }),
  );
  act('papiers', 'paper.print', 'paper.done', (m, n) =>
    flow.papers.print(m.me.caller, parseForm(PrintPaper, given(m, n))),
  );
  repeatRoute(parts, '/demandes', show);

  on.post(
    '/demandes/:number/telecharger',
    async (member, req) => {
      await limitCodes(req);
      const typed = given(member, part(req, 'number'));
      const input = parseForm(DownloadCredential, typed, { numbers: ['terms'] });
      const { file, name } = await flow.software.download(member.me.caller, input);
      return { file: { name, type: 'application/x-pkcs12', content: file } };
    },
    { show, act: 'credential.download' },
  );
}
