import { pageOf } from '../../../src/console/notifications/places.ts';
import { TEMPLATES } from '../../../src/flow/notifications/templates.ts';
import { TEXTS } from '../../../src/mail/texts.ts';

/** Told of a certificate: the console leads to the request that it was made for. */
const OF_A_REQUEST: readonly string[] = ['renewal-planned', 'expiry-coming', 'expiry-near', 'token-lapsed'];
/** Sent to an address that is nobody's any more: no notice of it stands in the console. */
const NEVER_TOLD: readonly string[] = ['address-changed'];

/** What a mail is about and its link names (a request, a transfer, a machine) has a page of its own. */
const named = (page: string): boolean => /^[^?]*\{/.test(page);

it.each(
  TEMPLATES.filter((one) => {
    const { page } = TEXTS[one];
    return page !== undefined && !named(page) && !OF_A_REQUEST.includes(one) && !NEVER_TOLD.includes(one);
  }),
)('the notice of %s leads to the page that its mail opens', (template) => {
  const [page] = (TEXTS[template].page ?? '').split('?');
  expect(pageOf(template).replace('#avis', '')).toBe(page);
});
