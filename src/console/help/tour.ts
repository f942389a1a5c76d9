import { rolesOf } from '../../book/rights/roles.ts';
import { ROLES, type Role } from '../../book/tables/codes.ts';
import type { Key } from '../frame/translate.ts';
import type { Member } from '../frame/visit.ts';
import { GUIDES } from './guide.ts';

/** A page to open on the first day, and why. */
export interface TourStep {
  page: string;
  text: Key;
}

/** What somebody of each role opens first. */
const OF_ROLE: Readonly<Record<Role, readonly TourStep[]>> = {
  agent: [
    { page: '/mes-jetons', text: 'tour.agent.mine' },
    { page: '/demandes/nouvelle', text: 'tour.agent.ask' },
    { page: '/incidents/reflexes', text: 'tour.agent.reflexes' },
  ],
  correspondent: [
    { page: '/service', text: 'tour.correspondent.service' },
    { page: '/service/demande', text: 'tour.correspondent.ask' },
    { page: '/service/colis', text: 'tour.correspondent.parcels' },
  ],
  approver: [
    { page: '/approbations', text: 'tour.approver.queue' },
    { page: '/departs', text: 'tour.approver.leavers' },
    { page: '/courriers', text: 'tour.approver.letters' },
  ],
  technician: [
    { page: '/atelier', text: 'tour.technician.workshop' },
    { page: '/mise-en-service', text: 'tour.technician.commissioning' },
    { page: '/atelier/chaine/douchette', text: 'tour.technician.scanner' },
    { page: '/remise', text: 'tour.technician.handover' },
  ],
  'security-officer': [
    { page: '/securite', text: 'tour.officer.revoke' },
    { page: '/incidents', text: 'tour.officer.incidents' },
    { page: '/double-controle', text: 'tour.officer.confirm' },
  ],
  auditor: [
    { page: '/journal', text: 'tour.auditor.journal' },
    { page: '/revue-des-roles', text: 'tour.auditor.review' },
  ],
  administrator: [
    { page: '/administration', text: 'tour.administrator.people' },
    { page: '/double-controle', text: 'tour.administrator.propose' },
    { page: '/sante', text: 'tour.administrator.health' },
  ],
  supervisor: [
    { page: '/pilotage', text: 'tour.supervisor.figures' },
    { page: '/pilotage/previsions', text: 'tour.supervisor.forecast' },
    { page: '/demandes', text: 'tour.supervisor.requests' },
  ],
};
const STEPS_MOST = 6;

/** The steps of somebody's tour: those of their work first, then their account and the guide of their first role. */
export function tourOf({ me, now }: Pick<Member, 'me' | 'now'>): TourStep[] {
  const held = rolesOf(me.caller, now);
  const roles = ROLES.filter((role) => role !== 'agent' && held.includes(role));
  const work = (roles.length > 0 ? roles : (['agent'] as const)).flatMap((role) => OF_ROLE[role]);
  const unlike = work.filter(({ page }, at) => work.findIndex((one) => one.page === page) === at);
  const rest: TourStep[] = [
    { page: '/compte', text: 'tour.account' },
    { page: `/aide/${GUIDES[roles[0] ?? 'agent'].address}`, text: 'tour.guide' },
  ];
  return [...unlike.slice(0, STEPS_MOST - rest.length), ...rest];
}
