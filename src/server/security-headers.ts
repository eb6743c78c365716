/** Headers on every reply. The policy lets nothing run or load that is not a file of this server. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types hai-long',
].join('; ');
const UNUSED = ['accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'magnetometer', 'microphone'];

/** @param publicOrigin the https origin behind a proxy: only then may browsers be told to insist on https. */
export const securityHeaders = (publicOrigin: string | null): [name: string, value: string][] => [
  ['Content-Security-Policy', POLICY],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Frame-Options', 'DENY'],
  ['Permissions-Policy', [...UNUSED, 'payment', 'usb'].map((feature) => `${feature}=()`).join(', ')],
  ...(publicOrigin === null ? [] : ([['Strict-Transport-Security', 'max-age=31536000']] as [string, string][])),
];
