import { ZONE } from '../book/rules/calendar/working-days.ts';
import { steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import { createDirectory } from '../directory/directory.ts';
import type { Deps } from '../flow/act.ts';
import { readSecretFile } from '../identity/secret-file.ts';
import type { TellDay } from '../mail/day-report-facts.ts';
import { createPostman } from '../mail/postman.ts';
import type { CodeFor } from '../mail/request-facts.ts';
import { createSender } from '../mail/sender.ts';
import type { OpenStore } from '../store/store.ts';

/** The mail relay as configured, over what waits in the outbox; undefined for none. `url` is the console's address. */
export function openPostman(
  config: Config,
  opened: Pick<OpenStore, 'outbox' | 'store'>,
  { url, ...deps }: { url(): string; warn: Deps['warn']; tellDay: TellDay; codeFor: CodeFor },
) {
  if (!config.mail) return undefined;
  const { from, passwordFile, reportTo: _, ...relay } = config.mail;
  const password = passwordFile === undefined ? undefined : readSecretFile(passwordFile);
  return createPostman({
    outbox: opened.outbox,
    reads: opened.store.reads,
    clock,
    ...deps,
    sender: createSender({ ...relay, from, password, ca: config.authorities }),
    house: { dutyPhone: config.print.dutyPhone, timeZone: ZONE, from },
    site: { url, domain: from.slice(from.lastIndexOf('@') + 1) },
  });
}

/** The ministry's directory as configured; undefined for none. */
export function openDirectory({ directory, authorities }: Config) {
  if (!directory) return undefined;
  const { bind, base, map, ...server } = directory;
  const signIn = bind && { dn: bind.dn, password: readSecretFile(bind.passwordFile) };
  return createDirectory({ base, map, clock, server: { ...server, bind: signIn, ca: authorities } });
}
