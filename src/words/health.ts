import { inLanguage, type Language, translatorsOf } from './translator.ts';

/** What the service says of each part of itself, and what somebody does where it is not in order. */
const healthWords = {
  'part.backup': { fr: 'Sauvegarde', en: 'Backup' },
  'backup.made': { fr: 'La dernière est du {at}.', en: 'The last one was made on {at}.' },
  'backup.never': { fr: "Aucune n'a été faite.", en: 'None was ever made.' },
  'backup.do': {
    fr: 'Faites « jeton backup » chaque jour, vers un autre disque.',
    en: 'Run “jeton backup” every day, to another disk.',
  },
  'part.crl': { fr: 'Liste de révocation : {of}', en: 'Revocation list: {of}' },
  'crl.numbered': {
    fr: 'Numéro {number}, publiée à {where} ; la suivante avant le {at}.',
    en: 'Number {number}, published at {where}; the next one before {at}.',
  },
  'crl.until': { fr: "Valable jusqu'au {at}.", en: 'Good until {at}.' },
  'crl.none': { fr: "Elle n'existe pas.", en: 'There is none.' },
  'crl.do': {
    fr: "Lisez le journal technique : la liste n'est plus publiée à temps. Celle d'une racine demande une cérémonie.",
    en: 'Read the technical log: the list is not published in time. That of a root takes a ceremony.',
  },
  'part.crl-folder': { fr: 'Dossier de publication des listes', en: 'Folder where lists are published' },
  'crl-folder.written': { fr: 'Les listes y sont écrites.', en: 'Lists are written there.' },
  'crl-folder.failing': { fr: "Les listes n'y sont plus écrites.", en: 'Lists are not written there any more.' },
  'crl-folder.do': { fr: 'Regardez ses droits et sa place libre.', en: 'Look at its permissions and its room.' },
  'part.ocsp': { fr: 'Signataire OCSP : {of}', en: 'OCSP signer: {of}' },
  'ocsp.until': { fr: "Son certificat va jusqu'au {at}.", en: 'Its certificate lasts until {at}.' },
  'ocsp.none': { fr: "Il n'y en a pas.", en: 'There is none.' },
  'ocsp.do': {
    fr: 'Lisez le journal technique : son renouvellement automatique échoue.',
    en: 'Read the technical log: its renewal fails.',
  },
  'part.authority': { fr: 'Autorité de certification : {of}', en: 'Certificate authority: {of}' },
  'authority.until': { fr: "Elle va jusqu'au {at}.", en: 'It lasts until {at}.' },
  'authority.do': {
    fr: 'Préparez une cérémonie : sans elle, ses derniers certificats dureraient moins longtemps.',
    en: 'Prepare a ceremony: without it, its last certificates would last less long.',
  },
  'part.ca-token': { fr: "Jeton de la clé de l'autorité", en: "Token with the authority's key" },
  'ca-token.pin-refused': {
    fr: "Il a refusé son code PIN, qui n'est plus essayé : un jeton se bloque après quelques essais.",
    en: 'It refused its PIN, which is not tried again: a token locks after a few tries.',
  },
  'ca-token.do': {
    fr: 'Rétablissez son code PIN, puis redémarrez le service : voir docs/operations.md.',
    en: 'Set its PIN right, then restart the service: see docs/operations.md.',
  },
  'part.status-process': { fr: 'Réponses aux passerelles', en: 'Answers to gateways' },
  'status-process.running': { fr: 'Elles sont données.', en: 'They are given.' },
  'status-process.short': {
    fr: "Un processus qui répond s'est arrêté.",
    en: 'A process that answers has stopped.',
  },
  'status-process.do': { fr: 'Redémarrez le service.', en: 'Restart the service.' },
  'part.clock': { fr: 'Horloge', en: 'Clock' },
  'clock.right': { fr: 'Le service suit celle de la machine.', en: "The service follows the machine's." },
  'clock.leapt': {
    fr: 'Celle de la machine a changé d’un coup : le service ne la suit pas.',
    en: 'The machine’s clock jumped: the service does not follow it.',
  },
  'clock.do': {
    fr: "Corrigez l'heure de la machine, ou redémarrez le service si elle est juste.",
    en: 'Correct the machine’s time, or restart the service if that time is right.',
  },
  'part.database': { fr: 'Base de données', en: 'Database' },
  'database.file': { fr: 'SQLite, dans le dossier de données.', en: 'SQLite, in the data folder.' },
  'database.failed': {
    fr: "SQLite : le disque n'a pas gardé une écriture, plus rien n'est enregistré.",
    en: 'SQLite: the disk failed to keep what was written, and nothing is recorded any more.',
  },
  'database.server': {
    fr: 'PostgreSQL ; écritures qui manquent encore à la copie de ce nœud : {behind}.',
    en: "PostgreSQL; entries that this node's copy has still to read: {behind}.",
  },
  'database.setting': { fr: 'PostgreSQL : {text}.', en: 'PostgreSQL: {text}.' },
  'database.do': {
    fr: "PostgreSQL : voyez docs/postgresql.md (serveur, réplication, réglages). SQLite : vérifiez l'état du disque, puis redémarrez le service.",
    en: "PostgreSQL: see docs/postgresql.md (server, replication, settings). SQLite: check the disk's health, then restart the service.",
  },
  'part.restore': { fr: 'Restauration', en: 'Restore' },
  'restore.revocations-known': {
    fr: "Elle attend deux personnes : rien n'est délivré d'ici là.",
    en: 'It waits for two persons: nothing is issued until then.',
  },
  'restore.revocations-missing': {
    fr: 'Elle attend deux personnes ; des révocations manquent.',
    en: 'It waits for two persons; revocations are missing.',
  },
  'restore.do': {
    fr: 'Confirmez-la à deux, dans « Double contrôle ».',
    en: 'Two persons confirm it, at “Dual control”.',
  },
  'part.changed': { fr: 'Réglage modifié : {name}', en: 'Changed: {name}' },
  'changed.waits': { fr: 'Il ne délivre rien avant deux confirmations.', en: 'It issues nothing before two confirm.' },
  'changed.do': {
    fr: 'Confirmez-le à deux, dans « Double contrôle ».',
    en: 'Two persons confirm it, at “Dual control”.',
  },
  'part.records': { fr: 'Comparaison avec le journal', en: 'Comparison with the journal' },
  'records.same': { fr: 'Rien ne diffère, le {at}.', en: 'Nothing differed on {at}.' },
  'records.not-yet': { fr: 'La première est en cours.', en: 'The first one is under way.' },
  'records.late': { fr: "Aucune n'a abouti depuis deux jours.", en: 'None has come to its end for two days.' },
  'records.differ': {
    fr: 'Lignes qui diffèrent du journal : {n}.',
    en: 'Rows that differ from the journal: {n}.',
  },
  'records.do': {
    fr: 'Prévenez un responsable sécurité : page « Sécurité ».',
    en: 'Tell the security officer: page “Security”.',
  },
  'part.checkpoint': { fr: 'Signature du journal', en: 'Signature of the journal' },
  'checkpoint.signed': { fr: 'Écritures signées : {n}, le {at}.', en: 'Entries signed: {n}, on {at}.' },
  'checkpoint.never': { fr: "Rien n'est encore signé.", en: 'Nothing is signed yet.' },
  'checkpoint.do': {
    fr: 'Cherchez pourquoi aucun nœud ne signe : docs/nodes.md.',
    en: 'Find out why no node signs: docs/nodes.md.',
  },
  'part.disk': { fr: 'Disque', en: 'Disk' },
  'disk.free': { fr: 'Place libre : {size}.', en: 'Free space: {size}.' },
  'disk.unwatched': {
    fr: "Il n'est pas surveillé (JETON_RESERVE_MB=0).",
    en: 'It is not watched (JETON_RESERVE_MB=0).',
  },
  'disk.do': {
    fr: 'Faites de la place : bientôt, seules les révocations passeront.',
    en: 'Make room: soon nothing but revocations will be taken.',
  },
  'part.server-certificate': { fr: 'Certificat du service', en: "The service's certificate" },
  'server-certificate.until': { fr: "Il va jusqu'au {at}.", en: 'It lasts until {at}.' },
  'server-certificate.do': { fr: 'Renouvelez-le : voir docs/settings.md.', en: 'Renew it: see docs/settings.md.' },
  'part.mail': { fr: 'Courriels', en: 'E-mails' },
  'mail.off': { fr: "Aucun relais n'est réglé.", en: 'No relay is set.' },
  'mail.standing': {
    fr: 'En attente : {waiting} ; abandonnés : {dead}.',
    en: 'Waiting: {waiting}; given up: {dead}.',
  },
  'mail.do': { fr: 'Voyez la page « Courriels » et le relais.', en: 'See the page “E-mails”, and the relay.' },
  'part.directory': { fr: 'Annuaire', en: 'Directory' },
  'directory.off': { fr: "Aucun annuaire n'est réglé.", en: 'No directory is set.' },
  'directory.read': { fr: 'Lu le {at}.', en: 'Read on {at}.' },
  'directory.never': { fr: "Il n'a pas encore été lu.", en: 'It was not read yet.' },
  'directory.do': { fr: 'Voyez la page « Annuaire ».', en: 'See the page “Directory”.' },
  'part.siem': { fr: 'SIEM', en: 'SIEM' },
  'siem.off': { fr: "Aucun n'est réglé.", en: 'None is set.' },
  'siem.sent': { fr: 'Il reçoit le journal.', en: 'It is sent the journal.' },
  'siem.late': { fr: 'Il ne reçoit plus le journal.', en: 'It is not sent the journal any more.' },
  'siem.do': { fr: 'Regardez son adresse et le réseau.', en: 'Look at its address, and at the network.' },
  'part.nodes': { fr: 'Nœuds', en: 'Nodes' },
  'nodes.running': { fr: 'En service : {n}.', en: 'Running: {n}.' },
  'nodes.gone': {
    fr: 'En service : {n}. Ne répondent plus : {names}.',
    en: 'Running: {n}. No longer answering: {names}.',
  },
  'nodes.do': { fr: 'Voyez la page « Nœuds » et la machine.', en: 'See the page “Nodes”, and the machine.' },
  'part.printer': { fr: 'Imprimante {name}', en: 'Printer {name}' },
  'printer.ready': { fr: 'Prête.', en: 'Ready.' },
  'printer.printing': { fr: 'Elle imprime.', en: 'Printing.' },
  'printer.stopped': { fr: 'Arrêtée. {reason}', en: 'Stopped. {reason}' },
  'printer.unreachable': { fr: 'Elle ne répond pas. {reason}', en: 'It does not answer. {reason}' },
  'printer.do': {
    fr: 'Vérifiez le papier et le câble, puis lancez « cupsenable {name} ».',
    en: 'Check the paper and the cable, then run “cupsenable {name}”.',
  },
  'part.bench': { fr: 'Banc de production', en: 'Bench' },
  'bench.none': { fr: "Il n'y en a pas ici.", en: 'There is none here.' },
  'bench.slots': { fr: 'Logements : {n}, tous en ordre.', en: 'Slots: {n}, all in order.' },
  'bench.failed': { fr: 'En panne : {names}.', en: 'Out of order: {names}.' },
  'bench.do': { fr: 'Débranchez le jeton, attendez, rebranchez-le.', en: 'Unplug the token, wait, plug it back in.' },
  'part.csp': { fr: 'Actions de page bloquées par un navigateur', en: 'Page actions that a browser blocked' },
  'csp.none': { fr: 'Aucun signalement depuis le démarrage.', en: 'No report since the start.' },
  'csp.counted': {
    fr: 'Signalements : {n} ; le dernier le {at}.',
    en: 'Reports: {n}; the last one on {at}.',
  },
  'csp.do': {
    fr: "Ouvrez les pages, la console du navigateur à côté : elle dit ce qu'une page n'avait pas le droit de faire. Un signalement peut aussi être inventé.",
    en: "Open the pages with the browser's console beside them: it says what a page was not allowed to do. A report may also be made up.",
  },
} as const;
type Word = keyof typeof healthWords;
export type HealthPart = Word extends infer W ? (W extends `part.${infer P}` ? P : never) : never;
type Says = Word extends infer W ? (W extends `part.${string}` | `${string}.do` ? never : W) : never;

