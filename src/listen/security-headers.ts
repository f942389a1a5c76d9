import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { CSP_REPORTS } from './csp-reports.ts';

/** Everything from our own origin and nothing else (rule W1); DSFR's icons inside its style sheet are `data:` images. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  // in every browser of today; `report-to` is not, and is asked for with another header on each answer
  reportUri: [CSP_REPORTS],
};

/**
 * Features of a browser that no page of ours uses. Chromium knows `bluetooth` and `web-share` on Windows, macOS and ChromeOS, where pages
 * could use them; on Linux it has neither, and warns in its console that it does not recognise them.
 */
const UNUSED = [
  ...['accelerometer', 'autoplay', 'bluetooth', 'camera', 'display-capture', 'encrypted-media', 'fullscreen'],
  ...['geolocation', 'gyroscope', 'hid', 'idle-detection', 'magnetometer', 'microphone', 'midi', 'payment'],
  ...['picture-in-picture', 'screen-wake-lock', 'serial', 'usb', 'web-share', 'xr-spatial-tracking'],
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * The headers of every answer (ASVS 3.4.x, 14.3.2); what may be kept says so itself. A form may lead on to `provider`, an
 * origin, where people sign in and out.
 */
export function securityHeaders(provider?: string): RequestHandler[] {
  const policy = { ...POLICY, formAction: [...POLICY.formAction, ...(provider ? [provider] : [])] };
  return [
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: policy },
      strictTransportSecurity: { maxAge: 63_072_000 },
      // `no-referrer` would send `Origin: null` with our own forms
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.setHeader('Permissions-Policy', UNUSED);
      response.setHeader('Cache-Control', 'no-store');
      next();
    },
  ];
}
