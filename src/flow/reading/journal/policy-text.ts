import { bookData } from '../../../book/data.ts';
import { canonical } from '../../../journal/canonical.ts';

/** The book in force and the profiles, as text for auditors: policy.json of an export. Its SHA-256 is in the journal. */
export function policyText(about: { origin: string; profiles: readonly { name: string; hash: string }[] }): string {
  return `${canonical({ ...about, book: bookData() })}\n`;
}
