import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { RequestStates } from '../../../api/shapes/states.ts';
import { dayOfDate } from '../../../book/rules/calendar/working-days.ts';
import {
  DEVICE_KINDS,
  type DeviceKind,
  REPLACEMENT_REASONS,
  REQUEST_KINDS,
  type RequestKind,
} from '../../../book/tables/codes.ts';
import type { RequestState } from '../../../book/tables/states.ts';
import type { NamedDevice } from '../../../flow/request/devices.ts';
import { readyWords } from '../../../words/ready-days.ts';
import { certificateWords } from '../../certificate.ts';
import { sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { requestCalled } from './approvals.ts';

type Item = Awaited<ReturnType<typeof OPERATIONS.listRequests.call>>['items'][number];

/** Requests as people read them. */
function requestTable(shell: Shell, items: readonly Item[]): string {
  const rows = items.map((r) => [
    r.number,
    shell.word('state.request', r.state),
    shell.word('kind', r.kind),
    r.holderName,
    r.assetNumber,
    r.service,
    r.confirmedPriority ?? `(${r.priority})`,
    when(r.submittedAt),
  ]);
  return shell.table(['number', 'state', 'kind', 'holder', 'workstation', 'service', 'priority', 'submitted'], rows);
}

interface Submission {
  kind: RequestKind;
  holder?: string;
  workstation?: string;
  reason?: (typeof REPLACEMENT_REASONS)[number];
  site?: string;
  profile?: string;
  device?: string;
  system?: DeviceKind;
  priority: string;
  comment?: string;
}

function addSubmit(group: Command, shell: Shell): void {
  group
    .command('submit')
    .description('ask for a token, or for a Nomade credential')
    .addOption(new Option('--kind <kind>').choices(REQUEST_KINDS).default('first-issue'))
    .option('--workstation <number>', 'SPAN workstation; Nomade has none')
    .option('--holder <directory id>', 'somebody of your service; left out: yourself')
    .addOption(new Option('--reason <reason>', 'of a replacement').choices(REPLACEMENT_REASONS))
    .option('--profile <name>', 'certificate profile; left out: that of the token before, else the usual one')
    .option('--device <name>', 'personal device of a Nomade credential, as you call it')
    .addOption(new Option('--system <system>', 'of that device').choices(DEVICE_KINDS))
    .option('--site <site>', 'where it is handed over')
    .option('--priority <n>', '0 normal, 1 continuity of service, 2 crisis', '0')
    .option('--comment <text>')
    .action(async ({ site, priority, device: name, system: kind, ...rest }: Submission) => {
      // with a half of it missing the service says which
      const device = name !== undefined || kind !== undefined ? { device: { name, kind } as NamedDevice } : {};
      const delivery = site === undefined ? {} : { deliverySite: site };
      const row = await shell.call(OPERATIONS.submitRequest, {
        ...rest,
        ...delivery,
        ...device,
        priority: Number(priority),
      });
      shell.show(row, shell.t`${row.number} is submitted\n`);
    });
}

/** When it will be ready, as was told last. */
const readyText = ({ language }: Shell, { from, by }: { from: string; by: string }): string =>
  readyWords({ fromDay: dayOfDate(from), byDay: dayOfDate(by) })[language];

/** What kind of request it is, and of a replacement what for. */
const kindText = ({ language, word }: Shell, { kind, reason }: Pick<Item, 'kind' | 'reason'>): string => {
  if (reason === null) return word('kind', kind);
  return language === 'en' ? `${kind} (${reason})` : word('motif', `${kind}:${reason}`);
};

function addShow(group: Command, shell: Shell): void {
  group
    .command('show')
    .description('one request, with what was made for it')
    .argument('<number>')
    .action(async (requestId: string) => {
      const found = await shell.call(OPERATIONS.getRequest, { requestId });
      const { request: r, approvals, anomalies, certified, letters, tokens, certificates } = found;
      const shown = shell.facts({
        number: r.number,
        state: shell.word('state.request', r.state),
        kind: kindText(shell, r),
        ...(found.promise ? { 'ready when': readyText(shell, found.promise) } : {}),
        holder: found.holderLeft ? shell.t`${r.holderName} (has left: nothing is made or given)` : r.holderName,
        ...(found.asker ? { 'asked for by': shell.askedBy(found.asker) } : {}),
        profile: r.profile,
        ...certifiedFacts(certified),
        workstation: r.assetNumber,
        ...(found.machine ? { 'workstation held by': shell.heldBy(found.machine) } : {}),
        device: found.device ? `${found.device.name ?? '–'} (${found.device.kind})` : null,
        'handed over at': r.deliverySite,
        ...(r.confirmedPriority === null
          ? {}
          : {
              'confirmed priority': `${r.confirmedPriority} (${shell.word('priority.reason', r.priorityReason ?? '')})`,
            }),
        comment: r.comment,
        answer: r.answer,
        ...(r.endReason === null ? {} : { 'reason of its end': shell.ended(r.endReason) }),
        approvals:
          approvals
            .filter((a) => a.withdrawnAt === null)
            .map((a) => a.approverName)
            .join(', ') || '–',
        'look twice at': anomalies.map((one) => shell.word('anomaly.short', one)).join(', ') || '–',
        'content hash': r.contentHash,
      });
      const papers =
        letters.length > 0
          ? shell.table(
              ['paper', 'state', 'waits for', 'id'],
              letters.map((l) => [
                shell.word('letter.kind', l.kind),
                shell.word('letter.state', l.state),
                l.waitsFor === null ? '' : shell.word('letter.waits', l.waitsFor),
                l.id,
              ]),
            )
          : '';
      const made =
        tokens.length > 0
          ? shell.table(
              ['token', 'state', 'label'],
              tokens.map((t) => [t.id, shell.word('state.token', t.state), t.label]),
            )
          : '';
      const good = certificates.find(({ state }) => state === 'good');
      shell.show(found, shown + papers + made + (good ? `\n${certificateWords(shell, good)}` : ''));
    });
}

/** What the certificate would say, for people who approve: all of it, and nothing for anybody else. */
const certifiedFacts = (certified: Awaited<ReturnType<typeof OPERATIONS.getRequest.call>>['certified']) =>
  certified === null
    ? {}
    : {
        'certified name': `${certified.commonName} (${certified.serialNumber})`,
        ...(certified.email === undefined ? {} : { 'certified e-mail': certified.email }),
        ...(certified.userPrincipalName === undefined ? {} : { 'certified account': certified.userPrincipalName }),
        ...(certified.securityIdentifier === undefined ? {} : { 'certified SID': certified.securityIdentifier }),
        'certified key': `${certified.key}, ${certified.days} d`,
      };

interface Amended {
  workstation?: string;
  site?: string;
  comment?: string;
  hash?: string;
}

/** Adds `request`: ask for a token and follow it. */
export function addRequests(program: Command, shell: Shell): void {
  const group = program.command('request').description('ask for a token and follow it');
  addSubmit(group, shell);
  group
    .command('list')
    .description('requests that you may see')
    .addOption(new Option('--state <state...>').choices(RequestStates.options))
    .addOption(new Option('--kind <kind...>').choices(REQUEST_KINDS))
    .option('--service <code>')
    .option('--text <text>', 'part of a number or a name')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page after, as "next" of --json says')
    .action(
      async (options: {
        state?: RequestState[];
        kind?: RequestKind[];
        service?: string;
        text?: string;
        limit: string;
        cursor?: string;
      }) => {
        const page = await shell.call(OPERATIONS.listRequests, options);
        sayNext(shell, page);
        shell.show(page, requestTable(shell, page.items));
      },
    );
  addShow(group, shell);
  group
    .command('amend')
    .description('change what is asked; approvals given are cancelled')
    .argument('<number>')
    .option('--workstation <number>')
    .option('--site <site>')
    .option('--comment <text>')
    .option('--hash <hash>', 'only if it still has the content that "request show" said')
    .action(async (requestId: string, { site, hash, ...rest }: Amended) => {
      const contentHash = hash ?? (await requestCalled(shell, 'request.amend', requestId)).request.contentHash;
      const row = await shell.call(OPERATIONS.amendRequest, {
        requestId,
        contentHash,
        ...rest,
        ...(site === undefined ? {} : { deliverySite: site }),
      });
      shell.show(row, shell.t`${row.number} is ${shell.word('state.request', row.state)}\n`);
    });
  group
    .command('withdraw')
    .description('withdraw a request of your own')
    .argument('<number>')
    .action(async (requestId: string) => {
      await shell.call(OPERATIONS.withdrawRequest, { requestId });
      shell.show({}, shell.t`withdrawn\n`);
    });
  program
    .command('queue')
    .description('approved requests in working order')
    .option('--limit <n>', 'at most', '50')
    .action(async (options: { limit: string }) => {
      const { items } = await shell.call(OPERATIONS.readQueue, options);
      shell.show({ items }, requestTable(shell, items));
    });
}
