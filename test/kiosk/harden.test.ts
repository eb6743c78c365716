/** The keys that lead out of the app, and those that people need. */
import { describe, expect, it } from 'vitest';
import { leadsAway } from '../../src/kiosk/harden.ts';
import { closedAt } from '../../src/kiosk/hours.ts';
import { DEFAULT_OPENING_HOURS } from '../../src/domain/opening-hours.ts';

const key = (text: string) => {
  const names = text.split('+');
  return {
    code: names.at(-1) ?? '',
    ctrlKey: names.includes('Ctrl'),
    metaKey: names.includes('Meta'),
    altKey: names.includes('Alt'),
    target: null,
  };
};

describe('keys', () => {
  it.each(
    'Ctrl+KeyP Ctrl+KeyF Ctrl+KeyN Ctrl+KeyT Ctrl+KeyO Ctrl+KeyS Ctrl+KeyU Ctrl+Equal Ctrl+NumpadAdd Ctrl+Minus Meta+KeyP F1 F3 F7 F11 F12 Alt+ArrowLeft Alt+Home ContextMenu BrowserBack'.split(
      ' ',
    ),
  )('%s leads away', (text) => expect(leadsAway(key(text))).toBe(true));
  it.each('Tab Enter Space ArrowLeft KeyF Backspace Digit1 Ctrl+Alt+KeyN Ctrl+KeyZ'.split(' '))('%s does not', (text) =>
    expect(leadsAway(key(text))).toBe(false),
  );
});

describe('closed', () => {
  const hours = { week: DEFAULT_OPENING_HOURS, closedDays: ['2026-09-02'], zone: 'Asia/Ho_Chi_Minh' };
  const at = (text: string) => Date.parse(`${text}+07:00`);
  it('is what the office said, in its own zone, and nothing where it said nothing', () => {
    expect(closedAt(hours, at('2026-08-31T09:00:00'))).toBeNull();
    expect(closedAt(hours, at('2026-08-31T12:00:00'))).toEqual({ reopens: { day: '2026-08-31', time: '13:30' } });
    expect(closedAt(hours, at('2026-09-02T09:00:00'))).toEqual({ reopens: { day: '2026-09-03', time: '07:30' } });
    expect(closedAt(undefined, at('2026-09-02T09:00:00'))).toBeNull();
  });
});
