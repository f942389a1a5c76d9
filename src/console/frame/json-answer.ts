import type { Answer } from './exchange.tsx';

/** What the page's script asks for. */
export function json(value: unknown): Answer {
  return { file: { name: 'options.json', type: 'application/json', content: Buffer.from(JSON.stringify(value)) } };
}
