import { isPlain } from '../../book/rules/plain-text.ts';
import { FIELD_SIZE } from '../frame/forms/uploads.ts';
import type { Handler } from '../frame/page-router.tsx';
import type { Member } from '../frame/visit.ts';

/** A list as it was typed, or as the file holds it. A file that is no text is refused: it has characters that do not show. */
export const listOf = ({ values, files }: Pick<Member, 'values' | 'files'>, field: string): string =>
  files['file'] ? new TextDecoder().decode(files['file'].content) : [values[field] ?? ''].flat().join('\n');

/**
 * What stays of a file with its form when it is refused, since no browser sends a file again: its lines, to be mended in the field.
 * Empty for more than that field or a list (`most`) takes, and for what is no text, which nobody can mend there.
 */
export function keptLines(lines: readonly string[], most: number): string {
  // a browser sends each line with two signs at its end
  const size = lines.reduce((n, line) => n + Buffer.byteLength(line) + 2, 0);
  if (lines.length > most || size > FIELD_SIZE) return '';
  const text = lines.join('\n');
  return isPlain(text, { lines: true }) ? text : '';
}

/**
 * A page whose form, where it was refused with a file, has the lines of that file: none where they are not kept. What was typed beside
 * the file was not read, and would be taken for its lines.
 */
export const keeping =
  (field: string, kept: (member: Member) => string) =>
  (page: Handler<Member>): Handler<Member> =>
  async (member, req) => {
    if (!member.failure || !member.files['file'] || member.values[field] === undefined) return page(member, req);
    const as = { ...member, values: { ...member.values, [field]: kept(member) } };
    const shown = await page(as, req);
    return 'page' in shown ? { as, ...shown } : shown;
  };
