/** What is told about an alert outside the dashboard: names from the settings and figures, never a citizen's words. */
import { alertSentence } from '../../domain/alert-sentence.ts';
import type { Measured } from '../../domain/alert.ts';
import type { Words } from '../../domain/survey.ts';
import type { Office } from '../../domain/place.ts';
import type { StoredAlert } from '../store/alerts.ts';

export interface AlertMessage {
  subject: string;
  text: string;
  /** For another program. */
  json: {
    id: string;
    office: Office;
    rule: string;
    object: StoredAlert['object'] & { name: Words };
    sentence: Words;
    measured: Measured;
    openedAt: string;
    link: string | null;
  };
}

/** @param origin where the dashboard is reached from other machines, if that is known. */
export function alertMessage(
  alert: StoredAlert,
  name: Words,
  { office, origin }: { office: Office; origin: string | null },
): AlertMessage {
  const sentence = alertSentence({ ...alert, name });
  const link = origin === null ? null : `${origin}/dashboard/alerts`;
  const basis = alert.measured.kind === 'share' ? alert.measured.n : null;
  const lines = [
    `${sentence.vi}.`,
    ...(basis === null ? [] : [`Số câu trả lời hoặc phiếu làm cơ sở: ${basis}.`]),
    'Xem và ghi nhận trong mục Cảnh báo của trang kết quả.',
    '',
    `${sentence.en}.`,
    ...(basis === null ? [] : [`Answers or ballots it is based on: ${basis}.`]),
    ...(link === null ? [] : ['', link]),
    '',
    office.name,
  ];
  return {
    subject: `Cảnh báo: ${sentence.vi}`,
    text: lines.join('\n'),
    json: {
      id: alert.id,
      office,
      rule: alert.rule.kind,
      object: { ...alert.object, name },
      sentence,
      measured: alert.measured,
      openedAt: new Date(alert.openedAt).toISOString(),
      link,
    },
  };
}
