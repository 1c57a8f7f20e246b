import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** WCAG 2.2, levels A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What axe finds in the page, or in the part that `selector` names, but for the rules `without`. */
export async function violations(page: Page, selector?: string, without: string[] = []): Promise<string[]> {
  // Without frames there is nothing to gather in a page of its own.
  const axe = new AxeBuilder({ page }).withTags(RULES).disableRules(without).setLegacyMode(true);
  if (selector) axe.include(selector);
  const { violations: found, passes } = await axe.analyze();
  // A page that is not there has no faults either.
  expect(passes.length).toBeGreaterThan(5);
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.flat().join(' ')} — ${node.failureSummary?.replace(/\s+/g, ' ')}`));
}

/** Fails when the page, a dialog or a panel scrolls sideways, or when something in the widget is wider than the widget. */
export async function expectNoSideways(page: Page) {
  const { wide, view, boxes, outside } = await page.evaluate(() => {
    const root = document.querySelector('creno-booking')?.shadowRoot?.querySelector('.creno');
    const edge = root?.getBoundingClientRect().right ?? innerWidth;
    const scrolls = (element: Element | null): boolean =>
      !!element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const outside = [...(root?.querySelectorAll('*') ?? [])]
      .filter((element) => element.getBoundingClientRect().right > edge + 1 && !scrolls(element))
      .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
    // They scroll upright, which hides what leaves them from the page.
    const boxes = [...document.querySelectorAll('dialog[open], .panel')]
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => `${box.className}: ${box.scrollWidth} px in ${box.clientWidth}`);
    return { wide: document.documentElement.scrollWidth, view: document.documentElement.clientWidth, boxes, outside };
  });
  expect(wide, 'width of the page').toBeLessThanOrEqual(view);
  expect(boxes, 'dialogs and panels that scroll sideways').toEqual([]);
  expect(outside, 'elements that leave the widget').toEqual([]);
}

/** Answers and buttons of the step on screen that are lower than `side` CSS pixels. */
export async function lowTargets(page: Page, side: number): Promise<string[]> {
  const targets = page.locator('creno-booking').locator('label:has(input[type=radio]):visible, .actions button:visible');
  expect(await targets.count()).toBeGreaterThan(0);
  return targets.evaluateAll(
    (targets, side) =>
      targets
        .filter((target) => target.getBoundingClientRect().height < side)
        .map((target) => `${target.textContent?.trim()}: ${target.getBoundingClientRect().height} px`),
    side,
  );
}
