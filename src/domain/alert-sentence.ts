/** An alert in one sentence, the same in the dashboard, in an e-mail and for another program. Names and figures only. */
import type { Alert } from './alert.ts';
import { EVENT_SENTENCES } from './device-event-sentence.ts';
import type { Words } from './survey.ts';

/** Names come from the settings: a line break in one must not become a line of a message. */
const oneLine = (text: string) => text.replace(/\p{C}+/gu, ' ').trim();
const vi = (figure: string | number) => `${String(figure).replace('.', ',')}\u00a0%`;

function subjectOf({ object, name }: Pick<Alert, 'object' | 'name'>): Words {
  const [inVietnamese, inEnglish] = [oneLine(name.vi), oneLine(name.en)];
  switch (object.kind) {
    case 'office':
      return { vi: 'Toàn đơn vị', en: 'The whole office' };
    case 'counter':
      return { vi: inVietnamese, en: inEnglish };
    case 'criterion':
      return { vi: `Tiêu chí “${inVietnamese}”`, en: `Criterion “${inEnglish}”` };
    case 'device':
      return { vi: `Máy “${inVietnamese}”`, en: `Tablet “${inEnglish}”` };
  }
}

export function alertSentence(alert: Pick<Alert, 'object' | 'name' | 'measured' | 'rule'>): Words {
  const subject = subjectOf(alert);
  const { measured, rule } = alert;
  const days = 'days' in rule ? rule.days : 0;
  switch (measured.kind) {
    case 'share':
      return rule.kind === 'low'
        ? {
            vi: `${subject.vi}: ${vi(measured.value)} câu trả lời ở mức 1–2 trong ${days} ngày, trên ngưỡng ${vi(measured.limit)}`,
            en: `${subject.en}: ${measured.value}% of answers at levels 1–2 in ${days} days, above ${measured.limit}%`,
          }
        : {
            vi: `${subject.vi}: chỉ số ${vi(measured.value)} trong ${days} ngày, dưới ngưỡng ${vi(measured.limit)}`,
            en: `${subject.en}: index ${measured.value}% in ${days} days, below ${measured.limit}%`,
          };
    case 'silent':
      return {
        vi: `${subject.vi}: không liên lạc đã ${measured.minutes} phút trong giờ làm việc`,
        en: `${subject.en}: not heard of for ${measured.minutes} minutes of opening hours`,
      };
    case 'gap':
      return {
        vi: `${subject.vi}: còn thiếu ${measured.missing} phiếu trong dãy số, đã quá ${measured.hours} giờ`,
        en: `${subject.en}: ${measured.missing} submissions of its sequence are missing, for ${measured.hours} hours`,
      };
    case 'clock': {
      const minutes = Math.abs(measured.minutes);
      return {
        vi: `${subject.vi}: đồng hồ ${measured.minutes > 0 ? 'nhanh' : 'chậm'} ${minutes} phút`,
        en: `${subject.en}: its clock is ${minutes} minutes ${measured.minutes > 0 ? 'ahead' : 'behind'}`,
      };
    }
    case 'space':
      return {
        vi: `${subject.vi}: bộ nhớ đã dùng ${vi(measured.percent)}`,
        en: `${subject.en}: ${measured.percent}% of its storage is used`,
      };
    case 'loose':
      return {
        vi: `${subject.vi}: trình duyệt có thể tự xóa phiếu chưa gửi`,
        en: `${subject.en}: the browser may clear what was not sent`,
      };
    case 'token':
      return {
        vi: `${subject.vi}: dùng khóa yếu vì không giữ được khóa riêng`,
        en: `${subject.en}: has a weak key, for it could not keep one of its own`,
      };
    case 'event': {
      const words = EVENT_SENTENCES[measured.event];
      return { vi: `${subject.vi}: ${words.vi}`, en: `${subject.en}: ${words.en}` };
    }
    case 'backup':
      return measured.at === null
        ? { vi: 'Máy chủ: chưa có bản sao lưu nào', en: 'The server: there is no backup yet' }
        : {
            vi: `Máy chủ: bản sao lưu gần nhất đã ${measured.hours} giờ`,
            en: `The server: the last backup is ${measured.hours} hours old`,
          };
    case 'unsent':
      return {
        vi: `${subject.vi}: còn ${measured.unsent} phiếu chưa gửi, phiếu cũ nhất đã ${measured.hours} giờ`,
        en: `${subject.en}: ${measured.unsent} submissions not sent, the oldest ${measured.hours} hours old`,
      };
  }
}
