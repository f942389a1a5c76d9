import type { RequestHandler } from 'express';
import helmet from 'helmet';

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
};
const UNUSED_FEATURES = ['accelerometer', 'camera', 'geolocation', 'gyroscope', 'microphone', 'payment', 'usb'];

/** The headers of every answer of the console (ASVS 3.4.x, 14.3.2). Signing out may lead on to `provider`, an origin. */
export function securityHeaders(provider?: string): RequestHandler[] {
  const policy = { ...POLICY, formAction: [...POLICY.formAction, ...(provider ? [provider] : [])] };
  const own: RequestHandler = (_, res, next) => {
    res.setHeader('Permissions-Policy', UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '));
    res.setHeader('Cache-Control', 'no-store');
    next();
  };
  return [
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: policy },
      strictTransportSecurity: { maxAge: 63_072_000 },
      // `no-referrer` would send `Origin: null` with our own forms
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    own,
  ];
}
