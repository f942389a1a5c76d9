import type { Entry } from '../journal/entry.ts';
import { cefSeverity, isAlarm } from './weights.ts';

/** In which words other systems are told of an entry. */
export const EVENT_FORMATS = ['ecs', 'cef'] as const;
export type EventFormat = (typeof EVENT_FORMATS)[number];

/** ECS `event.category` by the table of an action; what is not named here is about identities and what they hold. */
const CATEGORY: Readonly<Record<string, string>> = {
  session: 'authentication',
  service: 'process',
  mail: 'email',
  policy: 'configuration',
  profile: 'configuration',
  configuration: 'configuration',
  journal: 'database',
  report: 'database',
  incident: 'intrusion_detection',
  row: 'intrusion_detection',
};
const ECS_OUTCOME = { done: 'success', refused: 'failure', failed: 'failure' } as const;

const codeOf = ({ detail }: Entry): string | undefined =>
  typeof detail['code'] === 'string' ? detail['code'] : undefined;

function typesOf({ outcome, detail }: Entry): string[] {
  if (outcome === 'refused') return ['denied'];
  if (outcome === 'failed') return ['error'];
  return Array.isArray(detail['changes']) ? ['change'] : ['info'];
}

/** An entry in the Elastic Common Schema 8; people are the random ids of the journal, and rows changed stay in it. */
function toEcs(entry: Entry, origin: string): string {
  const { changes, ...detail } = entry.detail;
  const [table = ''] = entry.action.split('.');
  const code = codeOf(entry);
  return JSON.stringify({
    '@timestamp': entry.at,
    ecs: { version: '8.11.0' },
    event: {
      kind: isAlarm(entry) ? 'alert' : 'event',
      category: [CATEGORY[table] ?? 'iam'],
      type: typesOf(entry),
      action: entry.action,
      outcome: ECS_OUTCOME[entry.outcome],
      ...(code === undefined ? {} : { reason: code }),
      dataset: 'jeton.journal',
      provider: 'jeton',
      id: `${origin}#${entry.seq}`,
      sequence: entry.seq,
    },
    user: { id: entry.actor, roles: [entry.role] },
    jeton: { subject: entry.subject, detail, changes: Array.isArray(changes) ? changes.length : 0 },
  });
}

const header = (text: string): string => text.replace(/[\\|]/g, '\\$&').replace(/[\r\n]/g, ' ');
const extension = (text: string): string => text.replace(/[\\=]/g, '\\$&').replace(/\r?\n/g, '\\n');

/** An entry in ArcSight's Common Event Format, version 0. */
function toCef(entry: Entry, origin: string, version: string): string {
  const { changes: _, ...detail } = entry.detail;
  const code = codeOf(entry);
  const fields: [string, string][] = [
    ['rt', String(Date.parse(entry.at))],
    ['externalId', String(entry.seq)],
    ['suid', entry.actor],
    ['spriv', entry.role],
    ['act', entry.action],
    ['outcome', ECS_OUTCOME[entry.outcome]],
    ...(code === undefined ? [] : [['reason', code] as [string, string]]),
    ['cs1Label', 'subject'],
    ['cs1', entry.subject],
    ['cs2Label', 'origin'],
    ['cs2', origin],
    ['msg', JSON.stringify(detail)],
  ];
  const head = ['CEF:0', 'Jeton', 'Jeton', header(version), header(entry.action), header(entry.action)];
  return `${[...head, cefSeverity(entry)].join('|')}|${fields.map(([k, v]) => `${k}=${extension(v)}`).join(' ')}`;
}

/** One line that tells another system of an entry. `origin` names the journal, `version` the program. */
export function toEvent(entry: Entry, format: EventFormat, { origin, version }: { origin: string; version: string }) {
  return format === 'ecs' ? toEcs(entry, origin) : toCef(entry, origin, version);
}
