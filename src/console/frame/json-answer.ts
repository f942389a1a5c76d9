import type { Answer } from './page-router.tsx';

/** What the page's script asks for. */
export function json(value: unknown): Answer {
  return { file: { name: 'options.json', type: 'application/json', content: Buffer.from(JSON.stringify(value)) } };
}
