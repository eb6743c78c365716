/**
 * Sends what waits in the outbox, one message after the other. What fails is tried again later, ever more rarely, for about three days; then
 * it is given up, and the page says so. The log names the channel and the kind of failure, never an address.
 */
import { AlertRecipients } from '../../domain/alert-rules.ts';
import { SETTING } from '../../domain/office-settings.ts';
import { readAlert } from '../store/alerts.ts';
import { messageFailed, messageSent, takeMessage, type Waiting } from '../store/alerts-outbox.ts';
import { readOffice } from '../store/office.ts';
import { readSetting } from '../store/office-settings.ts';
import type { AlertDeps } from './evaluate.ts';
import { sendMail } from './mail.ts';
import { alertMessage } from './message.ts';
import { namesOf } from './names.ts';
import { callWebhook } from './webhook.ts';

const MINUTE = 60_000;
/** Until the next try, after the first, the second, … */
const PAUSES = [1, 5, 15, 60, 240, 720, 1440, 1440].map((minutes) => minutes * MINUTE);

/** The kind of failure without what it was about: an SMTP reply may repeat an address. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return error.message.startsWith('status ') ? error.message : code;
}

async function send({ db, office, config, now }: AlertDeps, { alert: id, channel }: Waiting): Promise<void> {
  const alert = readAlert(db, office, id);
  if (!alert) throw new Error('a message about no alert');
  const about = { office: readOffice(db, office), origin: config.publicOrigin };
  const message = alertMessage(alert, namesOf(db, office)(alert.object), about);
  if (channel === 'webhook') {
    // Switched off since: there is nobody to tell.
    if (config.webhook) await callWebhook(config.webhook, message, now());
    return;
  }
  const recipients = readSetting(db, office, SETTING.recipients, AlertRecipients, []);
  if (config.mail && recipients.length > 0) await sendMail(config.mail, recipients, message);
}

/** @returns once nothing is due any more. @param closing ends it after the message in hand. */
export async function deliverAlerts(deps: AlertDeps, closing?: AbortSignal): Promise<void> {
  const { db, office, now, log } = deps;
  while (closing?.aborted !== true) {
    const message = takeMessage(db, office, now());
    if (!message) return;
    try {
      await send(deps, message);
      messageSent(db, office, message.id, now());
    } catch (error) {
      const pause = PAUSES[message.tries];
      messageFailed(db, office, message.id, pause === undefined ? null : now() + pause, now());
      log('alert-not-sent', { channel: message.channel, tries: message.tries + 1, error: kindOf(error) });
    }
  }
}
