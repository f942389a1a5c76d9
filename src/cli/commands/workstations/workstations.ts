import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { WORKSTATION_STATES } from '../../../flow/inputs.ts';
import { ordersOf } from '../../../flow/reading/sorting.ts';
import { type PageAsked, sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { sayUnpublished } from '../requests/tokens.ts';
import { readTextFile } from './imports.ts';
import { addRecord } from './record.ts';

/** Command → action of the lifecycle. */
const CHANGES = {
  migrate: ['migrate', 'begin its migration'],
  loan: ['loan', 'lend it'],
  'give-back': ['giveBack', 'it came back from loan: its tokens are revoked, the requests open for it withdrawn'],
  'send-to-repair': ['sendToRepair', 'send it to repair'],
  cleaned: ['takeBackCleaned', 'it was blocked and is cleaned: it goes to repair'],
  found: ['takeBackFound', 'it was lost and is found: it goes to repair'],
  'back-from-repair': ['backFromRepair', 'it came back from repair: its whole checklist is due'],
  retire: ['retire', 'take it out of service for good: its tokens are revoked, the requests open for it withdrawn'],
  block: [
    'block',
    'its tokens and its certificate are revoked at once; what its holder has elsewhere: "incident block"',
  ],
} as const;

interface Registered {
  serial?: string;
  model: string;
  image?: string;
  service: string;
  site: string;
}

/** How a workstation stands, and what ended with that step. */
const stands = (
  shell: Shell,
  workstation: string,
  { state, revoked, withdrawn }: { state: string; revoked: number; withdrawn: number },
): string => {
  const also = [
    ...(revoked > 0 ? [shell.t`, tokens revoked: ${revoked}`] : []),
    ...(withdrawn > 0 ? [shell.t`, requests withdrawn: ${withdrawn}`] : []),
  ];
  return shell.t`${workstation} is ${shell.word('state.workstation', state)}${also.join('')}\n`;
};

/** Adds `workstation`: SPAN workstations and their checklists. */
export function addWorkstations(program: Command, shell: Shell): void {
  const group = program.command('workstation').description('SPAN workstations');
  group
    .command('list')
    .description('workstations that you may see')
    .option('--text <text>')
    .option('--state <state...>', WORKSTATION_STATES.join(', '))
    .option('--image <image>', 'machines that run an image')
    .option('--model <model>', 'machines of a model')
    .option('--site <site>', 'machines of a site')
    .option('--service <code>', 'machines of a service, with those below it')
    .addOption(
      new Option('--sort <column>', 'a column, with - before it the other way round').choices(ordersOf('workstations')),
    )
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(
      async (options: {
        text?: string;
        state?: (typeof WORKSTATION_STATES)[number][];
        image?: string;
        model?: string;
        site?: string;
        service?: string;
        sort?: string;
        limit: string;
        cursor?: string;
      }) => {
        const { items, next } = await shell.call(OPERATIONS.listWorkstations, options);
        const rows = items.map((w) => [
          w.assetNumber,
          shell.word('state.workstation', w.state),
          w.serialNumber ?? '',
          w.model,
          w.image ?? '',
          w.service,
          w.site,
        ]);
        sayNext(shell, { next });
        shell.show(
          { items, next },
          shell.table(['number', 'state', 'serial', 'model', 'image', 'service', 'site'], rows),
        );
      },
    );
  group
    .command('ends')
    .description('those whose own certificate ends soon, the soonest first: each needs a new certificate request')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async (options: PageAsked) => {
      const found = await shell.call(OPERATIONS.listWorkstationCertificateEnds, options);
      const rows = found.items.map((w) => [
        ...[w.assetNumber, when(w.notAfter), shell.word('state.workstation', w.state), w.service, w.site],
      ]);
      sayNext(shell, found);
      shell.show(found, shell.table(['number', 'end', 'state', 'service', 'site'], rows));
    });
  addRecord(group, shell);
  group
    .command('register')
    .description('take a new workstation into the inventory')
    .argument('<number>')
    .option('--serial <number>', "its maker's serial number")
    .requiredOption('--model <model>')
    .option('--image <image>', 'the image that it runs')
    .requiredOption('--service <code>')
    .requiredOption('--site <site>')
    .action(async (assetNumber: string, options: Registered) => {
      const { serial: serialNumber, ...said } = options;
      const row = await shell.call(OPERATIONS.registerWorkstation, { assetNumber, serialNumber, ...said });
      shell.show(row, shell.t`${row.assetNumber} is registered\n`);
    });
  group
    .command('sign')
    .description(
      'sign items of the checklist that is due; the last one that is required puts the workstation into service',
    )
    .argument('<number>')
    .argument('<items...>', 'an item, or item=value where it asks for one')
    .action(async (workstation: string, named: string[]) => {
      const items = named.map((text) => {
        const [item = '', ...value] = text.split('=');
        return value.length > 0 ? { item, value: value.join('=') } : { item };
      });
      const signed = await shell.call(OPERATIONS.signChecklistItems, { workstation, items });
      const { missing, ended, unnamedImage: image } = signed;
      const left = shell.t`still to do: ${missing.join(', ')}\n`;
      const doubt =
        image === undefined ? '' : shell.t`check its image ${image}: no campaign and no checklist names it\n`;
      shell.show(signed, ended ? shell.t`${workstation} is in service\n` + doubt : left);
    });
  group
    .command('certify')
    .description('certify the key of a request made on the workstation (PKCS#10 in PEM)')
    .argument('<number>')
    .argument('<request.pem>')
    .option('--key <sha256>', 'fingerprint of its key, compared with what the workstation shows; left out: it is said')
    .action(async (workstation: string, file: string, { key }: { key?: string }) => {
      const request = readTextFile(file);
      if (key === undefined) {
        const { keySha256 } = await shell.call(OPERATIONS.showWorkstationRequest, { workstation, request });
        const hint = shell.t`compare it with what the workstation shows, then give it back: --key ${keySha256}\n`;
        return shell.show({ keySha256 }, `${keySha256}\n${hint}`);
      }
      const done = await shell.call(OPERATIONS.certifyWorkstation, { workstation, request, keySha256: key });
      shell.show(done, shell.t`certificate ${done.certificate.id} is issued to ${workstation}\n`);
    });
  group
    .command('certificate')
    .description('save the certificate in use and its chain as PEM')
    .argument('<number>')
    .argument('<out.pem>')
    .option('--serial <number>', 'another certificate of the workstation')
    .action(async (workstation: string, out: string, { serial }: { serial?: string }) => {
      const input = { workstation, ...(serial === undefined ? {} : { certificate: serial }) };
      await shell.client().download(OPERATIONS.downloadWorkstationCertificate, input, out);
      shell.show({ file: out }, `${out}\n`);
    });
  group
    .command('labels')
    .description('save labels of workstations (PDF, A4, 24 a sheet)')
    .argument('<number...>')
    .requiredOption('--out <file.pdf>', 'a new file')
    .option('--first <place>', 'place of the first label, on a sheet begun before', '1')
    .action(async (workstations: string[], { out, first }: { out: string; first: string }) => {
      await shell.client().download(OPERATIONS.workstationLabels, { workstations, first: Number(first) }, out);
      shell.show({ file: out }, `${out}\n`);
    });
  group
    .command('sheet')
    .description('save the sheet of its commissioning or migration, to sign (PDF, A4); its opening is recorded')
    .argument('<number>')
    .requiredOption('--out <file.pdf>', 'a new file')
    .option('--round <n>', 'an earlier one, by its number in "workstation show"; left out: the newest')
    .action(async (workstation: string, { out, round }: { out: string; round?: string }) => {
      const input = { workstation, ...(round === undefined ? {} : { round: Number(round) }) };
      await shell.client().download(OPERATIONS.commissioningSheet, input, out);
      shell.show({ file: out }, `${out}\n`);
    });
  group
    .command('lose')
    .description(
      'a workstation that you use or answer for is lost or stolen: its tokens and certificate are revoked at once, the requests open for it withdrawn',
    )
    .argument('<number>')
    .action(async (workstation: string) => {
      const done = await shell.call(OPERATIONS.reportWorkstationLoss, { workstation });
      sayUnpublished(shell, done);
      shell.show(done, stands(shell, workstation, done));
    });
  for (const [name, [action, description]] of Object.entries(CHANGES)) {
    group
      .command(name)
      .description(description)
      .argument('<number>')
      .action(async (workstation: string) => {
        const done = await shell.call(OPERATIONS.changeWorkstation, { workstation, action });
        sayUnpublished(shell, done);
        shell.show(done, stands(shell, workstation, done));
      });
  }
}
