/** What hands do to a tablet that nobody watches: taps anywhere, double taps, swipes, pinches, keys, back, reload, and nothing. */
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { WORD } from './monkey-watch.ts';
import { becomes } from './real-clock.ts';

interface Point {
  x: number;
  y: number;
}
export interface Monkey {
  context: BrowserContext;
  page: Page;
  touch: CDPSession;
  random: () => number;
  /** How many words it has typed; each is another one. */
  words: number;
  offline: boolean;
}

/** With these a keyboard leads out of pages, or changes how they are shown; and some that write. */
const KEYS = (
  'Enter Space Tab Shift+Tab Escape Backspace Delete ArrowLeft ArrowDown PageDown Home F1 F3 F5 F6 F7 F11 F12 ' +
  'ContextMenu a 1 Control+A Control+C Control+V Control+F Control+N Control+O Control+P ' +
  'Control+R Control+S Control+T Control+U Control+W Control+Equal Control+Minus Control+Shift+I Control+Alt+N ' +
  'Alt+ArrowLeft Alt+ArrowRight Alt+Home Alt+D Alt+F4 Meta+R'
).split(' ');

const pick = <T>(random: () => number, list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
const anywhere = ({ page, random }: Monkey): Point => {
  const { width, height } = page.viewportSize() ?? { width: 1, height: 1 };
  return { x: Math.floor(random() * width), y: Math.floor(random() * height) };
};
/** The middles of what is there of a kind. */
const middlesOf = ({ page }: Monkey, selector: string): Promise<Point[]> =>
  page.evaluate(
    (wanted) =>
      [...document.querySelectorAll(wanted)].map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }),
    selector,
  );
const tap = ({ page }: Monkey, { x, y }: Point) => page.touchscreen.tap(x, y);

async function onOne(monkey: Monkey, selector: string): Promise<Point> {
  const point = pick(monkey.random, await middlesOf(monkey, selector)) ?? anywhere(monkey);
  await tap(monkey, point);
  return point;
}
/** As somebody does who looks at the screen: once it takes touches. */
const looked = ({ page }: Monkey) =>
  becomes(() => page.evaluate(() => document.querySelector('[data-arriving]') === null), 600, 30);
/** On what leads on, or writes something first. */
async function onward(monkey: Monkey): Promise<void> {
  if (monkey.random() < 0.4 && (await write(monkey))) return;
  await looked(monkey);
  await onOne(monkey, 'main button:not(.bar-back)');
}
/** Fingers go down at some points and move to others. */
async function drag({ touch }: Monkey, from: readonly Point[], to: readonly Point[]): Promise<void> {
  const steps = 5;
  const at = (step: number) =>
    from.map(({ x, y }, id) => {
      const end = to[id] ?? { x, y };
      return { id, x: x + ((end.x - x) * step) / steps, y: y + ((end.y - y) * step) / steps };
    });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= steps; step++)
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
async function press(monkey: Monkey, point: Point, ms: number): Promise<void> {
  await monkey.touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ id: 0, ...point }] });
  await monkey.page.waitForTimeout(ms);
  await monkey.touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
/** @returns false where there is nothing to write in. */
async function write(monkey: Monkey): Promise<boolean> {
  const field = (await middlesOf(monkey, 'textarea'))[0];
  if (!field) return false;
  await looked(monkey);
  await tap(monkey, field);
  monkey.words += 1;
  await monkey.page.keyboard.insertText(`${WORD}${monkey.words} `);
  return true;
}
async function switchNetwork(monkey: Monkey): Promise<void> {
  monkey.offline = !monkey.offline;
  await monkey.context.setOffline(monkey.offline);
}

/** How often each is done, of a thousand. */
const MOVES: Readonly<Record<string, [often: number, move: (monkey: Monkey) => Promise<unknown>]>> = {
  'what leads on': [400, onward],
  'a button': [100, (monkey) => onOne(monkey, 'main button')],
  'a place': [150, (monkey) => tap(monkey, anywhere(monkey))],
  'a double tap': [70, async (monkey) => tap(monkey, await onOne(monkey, 'button'))],
  'a swipe': [60, (monkey) => drag(monkey, [anywhere(monkey)], [anywhere(monkey)])],
  'a pinch': [30, (monkey) => drag(monkey, [anywhere(monkey), anywhere(monkey)], [anywhere(monkey), anywhere(monkey)])],
  'a long press': [5, (monkey) => press(monkey, anywhere(monkey), 1000)],
  'the office’s name': [
    2,
    async (monkey) => press(monkey, (await middlesOf(monkey, '.office'))[0] ?? { x: 9, y: 9 }, 3200),
  ],
  'a key': [70, ({ page, random }) => page.keyboard.press(pick(random, KEYS) ?? 'Enter')],
  words: [50, write],
  'the language, or the display': [40, (monkey) => onOne(monkey, '.tools button')],
  back: [8, ({ page }) => page.goBack({ waitUntil: 'commit', timeout: 2000 }).catch(() => null)],
  reload: [6, ({ page }) => page.reload({ waitUntil: 'domcontentloaded' })],
  'the network': [6, switchNetwork],
  nothing: [10, ({ page, random }) => page.waitForTimeout(random() * 2000)],
  'nothing for long': [1, ({ page, random }) => page.waitForTimeout(random() * 24_000)],
};

export async function move(monkey: Monkey): Promise<string> {
  const all = Object.entries(MOVES);
  let dice = monkey.random() * all.reduce((sum, [, [often]]) => sum + often, 0);
  for (const [name, [often, make]] of all) {
    dice -= often;
    if (dice > 0) continue;
    await make(monkey);
    return name;
  }
  return 'nothing';
}
