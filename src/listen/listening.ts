import type { Server } from 'node:net';
import { cannotListen } from '../errors.ts';

/** Listens at an address. Rejects with `config_invalid`, which names `settings`, those of host and port, where it cannot. */
export function listening(
  server: Server,
  { host, port }: { host: string; port: number },
  settings: { host: string; port: string },
): Promise<void> {
  return new Promise((listens, failed) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      failed(cannotListen({ host, port, settings, code: cause.code ?? cause.message, cause })),
    );
    server.listen(port, host, () => listens());
  });
}
