import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { judge } from '../../../src/book/judge/judge.ts';
import type { Caller } from '../../../src/book/rights/roles.ts';
import { priorityNow } from '../../../src/book/rules/waiting/priority.ts';
import type { LetterRow } from '../../../src/book/tables/rows/handovers.ts';
import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import { type Ca, createCa } from '../../../src/ca/ca.ts';
import type { CaDeps } from '../../../src/ca/deps.ts';
import { verifyChallenge } from '../../../src/ca/issue/challenge.ts';
import { createSoftwareCredentials } from '../../../src/ca/pkcs12/pkcs12.ts';
import { type AppError, type ErrorCode, isAppError, otherRecords } from '../../../src/errors.ts';
import { createFlow } from '../../../src/flow/index.ts';
import { recordStart } from '../../../src/flow/nodes/start-and-stop.ts';
import { createThisNode } from '../../../src/flow/nodes/this-node.ts';
import type { TokenBench } from '../../../src/flow/ports/bench.ts';
import type { SoftwareCredentialMaker } from '../../../src/flow/ports/certificates.ts';
import type { Directory } from '../../../src/flow/ports/directory.ts';
import type { HeardNode } from '../../../src/flow/ports/nodes.ts';
import type { Paper, QueueState } from '../../../src/flow/ports/paper.ts';
import type { SecretHasher } from '../../../src/flow/ports/secret-hasher.ts';
import { pace } from '../../../src/flow/rate-limit.ts';
import type { Lists } from '../../../src/flow/reading/lists.ts';
import { findRequest } from '../../../src/flow/request/request.ts';
import { noteConfiguration } from '../../../src/flow/two-persons/confirm-configuration.ts';
import { adoptProfiles, confirmedIn } from '../../../src/flow/two-persons/confirm-profiles.ts';
import { adoptChecklists } from '../../../src/flow/workstation/checklists.ts';
import { createIdentity } from '../../../src/identity/accounts.ts';
import { createSecretHasher } from '../../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../../src/identity/passwords/password.ts';
import { createPlaces } from '../../../src/identity/sessions/bench-session.ts';
import { createAuthorityRecords } from '../../../src/store/ca/authorities.ts';
import type { Judge } from '../../../src/store/store.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { openTestStore, START } from '../records/store.ts';
import { callerOf } from './caller.ts';
import { checkEverything } from './check.ts';
import { configurationSaying } from './configuration.ts';
import { type Blank, decideTogether, type Founded, found, layKeys, type Proposed, takeFounded } from './founding.ts';
import { createTwin, type Step } from './twin.ts';

/** The process that these tests are about; others run beside it where a test starts them. */
const NODE = { name: 'jeton', site: 'Paris' };
/** From its source, as tests/ca runs it. */
export const PKCS12_WORKER = {
  url: pathToFileURL(join('src', 'ca', 'pkcs12', 'worker.ts')),
  execArgv: ['--import', './tests/support/typescript.mjs'],
};
const BLANKS = Array.from({ length: 12 }, (_, i) => ({
  serial: `B-${String(i + 1).padStart(4, '0')}`,
  soPin: `sopin-${i + 1}-factory`,
}));

interface WorldOptions {
  software?: SoftwareCredentialMaker;
  mails?: boolean | undefined;
  /** Tokens in worker processes instead of the twin in this one; then `blanks` are what is delivered. */
  bench?: TokenBench;
  blanks?: readonly Blank[] | undefined;
  profilesDir?: string | undefined;
  /** Profiles that a request may name. */
  tokenProfiles?: readonly string[] | undefined;
  warn?: (message: string, error: unknown) => void;
  directory?: Directory;
  hasher?: SecretHasher;
  /** For revocation codes; as the hasher, where none is named. */
  codes?: SecretHasher;
  /** What judges each entry: the book, but where a test makes entries that no act makes. */
  judge?: Judge;
  /** How entries of the journal are looked for, of how that is done here. */
  entries?: ((own: Lists['entries']) => Lists['entries']) | undefined;
  /** When the story begins: `Date.now()` where real programs judge what the world makes. */
  start?: number | undefined;
}

