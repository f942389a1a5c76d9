import busboy from 'busboy';
import type { Request } from 'express';
import { AppError } from '../../../errors.ts';
import { FILE_BYTES, FILE_MB } from '../../../imports/size.ts';
import type { Upload, Visit } from '../visit.ts';

/** A text is as long as in a form without files (console/console.ts): a list that is pasted, or goes on from a file to its question. */
export const FIELD_SIZE = 256 * 1024;
const LIMITS = { files: 2, fileSize: FILE_BYTES, fields: 40, fieldSize: FIELD_SIZE, parts: 50, headerPairs: 20 };

/** True for a form that may carry files. */
export function isMultipart(req: Request): boolean {
  return /^multipart\/form-data\s*;/i.test(req.get('content-type') ?? '');
}

/**
 * Reads a form with files, bounded, into memory; without `keep` its fields alone, and what is in the files is let go as it
 * comes. Throws `invalid_input` when it is malformed or too large.
 */
export function readUpload(req: Request, keep: boolean): Promise<Pick<Visit, 'values' | 'files'>> {
  // no prototype: an attacker may name a field `constructor` or `__proto__` (ASVS 15.3.6)
  const values: Record<string, string | string[]> = Object.create(null);
  const files: Record<string, Upload> = Object.create(null);
  return new Promise((resolve, reject) => {
    const fail = (error: AppError): void => {
      req.unpipe();
      req.resume();
      reject(error);
    };
    const refuse = (why: string, cause?: unknown) => fail(new AppError('invalid_input', why, { cause }));
    const brokenOff = (cause?: unknown) => refuse('the form did not arrive whole: send it again', cause);
    let parser: ReturnType<typeof busboy>;
    try {
      parser = busboy({ headers: req.headers, limits: LIMITS, defParamCharset: 'utf8' });
    } catch (cause) {
      refuse('this is not a form: send it from the page', cause);
      return;
    }
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      // cut in the middle of a number, it would name another thing
      if (nameTruncated || valueTruncated)
        fail(
          new AppError('invalid_input', 'a text of this form is too long: give it as a file, or in parts', {
            detail: { why: 'text-too-long' },
          }),
        );
      const before = values[name];
      values[name] = before === undefined ? value : [before, value].flat();
    });
    parser.on('file', (name, stream, { filename }) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => void (keep && parts.push(part)));
      stream.on('limit', () =>
        fail(
          new AppError('invalid_input', `the file is larger than ${FILE_MB} MB`, {
            detail: { why: 'file-too-large', most: FILE_MB },
          }),
        ),
      );
      // a form that breaks off in a file fails here as well; unheard, it would end the whole service
      stream.on('error', brokenOff);
      stream.on('close', () => {
        if (filename && keep) files[name] = { name: filename, content: Buffer.concat(parts) };
      });
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => refuse('this form holds more than its page asks for: send it from the page'));
    }
    parser.on('error', brokenOff);
    parser.on('close', () => resolve({ values, files }));
    req.on('error', brokenOff);
    req.on('close', () => {
      if (!req.readableEnded) brokenOff();
    });
    req.pipe(parser);
  });
}
