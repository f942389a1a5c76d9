import { ACTS } from '../../../src/book/book.ts';
import { dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { kindOf } from '../../../src/book/tables/columns.ts';
import { saidKind } from '../../../src/book/tables/said.ts';
import { translator } from '../../../src/console/frame/translate.ts';
import { tellsTheAct } from '../../../src/console/journal/entry-page.tsx';
import { thingText } from '../../../src/console/journal/entry-text.ts';
import { argumentsText, cellText, type Reader, saidValueText } from '../../../src/console/journal/value-text.ts';
import { changesOf, itemKey } from '../../../src/flow/reading/journal/entry-things.ts';
import { honest, JOURNEYS } from '../../support/judged/journals.ts';

const reader = (language: 'fr' | 'en'): Reader => ({ t: translator(language), language, things: new Map() });
const [fr, en] = [reader('fr'), reader('en')];
/** The name that an act has in entries: the key without what tells acts of one name apart. */
const nameOf = (key: string): string => key.replace(/[ !].*$/, '');
const AT = Date.UTC(2026, 10, 26, 11, 5, 9);

describe('a value of an entry', () => {
  it.each([
    ['identityCheck', 'document', 'identity-card', 'Carte nationale d’identité', 'Identity card'],
    [
      'job',
      'failure',
      'ca_unavailable',
      'L’autorité de certification ne répond pas.',
      'The certificate authority does not answer.',
    ],
    ['roster', 'firstDay', dayOf(AT), '26 novembre 2026', '26 November 2026'],
    ['request', 'rank', AT, '26 nov. 2026, 12:05:09', '26 Nov 2026, 12:05:09'],
    ['certificate', 'notAfter', AT, '26 nov. 2026, 12:05:09', '26 Nov 2026, 12:05:09'],
    ['authority', 'evaluation', 0, 'non', 'no'],
    ['roster', 'year', 2026, '2026', '2026'],
    ['request', 'priority', 2, 'Crise', 'Crisis'],
    ['apiToken', 'scopes', 'technician,agent', 'Technicien, Agent (porteur)', 'Technician, Agent (holder)'],
    ['checkItem', 'item', 'disk-encryption', 'Chiffrement du disque', 'Disk encryption'],
    ['checklist', 'model', '*', 'tous', 'any'],
    ['grant', 'scope', '*', 'Tous les services', 'All services'],
    ['campaign', 'closedDays', `[${dayOf(AT)}]`, '26 novembre 2026', '26 November 2026'],
    ['campaign', 'closedDays', '[]', 'vide', 'empty'],
    ['token', 'state', 'in_stock', 'En stock', 'In stock'],
  ])('of the column %s.%s is said in the reader’s words: %s', (table, column, value, french, english) => {
    expect(cellText(fr, table, column, value)).toBe(french);
    expect(cellText(en, table, column, value)).toBe(english);
  });

  it.each([
    ['handover.accept', 'document', 'passport', 'Passeport'],
    ['token.revoke', 'reason', 'key-compromise', 'Clé compromise'],
    ['workstation.assign', 'reason', 'handed-out', 'remis à l’agent'],
    ['workstation.takeBackCleaned', 'reason', 'cleaned', 'effacé'],
    ['incident.block', 'reason', 'ransomware', 'Rançongiciel'],
    ['stock.postpone', 'before', dayOf(AT), '26 novembre 2026'],
    ['request.prioritise', 'before', 1, 'Continuité'],
    ['access.refused', 'from', AT, '26 nov. 2026, 12:05:09'],
    ['clock.step', 'clock', new Date(AT).toISOString(), '26 nov. 2026, 12:05:09'],
    ['accessLog.seal', 'date', '2026-11-26', '26 novembre 2026'],
    ['dualControl.confirm', 'restored', AT, '26 nov. 2026, 12:05:09'],
    ['dualControl.confirm', 'policy', 'purge.years', 'Effacement après le dernier certificat, en années'],
    ['journal.read', 'action', 'request.submit', 'Demander un jeton ou un certificat Nomade'],
    ['journal.read', 'subject', 'request:01ARZ3NDEKTSV4RRFFQ69G5FAV', 'Demande 01ARZ3NDEK'],
    ['journal.restore', 'evidence', ['crl-missing'], 'la liste de révocation manque'],
    ['stock.export', 'state', 'scrapped', 'Au rebut'],
    ['letter.print', 'again', true, 'oui'],
    ['journal.verify', 'root', 'N/wj7GPKbGW8', 'N/wj7GPKbGW8'],
    ['person.purge', 'rows', 1234, '1\u202f234'],
  ])('that %s gives as %s is said in the reader’s words: %s', (action, name, value, french) => {
    expect(saidValueText(fr, action, name, value)).toBe(french);
  });

  it('of a setting is a date where the setting holds one', () => {
    expect(cellText(fr, 'setting', 'value', String(AT), 'accessLog.sealed')).toBe('26 nov. 2026, 12:05:09');
    expect(cellText(fr, 'setting', 'value', '2026-11-26', 'report.mailed')).toBe('26 novembre 2026');
    expect(cellText(fr, 'setting', 'value', '8', 'purge.years')).toBe('8');
    expect(cellText(fr, 'setting', 'value', 'ca.ceremony', 'standing-by')).not.toContain('ca.');
  });

  it('of a checklist that a site wrote is quoted, by its words where they are known, else by its code', () => {
    expect(cellText(fr, 'checkItem', 'item', 'badge-reader')).toBe('«\u202fbadge-reader\u202f»');
    expect(cellText(en, 'checkItem', 'item', 'badge-reader')).toBe('“badge-reader”');
    const named = (name: string) => ({ life: null, name });
    const things = new Map([
      [itemKey('fr', 'badge-reader'), named('Lecteur de badge')],
      [itemKey('en', 'badge-reader'), named('Badge reader')],
    ]);
    expect(cellText({ ...fr, things }, 'checkItem', 'item', 'badge-reader')).toBe('«\u202fLecteur de badge\u202f»');
    expect(cellText({ ...en, things }, 'checkItem', 'item', 'badge-reader')).toBe('“Badge reader”');
  });

  it('of the stock of a day is its equation in each location, number by number', () => {
    const rows = [
      ['PARIS', 1200, -2, 1190, 1, 0, 5, 0, 2, 0],
      [null, 0, 2, 2, 0, 0, 0, 0, 0, 0],
    ];
    expect(saidValueText(fr, 'stock.balance', 'rows', rows)).toBe(
      'PARIS (reçus\u202f: 1\u202f200, solde des transferts\u202f: -2, en stock\u202f: 1\u202f190, en production\u202f: 1, ' +
        'à vérifier\u202f: 0, attribués\u202f: 5, manquants\u202f: 0, au rebut\u202f: 2, détruits\u202f: 0)\u202f; ' +
        'Sans emplacement (reçus\u202f: 0, solde des transferts\u202f: 2, en stock\u202f: 2, en production\u202f: 0, ' +
        'à vérifier\u202f: 0, attribués\u202f: 0, manquants\u202f: 0, au rebut\u202f: 0, détruits\u202f: 0)',
    );
    expect(saidValueText(en, 'stock.balance', 'rows', rows)).toContain('PARIS (received: 1,200, net transfers: -2');
    expect(saidValueText(fr, 'stock.balance', 'rows', [])).toBe('vide');
    // what no program of ours wrote stays as it is written
    for (const strange of [[['PARIS', 1]], [['PARIS', '1', 2, 3, 4, 5, 6, 7, 8, 9]], [{ a: 1 }, 2]])
      expect(saidValueText(fr, 'stock.balance', 'rows', strange)).toBe(JSON.stringify(strange));
  });

  it.each([
    ['purge.years', 'Réglage – Effacement après le dernier certificat, en années'],
    ['report.mailed', 'Réglage – dernier rapport envoyé'],
    [`stock.balanced:${'a'.repeat(64)}`, 'Réglage – dernier comptage de ce modèle'],
    ['server-certificate:lyon', 'Réglage – certificat TLS du nœud lyon'],
    ['comet', 'Réglage – comet'],
    ['constructor:x', 'Réglage – constructor:x'],
  ])('of a setting stands under its name: %s', (id, name) => {
    expect(thingText(fr.t, `setting:${id}`, new Map())).toBe(name);
  });

  it('that nobody knows stays as it is written', () => {
    expect(cellText(fr, 'job', 'failure', 'sun_spots')).toBe('sun_spots');
    expect(cellText(fr, 'comet', 'tail', 'long')).toBe('long');
    expect(cellText(fr, 'request', 'constructor', 'x')).toBe('x');
    expect(saidValueText(fr, 'constructor', 'toString', 'x')).toBe('x');
    expect(cellText(fr, 'roster', 'firstDay', 9e15)).not.toBe('');
    expect(saidValueText(fr, 'token.revoke', 'reason', 'boredom')).toBe('boredom');
    expect(saidValueText(fr, 'comet.pass', 'tail', { long: 3 })).toBe('long\u202f: 3');
    expect(argumentsText(fr, 'role.grant', 'no JSON')).toBe('no JSON');
  });

  it('of a proposal is each argument by its name', () => {
    const args = JSON.stringify({
      personId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      role: 'technician',
      scope: '*',
      validUntil: AT,
    });
    expect(argumentsText(fr, 'role.grant', args)).toBe(
      'Personne\u202f: Personne 01ARZ3NDEK\u202f; Rôle\u202f: Technicien\u202f; Périmètre\u202f: Tous les services\u202f; ' +
        'Jusqu’au\u202f: 26 nov. 2026, 12:05:09',
    );
  });
});

/** Whether a text still is a code, a moment or a day that only programs read. */
const isRaw = (text: string, value: unknown): boolean =>
  (text === String(value) && /^[a-z]+([-_.][a-z]+)+$/.test(text)) ||
  (/^\d{11,}$/.test(text.replace(/\D/g, '')) && /^[\d\s]+$/.test(text));

describe('the page of an entry shows no code', () => {
  it.each([...ACTS.values()].map((act) => [act.key, act] as const))('of what %s says', (_, { key, says }) => {
    const left = Object.entries(says).flatMap(([name, { codes = [] }]) =>
      codes
        .filter((code) => typeof code === 'string' && saidKind(nameOf(key), name) !== undefined)
        .filter((code) => !tellsTheAct(nameOf(key), name, code) && saidValueText(fr, nameOf(key), name, code) === code)
        .map((code) => `${name}: ${code}`),
    );
    expect(left).toEqual([]);
  });

  it.each(JOURNEYS.map((journey) => [journey.name, journey] as const))('in the journey %s', async (_, journey) => {
    const left = new Set<string>();
    for (const entry of (await honest(journey)).entries) {
      const { changes: __, code: ___, ...detail } = entry.detail;
      for (const [name, value] of Object.entries(detail)) {
        if (tellsTheAct(entry.action, name, value)) continue;
        if (isRaw(saidValueText(fr, entry.action, name, value), value)) left.add(`${entry.action} ${name}: ${value}`);
      }
      for (const { table, id, cells } of changesOf(entry))
        for (const [column, value] of Object.entries(cells)) {
          if (kindOf(table, column) === 'id' || ['name', 'hash'].includes(String(kindOf(table, column)))) continue;
          const text =
            table === 'proposal' && column === 'args'
              ? argumentsText(fr, String(cells['act']), String(value))
              : cellText(fr, table, column, value, id);
          if (isRaw(text, value) || (text === value && kindOf(table, column) === 'code'))
            left.add(`${table}.${column}: ${value}`);
        }
    }
    expect([...left]).toEqual([]);
  });
});