/** Store, CA, twin and flow: of a new ministry, or of one that was founded. */
async function assemble(
  {
    software,
    mails = false,
    bench,
    profilesDir = 'certs/profiles',
    tokenProfiles,
    warn = () => {},
    directory,
    start = START,
    judge: asks = judge,
    entries,
    // the real one is slow on purpose; its own tests are in tests/identity
    hasher = { hash: async (secret) => `plain:${secret}`, verify: async (hash, secret) => hash === `plain:${secret}` },
    codes = hasher,
  }: WorldOptions,
  copied?: Founded,
) {
  const opened = await openTestStore({ judge: asks, mails, start: Math.max(start, copied?.now ?? 0), copied });
  const { store, clock, chance } = opened;
  // the same lists, where a test puts one of its own among them
  const lists = entries ? { ...opened.lists, entries: entries(opened.lists.entries) } : opened.lists;
  const keys = mkdtempSync(join(tmpdir(), 'jeton-keys-'));
  if (copied) layKeys(copied, keys);
  const vault = createVault({ kek: new Uint8Array(32).fill(7), chance });
  const shown = { isOther: false };
  const caDeps: CaDeps = {
    dir: keys,
    vault,
    clock,
    chance,
    pkiUrl: 'http://127.0.0.1:8081',
    records: opened.status,
    authorityRecords: createAuthorityRecords(store.transact),
    profilesDir,
    tokenProfiles,
    isConfirmed: confirmedIn(store.reads),
    checkRecords: () => {
      if (shown.isOther) throw otherRecords();
    },
    wait: async (ms) => clock.pass(ms),
    warn: () => {},
    policyOid: '2.999.1.1',
    organisation: "Ministère de l'Intérieur",
    siren: '000000000',
  };
  const ca = await createCa(caDeps);
  if (copied) await ca.ensureFresh(); // as at a start
  const configuration = configurationSaying();
  const heard: HeardNode[] = [];
  const twin = createTwin({ '1': BLANKS[0]!, '2': BLANKS[1]! });
  const beforeSignature: (() => Promise<unknown>)[] = [];
  const printed: Paper[] = [];
  const printerFaults: AppError[] = [];
  const ready: QueueState = { name: 'imprimante', state: 'ready', reason: '' };
  const queues = { label: ready, letter: ready };
  const node = createThisNode(NODE);
  const deps: Parameters<typeof createFlow>[0] = {
    node,
    store,
    lists,
    clock,
    chance,
    claims: opened.presence,
    sight: { nodes: () => heard },
    vault,
    ca: {
      ...ca.authority,
      issue: async (ticket) => {
        await beforeSignature.shift()?.();
        return ca.authority.issue(ticket);
      },
    },
    status: ca.publisher,
    bench: bench ?? twin.bench,
    places: createPlaces({ records: opened.identity, clock, node }),
    software: software ?? createSoftwareCredentials({ worker: PKCS12_WORKER }),
    printer: {
      print: async (paper) => {
        const fault = printerFaults.shift();
        if (fault) throw fault;
        printed.push(paper);
      },
      states: async () => ({ label: queues.label, letter: queues.letter }),
    },
    hasher,
    codes,
    verifyChallenge,
    configuration,
    directory,
    warn,
  };
  const flow = createFlow(deps);

  const identity = createIdentity({
    store,
    records: opened.identity,
    clock,
    chance,
    node,
    sleep: async () => {},
    hasher: createSecretHasher(CHEAP),
    policy: createPasswordPolicy({ common: new Set() }),
  });
  const own = { store, clock, node };
  const middle = { opened, keys, shown, caDeps, ca, configuration, heard, deps, own, flow, identity };
  return { ...middle, twin, beforeSignature, printed, printerFaults, queues };
}

const begin = (own: Parameters<typeof recordStart>[0], profiles: Parameters<typeof recordStart>[1]['profiles']) =>
  recordStart(own, { version: 'world', evaluation: true, profiles, policy: '{}' });

