import type { Right } from '../../../book/rights/sentences.ts';
import { AppError, type ErrorCode, isAppError } from '../../../errors.ts';
import { HTTP_STATUS } from '../../../listen/http-status.ts';
import { type Explanation, explainError, textOf } from '../../../words/explain.ts';
import { type FieldProblem, PROBLEMS, type Problem, single, type Values } from '../forms/forms.ts';
import type { Language, Translate } from '../translate.ts';

/** What was refused: the use of a right, or something that people do before they have any. */
export type Attempt = Right | 'confirm' | 'directory.search' | 'enrol' | 'passkey' | 'provider' | 'signIn';

/** Something that went wrong, as a page shows it. */
export interface Failure {
  code: ErrorCode;
  /** The error's own sentence, in English. */
  message: string;
  detail: Readonly<Record<string, unknown>>;
  /** What was refused, where the page knows it better than the error: it picks the sentence. */
  act?: Attempt | undefined;
}

/** The failure of an error; what is not one of ours says nothing of itself. */
export function failureOf(error: unknown, act?: Attempt): Failure {
  if (isAppError(error)) return { code: error.code, message: error.message, detail: error.detail, act };
  return { code: 'internal', message: 'something went wrong here', detail: {} };
}

/** What is wrong with each field of the form. */
export function fieldProblems(failure: Failure | undefined): Readonly<Record<string, FieldProblem>> {
  const { fields, field, rule, most } = failure?.detail ?? {};
  if (typeof fields === 'object' && fields !== null) return fields as Record<string, FieldProblem>;
  if (typeof field !== 'string') return {};
  const ofCode: Partial<Record<ErrorCode, Problem>> = { not_found: 'unknown', limit_reached: 'too_long' };
  const problem = PROBLEMS.find((word) => word === rule) ?? (failure && ofCode[failure.code]) ?? 'format';
  return { [field]: { problem, ...(typeof most === 'number' && { limit: most }) } };
}

/** The fields to correct, whoever refused them; what is wrong with the form as a whole has no field. */
export function wrongFields(failure: Failure | undefined): string[] {
  return Object.keys(fieldProblems(failure)).filter((name) => name !== '');
}

/** A refusal of the flow names the flow's field; a form may ask for it in another way, under the name that `names` has for it. */
export function underFormNames(failure: Failure, names: Readonly<Record<string, string>>): Failure {
  const { field, fields } = failure.detail;
  const own = (name: string): string => (Object.hasOwn(names, name) ? names[name] : undefined) ?? name;
  if (typeof field === 'string') return { ...failure, detail: { ...failure.detail, field: own(field) } };
  if (typeof fields !== 'object' || fields === null) return failure;
  const renamed = Object.fromEntries(Object.entries(fields).map(([name, problem]) => [own(name), problem]));
  return { ...failure, detail: { ...failure.detail, fields: renamed } };
}

/** Where a page differs from the REST door: a form with mistakes was understood, and a link that ran out leaves its page standing. */
const OF_PAGES: Partial<Record<ErrorCode, number>> = { invalid_input: 422, expired: 409 };
/** The HTTP status of a page that shows this failure. */
export function statusOf(code: ErrorCode): number {
  return OF_PAGES[code] ?? HTTP_STATUS[code];
}

/** Whether it was the form of this name that was refused: the others of its page stay as they were. */
export const hasFailed = (
  { failure, values }: { failure?: Failure | undefined; values: Values },
  form: string,
): boolean => failure !== undefined && single(values, '_form') === form;

/** What happened and what to do, in the reader's language. */
export const explain = (t: Translate, language: Language, failure: Failure): Explanation =>
  explainError(t, language, failure);

/** Refusals by what stands at the bench: their code is worth quoting, as a fault's is. */
const ABOUT_DEVICES: ReadonlySet<ErrorCode> = new Set(['token_wrong', 'token_foreign', 'possession_failed']);
/**
 * What is quoted to support: a fault's code, and what a refusal says of device, rule or slot; of a mistyped form nothing. `said`: the
 * sentence above it; a serial number that stands there is not said again.
 */
export function forSupport(t: Translate, failure: Failure, said: string): string | undefined {
  const isDevice = ABOUT_DEVICES.has(failure.code) && failure.detail['why'] !== 'no-blank'; // no device is there
  const isFault = statusOf(failure.code) >= 500 || isDevice;
  const code = isFault ? t('error.code', { code: failure.code }) : undefined;
  const technical = failure.code === 'invalid_input' ? undefined : technicalDetail(failure, said);
  return [code, technical].filter((part) => part !== undefined).join(' · ') || undefined;
}

/** What a technician may quote on the telephone: PKCS#11 return value, step, rule. */
export function technicalDetail({ detail }: Failure, said = ''): string | undefined {
  const parts = ['rv', 'step', 'attribute', 'rule', 'slot', 'serial'].flatMap((name) => {
    const value = textOf(detail, name);
    return value === undefined || (name === 'serial' && said.includes(value)) ? [] : [`${name} ${value}`];
  });
  return parts.length > 0 ? parts.join(' · ') : undefined;
}

/** A field's problem thrown by the console itself. */
export function fieldError(field: string, problem: Problem, limit?: number): AppError {
  return new AppError('invalid_input', 'some fields are not as they should be: correct them and send again', {
    detail: { fields: { [field]: { problem, limit } } },
  });
}
