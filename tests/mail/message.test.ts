import { readFileSync } from 'node:fs';
import { REVOCATION_REASONS } from '../../src/book/tables/codes.ts';
import { TEMPLATES } from '../../src/flow/notifications/templates.ts';
import { writeMessage } from '../../src/mail/message.tsx';
import type { Facts, Text } from '../../src/mail/news.ts';
import type { Message } from '../../src/mail/ports.ts';
import { REASONS, TEXTS } from '../../src/mail/texts.ts';
import { HOUSE, SITE } from './office.ts';

const both = (text: string) => ({ fr: text, en: text });
const FACTS: Facts = {
  number: both('DEM-2026-00042'),
  replacement: both('DEM-2026-00043'),
  foreseen: { fr: 'Il est annoncé le lundi 30 novembre.', en: 'It is foreseen on Monday 30 November.' },
  serial: both('B-0042'),
  code: both('1234 5678'),
  reason: REASONS.stolen,
  endsOn: { fr: '24 décembre 2026', en: '24 December 2026' },
  from: both('10:00'),
  until: both('10:15'),
  dueOn: { fr: '24 décembre 2026', en: '24 December 2026' },
  count: both('3'),
  location: both('LYON-COFFRE-1'),
  model: both('YubiKey 5'),
  threshold: both('20'),
  transfer: both('transfer-1'),
  sentOn: { fr: '24 décembre 2026', en: '24 December 2026' },
  returnedOn: { fr: '24 décembre 2026', en: '24 December 2026' },
  since: { fr: '23 novembre 2026', en: '23 November 2026' },
  kind: { fr: 'hameçonnage', en: 'phishing' },
  at: both('10:00'),
  machine: both('PN-0042'),
  machines: both('PN-0042, PN-0043'),
  other: both('PN-0050'),
  bring: both(', et apportez vos deux postes, votre jeton et une pièce d’identité'),
  save: both(''),
  given: both(''),
  image: both('SPAN-2026.3'),
  site: both('Bordeaux'),
  why: both('une raison'),
  token: both(' Et le jeton.'),
  days: both('le lundi 30 novembre'),
  dutyPhone: both(HOUSE.dutyPhone),
  role: { fr: 'superviseur', en: 'supervisor' },
  scope: { fr: 'tous les services', en: 'all services' },
  day: { fr: '23 novembre 2026', en: '23 November 2026' },
  date: both('2026-11-23'),
  received: both('12'),
  produced: both('11'),
  activated: both('8'),
  revoked: both('2'),
  acceptedByTwo: both('1'),
  madeAgain: both('1'),
  nomade: both('2'),
  closed: both('10'),
  rejected: both('0'),
  withdrawn: both('2'),
  refusedActs: both('6'),
  dayEnd: both('Journée jusqu’à 17 h.'),
  surge: both('Forte activité : …'),
  size: both('665'),
  note: both('journal.example/1\n665\ncm9vdA==\n\n— journal.example/1 c2lnbmF0dXJl'),
  vkey: both('journal.example/1+45701953+AYqI4910'),
};
const write = (variant: keyof typeof TEXTS, name = 'Alice Agard', facts = FACTS): Message => {
  const row = { template: 'approved', personId: 'a', address: null, about: 'request:1' } as const;
  const mail = { id: '0A1B', ...row, queuedAt: 0, tries: 1 };
  return writeMessage(mail, { to: { name, address: 'a@x.example' }, text: TEXTS[variant], facts }, SITE);
};
/** Of an account that its reader cannot open, or does not own: every page would ask them to sign in. */
const NO_LINK: readonly string[] = [
  'account-disabled',
  'account-reopened',
  'account-closed-for-role',
  'officer-returned',
];
const variants = Object.keys(TEXTS) as (keyof typeof TEXTS)[];