const DAY = 86_400_000;
/** Argon2id at its cheapest: its strength is not what these tests are about. */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };
const foundedBefore = new Map<string, Promise<Founded>>();

/**
 * The ministry as it was founded on that day, made once a test file: its keys and sixty transactions take as long as many a test. All
 * tests begin with a copy, the first as well, so that each runs alone as it runs among the others.
 */
function founded(options: WorldOptions): Promise<Founded> {
  const { mails, blanks = BLANKS, profilesDir, tokenProfiles, start } = options;
  const kind = { mails, blanks, profilesDir, tokenProfiles, start };
  const key = JSON.stringify({ ...kind, start: Math.floor((start ?? START) / DAY) });
  const make = async (): Promise<Founded> => {
    const { opened, keys, ca, configuration, own, flow, identity } = await assemble(kind);
    await adoptProfiles(opened.store, ca.profiles);
    await adoptChecklists({ ...own, chance: opened.chance });
    await ca.createEvaluation();
    await noteConfiguration({ store: opened.store, configuration });
    await begin(own, ca.profiles);
    const callers = await found({ flow, store: opened.store, identity }, blanks);
    const all = await takeFounded(opened, keys, callers);
    rmSync(keys, { recursive: true, force: true });
    return all;
  };
  const made = foundedBefore.get(key) ?? make();
  foundedBefore.set(key, made);
  return made;
}

/**
 * A small ministry: named people with their roles, workstations, a stock of blanks, the real store, the real CA, and a
 * twin for the bench. `check` is the checker of everything after every scenario; `software` stands in
 * for the maker of nomade credentials where a story is not about them; with `mails`, people are told by e-mail.
 */
