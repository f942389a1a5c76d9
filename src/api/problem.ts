import { AppError, type ErrorCode, isAppError } from '../errors.ts';
import { HTTP_STATUS } from '../listen/http-status.ts';
import type { InputError } from './operation.ts';

/** What HTTP itself finds wrong, before an operation is reached; all of them say `invalid_input`. */
const FAULTS = {
  method: { status: 405, message: 'this address does not take this method: see the header Allow' },
  media: { status: 415, message: 'the body is not in the media type that this operation takes' },
  size: { status: 413, message: 'the body is larger than this operation takes' },
  syntax: { status: 400, message: 'the request cannot be read: check its encoding and its JSON' },
} as const;
export type Fault = keyof typeof FAULTS;
/** The statuses of these. */
export const HTTP_FAULTS = Object.values(FAULTS).map(({ status }) => status);

/** A fault of HTTP, to be thrown; `status` of the answer travels beside the closed list of codes. */
export function httpFault(fault: Fault, cause?: unknown): AppError {
  return new AppError('invalid_input', FAULTS[fault].message, { detail: { fault }, ...(cause ? { cause } : {}) });
}

/** RFC 9457. `context` is the error's machine-readable part; `errors` says where an input is wrong, never with its value. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  errors?: InputError[];
  context?: Record<string, unknown>;
  requestId?: string;
}

const INTERNAL = 'something went wrong here: try again, and give the request id to the operators if it stays';

/** An error of Node, express or its body parser that the client caused; undefined for every other one. */
function clientFault(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined;
  const status = 'status' in error ? error.status : undefined;
  if (status === 413) return httpFault('size', error);
  if (status === 415) return httpFault('media', error);
  if (error instanceof URIError || status === 400) return httpFault('syntax', error);
  return undefined;
}

/** The answer to an error. What is not ours, and `internal`, reveals nothing but the request id. */
export function problemOf(thrown: unknown, requestId?: string): Problem {
  const error = isAppError(thrown) ? thrown : clientFault(thrown);
  const code = error?.code ?? 'internal';
  const { errors, fault, ...context } = (code === 'internal' ? {} : (error?.detail ?? {})) as {
    errors?: InputError[];
    fault?: Fault;
  };
  return {
    type: `urn:jeton:error:${code}`,
    title: code.replaceAll('_', ' '),
    status: fault === undefined ? HTTP_STATUS[code] : FAULTS[fault].status,
    code,
    detail: code === 'internal' || error === undefined ? INTERNAL : error.message,
    ...(errors === undefined ? {} : { errors }),
    ...(Object.keys(context).length === 0 ? {} : { context }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