const words = Object.keys(healthWords) as Word[];
const isPart = (word: Word): boolean => word.startsWith('part.');
/** Every part, and every sentence, as the keys above name them. */
export const HEALTH_PARTS = words.filter(isPart).map((word) => word.slice('part.'.length) as HealthPart);
export const HEALTH_SAYS = words.filter((word) => !isPart(word) && !word.endsWith('.do')) as Says[];

/** `look`: somebody has to; `broken`: the service may not be relied on. */
export const HEALTH_STATES = ['ok', 'look', 'broken'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];
/** One part of the service, as it stands. */
export interface HealthLine {
  part: HealthPart;
  state: HealthState;
  /** The sentence, of those of its part. */
  says: Says;
  /** Since when it is in this state, ms; null where nobody saw it begin. */
  since: number | null;
  /** What stands in the sentence, and moments in it, ms. */
  facts: Readonly<Record<string, string | number>>;
  times: Readonly<Record<string, number>>;
}

/** Whose list, signer or authority it is, by what its files are called; the name of the file stays beside it, for it is looked for. */
const AUTHORITIES = [
  { named: /^root/, fr: 'racine', en: 'root' },
  { named: /nomade/, fr: 'Nomade', en: 'Nomade' },
  { named: /^(?:issuing.*)?$/, fr: 'jetons', en: 'tokens' },
] as const;
function authorityOf(name: string, language: Language): string {
  const known = AUTHORITIES.find(({ named }) => named.test(name))?.[language];
  return known === undefined ? name : name === '' ? known : `${known} (${name})`;
}