describe('a mail', () => {
  it('exists for everything that people are told, and every reason has its words', () => {
    expect(new Set(variants.map((v) => v.split(' ')[0]))).toEqual(new Set(TEMPLATES));
    expect(Object.keys(REASONS).sort()).toEqual([...REVOCATION_REASONS].sort());
  });

  it.each(variants)('%s says the same in French, then English, as text and as HTML', (variant) => {
    const { subject, text, html } = write(variant);
    const { fr, en } = TEXTS[variant];
    expect(fr.body).toHaveLength(en.body.length);
    expect(text.indexOf('Bonjour Alice Agard,')).toBeLessThan(text.indexOf('Hello Alice Agard,'));
    expect([text, html, subject].join()).not.toMatch(/[{}]|undefined|null/);
    expect(html.indexOf('lang="fr"')).toBeLessThan(html.indexOf('lang="en"'));
    const words = (markup: string) => markup.replace(/<title>.*<\/title>/, '').replace(/<[^>]+>/g, ' ');
    const unescaped = words(html)
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&');
    for (const paragraph of text.split('\n\n').filter((p) => !p.startsWith('--') && !p.includes('https:'))) {
      expect(unescaped).toContain(paragraph.trim());
    }
  });

  it.each(variants)('%s links to one console page, to be read and nothing else, and loads nothing', (variant) => {
    const { text, html } = write(variant);
    const pages = [
      '/demandes/DEM-2026-00042',
      '/demandes/DEM-2026-00043',
      '/mes-jetons',
      '/transferts/transfer-1',
      '/postes/echeances',
      '/postes/PN-0042',
      '/stock',
      '/pilotage/previsions',
      '/securite',
      '/incidents/reflexes',
      '/double-controle',
      '/approbations',
      '/journal',
      '/revue-des-roles',
      '/pilotage?date=2026-11-23',
      '/compte',
      '/compte/acces',
      '/departs',
    ];
    const links = [...text.matchAll(/https?:\S+/g), ...html.matchAll(/(?<=href=")[^"]+/g)].map(([link]) => link);
    if (NO_LINK.includes(variant)) expect(links).toEqual([]);
    else {
      expect(links.length).toBe(4);
      expect(new Set(links).size).toBe(1);
      expect(pages.map((page) => SITE.url + page)).toContain(links[0]);
    }
    expect(html).not.toMatch(/src=|<img|<script|<style|style=|<form|<iframe|url\(|@import|onclick/i);
  });

  it('calls the pages of one’s own account by one name each', () => {
    const texts: readonly Text[] = Object.values(TEXTS);
    for (const [page, called] of [
      ['/compte', 'Voir mon compte · See my account'],
      ['/compte/acces', 'Voir mes moyens d’accès · See my ways in'],
    ]) {
      const names = texts.filter((text) => text.page === page).map(({ fr, en }) => `${fr.link} · ${en.link}`);
      expect(new Set(names.map((name) => name.replace("'", '’')))).toEqual(new Set([called]));
    }
  });

  it('names pages that the console has, each behind sign-in', () => {
    const routes = [
      'requests',
      'people',
      'security',
      'incidents',
      'approvals',
      'workshop',
      'journal',
      'access',
      'access-review',
      'session',
      'supervision',
      'forecast',
      'stock',
      'directory',
      'workstations',
    ]
      .map((screen) => readFileSync(`src/console/${screen}/routes.tsx`, 'utf8'))
      .concat(readFileSync('src/console/stock/location-routes.tsx', 'utf8'))
      .join('');
    const known = [...routes.matchAll(/\b(?:on\.get\(|onReport\(parts, )'([^']+)'/g)].map(([, path]) => path);
    for (const { page } of Object.values<Text>(TEXTS)) {
      if (page !== undefined)
        expect(known).toContain(
          page
            .replace(/\{(number|replacement|machine)\}/, ':number')
            .replace('{transfer}', ':transferId')
            .replace(/\?.*/, ''),
        );
    }
  });

  it('escapes a name, whatever it is', () => {
    const { html, text } = write('approved', 'Ève <b>"L\'Hermite"</b> & Co');
    expect(html).toContain("Ève &lt;b>&quot;L'Hermite&quot;&lt;/b> &amp; Co");
    expect(text).toContain('Bonjour Ève <b>"L\'Hermite"</b> & Co,');
  });

  it('is not written when a fact is missing', () => {
    expect(() => write('approved', 'Alice', {})).toThrow('no fact for {number}');
  });

  it.each(variants)('%s is printed as its languages are: curved apostrophes and quotes, no “(s)”', (variant) => {
    const { text, subject } = write(variant);
    expect([text, subject].join()).not.toMatch(/\p{L}'\p{L}|"|\p{L}\((s|x|ent)\)/u);
  });

  it('puts no line break before French punctuation', () => {
    const { text } = write('approved');
    expect(text).toContain('DEM-2026-00042\u202f: demande approuvée');
    expect(text.slice(0, text.indexOf('Hello'))).not.toMatch(/ [:;!?]/);
  });

  it('sets the words of a fact as French is printed, and leaves a code or a signature as it is', () => {
    const kind = { fr: "image « SPAN » : l'ancienne", en: 'image: the old one' };
    const french = (facts: Facts): string => write('incident-reported', 'Alice', { ...FACTS, ...facts }).text;
    expect(french({ kind })).toContain('image «\u202fSPAN\u202f»\u202f: l’ancienne');
    const secret = "ab'cd : « ef » 12 h";
    expect(french({ machine: both(secret) }).split(secret)).toHaveLength(3);
  });

  it('is the same message at every try', () => {
    expect(write('approved')).toEqual(write('approved'));
    expect(write('approved').messageId).toBe('<0a1b@jeton.example>');
  });
});
