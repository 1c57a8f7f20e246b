import type { Page } from '@playwright/test';

/** The host's font, which the widget takes on purpose, and where the widget stands in the page. */
const HOSTS = /^(font-family|top|right|bottom|left|inset-.*)$/;

/**
 * Computed styles inside the widget, by element: of every element, or of the first that matches each of
 * `selectors`.
 */
export async function stylesOf(page: Page, selectors: string[] = []): Promise<Record<string, Record<string, string>>> {
  const found = await page.evaluate((selectors) => {
    const root = document.querySelector('creno-booking')!.shadowRoot!;
    const elements: [string, Element][] = selectors.length
      ? selectors.map((selector) => [selector, root.querySelector(selector)!])
      : [...root.querySelectorAll('*')].map((element, place) => [
          `${place} ${element.localName}.${element.getAttribute('class') ?? ''}`, element]);
    return elements.filter(([, element]) => element).map(([name, element]) => {
      const style = getComputedStyle(element);
      return [name, Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)]))] as const;
    });
  }, selectors);
  // Sizes follow the width of the container where parts are compared between pages.
  const sizes = selectors.length ? /^(inline-size|width|block-size|height|perspective-origin|transform-origin)$/ : /^$/;
  return Object.fromEntries(found.map(([name, style]) => [
    name,
    Object.fromEntries(Object.entries(style).filter(([name]) => !HOSTS.test(name) && !sizes.test(name))),
  ]));
}
