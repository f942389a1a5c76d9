import { wordsOfEntry } from '../book/entry-words.ts';
import { canBlock } from '../book/rules/workstation/incidents.ts';
import type { IncidentReport } from '../flow/reading/incident/incidents.ts';
import type { EntryItem } from '../flow/reading/journal/entry-lists.ts';
import { tokensRevokedBy } from '../flow/reading/journal/entry-things.ts';
import { dateOnPaper, type House } from '../post/house.ts';
import type { IncidentPaper } from '../post/incident-report.ts';
import type { Cell, Said } from '../post/paged.ts';
import { wordsEn } from '../words/en.ts';
import { wordsFr } from '../words/fr.ts';
import { incidentNames } from '../words/incident-names.ts';
import { midSentence } from '../words/mid-sentence.ts';
import { typeset } from '../words/translator.ts';

type Name = keyof typeof incidentNames;
const said = (name: Name): Said => ({ fr: typeset(incidentNames[name].fr), en: incidentNames[name].en });
/** Words of which neither language has a line of its own. */
const both = ({ fr, en }: Said): string => `${typeset(fr)} · ${en}`;
/** Several things in one line of each language. */
const joined = (parts: readonly Said[]): Said => ({
  fr: parts.map(({ fr }) => fr).join(' ; '),
  en: parts.map(({ en }) => en).join('; '),
});

/** What is in use still, and a block would take away. */
function leftOf({ machineState, assetNumber, machinesLeft, tokens, credentials, begun }: IncidentReport): Said {
  const counted = [
    ['incident.remains.tokens', tokens],
    ['incident.remains.credentials', credentials],
    ['incident.remains.begun', begun],
  ] as const;
  const number = (name: Name, n: string | number): Said => ({
    fr: `${incidentNames[name].fr} : ${n}`,
    en: `${incidentNames[name].en}: ${n}`,
  });
  const isMachine = machineState !== null && canBlock(machineState) && assetNumber !== null;
  const parts = [
    ...(isMachine ? [number('incident.remains.machine', assetNumber)] : []),
    ...(machinesLeft.length > 0 ? [number('incident.remains.machines', machinesLeft.join(', '))] : []),
    ...counted.filter(([, n]) => n > 0).map(([name, n]) => number(name, n)),
  ];
  return parts.length > 0 ? joined(parts) : incidentNames['incident.remains.none'];
}

/** What was done, in the words of the book, and to which `tokens`; how it came out, where it was not done. */
function actOf(entry: EntryItem, tokens: readonly string[]): Cell {
  const words = wordsOfEntry(entry) ?? { fr: entry.action, en: entry.action };
  const [fr, en] = [words.fr, words.en].map((one) => [one, ...tokens].join(' ')) as [string, string];
  if (entry.outcome === 'done') return { text: typeset(fr), en };
  const key = `journal.outcome.${entry.outcome}` as const;
  return { text: typeset(`${fr} (${midSentence(wordsFr[key])})`), en: `${en} (${midSentence(wordsEn[key])})` };
}

/** What stands on the report of an incident: French, English below it or beside it. */
export function incidentPaper(
  report: IncidentReport,
  { timeZone }: Pick<House, 'timeZone'>,
  drawnAt: number,
): IncidentPaper {
  const at = (time: number): string => dateOnPaper(time, timeZone, 'minute');
  const fact = (name: Name, value: string) => ({ ...said(name), value });
  const { machineState, assetNumber, directoryId, blockedAt, closedAt, outcome, actors } = report;
  const stateKey = machineState === null ? undefined : (`state.workstation.${machineState}` as const);
  const state = stateKey === undefined ? '' : ` (${both({ fr: wordsFr[stateKey], en: wordsEn[stateKey] })})`;
  const told = new Set(report.taken.map(({ seq }) => seq)); // what a block took away has a table of its own
  const lineOf = (entry: EntryItem): Cell[] => [
    { text: at(Date.parse(entry.at)) },
    { text: actors.get(entry.actor) ?? '—' },
    actOf(entry, told.has(entry.seq) ? [] : tokensRevokedBy(entry)),
    { text: String(entry.seq) },
  ];
  const words = (name: Name): Cell => ({ text: said(name).fr, en: said(name).en });
  const ofAll = (key: 'journal.when' | 'label.act'): Said => ({ fr: wordsFr[key], en: wordsEn[key] });
  const acts = {
    layout: 'acts',
    heads: [ofAll('journal.when'), said('incident.taken.by'), ofAll('label.act'), said('incident.entry')],
  } as const;
  const older: Cell[] = [{ text: '…' }, { text: '' }, words('incident.older'), { text: '' }];
  return {
    id: report.id,
    title: said('incident.paper'),
    facts: [
      // it says what holds now: a later copy says something else
      fact('incident.drawn', at(drawnAt)),
      fact('incident.what', both(incidentNames[`incident.short.${report.kind}`])),
      fact('incident.who', `${report.personName} (${directoryId ?? '—'})`),
      fact('incident.remains.machine', assetNumber === null ? '—' : `${assetNumber}${state}`),
      fact('incident.by', report.reporterName),
      fact('incident.told', at(report.reportedAt)),
      fact('incident.blockedAt', blockedAt === null ? '—' : at(blockedAt)),
      // once it is closed what is in use is nothing of it any more
      ...(report.state === 'open' ? [fact('incident.remains', both(leftOf(report)))] : []),
      fact('incident.closedAt', closedAt === null ? '—' : at(closedAt)),
      fact('incident.outcome', outcome === null ? '—' : both(incidentNames[`incident.outcome.${outcome}`])),
    ],
    sections: [
      {
        title: said('incident.taken'),
        none: said('incident.taken.none'),
        layout: 'taken',
        heads: (['taken.what', 'taken.number', 'who', 'blockedAt', 'entry'] as const).map((of) =>
          said(`incident.${of}`),
        ),
        rows: report.taken.map(({ what, name, personName, at: when, seq }) => [
          words(`incident.taken.${what}`),
          { text: name },
          { text: personName ?? '—' },
          { text: at(when) },
          { text: String(seq) },
        ]),
      },
      {
        ...acts,
        title: said('incident.story'),
        none: said('incident.older'),
        rows: [...(report.more ? [older] : []), ...report.entries.map(lineOf)],
      },
      ...(report.back === null
        ? []
        : [{ ...acts, title: said('incident.back'), none: said('incident.back.none'), rows: report.back.map(lineOf) }]),
    ],
  };
}
