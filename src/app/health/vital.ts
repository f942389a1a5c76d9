import { JOURNAL_PARTS } from '../../book/rules/service/differences.ts';
import type { Freshness } from '../../ca/status/freshness.ts';
import { steadyClock as clock } from '../../chance.ts';
import type { Flow } from '../../flow/index.ts';
import { CONFIGURATION } from '../../flow/two-persons/confirm-configuration.ts';
import { isMailLate } from '../../mail/postman.ts';
import type { Authority } from '../authority.ts';
import type { Comparisons } from '../comparisons.ts';
import { type Following, UNSIGNED_MS } from '../following.ts';
import { nodesToLookAt } from '../nodes.ts';
import type { Records } from '../records.ts';
import type { ServerTls } from '../server-tls.ts';
import type { Siem } from '../siem.ts';
import { type Part, part, when } from './parts.ts';
import { serverSettings } from './server-settings.ts';

/** What readiness and the health page look at. */
export interface VitalParts {
  authority: Pick<Authority, 'ca' | 'isShort' | 'pkiUrl'>;
  records: Pick<Records, 'opened' | 'diskSpace' | 'statusCopy'>;
  flow: Flow;
  mails: boolean;
  directory: boolean;
  tls: ServerTls | undefined;
  siem: Siem;
  comparisons: Comparisons;
  following: Following;
}
const MIB = 1024 * 1024;

/** CRLs, OCSP signers and authorities, each with when it ends; what is written and signed for them. */
function freshnessPart({ what, endsAt, alarm, ahead, number }: Freshness, where: string): Part {
  const of = what.endsWith('.crl') ? 'crl' : what.startsWith('ocsp-signer') ? 'ocsp' : 'authority';
  const state = !alarm ? 'ok' : ahead ? 'look' : 'broken';
  const more = { name: what, waiting: when(alarm, what, !ahead) };
  if (what === 'ca-token') return part(what, state, 'ca-token.pin-refused', more);
  if (what === 'crl-folder') return part(what, state, alarm ? 'crl-folder.failing' : 'crl-folder.written', more);
  const facts = { name: what.replace(/\.crl$|^ocsp-signer(?: of )?|^issuing-ca(?: of )?/g, '') };
  if (endsAt === 0) return part(of, state, of === 'crl' ? 'crl.none' : 'ocsp.none', { ...more, facts });
  const times = { at: endsAt };
  return of === 'crl' && number !== undefined
    ? part(of, state, 'crl.numbered', { ...more, times, facts: { ...facts, number, where } })
    : part(of, state, `${of}.until`, { ...more, times, facts });
}

function here({ authority, records: { diskSpace } }: VitalParts): Part[] {
  const [short, held, left] = [authority.isShort(), clock.isHeld(), diskSpace.left()];
  const free = {
    facts: { n: Math.floor((left ?? 0) / MIB) },
    waiting: when(diskSpace.isTight(), 'disk', diskSpace.isLow()),
  };
  return [
    part('status-process', short ? 'broken' : 'ok', short ? 'status-process.short' : 'status-process.running', {
      waiting: when(short, 'status-process', true),
    }),
    part('clock', held ? 'broken' : 'ok', held ? 'clock.leapt' : 'clock.right', { waiting: when(held, 'clock', true) }),
    left === null
      ? part('disk', 'ok', 'disk.unwatched')
      : part('disk', diskSpace.isLow() ? 'broken' : diskSpace.isTight() ? 'look' : 'ok', 'disk.free', free),
  ];
}

/** What two persons have to confirm; nothing where nothing waits. */
async function confirmations({ flow }: VitalParts): Promise<Part[]> {
  // what a changed profile would issue waits for two persons; everything else goes on
  const { restore, changed } = await flow.waiting.standing();
  const missing = restore === 'revocations-missing';
  const restored = restore && {
    ...part('restore', missing ? 'broken' : 'look', `restore.${restore}`),
    waiting: when(true, 'restore', missing),
  };
  const waits = changed.map(({ name }) => {
    const said = name === CONFIGURATION ? name : `profile ${name}`;
    return part('changed', 'look', 'changed.waits', { name, facts: { name: said }, waiting: when(true, said) });
  });
  return [...(restored ? [restored] : []), ...waits];
}

