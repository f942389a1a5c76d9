import type { Door } from '../../../app/door.ts';
import { may, mightEver } from '../../../book/rights/authorise.ts';
import { type Caller, rolesOf } from '../../../book/rights/roles.ts';
import type { Right } from '../../../book/rights/sentences.ts';
import type { RequestFilter } from '../../../flow/reading/request/request-lists.ts';
import type { Key } from '../translate.ts';
import type { Member } from '../visit.ts';

export interface MenuEntry {
  href: string;
  text: Key;
  /** How much waits there; left out where nothing is counted. */
  count?: number;
  current: boolean;
}
interface Screen {
  href: string;
  text: Key;
  shown(caller: Caller, now: number): boolean;
  /** Nobody begins there, whatever comes after it: work of another screen ends there. */
  beside?: true;
  count?(flow: Door['flow'], member: Member): Promise<number>;
}

/** Tokens at the desk that can be given: one that ended there is made again. */
export const READY: RequestFilter = { state: ['produced'], lostItsToken: false };

/** Beyond this a number says no more than "many". */
export const COUNTED_MOST = 99;
const who = (right: Right) => (caller: Caller, now: number) => mightEver(caller, right, now);
/** Whether they read requests beyond their own and those of their service. */
const readsRequests = (caller: Caller, now: number): boolean =>
  may(caller, 'request.read', {}, now) || mightEver(caller, 'request.approve', now);

/** The screens of the console in the order of the process; the first at which work begins is the home of who may open it. */
const SCREENS: readonly Screen[] = [
  {
    href: '/atelier',
    text: 'menu.workshop',
    shown: who('bench.read'),
    count: (flow, { me }) => flow.reading.queueLength(me.caller),
  },
  {
    href: '/remise',
    text: 'menu.handover',
    shown: who('handover.handOver'),
    count: async (flow, { me }) => (await flow.reading.requestTotal(me.caller, READY))?.n ?? 0,
  },
  {
    href: '/approbations',
    text: 'menu.approvals',
    shown: who('request.approve'),
    count: (flow, { me }) => flow.reading.undecidedCount(me.caller),
  },
  {
    href: '/securite',
    text: 'menu.security',
    shown: (c, now) => mightEver(c, 'token.revoke', now) || mightEver(c, 'token.revokeByCode', now),
    count: async (flow, { me, now }) =>
      mightEver(me.caller, 'incident.read', now) ? flow.reading.openIncidentCount(me.caller) : 0,
  },
  {
    href: '/courriers',
    text: 'menu.letters',
    shown: who('letter.read'),
    count: (flow, { me }) => flow.reading.letterCount(me.caller),
  },
  {
    href: '/departs',
    text: 'menu.leavers',
    shown: who('leaver.read'),
    count: async (flow, { me }) => (await flow.directory.leavers(me.caller)).length,
  },
  { href: '/administration', text: 'menu.administration', shown: who('account.read') },
  {
    href: '/annuaire',
    text: 'menu.directory',
    shown: who('suggestion.dismiss'),
    count: (flow, { me }) => flow.directory.suggestionCount(me.caller),
  },
  {
    href: '/courriels',
    text: 'menu.mails',
    shown: who('mail.read'),
    count: async (flow, { me }) => (await flow.undelivered.total(me.caller, {}))?.n ?? 0,
  },
  {
    href: '/double-controle',
    text: 'menu.dualControl',
    beside: true,
    shown: (c, now) => mightEver(c, 'dualControl.read', now) || mightEver(c, 'dualControl.readOwn', now),
    count: (flow, { me }) => flow.reading.proposalCount(me.caller),
  },
  { href: '/journal', text: 'menu.journal', shown: who('journal.read') },
  {
    href: '/revue-des-roles',
    text: 'menu.accessReview',
    shown: who('accessReview.read'),
    count: (flow, { me }) => flow.reading.accessReviewCount(me.caller),
  },
  { href: '/service', text: 'menu.service', shown: (c, now) => rolesOf(c, now).includes('correspondent') },
  { href: '/pilotage', text: 'menu.reports', shown: who('report.read') },
  { href: '/demandes', text: 'menu.requests', shown: readsRequests },
  { href: '/mise-en-service', text: 'menu.commissioning', shown: who('workstation.signItem') },
  {
    href: '/campagnes',
    text: 'menu.campaigns',
    // of whoever leads one, and of those who migrate; others read it where they are sent
    shown: (c, now) => mightEver(c, 'campaign.change', now) || mightEver(c, 'workstation.signItem', now),
  },
  { href: '/postes', text: 'menu.workstations', shown: who('workstation.export') },
  { href: '/stock', text: 'menu.stock', shown: who('stock.read') },
  { href: '/sante', text: 'menu.health', shown: who('node.read') },
  { href: '/noeuds', text: 'menu.nodes', shown: who('node.read') },
  {
    href: '/mes-jetons',
    text: 'menu.mine',
    shown: who('credential.download'),
    count: (flow, { me }) => flow.reading.ownToDoCount(me.caller),
  },
  { href: '/aide', text: 'menu.help', shown: () => true },
  {
    href: '/avis',
    text: 'menu.told',
    shown: () => true,
    count: (flow, { me }) => flow.reading.untold(me.caller),
  },
];

const screensOf = ({ me, now }: Member): Screen[] => SCREENS.filter((screen) => screen.shown(me.caller, now));

/** Pages that several screens lead to, and whose they are: the first of these that the reader has. */
const SHARED: readonly [RegExp, readonly string[]][] = [
  [/^\/demandes\/nouvelle$/, ['/mes-jetons']],
  [/^\/demandes\//, ['/demandes', '/service', '/mes-jetons']],
  [/^\/jetons\//, ['/mes-jetons']],
  [/^\/(livraisons|emplacements|transferts)(\/|$)/, ['/stock']],
  [/^\/imports\//, ['/administration', '/postes']],
  [/^\/listes-de-controle(\/|$)/, ['/mise-en-service', '/postes']],
  [/^\/rappels(\/|$)/, ['/securite', '/stock']],
  [/^\/incidents\/(?!signaler|reflexes)|^\/incidents$/, ['/securite']],
];
/** The screen that a page belongs to, so that somebody deep in it sees where they are. */
function currentOf(screens: readonly Screen[], path: string): string | undefined {
  const has = (href: string): boolean => screens.some((screen) => screen.href === href);
  const shared = SHARED.find(([pages]) => pages.test(path))?.[1].find(has);
  return shared ?? screens.find(({ href }) => path === href || path.startsWith(`${href}/`))?.href;
}

/** The menu of somebody signed in: only what their roles may see, with what waits there. */
export async function menuOf(door: Pick<Door, 'flow'>, member: Member): Promise<MenuEntry[]> {
  const screens = screensOf(member);
  const here = currentOf(screens, member.path);
  const entry = async ({ href, text, count }: Screen): Promise<MenuEntry> => {
    const current = href === here;
    return { href, text, current, ...(count ? { count: await count(door.flow, member) } : {}) };
  };
  return Promise.all(screens.map(entry));
}

/** The same with another screen marked, where the reader has it. */
export const markedUnder = (menu: MenuEntry[], href: string | undefined): MenuEntry[] =>
  menu.some((entry) => entry.href === href) ? menu.map((entry) => ({ ...entry, current: entry.href === href })) : menu;

/** The work screen of somebody's first role. An agent's own tokens come last: who has other work has it first. */
export function homeOf(member: Member): string {
  return screensOf(member).find(({ beside }) => !beside)?.href ?? '/aide';
}
