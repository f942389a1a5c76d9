import winston from 'winston';
import { AppError } from './errors.ts';

/** The fields a technical log line may carry; whatever else an object holds never reaches the log. */
const ALLOWED = [
  'requestId',
  'method',
  'route',
  'status',
  'ms',
  'code',
  'slot',
  'step',
  'rv',
  'pid',
  'signal',
  'port',
  'host',
  'jobs',
  'node',
  'count',
  'size',
  'number',
  'version',
  'seconds',
] as const;
type Field = (typeof ALLOWED)[number];
export type Fields = Partial<Record<Field, string | number>>;

export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  /** The error's code, message and stack; messages of other errors are cut to one line. */
  error(message: string, error: unknown, fields?: Fields): void;
}

function allowed(fields: Fields = {}): Fields {
  return Object.fromEntries(ALLOWED.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}

/** What of an error may be written: AppErrors carry public messages only, of others the kind and where it was thrown. */
function describe(error: unknown): Record<string, string> {
  if (error instanceof AppError) {
    const { rv, step, slot } = error.detail as Record<string, unknown>;
    const known = Object.entries({ rv, step, slot }).filter(([, value]) => typeof value === 'string') as [
      string,
      string,
    ][];
    const cause = error.cause instanceof Error ? { cause: where(error.cause) } : {};
    return { code: error.code, reason: error.message, ...Object.fromEntries(known), ...cause };
  }
  if (error === undefined) return {};
  return error instanceof Error
    ? { code: 'internal', reason: where(error) }
    : { code: 'internal', reason: typeof error };
}

/** Kind and place of a foreign error. Its message may quote what somebody typed, so it stays out. */
function where(error: Error): string {
  const frame = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return `${error.name} ${(error as NodeJS.ErrnoException).code ?? ''} ${frame?.trim() ?? ''}`.trim();
}

/** Technical log: one JSON line each on stderr. */
export function createLog(
  level: 'error' | 'warn' | 'info' | 'debug',
  stream: NodeJS.WritableStream = process.stderr,
): Log {
  const logger = winston.createLogger({
    level,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream })],
  });
  return {
    info: (message, fields) => void logger.info({ message, ...allowed(fields) }),
    warn: (message, fields) => void logger.warn({ message, ...allowed(fields) }),
    error: (message, error, fields) => void logger.error({ message, ...allowed(fields), ...describe(error) }),
  };
}
