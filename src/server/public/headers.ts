/** Headers of the pages that this server writes itself: no script at all, and only the one style sheet that is in them. */
import { createHash } from 'node:crypto';

/** Allows a `<style>` with exactly this text. */
const styleSource = (css: string) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`;

/** @param ancestors who may show the page in a frame: `*` or `'none'` */
export const pagePolicy = (css: string, ancestors: string): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src ${styleSource(css)}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; '),
});

export const PAGE_HEADERS: Readonly<Record<string, string>> = { 'Content-Type': 'text/html; charset=utf-8' };