const UNITS = { fr: ['Mio', 'Gio', 'Tio'], en: ['MiB', 'GiB', 'TiB'] } as const satisfies Record<Language, unknown>;
/** So many MiB in the largest unit of which there is at least one. */
function sizeOf(mib: number, language: Language): string {
  const nth = mib < 1024 ? 0 : mib < 1024 ** 2 ? 1 : 2;
  const n = (mib / 1024 ** nth).toLocaleString(language, { maximumFractionDigits: nth === 0 ? 0 : 1 });
  return `${n} ${UNITS[language][nth]}`;
}

const translators = translatorsOf<Word>(inLanguage([healthWords], 'fr'), inLanguage([healthWords], 'en'));

/** A line for people: which part, how it stands, and what to do where it is not in order. `moment` writes a time. */
export function sayHealth(
  line: Pick<HealthLine, 'part' | 'state' | 'says' | 'facts' | 'times'>,
  language: Language,
  moment: (ms: number) => string,
): { title: string; sentence: string; remedy: string } {
  const t = translators(language);
  const times = Object.entries(line.times).map(([name, ms]) => [name, moment(ms)]);
  const { n, name = '' } = line.facts;
  const said = {
    ...(typeof n === 'number' ? { n: n.toLocaleString(language), size: sizeOf(n, language) } : { size: n ?? '' }),
    of: authorityOf(`${name}`, language),
  };
  const params = { ...line.facts, ...said, ...Object.fromEntries(times) } as Record<string, string | number>;
  const remedy: Word = `${line.part}.do`;
  return {
    title: t(`part.${line.part}`, params).trim(),
    sentence: t(line.says, params).trim(),
    remedy: line.state === 'ok' ? '' : t(remedy, params),
  };
}

