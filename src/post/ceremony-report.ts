import type { Purpose } from '../book/rules/certificates/purposes.ts';
import { typeset } from '../words/translator.ts';
import { DENSE, drawField, drawRows, drawSender, LEFT, RIGHT, type Row } from './heading.ts';
import { dateOnPaper, type House } from './house.ts';
import { A4, drawSheet, GREY, type Pen } from './sheet.ts';

/** One certificate of the CA, as the report shows it. */
export interface ReportedAuthority {
  /** RFC 4514. */
  subject: string;
  /** Hex. */
  serialNumber: string;
  /** Fingerprint of the certificate, hex. */
  sha256: string;
  notAfter: number;
  /** Where its key is, in French. */
  key: string;
}
export interface CeremonyReport {
  act: { fr: string; en: string };
  at: number;
  root: ReportedAuthority;
  /** The issuing CAs that were made or revoked: of tokens, then of nomade credentials. */
  issuing: readonly (ReportedAuthority & { purpose: Purpose })[];
  /** The root's CRL that was signed. */
  crl: { number: number; nextUpdate: number };
  officer: string;
  administrator: string;
}

/** The report of an act at the root (procès-verbal), signed by both who stood by and kept on paper. */
export function drawCeremonyReport(report: CeremonyReport, house: House): Promise<Buffer> {
  return drawSheet({ ...A4, title: 'Procès-verbal de cérémonie des clés', at: report.at }, (pen) => {
    drawSender(pen, house);
    pen.text('Procès-verbal de cérémonie des clés', LEFT, 40, { face: 'bold', size: 18, width: RIGHT - LEFT });
    pen.text('Record of a key ceremony', LEFT, 48.4, { face: 'italic', size: 10, colour: GREY });
    drawRows(pen, 55, rowsOf(report, house), DENSE);
    drawSignatures(pen, report);
  });
}

const NAMES: Readonly<Record<Purpose, { fr: string; en: string }>> = {
  token: { fr: 'Émettrice', en: 'Issuing CA' },
  nomade: { fr: 'Nomade', en: 'Nomade CA' },
};
/** In two lines of groups, as two people read a fingerprint to each other. */
const toCompare = (hex: string): string => hex.replace(/.{4}(?=.)/g, '$& ').replace(/^(.{39}) /, '$1\n');

function rowsOf({ act, at, root, issuing, crl }: CeremonyReport, { timeZone }: House): Row[] {
  const day = (ms: number): string => dateOnPaper(ms, timeZone, 'long');
  const of = (fr: string, en: string, one: ReportedAuthority): Row[] => [
    { fr: `${fr} : nom`, en: `${en}: name`, value: one.subject },
    { fr: `${fr} : numéro de série`, en: `${en}: serial number`, value: one.serialNumber, mono: true },
    { fr: `${fr} : empreinte SHA-256`, en: `${en}: SHA-256 fingerprint`, value: toCompare(one.sha256), mono: true },
    { fr: `${fr} : clé, fin`, en: `${en}: key, end`, value: `${one.key} ; ${day(one.notAfter)}` },
  ];
  return [
    { fr: 'Acte', en: act.en, value: act.fr },
    { fr: 'Le', en: 'On', value: dateOnPaper(at, timeZone, 'minute') },
    ...of('Racine', 'Root', root),
    ...issuing.flatMap((one) => of(NAMES[one.purpose].fr, NAMES[one.purpose].en, one)),
    {
      fr: 'Liste de révocation de la racine',
      en: 'CRL of the root',
      value: typeset(`n° ${crl.number}, jusqu’au ${day(crl.nextUpdate)}`),
    },
  ];
}

function drawSignatures(pen: Pen, { officer, administrator }: CeremonyReport): void {
  const column = (x: number, fr: string, en: string, name: string): void => {
    pen.text(fr, x, 222, { face: 'bold', size: 10 });
    pen.text(en, x, 226.6, { face: 'italic', size: 8, colour: GREY });
    pen.text(name, x, 232, { size: 11, width: 78, fitDownTo: 7 });
    drawField(pen, { fr: 'Date', en: 'Date' }, x, 254, 24);
    drawField(pen, { fr: 'Signature', en: 'Signature' }, x + 28, 254, 50);
  };
  column(LEFT, 'Responsable sécurité', 'Security officer', officer);
  column(112, 'Administrateur', 'Administrator', administrator);
  const text =
    'La clé de la racine est retirée aussitôt et gardée hors ligne, sous scellé · The root’s key is taken away at once and kept offline, sealed';
  pen.text(text, LEFT, 282, { size: 7.5, colour: GREY, width: RIGHT - LEFT, align: 'center' });
}
