/** Text with something wrong in it: flipped, cut, repeated, swapped with another, out of other alphabets, too long. */
const STRANGE = [
  '\0',
  '\n',
  '"',
  '\\',
  '{',
  '}',
  '\u{1F600}',
  '\uFEFF',
  '=',
  '__proto__',
  '1e999',
  '-0',
  'null',
  '\\ud800',
];

/** @param from texts to begin with; another of them may lend a part. */
export function mutated(random: () => number, from: readonly string[]): string {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = () => from[below(from.length)] ?? '';
  let text = pick();
  for (let times = 1 + below(3); times > 0; times--) {
    const at = below(text.length + 1);
    const to = Math.min(text.length, at + below(random() < 0.5 ? 4 : 200));
    const other = pick();
    switch (below(9)) {
      case 0:
        text = text.slice(0, at) + String.fromCharCode(33 + below(94)) + text.slice(at + 1);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(to);
        break;
      case 2:
        text = text.slice(0, to) + text.slice(at);
        break;
      case 3:
        text = text.slice(0, at) + (STRANGE[below(STRANGE.length)] ?? '') + text.slice(at);
        break;
      case 4:
        text = text.slice(0, at) + other.slice(at);
        break;
      case 5: {
        // One field of another record.
        const field = ['id', 'device', 'prev', 'key', 'enc', 'sealed', 'sig'][below(7)] ?? 'id';
        const value = new RegExp(`"${field}":"([^"]*)"`).exec(other)?.[0];
        if (value !== undefined) text = text.replace(new RegExp(`"${field}":"[^"]*"`), () => value);
        break;
      }
      case 6:
        text = text.replace(/"(epoch|seq|v)":\d+/, (_all, name: string) => `"${name}":${below(5) - 1}`);
        break;
      case 7:
        text = text.replace(/"sig":"[^"]*"/, '"sig":null');
        break;
      default:
        text = random() < 0.1 ? text + 'x'.repeat(30_000) : text.toUpperCase();
    }
  }
  return text;
}