export async function createWorld(options: WorldOptions = {}) {
  const standing = await founded(options);
  // a round that fails is only warned of, and a test then misses what it should have done: its fault says why
  const failedRounds: Error[] = [];
  const noteFailedRound: WorldOptions['warn'] = (message, error) => {
    if (/ waits (?:to be taken up again$|in its campaign:)/.test(message))
      failedRounds.push(new Error(message, { cause: error }));
  };
  const mustHaveRun = (): void => {
    if (failedRounds[0]) throw failedRounds[0];
  };
  const parts = await assemble({ warn: noteFailedRound, ...options }, standing);
  const {
    opened,
    keys,
    shown,
    caDeps,
    ca,
    configuration,
    heard,
    twin,
    beforeSignature,
    printed,
    printerFaults,
    queues,
    deps,
    own,
    flow,
    identity,
  } = parts;
  own.node.began(`${NODE.name}/1`);
  const { store, clock, lists } = opened;
  const who = structuredClone(standing.callers) as Record<
    | 'adele'
    | 'olga'
    | 'alice'
    | 'bruno'
    | 'eve'
    | 'corinne'
    | 'valerie'
    | 'vera'
    | 'victor'
    | 'vincent'
    | 'thomas'
    | 'theo'
    | 'odile'
    | 'armand'
    | 'aurore'
    | 'simon',
    Caller
  >;
  /** Proposes and confirms: by Adèle and Olga unless others are named. */
  const dual = <A extends Proposed['act']>(
    act: A,
    args: Extract<Proposed, { act: A }>['args'],
    proposer = who.adele,
    confirmer = who.olga,
  ) => decideTogether(flow, { act, args } as Proposed, [proposer, confirmer]);

  let nextBlank = 2;
  const plugNext = (slot: string): void => twin.plug(slot, BLANKS[nextBlank++]!);
  const { reads } = store;

  /** A request as an approver reads it now. */
  const seen = async (requestId: string) => {
    const { contentHash } = await findRequest(reads, requestId);
    return { requestId, contentHash };
  };
  const approve = async (requestId: string, by: Caller = who.valerie) => {
    const row = await reads.get('request', requestId);
    return flow.approval.approve(by, { ...(await seen(requestId)), seenPriority: priorityNow(row!) });
  };
  const pinLetter = async (requestId: string): Promise<LetterRow> => {
    const letters = await reads.find('letter', { requestId, kind: 'pin' });
    return letters.find((l) => l.state !== 'expired')!;
  };
  /** The holder of a request, signed in. */
  const holderOf = async (requestId: string): Promise<Caller> => callerOf(reads, { requestId, now: clock.now() });
  /** The holder accepts the certificate themselves, on their telephone. */
  const accept = async (requestId: string): Promise<void> =>
    flow.handover.accept(await holderOf(requestId), { requestId });
  /** Vincent, who had no part in the token, prints its letter. */
  const printLetter = async (requestId: string): Promise<void> => {
    const letter = await pinLetter(requestId);
    await flow.letters.print(who.vincent, { letterId: letter.id });
    await flow.letters.confirm(who.vincent, { letterId: letter.id });
  };
  /** Théo at the desk: challenge, acceptance by the holder, letter, « Remis ». */
  const handOver = async (requestId: string): Promise<void> => {
    await flow.handover.challenge(who.theo, { requestId, slot: '1' });
    await accept(requestId);
    await printLetter(requestId);
    await flow.handover.handOver(who.theo, { requestId });
  };
  /** A request of `holder`, approved and produced by Thomas in slot 1. */
  const produced = async (
    holder: Caller,
    workstation: string,
    more: Partial<Pick<RequestRow, 'kind' | 'deliverySite'>> = {},
  ): Promise<RequestRow> => {
    const request = await flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0, ...more });
    await approve(request.id);
    const token = twin.tokens.get('1');
    if (!token || token.pin !== null) plugNext('1');
    await flow.production.produce(who.thomas, { requestId: request.id, slot: '1' });
    return (await reads.get('request', request.id))!;
  };
  const activeToken = async (
    holder: Caller,
    workstation: string,
  ): Promise<{ tokenId: string; certificateId: string }> => {
    const request = await produced(holder, workstation);
    await handOver(request.id);
    await flow.handover.confirmReceipt(holder, { requestId: request.id });
    const [token] = await reads.find('token', { requestId: request.id, state: 'active' });
    return { tokenId: token!.id, certificateId: token!.certificateId! };
  };

  /** A token in use beside one that its holder forgot; answers its serial number. */
  const temporaryToken = async (holder: Caller, workstation: string): Promise<string> => {
    const asked = { kind: 'replacement', reason: 'forgotten', workstation, priority: 0 } as const;
    const { id } = await flow.request.submit(holder, asked);
    await approve(id);
    plugNext('1');
    await flow.production.produce(who.thomas, { requestId: id, slot: '1' });
    await handOver(id);
    await flow.handover.confirmReceipt(holder, { requestId: id });
    return (await reads.find('token', { requestId: id }))[0]!.id;
  };

  /** The act is refused with `code`; nothing but one entry with that code is added. */
  const refuses = async (code: ErrorCode, attempt: Promise<unknown>, { entry = true } = {}): Promise<void> => {
    const error = await attempt.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!isAppError(error)) throw error ?? new Error(`expected the refusal ${code}, but the act was done`);
    // who may not see the thing is told that there is none (tests/api/matrix.test.ts); the entry says what it was
    const isByRight = entry && ['forbidden', 'out_of_scope'].includes(code);
    if (!isByRight || error.code !== 'not_found') expect(error.code).toBe(code);
    const { entries } = await newest();
    if (entry) expect(entries).toMatchObject({ outcome: 'refused', detail: { code } });
    expect(entries.detail['changes'] === undefined || !entry).toBe(true);
  };
  const newest = async () => ({ entries: (await lists.entries({}, { limit: 1 })).items[0]! });

  /** Somebody caused as many refusals as anybody may. */
  const spendRefusals = ({ personId }: Caller): void => {
    const purse = () => pace(store, personId, clock.now());
    while (purse().left > 0) purse().spend();
  };

  /** The service starts once more, on the same data: what was under way is not over. */
  const startAnew = () => begin(own, ca.profiles);
  /** Another process of the service on the same records, with a bench of its own. */
  const startBeside = async (name: string, site = 'Lyon') => {
    const node = createThisNode({ name, site });
    await begin({ store, clock, node }, ca.profiles);
    const bench = createTwin({ '1': BLANKS[10]!, '2': BLANKS[11]! });
    return { node, twin: bench, flow: createFlow({ ...deps, node, bench: bench.bench }) };
  };
  /** The same flow on records that a test makes fail. */
  const onStore = (over: Partial<typeof store>) => createFlow({ ...deps, store: { ...store, ...over } });
  /** A job of Alice's whose process died at `step`, and the start after it: the device never answers, and nobody waits for it. */
  const interrupted = async (step: Step): Promise<RequestRow> => {
    const request = await flow.request.submit(who.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await approve(request.id);
    const reached = new Promise<void>((at) => {
      twin.onStep(step, () => {
        at();
        return new Promise(() => {});
      });
    });
    void flow.production.produce(who.thomas, { requestId: request.id, slot: '1' });
    await reached;
    await startAnew();
    return request;
  };

  /** The same, with its token pulled out before that start, which sets it aside; then it is plugged in again. */
  const setAside = async (step: Step = 'generateKey'): Promise<RequestRow> => {
    const request = await interrupted(step);
    const device = twin.tokens.get('1')!;
    twin.unplug('1');
    await flow.production.resume();
    twin.tokens.set('1', device);
    return request;
  };

  return {
    ...who,
    /** This process, for whoever records its start or stop. */
    own,
    flow,
    /** Accounts and sessions, with a hash that costs nothing. */
    identity,
    store,
    reads,
    clock: { ...clock, advance: clock.pass },
    twin: { ...twin },
    ca,
    printed,
    /** How the print queues stand, to be changed. */
    queues,
    failPrinter: (error: AppError): void => void printerFaults.push(error),
    /** What happens just before the CA signs the next certificate. */
    beforeSignature: (happens: () => Promise<unknown>): void => void beforeSignature.push(happens),
    plugNext,
    seen,
    approve,
    pinLetter,
    holderOf,
    accept,
    printLetter,
    handOver,
    produced,
    activeToken,
    temporaryToken,
    refuses,
    spendRefusals,
    interrupted,
    startBeside,
    onStore,
    /** Whether the records are found to be others than this node knows; a test says so. */
    shown,
    /** What is heard of nodes; a test says it. */
    heard,
    setAside,
    dual,
    opened,
    /** The CA as the next start takes it up: profiles read again. */
    restartCa: async () => (await createCa(caDeps)).authority,
    caDeps,
    /** The flow over a CA that a test has taken up. */
    onCa: (own: Ca) => createFlow({ ...deps, ca: own.authority }),
    /** The configuration as the flow knows it; a test may change it. */
    configuration,
    /** Folder of the CA's keys. */
    keys,
    startAnew,
    /** The same after a restart: what only a process remembers is gone, and what was under way is taken up. */
    restarted: async () => {
      await startAnew();
      const fresh = createFlow(deps);
      await fresh.production.resume();
      return fresh;
    },
    /** Throws what a round met that was only warned of. */
    mustHaveRun,
    check: async () => {
      mustHaveRun();
      return checkEverything(opened, { byTheBook: options.judge === undefined });
    },
    close: async (): Promise<void> => rmSync(keys, { recursive: true, force: true }),
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;

/** Nadia, who was brought in and became a technician by two persons, and has no account yet. Answers her id. */
export async function newTechnician({ flow, reads, adele, dual }: World): Promise<string> {
  const nadia = { directoryId: 'M-NADIA', givenName: 'Nadia', familyName: 'Noël', email: 'nadia@interieur.example' };
  await flow.imports.all(adele, 'people', [{ ...nadia, service: 'DNUM/SDIT', site: 'Paris' }]);
  const [person] = await reads.find('person', { directoryId: 'M-NADIA' });
  await dual('role.grant', { personId: person!.id, role: 'technician', scope: '*' });
  return person!.id;
}
