import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { GIVEN_FOR, type GivenFor, TAKEN_BACK_FOR, type TakenBackFor } from '../../../book/tables/codes.ts';
import { isAppError } from '../../../errors.ts';
import { sayNewestOf, sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

type Found = Awaited<ReturnType<typeof OPERATIONS.getWorkstation.call>>;
type Life = Awaited<ReturnType<typeof OPERATIONS.workstationLife.call>>;

/** Lists of a record that are cut, and what they are called. */
const CUT = [
  ['formerTokens', 'former tokens'],
  ['certificates', 'certificates'],
  ['incidents', 'incidents'],
] as const;

/** What is known of a machine now, in tables. */
function recordText(shell: Shell, found: Found): string {
  const { assetNumber, serialNumber, model, image, state, service, site } = found.workstation;
  const { holder, campaign, exchange } = found;
  const other = exchange && `${exchange.isOld ? exchange.new : exchange.old} ${exchange.day ?? ''}`.trim();
  const facts = shell.facts({
    number: assetNumber,
    state: shell.word('state.workstation', state),
    serial: serialNumber,
    model,
    image,
    service,
    site,
    'who has it': holder && (holder.name ? `${holder.name} (${holder.directoryId ?? ''})` : holder.id),
    ...(campaign ? { 'target image': `${campaign.targetImage} ${campaign.day ?? ''}`.trim() } : {}),
    ...(exchange?.isOld ? { 'replaced by': other, 'token to bind': exchange.serial } : {}),
    ...(exchange && !exchange.isOld ? { replaces: other, 'token to bind': exchange.serial } : {}),
  });
  const table = (head: string[], rows: string[][]) => (rows.length > 0 ? shell.table(head, rows) : '');
  const tokens = [
    ...found.tokens.map((t) => [t.id, shell.word('state.token', t.state), '']),
    ...found.formerTokens.map((t) => [t.id, shell.word('state.token', t.state), shell.text('formerly')]),
  ];
  return [
    facts,
    found.checklist === null
      ? ''
      : shell.table(
          [found.checklist, 'value', ''],
          found.items.map((i) => [i.item, i.signed?.value ?? '', shell.text(i.signed ? 'signed' : 'to do')]),
        ),
    table(
      ['round', 'checklist', 'version', 'items'],
      found.rounds.map((one) => [
        ...[String(one.round), shell.text(one.purpose), String(one.version)],
        `${one.items.length}${one.isOver ? '' : `, ${shell.text('not finished')}`}`,
      ]),
    ),
    table(['token', 'state', ''], tokens),
    table(
      ['certificate', 'state'],
      found.certificates.map((c) => [c.id, shell.word('state.certificate', c.state)]),
    ),
    table(
      ['incident', 'kind', 'at'],
      (found.incidents ?? []).map((one) => [one.id, shell.word('incident.short', one.kind), when(one.reportedAt)]),
    ),
  ].join('');
}

/** What the program calls the columns of a life. */
const COLUMNS: Readonly<Record<string, string>> = {
  serialNumber: 'serial',
  holderId: 'who has it',
  workstationId: 'workstation',
};
/** Under which words the reason of an act stands. */
function reasonsOf(action: string): string {
  if (action.startsWith('incident.')) return 'incident.short';
  if (action.startsWith('certificate.')) return 'revocation';
  return action === 'workstation.takeBackCleaned' || action === 'workstation.takeBackFound'
    ? 'coded.takenBack'
    : 'record.reason';
}

/** Who did what when, to which token, and what changed. */
function lifeText(shell: Shell, { items }: Life): string {
  const said = (column: string, value: string | number | null | undefined): string | number => {
    if (value == null) return '–';
    return column === 'state' ? shell.word('state.workstation', String(value)) : value;
  };
  const changed = ({ changes }: Life['items'][number]): string =>
    changes
      .map(
        ({ column, before, after }) =>
          shell.t`${shell.text(COLUMNS[column] ?? column)}: ${said(column, before)} → ${said(column, after)}`,
      )
      .join(', ');
  const rows = items.map((one) => [
    ...[when(one.at), shell.act(one.action), one.token ?? '', one.actor ?? one.actorId],
    one.reason === null ? '' : shell.word(reasonsOf(one.action), one.reason),
    changed(one),
  ]);
  return rows.length > 0 ? shell.table(['at', 'act', 'token', 'who', 'reason', 'changed'], rows) : '';
}

interface Amended {
  serial?: string;
  model?: string;
  image?: string;
  service?: string;
  site?: string;
}

/** The record of a workstation: shown with its life, corrected, and who has it. */
export function addRecord(group: Command, shell: Shell): void {
  group
    .command('show')
    .description('its record: what it is, who has it, tokens, certificates, and what was done to it')
    .argument('<number>', 'its number, or its serial number')
    .option('--life <n>', 'so many of what was done to it, the newest first', '20')
    .option('--cursor <cursor>', 'the page of its life that goes on there')
    .action(async (workstation: string, { life: limit, cursor }: { life: string; cursor?: string }) => {
      const found = await shell.call(OPERATIONS.getWorkstation, { workstation });
      for (const [list, name] of CUT) sayNewestOf(shell, name, { items: found[list] ?? [], more: found.cut[list] });
      // who only has it reads no life
      const life = await shell
        .call(OPERATIONS.workstationLife, { workstation, limit, cursor })
        .catch((error: unknown) =>
          isAppError(error, 'not_found') ? { items: [], next: null } : Promise.reject(error),
        );
      sayNext(shell, life);
      shell.show({ ...found, life }, recordText(shell, found) + lifeText(shell, life));
    });
  group
    .command('amend')
    .description('correct what is known of it; "" for what is not known; its state stays')
    .argument('<number>')
    .option('--serial <number>', "its maker's serial number")
    .option('--model <model>')
    .option('--image <image>', 'the image that it runs')
    .option('--service <code>')
    .option('--site <site>')
    .action(async (workstation: string, { serial, ...said }: Amended) => {
      const input = { workstation, ...said, ...(serial === undefined ? {} : { serialNumber: serial }) };
      const row = await shell.call(OPERATIONS.amendWorkstation, input);
      shell.show(row, shell.t`the record of ${row.assetNumber} is corrected\n`);
    });
  group
    .command('assign')
    .description('an agent has it from now on')
    .argument('<number>')
    .argument('<person>', 'directory id, or the id of the person')
    .option('--reason <code>', GIVEN_FOR.join(', '), 'handed-out')
    .action(async (workstation: string, person: string, { reason }: { reason: GivenFor }) => {
      const row = await shell.call(OPERATIONS.assignWorkstation, { workstation, person, reason });
      shell.show(row, shell.t`${person} has ${row.assetNumber}\n`);
    });
  group
    .command('take-back')
    .description('nobody has it any more')
    .argument('<number>')
    .option('--reason <code>', TAKEN_BACK_FOR.join(', '), 'returned')
    .action(async (workstation: string, { reason }: { reason: TakenBackFor }) => {
      const row = await shell.call(OPERATIONS.takeWorkstationBack, { workstation, reason });
      shell.show(row, shell.t`nobody has ${row.assetNumber} any more\n`);
    });
}
