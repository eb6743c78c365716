/** An ordinary visit. */
import type { Draft } from '../../src/domain/submission.ts';

export const draftOf = (remark: string | null): Draft => ({
  survey: 1,
  counter: 'quay-1',
  field: 'land',
  stage: 'filing',
  channel: 'kiosk',
  language: 'vi',
  end: 'finished',
  answeredAt: 1_795_000_000_000,
  tookMs: 20_000,
  answers: [{ criterion: 'access', level: 2, reasons: ['other'] }],
  remark,
});
