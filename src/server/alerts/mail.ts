/** An alert as an e-mail, over the server that SMTP_URL names. */
import type { AlertMessage } from './message.ts';

const PATIENCE_MS = 10_000;

/** Nobody is shown the addresses of the others. Rejects when the server did not take it. */
export async function sendMail(
  { url, from }: { url: string; from: string },
  recipients: readonly string[],
  { subject, text }: Pick<AlertMessage, 'subject' | 'text'>,
): Promise<void> {
  // Most offices send none: a start need not read the library.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // Nothing in a message may make this server read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from, bcc: [...recipients], subject, text });
  } finally {
    transport.close();
  }
}
