/** What can be checked of a screen without eyes: axe's rules, nothing to scroll, targets large enough for old fingers. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that a screen breaks, each with the first place where it does. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const run = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 160)))`;
  return (await page.evaluate(run)) as string[]; // the map above gives strings
}

/** What does not fit: "scroll" when the page is larger than the window, and each button that sticks out or is too small. */
export async function misfits(page: Page, smallest: number): Promise<string[]> {
  return page.evaluate((least) => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const wrong: string[] = [];
    if (scrollWidth > innerWidth || scrollHeight > innerHeight) wrong.push(`scroll: ${scrollWidth}x${scrollHeight}`);
    for (const target of document.querySelectorAll('button, textarea, input, a')) {
      const { left, top, right, bottom, width, height } = target.getBoundingClientRect();
      const name = target.textContent?.slice(0, 30) ?? target.tagName;
      if (left < -0.5 || top < -0.5 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5)
        wrong.push(`outside: ${name}`);
      if (width < least || height < least) wrong.push(`small: ${name} ${Math.round(width)}x${Math.round(height)}`);
    }
    for (const text of document.querySelectorAll('h1, h2, p, button, span')) {
      if (
        text.scrollWidth > text.clientWidth + 1 &&
        getComputedStyle(text).overflow === 'hidden' &&
        text.clientWidth > 4
      )
        wrong.push(`cut: ${text.textContent?.slice(0, 30)}`);
    }
    return wrong;
  }, smallest);
}
