import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router } from 'express';
import { CODINGS, type ContentCoding, contentCoding } from './content-coding.ts';

/** What src/setup/static.mjs makes: as far above src/console/frame as above dist/console/frame. */
const MADE = fileURLToPath(new URL('../../../dist/static/', import.meta.url));
const LIST = path.join(MADE, 'files.json');

/** The files of every page: the design system's sheet and its icons first, then ours. */
export const STYLES = ['dsfr.css', 'icons.css', 'console.css'] as const;
export const SCRIPTS = ['console.js', 'access.js', 'typed.js'] as const;
type StaticName = (typeof STYLES)[number] | (typeof SCRIPTS)[number] | 'favicon.svg' | `${string}.webp`;

interface StaticFile {
  address: string;
  /** Strong: of the content and its coding (RFC 9110, 8.8.3). */
  etag(coding: ContentCoding): string;
  /** Its suffix, which says what it is. */
  type: string;
  /** As it is, and compressed where that makes it smaller. */
  content: Readonly<{ identity: Buffer } & Partial<Record<ContentCoding, Buffer>>>;
}

/** By their names on a page; read once, at the first page. */
let files: ReadonlyMap<string, StaticFile> | undefined;
const staticFiles = () => (files ??= readStatic());

function readStatic(): ReadonlyMap<string, StaticFile> {
  if (!existsSync(LIST)) throw new Error('dist/static is missing: npm run build');
  const list = JSON.parse(readFileSync(LIST, 'utf8')) as { files: Record<string, string> };
  return new Map(
    Object.entries(list.files).map(([name, file]) => {
      const read = (suffix: string) => readFileSync(path.join(MADE, `${file}${suffix}`));
      const isPicture = path.extname(file) === '.webp'; // compressed as it is
      const content = { identity: read(''), ...(isPicture ? {} : { br: read('.br'), gzip: read('.gz') }) };
      const etag = (coding: ContentCoding) => `"${file}-${coding}"`;
      return [name, { address: `/ressources/${file}`, etag, type: path.extname(file), content }];
    }),
  );
}

/** The address of a file that pages name; it changes with the content, so that browsers may keep it for ever. */
export function addressOf(name: StaticName): string {
  const file = staticFiles().get(name);
  if (!file) throw new Error(`dist/static has no ${name}: npm run build`);
  return file.address;
}

/** Style sheets, scripts and icons, all from our own origin (ASVS 3.6.1), from memory and never compressed anew. */
export function assets(): Router {
  const router = Router({ strict: true, caseSensitive: true });
  for (const file of staticFiles().values()) router.get(file.address, serve(file));
  return router;
}

function serve({ etag, type, content }: StaticFile): RequestHandler {
  return (request, response) => {
    const coding = contentCoding(
      request.get('accept-encoding'),
      CODINGS.filter((one) => content[one] !== undefined),
    );
    response.vary('Accept-Encoding');
    if (!coding) return void response.status(406).end();
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    // the address changes with the content, so it may be kept, which every other answer forbids
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('ETag', etag(coding));
    if (coding !== 'identity') response.setHeader('Content-Encoding', coding);
    response.type(type).send(content[coding]);
  };
}
