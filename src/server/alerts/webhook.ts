/**
 * An alert for another program: JSON, signed. Whoever sets WEBHOOK_URL decides where it goes; an address in the office's own network is
 * normal and allowed, and so is plain http there. Redirects are not followed: the receiver was named, no other was.
 */
import { createHmac } from 'node:crypto';
import type { AlertMessage } from './message.ts';

const PATIENCE_MS = 10_000;

/**
 * HMAC-SHA-256 of `<timestamp>.<body>` as lower-case hex. The time is part of it, so that an old message cannot be sent
 * again as a new one.
 */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** Resolves when the receiver answered with 2xx, and rejects otherwise. @param now milliseconds since 1970. */
export async function callWebhook(
  { url, secret }: { url: string; secret: string },
  { json }: Pick<AlertMessage, 'json'>,
  now: number,
  patience = PATIENCE_MS,
): Promise<void> {
  const body = JSON.stringify({ event: 'alert.opened', alert: json });
  const timestamp = String(Math.floor(now / 1000));
  const reply = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'hai-long',
      'X-Hai-Long-Delivery': json.id,
      'X-Hai-Long-Timestamp': timestamp,
      'X-Hai-Long-Signature': `sha256=${signatureOf(secret, timestamp, body)}`,
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
  });
  await reply.body?.cancel();
  if (!reply.ok) throw new Error(`status ${reply.status}`);
}
