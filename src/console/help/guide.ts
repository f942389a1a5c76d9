import type { Role } from '../../book/tables/codes.ts';
import type { Key } from '../frame/translate.ts';
import type { PictureName } from './pictures.ts';

/** One thing to do on one page. */
export interface Step {
  /** Names its controls in braces. */
  text: Key;
  /** The page as the router knows it. */
  page: string;
  /** What the page has to be pressed or read, by its own words: a guide never says another word than the page. */
  controls: Readonly<Record<string, Key>>;
  /** The same of what the page has only at a moment of its work. */
  later?: Readonly<Record<string, Key>>;
}
export interface Task {
  title: Key;
  /** Left out where what is to be found on the page is one form. */
  picture?: PictureName;
  steps: readonly Step[];
}
export interface Guide {
  /** Where it is: `/aide/<address>`. */
  address: string;
  tasks: readonly Task[];
}

const step = (text: Key, page: string, controls: Step['controls'] = {}): Step => ({ text, page, controls });

/** What each role does, task by task. */
export const GUIDES: Readonly<Record<Role, Guide>> = {
  agent: {
    address: 'porteur',
    tasks: [
      {
        title: 'guide.ask',
        picture: 'ask',
        steps: [
          step('guide.ask.1', '/mes-jetons', { new: 'request.new' }),
          step('guide.ask.2', '/demandes/nouvelle', { motif: 'label.motif', workstation: 'label.workstation' }),
          step('guide.ask.3', '/demandes/nouvelle', { send: 'request.send' }),
        ],
      },
      {
        title: 'guide.receive',
        picture: 'receive',
        steps: [
          step('guide.receive.1', '/mes-jetons', { open: 'mine.open' }),
          step('guide.receive.2', '/demandes/:number', { accept: 'accept.send' }),
          step('guide.receive.3', '/demandes/:number', { code: 'code.new.send' }),
        ],
      },
      {
        title: 'guide.loss',
        picture: 'loss',
        steps: [
          step('guide.loss.1', '/mes-jetons', { report: 'loss.report' }),
          step('guide.loss.2', '/jetons/:serial/perte', { lost: 'loss.lost', stolen: 'loss.stolen' }),
          step('guide.loss.3', '/jetons/:serial/perte', { send: 'loss.send' }),
        ],
      },
    ],
  },
  correspondent: {
    address: 'correspondant',
    tasks: [
      {
        title: 'guide.askFor',
        picture: 'ask-for',
        steps: [
          step('guide.askFor.1', '/service', { new: 'service.new', file: 'service.file' }),
          step('guide.askFor.2', '/service/demande', { holder: 'label.holder', send: 'request.send' }),
        ],
      },
      {
        title: 'guide.parcels',
        picture: 'parcels',
        steps: [
          step('guide.parcels.1', '/service', { parcels: 'service.parcels' }),
          step('guide.parcels.2', '/service/colis', { take: 'parcel.send' }),
          step('guide.parcels.3', '/service/colis', { code: 'code.label', give: 'service.parcels.give' }),
        ],
      },
    ],
  },
  approver: {
    address: 'valideur',
    tasks: [
      {
        title: 'guide.approve',
        picture: 'approve',
        steps: [
          step('guide.approve.1', '/approbations', { look: 'approvals.look' }),
          step('guide.approve.priority', '/demandes/:number', {
            priority: 'label.confirmedPriority',
            why: 'label.priorityReason',
          }),
          step('guide.approve.2', '/approbations', { approve: 'approvals.approve' }),
          step('guide.approve.3', '/approbations', { ask: 'approvals.ask.send', reject: 'approvals.reject.send' }),
        ],
      },
      {
        title: 'guide.checkHolder',
        picture: 'check-holder',
        steps: [
          step('guide.checkHolder.requests', '/demandes', { text: 'filter.text' }),
          step('guide.checkHolder.1', '/demandes/:number', { title: 'rebind.title', check: 'rebind.check' }),
          step('guide.checkHolder.2', '/demandes/:number', {
            workstation: 'rebind.workstation',
            document: 'identity.document',
            send: 'identity.send.renewal',
          }),
        ],
      },
    ],
  },
  technician: {
    address: 'technicien',
    tasks: [
      {
        title: 'guide.commission',
        picture: 'commission',
        steps: [
          step('guide.commission.1', '/mise-en-service', { scan: 'commission.scan', open: 'commission.open' }),
          step('guide.commission.2', '/mise-en-service/:number', { card: 'commission.card', sign: 'checklist.sign' }),
        ],
      },
      {
        title: 'guide.produce',
        picture: 'produce',
        steps: [
          step('guide.produce.forecast', '/pilotage/previsions', { next: 'forecast.next', roster: 'roster.title' }),
          step('guide.produce.queue', '/atelier', { queue: 'queue.title' }),
          step('guide.produce.1', '/atelier', { line: 'line.open' }),
          step('guide.produce.2', '/atelier/chaine', { scan: 'line.scan' }),
          {
            ...step('guide.produce.keys', '/atelier/chaine'),
            later: { aside: 'line.key.aside', reprint: 'line.key.reprint' },
          },
          step('guide.produce.3', '/atelier/chaine', { leave: 'line.leave' }),
        ],
      },
      {
        title: 'guide.handOver',
        picture: 'hand-over',
        steps: [
          step('guide.handOver.1', '/remise', { scan: 'handover.scan' }),
          step('guide.handOver.2', '/remise/:number', { proof: 'handover.challenge', accept: 'handover.accept' }),
          step('guide.handOver.3', '/remise/:number', { give: 'handover.give' }),
        ],
      },
      {
        title: 'guide.stock',
        steps: [
          step('guide.stock.receive', '/stock', { receive: 'delivery.title' }),
          step('guide.stock.move', '/emplacements', { move: 'transfer.new' }),
          step('guide.stock.count', '/emplacements/:location', { count: 'count.title' }),
        ],
      },
      {
        title: 'guide.rebind',
        picture: 'rebind',
        steps: [
          step('guide.rebind.machine', '/postes', { text: 'filter.text' }),
          step('guide.rebind.give', '/postes/:number', { give: 'record.assign' }),
          step('guide.rebind.stock', '/stock', { serial: 'label.serial' }),
          step('guide.rebind.1', '/stock/:serial', { title: 'rebind.title' }),
          step('guide.rebind.exchange', '/stock/:serial'),
          step('guide.rebind.2', '/stock/:serial', { check: 'rebind.check', checked: 'identity.send.renewal' }),
          step('guide.rebind.3', '/stock/:serial', { workstation: 'rebind.workstation', send: 'rebind.send' }),
        ],
      },
    ],
  },
  'security-officer': {
    address: 'responsable-securite',
    tasks: [
      {
        title: 'guide.revoke',
        picture: 'revoke',
        steps: [
          step('guide.revoke.1', '/securite', { title: 'phone.title', send: 'phone.send' }),
          step('guide.revoke.2', '/securite', { title: 'revoke.title', send: 'revoke.send' }),
        ],
      },
      {
        title: 'guide.incident',
        picture: 'incident',
        steps: [
          step('guide.incident.1', '/securite', { open: 'incident.open', block: 'incident.block' }),
          step('guide.incident.2', '/incidents/postes', { list: 'incident.many.list', ask: 'incident.many.ask' }),
        ],
      },
      {
        title: 'guide.confirm',
        picture: 'confirm',
        steps: [
          step('guide.confirm.1', '/double-controle', { proposer: 'dual.proposer', until: 'dual.until' }),
          step('guide.confirm.2', '/double-controle', { confirm: 'dual.confirm' }),
        ],
      },
    ],
  },
  auditor: {
    address: 'auditeur',
    tasks: [
      {
        title: 'guide.search',
        picture: 'search',
        steps: [
          step('guide.search.1', '/journal', { text: 'journal.text.nameless', apply: 'filter.apply' }),
          step('guide.search.2', '/journal', { seq: 'journal.seq' }),
          step('guide.search.3', '/journal', { verify: 'verify.send', export: 'export.send' }),
        ],
      },
    ],
  },
  administrator: {
    address: 'administrateur',
    tasks: [
      {
        title: 'guide.invite',
        picture: 'invite',
        steps: [
          step('guide.invite.1', '/administration', { import: 'import.open', text: 'filter.text' }),
          step('guide.invite.2', '/administration/personnes/:id', { invite: 'invite.send' }),
          step('guide.invite.3', '/administration/personnes/:id', { grant: 'grant.send' }),
        ],
      },
      {
        title: 'guide.health',
        picture: 'health',
        steps: [step('guide.health.1', '/sante', { part: 'health.part', says: 'health.says' })],
      },
    ],
  },
  supervisor: {
    address: 'superviseur',
    tasks: [
      {
        title: 'guide.queue',
        picture: 'queue',
        steps: [
          step('guide.queue.1', '/demandes', { state: 'label.state', apply: 'filter.apply' }),
          step('guide.queue.priority', '/demandes/:number', {
            change: 'priority.change',
            send: 'priority.change.send',
          }),
          step('guide.queue.2', '/demandes', { file: 'list.file' }),
        ],
      },
      {
        title: 'guide.places',
        steps: [step('guide.places.add', '/emplacements', { add: 'place.add' })],
      },
      {
        title: 'guide.exchange',
        steps: [
          step('guide.exchange.1', '/campagnes', { new: 'campaign.exchange.new', list: 'campaign.exchanges' }),
          step('guide.exchange.2', '/campagnes', { count: 'campaign.count' }),
        ],
      },
      {
        title: 'guide.forecast',
        picture: 'forecast',
        steps: [
          step('guide.forecast.1', '/pilotage', { link: 'forecast.link' }),
          step('guide.forecast.2', '/pilotage/previsions', { next: 'forecast.next', try: 'forecast.try.send' }),
          step('guide.forecast.3', '/pilotage/previsions', { plan: 'roster.plan', send: 'roster.send' }),
        ],
      },
    ],
  },
};
