import { readFileSync } from 'node:fs';

/**
 * The block of a page whose first line is a comment that begins with `name`, with folders, addresses and secrets put in
 * for those of the page. Throws when there is no such block, or when a text to replace does not stand in it.
 */
export function documented(
  name: string,
  put: Readonly<Record<string, string>> = {},
  file = 'docs/gateways.md',
): string {
  const page = readFileSync(file, 'utf8');
  const blocks = [...page.matchAll(/^```\w*\n((?:#|\/\/) .*\n[\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  const block = blocks.find((text) => text.startsWith(`# ${name}`) || text.startsWith(`// ${name}`));
  if (block === undefined) throw new Error(`${file} has no block "${name}"`);
  return Object.entries(put).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the block "${name}" of ${file} does not say "${from}"`);
    return text.replaceAll(from, to);
  }, block);
}
