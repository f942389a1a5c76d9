import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, Router } from 'express';

const DSFR = path.join(path.dirname(createRequire(import.meta.url).resolve('@gouvfr/dsfr/package.json')), 'dist');
const OWN = fileURLToPath(new URL('../client/', import.meta.url));

/** The few files that the pages use, of a package of 137 MB; its typeface is licensed to State sites alone and stays out. */
const SERVED =
  /^\/(dsfr\.module\.min\.js|utility\/icons\/icons-[a-z]+\/icons-[a-z]+\.main\.min\.css|icons\/[a-z]+\/[\w-]+\.svg|artwork\/[\w/-]+\.svg|favicon\/[\w.-]+)$/;

/** Icon families whose classes the pages name. */
const ICON_FAMILIES = ['arrows', 'business', 'communication', 'device', 'document', 'editor', 'system', 'user'];
const DSFR_PATH = '/ressources/dsfr-1.14.4';
export const DSFR_FILES = {
  styles: [
    `${DSFR_PATH}/dsfr.min.css`,
    ...ICON_FAMILIES.map((family) => `${DSFR_PATH}/utility/icons/icons-${family}/icons-${family}.main.min.css`),
  ],
  script: `${DSFR_PATH}/dsfr.module.min.js`,
  favicon: `${DSFR_PATH}/favicon`,
  artwork: `${DSFR_PATH}/artwork`,
};

const FOREVER = 'public, max-age=31536000, immutable';

/** The address of one of our own client files; it changes with the version, so that browsers may keep it. */
export function ownFile(version: string, name: string): string {
  return `/ressources/jeton-${encodeURIComponent(version)}/${name}`;
}

/** Style sheets, scripts and icons, all from our own origin (ASVS 3.6.1). */
export function assets(version: string): Router {
  const router = Router();
  // the address changes with the content, so it may be cached, which every other answer forbids
  const forever: NonNullable<Parameters<typeof express.static>[1]> = {
    ...{ index: false, redirect: false, dotfiles: 'ignore', fallthrough: true, cacheControl: false },
    setHeaders: (res) => void res.setHeader('Cache-Control', FOREVER),
  };
  const sheet = readFileSync(path.join(DSFR, 'dsfr.min.css'), 'utf8').replace(/@font-face\{[^}]*\}/g, '');
  const keep: RequestHandler = (_, res, next) => {
    res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    next();
  };
  router.get(`${DSFR_PATH}/dsfr.min.css`, keep, (_, res) => {
    res.setHeader('Cache-Control', FOREVER);
    res.type('css').send(sheet);
  });
  const onlyServed: RequestHandler = (req, _, next) => next(SERVED.test(req.path) ? undefined : 'router');
  router.use(DSFR_PATH, onlyServed, express.static(DSFR, forever));
  const onlyClient: RequestHandler = (req, _, next) =>
    next(/^\/[\w-]+\.(js|css)$/.test(req.path) ? undefined : 'router');
  router.use(ownFile(version, '').replace(/\/$/, ''), onlyClient, express.static(OWN, forever));
  return router;
}
