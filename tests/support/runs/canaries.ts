import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Where what was found in any test file of a run is gathered; canary-reporter.mjs reads it. */
const FINDINGS = '.tmp/canaries.ndjson';
const LARGEST = 64_000_000;

/** A secret of the tests' own people and devices that may stand in no file which the service wrote. */
interface Canary {
  name: string;
  pattern: RegExp;
}
const KEKS = [7, 9].map((octet) => Buffer.alloc(32, octet).toString('base64'));
export const CANARIES: readonly Canary[] = [
  { name: 'password', pattern: /trois petits chats gris|quatre chiens dorment dehors|canari jaune sous la pluie/ },
  { name: 'SO-PIN', pattern: /sopin-\d+-factory|CANARY-SO-PIN-0815/ },
  { name: 'API token', pattern: /jtn_[\w-]{43}(?![\w-])/ },
  { name: 'activation link', pattern: /bienvenue#[\w-]{43}(?![\w-])/ },
  { name: 'key-encryption key', pattern: new RegExp(KEKS.join('|')) },
];
/** What the service writes: databases with their logs, journals, exports, logs, mails, papers, files of its keys. */
const WRITTEN =
  /\.(db|db-wal|db-shm|db-journal|ndjson|zip|log|eml|pdf|crl)$|^(journal|ca|root|issuing|ocsp-\w+|kek)\.json$/;

/** The files of a ZIP, inflated: what is compressed hides from who only looks at the octets. */
export function inflated(zip: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = zip.indexOf('PK\x03\x04'); at !== -1; at = zip.indexOf('PK\x03\x04', at + 4)) {
    if (zip.readUInt16LE(at + 8) !== 8) continue; // stored: seen as it is
    const data = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
    try {
      parts.push(inflateRawSync(zip.subarray(data)));
    } catch {
      // an entry that a test broke on purpose
    }
  }
  return parts;
}

/** The names of the canaries in octets, those inside a ZIP too. */
export function canariesIn(octets: Buffer): string[] {
  const texts = [octets, ...inflated(octets)].map((part) => part.toString('latin1'));
  return CANARIES.filter(({ pattern }) => texts.some((text) => pattern.test(text))).map(({ name }) => name);
}

export interface Search {
  folder: string;
  files: number;
  found: { canary: string; file: string }[];
}
/** Looks through all that the service wrote below a folder. */
export function search(folder: string): Search {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && WRITTEN.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size <= LARGEST);
  const found = files.flatMap((file) => canariesIn(readFileSync(file)).map((canary) => ({ canary, file })));
  return { folder, files: files.length, found };
}

/** Notes a search for the end of the run. */
export function note(result: Search, file = FINDINGS): void {
  if (result.files === 0) return;
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(result)}\n`);
}
