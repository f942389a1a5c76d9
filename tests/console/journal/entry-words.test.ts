import { ACTS } from '../../../src/book/book.ts';
import { COLUMNS, kindOf } from '../../../src/book/tables/columns.ts';
import { en, fr, hasText, type Key, translator } from '../../../src/console/frame/translate.ts';
import { columnText, saidText } from '../../../src/console/journal/column-text.ts';

const t = translator('fr');
/** The name that an act has in entries: the key without what tells acts of one name apart. */
const nameOf = (key: string): string => key.replace(/[ !].*$/, '');
/** Without what is printed otherwise: an apostrophe is curved. */
const plain = (text: string): string => text.replaceAll('’', "'");

/** What an auditor reads of members whose names are those of other things on forms and in rows. */
const SAID: [act: string, member: string, french: string][] = [
  ['dualControl.confirm', 'policy', 'Règle'],
  ['import.stop', 'code', "Cause de l'échec"],
  ['directory.read', 'code', "Cause de l'échec"],
  ['directory.read', 'left', 'Personnes parties'],
  ['directory.read', 'present', 'Personnes présentes avant'],
  ['request.approve', 'slowed', 'Refus suivants non consignés'],
  ['access.refused', 'count', 'Nombre de refus'],
  ['accessLog.seal', 'count', "Nombre d'accès"],
  ['journal.read', 'subject', 'Objet recherché'],
  ['journal.export', 'to', "Jusqu'à l'écriture n°"],
  ['journal.restore', 'entries', 'Écritures restées'],
  ['account.invite', 'from', 'État du compte, avant'],
  ['letter.print', 'again', 'Réimpression'],
  ['letter.print', 'to', "Adresse d'envoi"],
  ['recall.replace', 'item', 'Jeton rappelé'],
  ['recall.repeat', 'item', 'Jeton rappelé'],
  ['campaign.replaceToken', 'item', 'Poste de la campagne'],
  ['token.receive', 'place', 'Rang dans la livraison'],
  ['commissioning.print', 'round', 'Passage de contrôle, compté de 0'],
  ['production.undo', 'reached', 'Jeton atteint'],
];

describe('the page of an entry', () => {
  it.each([...ACTS.values()].map((act) => [act.key, act] as const))('has a word for all that %s says', (_, act) => {
    const without = Object.keys(act.says).filter((member) => saidText(t, nameOf(act.key), member) === member);
    expect(without).toEqual([]);
    expect([act.fr, act.en].join()).not.toContain('`');
  });
  it.each(SAID)('says of %s what its %s is: %s', (action, member, french) => {
    expect(plain(saidText(t, action, member))).toBe(french);
  });
  it('has no word for a member that no act says', () => {
    const members = new Set([...ACTS.values()].flatMap(({ says }) => Object.keys(says)));
    const ofActs = new Set(
      [...ACTS.values()].flatMap(({ key, says }) => Object.keys(says).map((one) => `${nameOf(key)}.${one}`)),
    );
    const refused = ['slowed', 'directory.read.left', 'directory.read.present'];
    const unsaid = Object.keys(fr).flatMap((key) => {
      const [, name = ''] = /^said\.(.+)$/.exec(key) ?? [];
      return name === '' || members.has(name) || ofActs.has(name) || refused.includes(name) ? [] : [name];
    });
    expect(unsaid).toEqual([]);
  });
  it('says of whoever did something that it was done by them', () => {
    const by = Object.keys(fr).filter((key) => /^column\.\w+By$/.test(key));
    expect(by.length).toBeGreaterThan(10);
    expect(by.filter((key) => !fr[key as Key].endsWith(' par') || !en[key as Key].endsWith(' by'))).toEqual([]);
  });
  it('takes no word from a form', () => {
    expect(hasText('label.manyLeft')).toBe(true);
    expect([columnText(t, 'manyLeft'), saidText(t, 'journal.read', 'manyLeft')]).toEqual(['manyLeft', 'manyLeft']);
  });
  it.each([
    ['recall', 'way', 'Mode de rappel'],
    ['campaign', 'way', 'Jours déjà donnés'],
    ['pickupCode', 'way', 'Donné par'],
    ['stockLocation', 'label', 'Nom'],
    ['token', 'label', 'Nom inscrit sur le jeton'],
  ])('calls the column of %s.%s what it is there: %s', (table, column, french) => {
    expect(columnText(t, column, table)).toBe(french);
  });
  it('has no word of a table for a column that it has not', () => {
    const own = Object.keys(fr).flatMap((key) => (/^column\.\w+\.\w+$/.test(key) ? [key.split('.')] : []));
    expect(own.filter(([, table = '', column = '']) => kindOf(table, column) === undefined)).toEqual([]);
  });
  it.each(Object.entries(COLUMNS))('has a word for each column of %s', (_, columns) => {
    expect(Object.keys(columns).filter((name) => !hasText(`column.${name}`))).toEqual([]);
  });
});
