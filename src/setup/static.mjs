// @ts-check
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { parse } from 'postcss';
import ts from 'typescript';
import { filesUnder, textOf } from './machine.mjs';
import { classesIn, onlyUsed } from './style-sheet.mjs';

/** @import { Used } from './style-sheet.mjs' */

/** What the list of files says: the fingerprint of what they were made of, and for each name the file that holds it. */
const LIST = 'files.json';

/**
 * Makes the files that browsers keep: only what pages use of the design system, and our own, each named by its content,
 * and compressed once, here. Where nothing changed since, nothing is done. Answers every file that is to stay.
 * @param {string} checkout
 * @returns {string[]}
 */
export function makeStatic(checkout) {
  const sources = filesUnder(path.join(checkout, 'src', 'console'));
  if (sources.length === 0) return []; // a checkout without pages has nothing to serve
  const out = path.join(checkout, 'dist', 'static');
  const list = path.join(out, LIST);
  const made = fingerprint(checkout, sources);
  if (listed(list)?.made !== made) {
    fs.mkdirSync(out, { recursive: true });
    const files = [...contents(checkout, sources)].map(([name, content]) => [name, write(out, name, content)]);
    writeWhole(list, JSON.stringify({ made, files: Object.fromEntries(files) }));
  }
  const kept = Object.values(listed(list)?.files ?? {}).flatMap((name) =>
    isPicture(name) ? [name] : [name, `${name}.br`, `${name}.gz`],
  );
  return [list, ...kept.map((name) => path.join(out, name))];
}

/** @param {string} checkout @param {string[]} sources */
function fingerprint(checkout, sources) {
  const inputs = [...sources, ...filesUnder(import.meta.dirname), path.join(dsfr(checkout), '..', 'package.json')];
  const hash = createHash('sha256');
  for (const file of inputs) hash.update(`${file}\0`).update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** @param {string} list @returns {{ made: string, files: Record<string, string> } | undefined} */
function listed(list) {
  const text = textOf(list);
  return text === '' ? undefined : JSON.parse(text);
}

/** A picture of a help page, which is compressed as it is. @param {string} file */
const isPicture = (file) => file.endsWith('.webp');

/** @param {string} checkout */
const dsfr = (checkout) => path.join(checkout, 'node_modules', '@gouvfr', 'dsfr', 'dist');

/**
 * Each name, and its content. The typeface is licensed to State sites alone and stays out.
 * @param {string} checkout @param {string[]} sources
 * @returns {Map<string, string | Buffer>}
 */
function contents(checkout, sources) {
  const client = sources.filter((file) => path.basename(path.dirname(file)) === 'client' && /\.(js|css)$/.test(file));
  const used = classesIn(sources.filter((file) => /\.(tsx?|js|css)$/.test(file)).map(textOf));
  const icons = filesUnder(path.join(dsfr(checkout), 'utility', 'icons')).filter((file) =>
    /\/icons-[a-z]+\.main\.min\.css$/.test(file),
  );
  return new Map(
    /** @type {[string, string | Buffer][]} */ ([
      ['dsfr.css', sheetOf([path.join(dsfr(checkout), 'dsfr.min.css')], used)],
      ['icons.css', sheetOf(icons, used)],
      ['favicon.svg', fs.readFileSync(path.join(dsfr(checkout), 'favicon', 'favicon.svg'), 'utf8')],
      ...client.map((file) => [path.basename(file), withoutComments(file)]),
      ...sources.filter(isPicture).map((file) => [path.basename(file), fs.readFileSync(file)]),
    ]),
  );
}

/**
 * Our own file as a browser needs it: its comments are for whoever reads the source, and a fifth of what would be sent.
 * @param {string} file
 */
function withoutComments(file) {
  const text = textOf(file);
  if (!file.endsWith('.js')) {
    const root = parse(text);
    root.walkComments((comment) => void comment.remove());
    return root.toString();
  }
  const { ESNext } = ts.ScriptTarget;
  const compilerOptions = { target: ESNext, module: ts.ModuleKind.ESNext, removeComments: true, allowJs: true };
  return ts.transpileModule(text, { compilerOptions, fileName: file }).outputText;
}

/**
 * What pages use of sheets, their pictures inside, below the notice of their licence, which goes with every copy.
 * @param {string[]} files @param {Used} used
 */
function sheetOf(files, used) {
  const read = (/** @type {string} */ file) => fs.readFileSync(file, 'utf8');
  const notice = /\/\*![\s\S]*?\*\//.exec(files[0] === undefined ? '' : read(files[0]))?.[0] ?? '';
  const sheets = files.map((file) =>
    onlyUsed(read(file), used).replace(
      /url\("?((?:\.\.\/)*icons\/[\w./-]+\.svg)"?\)/g,
      (_, picture) => `url("${dataAddress(read(path.resolve(path.dirname(file), picture)))}")`,
    ),
  );
  return notice + sheets.join('');
}

/** @param {string} svg */
function dataAddress(svg) {
  const text = svg.trim().replace(/"/g, "'").replace(/%/g, '%25').replace(/#/g, '%23').replace(/\n/g, ' ');
  return `data:image/svg+xml,${text}`;
}

/**
 * Writes a file under the name of its content, beside it the two compressed ones where it is a text.
 * @param {string} out @param {string} name @param {string | Buffer} made
 * @returns {string} that name
 */
function write(out, name, made) {
  const { name: stem, ext } = path.parse(name);
  const content = Buffer.from(made);
  const file = `${stem}.${createHash('sha256').update(content).digest('hex').slice(0, 16)}${ext}`;
  const best = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeWhole(path.join(out, file), content);
  if (isPicture(file)) return file;
  writeWhole(path.join(out, `${file}.br`), brotliCompressSync(content, { params: best }));
  writeWhole(path.join(out, `${file}.gz`), gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
  return file;
}

/** So that a test run and a build at the same time see no half file. @param {string} file @param {string | Buffer} content */
function writeWhole(file, content) {
  const fresh = `${file}.${process.pid}`;
  fs.writeFileSync(fresh, content);
  fs.renameSync(fresh, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of makeStatic(process.argv[2] ?? '')) process.stdout.write(`${file}\n`);
}
