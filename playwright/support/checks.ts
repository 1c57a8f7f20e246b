import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** WCAG 2.2, levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What axe finds in the page, or in the part that `selector` names: rule, element, and why. */
export async function violations(page: Page, selector?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(RULES);
  if (selector) axe.include(selector);
  const { violations: found, passes } = await axe.analyze();
  // A page that is not there has no faults either.
  expect(passes.length).toBeGreaterThan(5);
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.flat().join(' ')} — ${node.failureSummary?.replace(/\s+/g, ' ')}`));
}

/** Fails when the page scrolls sideways, or when something in the widget is wider than the widget. */
export async function expectNoSideways(page: Page) {
  const { wide, view, outside } = await page.evaluate(() => {
    const root = document.querySelector('creno-booking')?.shadowRoot?.querySelector('.creno');
    const edge = root?.getBoundingClientRect().right ?? innerWidth;
    const scrolls = (element: Element | null): boolean =>
      !!element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const outside = [...(root?.querySelectorAll('*') ?? [])]
      .filter((element) => element.getBoundingClientRect().right > edge + 1 && !scrolls(element))
      .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
    return { wide: document.documentElement.scrollWidth, view: document.documentElement.clientWidth, outside };
  });
  expect(wide, 'width of the page').toBeLessThanOrEqual(view);
  expect(outside, 'elements that leave the widget').toEqual([]);
}

/**
 * Controls of the page, shadow trees included, that are smaller than `side` CSS pixels in a direction: WCAG 2.5.8
 * asks for 24. A radio button or a box counts with its label; links within sentences are left out.
 */
export async function smallTargets(page: Page, side: number): Promise<string[]> {
  return page.evaluate((side) => {
    const all = (root: Document | ShadowRoot): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? all(element.shadowRoot) : [])]);
    return all(document)
      .filter((element) => element.matches('button, input, select, textarea, summary') && element.checkVisibility())
      .map((element) => {
        const label = element.matches('[type=radio], [type=checkbox]') ? element.closest('label') : null;
        const { width, height } = (label ?? element).getBoundingClientRect();
        return { name: element.getAttribute('data-testid') ?? element.id, width, height };
      })
      .filter(({ width, height }) => width < side || height < side)
      .map(({ name, width, height }) => `${name} ${Math.round(width)}×${Math.round(height)}`);
  }, side);
}
