import { parseArgs } from 'node:util';
import { wrongUse } from '../words/usage.ts';

export interface DemoOptions {
  /** Requests that can be granted; the traps come on top. */
  requests: number;
  /** Ends when all is done; otherwise the service stays up. */
  exit: boolean;
  /** Only JSON on stdout. */
  json: boolean;
  keep?: string;
  /** The records are on a PostgreSQL server of the demo's own. */
  postgres: boolean;
  /** After the story, an exercise of an incident. */
  drill: boolean;
}
const MOST = 500;

const USAGE = {
  fr: 'npm run demo -- [--requests N] [--exit] [--json] [--keep DOSSIER] [--postgres] [--drill]',
  en: 'npm run demo -- [--requests N] [--exit] [--json] [--keep DIR] [--postgres] [--drill]',
};
const asked = (argv: readonly string[]) => {
  const options = {
    requests: { type: 'string', default: '50' },
    exit: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    keep: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    drill: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    throw wrongUse(USAGE, undefined, cause);
  }
};

/** Reads the demo's arguments; throws `invalid_input` with the usage. */
export function readOptions(argv: readonly string[]): DemoOptions {
  const { keep, ...values } = asked(argv);
  const requests = Number(values.requests);
  if (!Number.isInteger(requests) || requests < 1 || requests > MOST)
    throw wrongUse(USAGE, {
      fr: `--requests est un nombre de 1 à ${MOST}`,
      en: `--requests is a number from 1 to ${MOST}`,
    });
  return { ...values, requests, ...(keep === undefined ? {} : { keep }) };
}