async function signed({ following, records: { opened } }: VitalParts): Promise<Part> {
  const [last, unsigned] = [await opened.journal.lastCheckpoint(), following.isUnsigned()];
  const more = { waiting: when(unsigned, 'checkpoint', true) };
  // the node that leads signs what is new each minute
  const late =
    last !== undefined && last.size < (await opened.journal.size()) && clock.now() - last.signedAt > UNSIGNED_MS;
  const state = unsigned ? 'broken' : late ? 'look' : 'ok';
  if (!last) return part('checkpoint', state, 'checkpoint.never', more);
  return part('checkpoint', state, 'checkpoint.signed', {
    ...more,
    facts: { n: last.size },
    times: { at: last.signedAt },
  });
}

/** Late mails, a directory not read for a day: an administrator has to look, but the service takes work. */
async function neighbours({ mails, directory, siem, tls, flow, records: { opened } }: VitalParts): Promise<Part[]> {
  const leads = opened.presence.leads(); // what the leader's rounds alone keep up to date
  const post = await opened.outbox.standing();
  const late = mails && isMailLate(post, clock.now());
  const read = await flow.directory.standing();
  const old = directory && read.stale;
  const behind = leads && siem?.isLate() === true;
  const ends = tls && { times: { at: tls.endsAt() }, waiting: when(tls.isLate(), 'server-certificate') };
  const { waiting, dead } = post;
  return [
    ...(ends ? [part('server-certificate', tls.isLate() ? 'look' : 'ok', 'server-certificate.until', ends)] : []),
    mails
      ? part('mail', late ? 'look' : 'ok', 'mail.standing', { facts: { waiting, dead }, waiting: when(late, 'mail') })
      : part('mail', 'ok', 'mail.off'),
    !directory
      ? part('directory', 'ok', 'directory.off')
      : part('directory', old ? 'look' : 'ok', read.readAt === null ? 'directory.never' : 'directory.read', {
          ...(read.readAt === null ? {} : { times: { at: read.readAt } }),
          waiting: when(old, 'directory'),
        }),
    siem
      ? part('siem', behind ? 'look' : 'ok', behind ? 'siem.late' : 'siem.sent', { waiting: when(behind, 'siem') })
      : part('siem', 'ok', 'siem.off'),
  ];
}

/** Rows that differ are refused one by one and other work goes on; nothing new rests on a journal that differs itself. */
async function compared({ comparisons, records: { opened } }: VitalParts): Promise<Part> {
  const { known, last } = await comparisons.standing();
  const journal = known.some(({ table }) => JOURNAL_PARTS.includes(table));
  const late = opened.presence.leads() && comparisons.isLate();
  const waiting = [
    ...when(journal, 'journal', true),
    ...when(known.length > 0, 'records'),
    ...when(late, 'comparison'),
  ];
  const [first] = known;
  if (first)
    return {
      ...part('records', journal ? 'broken' : 'look', 'records.differ', { facts: { n: known.length }, waiting }),
      since: first.foundAt,
    };
  if (late) return part('records', 'look', 'records.late', { waiting });
  return last
    ? part('records', 'ok', 'records.same', { times: { at: last.at } })
    : part('records', 'ok', 'records.not-yet');
}

async function nodes({ flow }: VitalParts): Promise<Part> {
  const gone = await nodesToLookAt(flow);
  const n = (await flow.nodes.all()).filter(({ state }) => state === 'running').length;
  const waiting = gone.flatMap((name) => when(true, name));
  const names = gone.map((name) => name.replace(/^node /, '')).join(', ');
  return gone.length > 0
    ? part('nodes', 'look', 'nodes.gone', { facts: { n, names }, waiting })
    : part('nodes', 'ok', 'nodes.running', { facts: { n } });
}

/** What the service relies on and what somebody has to look at. Rejects where the database is away. */
export async function vitalParts(given: VitalParts): Promise<Part[]> {
  const { ca, pkiUrl } = given.authority;
  return [
    ...ca.freshness().map((one) => freshnessPart(one, pkiUrl)),
    ...here(given),
    ...serverSettings(given.records.opened.settings.findings()),
    ...(await confirmations(given)),
    await signed(given),
    ...(await neighbours(given)),
    await compared(given),
    await nodes(given),
  ];
}