/** Names that are not a part's own: of one list or certificate among several, or another word for a part. */
const NAMED: readonly { named: RegExp; part: HealthPart }[] = [
  { named: /^(?<of>.*)\.crl$/, part: 'crl' },
  { named: /^ocsp-signer(?: of (?<of>.*))?$/, part: 'ocsp' },
  { named: /^issuing-ca(?: of (?<of>.*))?$/, part: 'authority' },
  { named: /^(?:configuration|profile (?<name>.*))$/, part: 'changed' },
  { named: /^(?:journal|comparison)$/, part: 'records' },
];
const isHealthPart = (name: string): name is HealthPart => HEALTH_PARTS.some((part) => part === name);

/** What readiness says that somebody has to look at, by the name of its part; a name that has none stays as it is. */
export function sayWaiting(waiting: string, language: Language): string {
  const t = translators(language);
  if (isHealthPart(waiting)) return t(`part.${waiting}`);
  const node = /^node (.*)$/.exec(waiting)?.[1];
  if (node !== undefined) return `${t('part.nodes')} (${node})`;
  const known = NAMED.find(({ named }) => named.test(waiting));
  if (!known) return waiting;
  const { of = '', name = waiting } = known.named.exec(waiting)?.groups ?? {};
  return t(`part.${known.part}`, { of: authorityOf(of, language), name });
}
