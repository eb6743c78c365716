/**
 * A time as people type it here: 7:30, 7h30, 0730, 7h. The browser's own field follows the language of the browser, not of the
 * page: an English one would show 01:30 PM. Pure.
 * @returns HH:mm; what is no time is returned as it was typed, without spaces around it.
 */
export function typedTime(text: string): string {
  const found = /^(\d{1,2})(?:[:h.]?(\d{2})|h)?$/i.exec(text.replace(/\s/g, ''));
  if (!found) return text.trim();
  const [, hour = '', minute = '00'] = found;
  return Number(hour) > 23 || Number(minute) > 59 ? text.trim() : `${hour.padStart(2, '0')}:${minute}`;
}
