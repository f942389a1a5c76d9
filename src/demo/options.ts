import { parseArgs } from 'node:util';
import { AppError } from '../errors.ts';

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

const USAGE = 'npm run demo -- [--requests N] [--exit] [--json] [--keep DIR] [--postgres] [--drill]';

/** Reads the demo's arguments; throws `invalid_input` with the usage. */
export function readOptions(argv: readonly string[]): DemoOptions {
  const options = {
    requests: { type: 'string', default: '50' },
    exit: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    keep: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    drill: { type: 'boolean', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args: [...argv], options });
    const requests = Number(values.requests);
    if (!Number.isInteger(requests) || requests < 1 || requests > MOST)
      throw new Error(`--requests is a number from 1 to ${MOST}`);
    return {
      requests,
      exit: values.exit,
      json: values.json,
      postgres: values.postgres,
      drill: values.drill,
      ...(values.keep === undefined ? {} : { keep: values.keep }),
    };
  } catch (error) {
    throw new AppError('invalid_input', `${error instanceof Error ? error.message : 'unknown option'}\nhint: ${USAGE}`);
  }
}
