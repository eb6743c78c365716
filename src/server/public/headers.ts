/** Headers of the pages that this server writes itself: only the one style sheet and the one script, if any, that are in them. */
import { createHash } from 'node:crypto';

/** Allows a `<style>` or a `<script>` with exactly this text. */
const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** @param ancestors who may show the page in a frame: `*` or `'none'` */
export const pagePolicy = (css: string, ancestors: string, script?: string): Record<string, string> => ({
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src ${sourceOf(css)}`,
    ...(script === undefined ? [] : [`script-src ${sourceOf(script)}`]),
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; '),
});

export const PAGE_HEADERS: Readonly<Record<string, string>> = { 'Content-Type': 'text/html; charset=utf-8' };
