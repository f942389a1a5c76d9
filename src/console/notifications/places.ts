import { type AnyTemplate, isMailed } from '../../flow/notifications/templates.ts';
import type { PersonalNotice } from '../../flow/reading/people/personal-notices.ts';
import { grouped } from '../frame/components/names.ts';
import type { Key } from '../frame/translate.ts';

/** The pages that a notice may lead to without a name of its own, and what each is called. */
const PAGES = {
  '/approbations': 'menu.approvals',
  '/compte#avis': 'account.title',
  '/compte/acces': 'access.title',
  '/courriers': 'menu.letters',
  '/departs': 'menu.leavers',
  '/double-controle': 'menu.dualControl',
  '/incidents/reflexes': 'incident.reflexes',
  '/journal': 'menu.journal',
  '/mes-jetons': 'menu.mine',
  '/pilotage': 'menu.reports',
  '/pilotage/previsions': 'forecast.title',
  '/postes/echeances': 'machineEnds.title',
  '/revue-des-roles': 'menu.accessReview',
  '/sante': 'menu.health',
  '/securite': 'menu.security',
  '/stock': 'menu.stock',
} as const satisfies Record<string, Key>;

/** Where what is about no request is done or read: the page that its mail opens, where it has one. */
const PLACES: Partial<Record<AnyTemplate, keyof typeof PAGES>> = {
  'proposal-waiting': '/double-controle',
  'officer-return-proposed': '/double-controle',
  'officer-return-cancelled': '/double-controle',
  'proposal-confirmed': '/double-controle',
  'proposal-refused': '/double-controle',
  'proposal-failed': '/double-controle',
  'proposal-expired': '/double-controle',
  'approvals-waiting': '/approbations',
  'access-review-coming': '/revue-des-roles',
  'access-review-due': '/revue-des-roles',
  'acted-alone': '/journal',
  'closed-still-holds': '/departs',
  'day-report': '/pilotage',
  'letters-late': '/courriers',
  'health-bad': '/sante',
  'stock-low': '/stock',
  'stock-ends': '/pilotage/previsions',
  'machine-ends': '/postes/echeances',
  'dates-late': '/pilotage/previsions',
  'incident-received': '/incidents/reflexes',
  'incident-reported': '/securite',
  'account-opened': '/compte/acces',
  'password-changed': '/compte/acces',
  'passkey-added': '/compte/acces',
  'passkey-removed': '/compte/acces',
  'identity-linked': '/compte/acces',
  // its holder may not open the page of a token
  'token-recalled': '/mes-jetons',
  'token-returned': '/mes-jetons',
  'token-rebound': '/mes-jetons',
  'migration-day': '/mes-jetons',
  'migration-moved': '/mes-jetons',
  'migration-off': '/mes-jetons',
  'exchange-day': '/mes-jetons',
  'exchange-moved': '/mes-jetons',
  'exchange-off': '/mes-jetons',
  'workstation-lost': '/mes-jetons',
};

/** The page of a notice that is about nothing with a page of its own: somebody's account, at the last. */
export const pageOf = (template: AnyTemplate): keyof typeof PAGES => PLACES[template] ?? '/compte#avis';

/** The words of a notice: those of its mail, or its own where the console alone tells it. */
export const wordOf = (template: AnyTemplate): Key => (isMailed(template) ? `mail.${template}` : `told.${template}`);

type About = Pick<PersonalNotice, 'number' | 'serial' | 'machine' | 'template' | 'recallId' | 'transferId'>;
/** Where a notice leads: a page, and its name as it stands or by its key. */
export function placeOf({ number, serial, machine, template, recallId, transferId }: About): {
  href: string;
  name: string | { key: Key };
} {
  const place = PLACES[template];
  if (number !== null && serial === null) return { href: `/demandes/${number}`, name: number };
  if (serial !== null)
    return { href: place ?? `/stock/${encodeURIComponent(serial)}`, name: number ?? grouped(serial) };
  if (recallId !== null) return { href: `/rappels/${recallId}`, name: { key: 'told.recall' } };
  if (transferId !== null) return { href: `/transferts/${transferId}`, name: { key: 'told.transfer' } };
  if (place === undefined && machine !== null) {
    return { href: `/postes/${encodeURIComponent(machine.assetNumber)}`, name: machine.assetNumber };
  }
  const page = pageOf(template);
  return { href: page, name: { key: PAGES[page] } };
}
