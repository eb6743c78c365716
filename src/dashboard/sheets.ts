/**
 * Makes the page ready for paper: every folded table is opened while it prints, and each sheet is headed with the office
 * and the period, which a style sheet alone cannot know.
 */

/** A CSS string: quotes and backslashes escaped, line ends gone. */
const cssString = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/\s+/g, ' ')}"`;

export const pageHead = (left: string, right: string): string =>
  `@page { @top-left { content: ${cssString(left)}; } @top-right { content: ${cssString(right)}; } }`;

export function preparePrint({ document }: Window): void {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  let folded: HTMLDetailsElement[] = [];
  window.addEventListener('beforeprint', () => {
    const office = document.querySelector('.head-office')?.textContent ?? '';
    sheet.replaceSync(pageHead(office, document.title));
    folded = [...document.querySelectorAll('details')].filter(({ open }) => !open);
    for (const details of folded) details.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const details of folded) details.open = false;
  });
}
