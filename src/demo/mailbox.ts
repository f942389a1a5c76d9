import { AppError } from '../errors.ts';
import type { Paper } from '../flow/ports/paper.ts';

/**
 * Where the holders of the demo find their letters. The demo plays them, in the process of the service itself: what they
 * read is told to it in memory once it is printed, and stands nowhere but on the paper.
 */
export function createMailbox() {
  const secrets = new Map<string, string>();
  return {
    /** Takes a printed paper; all but secret letters go to others. */
    take(paper: Paper): void {
      if (paper.kind === 'pin' || paper.kind === 'pkcs12-password')
        secrets.set(`${paper.kind} ${paper.requestNumber}`, paper.secret);
    },
    /** The secret on the newest letter about a request. Throws `internal` where none was printed. */
    secretOf(kind: 'pin' | 'pkcs12-password', requestNumber: string): string {
      const secret = secrets.get(`${kind} ${requestNumber}`);
      if (secret === undefined) throw new AppError('internal', `no letter was printed for ${requestNumber}`);
      return secret;
    },
  };
}
export type Mailbox = ReturnType<typeof createMailbox>;
