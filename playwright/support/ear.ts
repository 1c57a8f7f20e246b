import type { Locator, Page } from '@playwright/test';
import type { Journey } from '../src/journey.ts';

/** Something that a screen reader says by itself. */
export interface Said {
  /** How: at once, when nothing else is being said, or because the focus came there. */
  how: 'assertive' | 'polite' | 'focus';
  text: string;
}

/** Has the page note what its live regions say; before it is opened. */
export async function listen(page: Page) {
  await page.addInitScript(() => {
    const said: Said[] = ((window as any).said = []);
    const LIVE = '[aria-live]:not([aria-live=off]), [role=status], [role=alert]';
    const told = new WeakMap<Element, string>();
    const words = (element: Element) => (element as HTMLElement).innerText.replace(/\s+/g, ' ').trim();
    const tell = (region: Element) => {
      const text = words(region);
      if (text === '' || text === told.get(region)) {
        told.set(region, text);
        return;
      }
      told.set(region, text);
      const assertive = region.getAttribute('role') === 'alert' || region.getAttribute('aria-live') === 'assertive';
      said.push({ how: assertive ? 'assertive' : 'polite', text });
    };
    const note = (changes: MutationRecord[]) => {
      const regions = new Set<Element>();
      for (const { target, addedNodes } of changes) {
        const changed = target instanceof Element ? target : target.parentElement;
        const around = changed?.closest(LIVE);
        if (around) regions.add(around);
        for (const added of addedNodes) {
          if (!(added instanceof Element)) continue;
          // Of regions that come with their words, only alerts are surely said.
          for (const region of [added, ...added.querySelectorAll('*')]) {
            if (region.matches('[role=alert]')) regions.add(region);
            else if (region.matches(LIVE)) told.set(region, words(region));
          }
        }
      }
      for (const region of regions) if (region.isConnected) tell(region);
    };
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (init) {
      const root = attach.call(this, init);
      new MutationObserver(note).observe(root, { childList: true, characterData: true, subtree: true });
      root.addEventListener('focusin', (event) => {
        const { localName, id } = event.target as Element;
        // Headings and lists of mistakes take the focus by themselves; Tab leads to the others.
        if ((event.target as HTMLElement).tabIndex < 0) said.push({ how: 'focus', text: words(event.target as Element) || localName + id });
      });
      return root;
    };
  });
}

/** What was said since this was last asked. */
export async function heard(page: Page): Promise<Said[]> {
  return page.evaluate(() => (window as any).said.splice(0));
}

/** An element's role, name, state, and description. */
async function describe(element: Locator): Promise<string> {
  const [own] = (await element.ariaSnapshot()).split('\n');
  const description = await element.evaluate((element) => {
    const ids = element.getAttribute('aria-describedby')?.split(/\s+/) ?? [];
    const root = element.getRootNode() as ShadowRoot;
    return ids.map((id) => root.getElementById(id)?.textContent?.trim() ?? `(no #${id})`).join(' ');
  });
  // Names with a colon come between quotes.
  const line = own!.replace(/^- /, '').replace(/:$/, '').replace(/^'(.*)'$/, '$1');
  return description === '' ? line : `${line} — ${description.replace(/\s+/g, ' ')}`;
}

/** Each stop of Tab inside the widget, from the start of its step to its end. */
export async function focusStops(page: Page, journey: Journey): Promise<string[]> {
  const stops: string[] = [];
  const first = journey.element.locator('.creno');
  await first.evaluate((root) => {
    // As when reading begins at the top of the step, wherever the focus was.
    const edge = Object.assign(document.createElement('span'), { tabIndex: -1 });
    root.prepend(edge);
    edge.focus();
    edge.remove();
  });
  const focused = journey.element.locator(':focus');
  for (;;) {
    await page.keyboard.press('Tab');
    // Past the end of the page, Tab begins again.
    if ((await focused.count()) === 0 || (await focused.evaluate(isMet))) break;
    stops.push(await describe(focused));
    if (stops.length > 100) throw new Error('Tab does not leave the widget');
  }
  await first.evaluate(() => delete (window as any).met);
  // What this walk caused to be said is no part of the journey.
  await heard(page);
  return stops;
}

/** Whether this was asked of the element already; run in the page. */
function isMet(element: Element): boolean {
  const met: Set<Element> = ((window as any).met ??= new Set());
  return met.has(element) || !met.add(element);
}
