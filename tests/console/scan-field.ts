import type { Page } from './visitor.ts';

/** The input of that name on a page. */
export const fieldOf = ({ main }: Page, name: string): string =>
  new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(main)?.[0] ?? '';

/** The page refuses a scan: its field is empty and has the focus, and what was read is said once. */
export function expectEmptied(refused: Page, name: string, read: string): void {
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.main).toContain('role="alert"');
  expect(refused.main.match(/Lu\s: «\s[^ ]*\s»/g)).toEqual([`Lu\u202f: «\u202f${read}\u202f»`]);
  expect(fieldOf(refused, name)).toMatch(/ value(?:="")? /);
  expect(fieldOf(refused, name)).toContain('autofocus');
}
