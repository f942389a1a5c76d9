import { readdirSync, readFileSync } from 'node:fs';
import { fieldLabel } from '../../../src/console/frame/components/labels.ts';
import { LABELS_OF_FORMS } from '../../../src/console/frame/forms/form-labels.ts';
import { SCAN_FIELDS } from '../../../src/console/frame/forms/scan.ts';
import { fr, hasText, translator } from '../../../src/console/frame/translate.ts';

const t = translator('fr');
const FIELD = /<(?:TextField|TextArea|Select|Radios|Checkbox)\s[^>]*?\bname="(\w+)"[^>]*?\blabel=\{t\('([\w.-]+)'[,)]/g;
const SCANNED = /<ScanField\s[^>]*?\blabel=\{t\('([\w.-]+)'[,)]/g;

/** A field as a page's source has it: its form, empty for one of a part of a form; its name; the key of its label. */
type Shown = [form: string, name: string, key: string];
const fieldsIn = (form: string, source: string): Shown[] => [
  ...[...source.matchAll(FIELD)].map(([, name = '', key = '']): Shown => [form, name, key]),
  ...[...source.matchAll(SCANNED)].map(([, key = '']): Shown => [form, SCAN_FIELDS[form] ?? '', key]),
];
/** The fields of all forms that change something; what a form's name has of a number or an id is left out. */
function shown(): Shown[] {
  const files = readdirSync('src/console', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx$/.test(file));
  const FORM = /<Form\s[^>]*?\bname=(?:"([\w-]+)"|\{`([\w-]+?)-?\$\{[^`]*`\})[\s\S]*?<\/Form>/g;
  return files.flatMap((file) => {
    const source = readFileSync(`src/console/${file}`, 'utf8').replace(/<form method="get"[\s\S]*?<\/form>/g, '');
    const inForms = [...source.matchAll(FORM)].flatMap(([whole, fixed, begin]) =>
      fieldsIn(fixed ?? begin ?? '', whole),
    );
    return [...inForms, ...fieldsIn('', source.replace(FORM, ''))];
  });
}

describe('a refusal that names a field', () => {
  const fields = shown();
  // a label with a number in it is not that of every row
  const fixed = fields.filter(([, , key]) => hasText(key) && !fr[key].includes('{'));

  it('says the word that the form shows', () => {
    expect(fixed.filter(([form]) => form !== '').length).toBeGreaterThan(60);
    const other = fixed.filter(
      ([form, name, key]) => form !== '' && hasText(key) && fieldLabel(t, form, name) !== t(key),
    );
    expect(other).toEqual([]);
  });
  it('says a word that is shown, of a field that stands in a part of a form', () => {
    // who is found in the directory is chosen in place of what was typed into the field of that name
    const ofForms: readonly string[] = [...Object.values(LABELS_OF_FORMS), 'search.found'];
    const other = fixed.filter(
      ([form, name, key]) =>
        form === '' && hasText(key) && fieldLabel(t, '', name) !== t(key) && !ofForms.includes(key),
    );
    expect(other).toEqual([]);
  });
  it('has no word for a form or field that is not there', () => {
    const keys: readonly string[] = fields.map(([, , key]) => key);
    // what an answer to many requests refuses as a list is the choice of rows above; a parcel's field asks for one thing, then another
    const elsewhere = ['label.choice', 'parcels.scan.label'];
    expect(Object.values(LABELS_OF_FORMS).filter((key) => !keys.includes(key))).toEqual(elsewhere);
  });
});
