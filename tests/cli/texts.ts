import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';

/** What the sources of the command line say through `t`, `text`, `table` and `facts`, as the dictionary names it. */
export function saidInSources(): string[] {
  const files = readdirSync('src/cli', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('i18n'),
  );
  return files.flatMap((file) => {
    const source = readFileSync(path.join('src/cli', file), 'utf8');
    const said = [...templates(source), ...calls(source), ...headings(source), ...names(source)];
    // what is nothing but values and signs, and names of JSON fields, is nothing to translate
    return said.filter((text) => /[a-z]/i.test(text.replace(/\{\d\}/g, '')) && !/^[a-z]+[A-Z]|\$\{/.test(text));
  });
}

/** Sentences: t`…${x}…` → `…{0}…`. */
function templates(source: string): string[] {
  return [
    ...source.matchAll(/(?:shell\.|speech\.|[\s(])t`((?:[^`\\]|\\.|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\})*)`/g),
  ].map(([, body = '']) => {
    let at = 0;
    const pattern = body.replace(/\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/g, () => `{${at++}}`);
    return pattern
      .replace(/(?:\\n)+$/, '')
      .replaceAll('\\n', '\n')
      .replaceAll('\\`', '`');
  });
}
const literal = (quoted: string): string => quoted.slice(1, -1).replaceAll("\\'", "'").replaceAll('\\n', '\n');
const LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g;

/** Words: text('…'), text(x ? '…' : '…'). */
function calls(source: string): string[] {
  return [...source.matchAll(/\btext\(((?:[^()]|\([^()]*\))*)\)/g)].flatMap(([, inside = '']) =>
    (inside.match(LITERAL) ?? []).map(literal),
  );
}
/** Headings of tables that stand in the call. */
function headings(source: string): string[] {
  return [...source.matchAll(/shell\.table\(\s*\[([^\]]*)\]/g)].flatMap(([, inside = '']) =>
    (inside.match(LITERAL) ?? []).map(literal),
  );
}
/** Names of facts that stand in the call, also behind facts that only some answers have. */
function names(source: string): string[] {
  return [...source.matchAll(/shell\.facts\(\{/g)].flatMap(({ index }) => {
    const inside = enclosed(source, index + 'shell.facts('.length).replace(/`(?:[^`\\]|\\.)*`/g, '``');
    return [...inside.matchAll(/(?:^|[,{]\s*)(?:'([^']+)'|([a-zA-Z]+))(?=\s*[:,]|\s*$)/gm)].flatMap(
      ([, quoted, plain]) => quoted ?? plain ?? [],
    );
  });
}
/** What stands between the brace at this place and the one that closes it. */
function enclosed(source: string, from: number): string {
  let depth = 0;
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '{') depth += 1;
    if (source[at] === '}') depth -= 1;
    if (depth === 0) return source.slice(from + 1, at);
  }
  throw new Error('a brace is not closed');
}

/** Descriptions of a command, its arguments and options, and of every command below it. */
export function saidInHelp(command: Command): string[] {
  return [
    command.description(),
    ...command.registeredArguments.map(({ description }) => description),
    ...command.options.map(({ description }) => description),
    ...command.commands.flatMap(saidInHelp),
  ].filter((text) => text !== '');
}
