import type { Locator, Page } from '@playwright/test';

/** A way of using a page. */
export interface Hand {
  /** Presses a button or follows a link. */
  press(target: Locator): Promise<void>;
  /** Chooses a radio button. */
  choose(radio: Locator): Promise<void>;
  /** Ticks a box. */
  tick(box: Locator): Promise<void>;
  /** Writes in a field, in place of what it holds. */
  write(field: Locator, text: string): Promise<void>;
}

/** With a mouse: rows are clicked on their words. */
export class Mouse implements Hand {
  async press(target: Locator) {
    await target.click();
  }
  async choose(radio: Locator) {
    await row(radio).click();
  }
  async tick(box: Locator) {
    await box.click();
  }
  async write(field: Locator, text: string) {
    await field.click();
    await field.fill(text);
  }
}

/** With a finger; the browser's context must have a touch screen. */
export class Finger implements Hand {
  async press(target: Locator) {
    await target.tap();
  }
  async choose(radio: Locator) {
    await row(radio).tap();
  }
  async tick(box: Locator) {
    await box.tap();
  }
  async write(field: Locator, text: string) {
    await field.tap();
    await field.fill(text);
  }
}

/** With the keyboard alone: Tab, Shift+Tab, arrows, Space, Enter, and letters. */
export class Keyboard implements Hand {
  /** Presses of Tab after which a control counts as out of reach. */
  private static readonly REACH = 250;

  constructor(private readonly page: Page) {}

  async press(target: Locator) {
    await this.reach(target);
    await this.page.keyboard.press('Enter');
  }

  async choose(radio: Locator) {
    await radio.waitFor({ state: 'attached' });
    const inGroup = () => radio.evaluate(shareGroupWithFocus);
    await this.tabUntil(inGroup, await radio.getAttribute('data-testid'));
    const size = await radio.evaluate(sizeOfGroup);
    for (let presses = 0; !(await radio.evaluate(isFocused)); presses += 1) {
      if (presses > size) throw new Error('the arrows do not lead to this radio button');
      await this.page.keyboard.press('ArrowDown');
    }
    // Arrows choose; the button that Tab led to is only focused.
    if (!(await radio.isChecked())) await this.page.keyboard.press('Space');
  }

  async tick(box: Locator) {
    await this.reach(box);
    await this.page.keyboard.press('Space');
  }

  async write(field: Locator, text: string) {
    await this.reach(field);
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
      await this.page.keyboard.type(text);
      return;
    }
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** Moves the focus to `target`. */
  async reach(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') {
    await target.waitFor();
    await this.tabUntil(() => target.evaluate(isFocused), String(target), key);
  }

  private async tabUntil(there: () => Promise<boolean>, what: string | null, key = 'Tab') {
    for (let presses = 0; !(await there()); presses += 1) {
      if (presses > Keyboard.REACH) throw new Error(`${key} does not lead to ${what}`);
      await this.page.keyboard.press(key);
    }
  }
}

/** The row that holds the radio button, as a person sees it. */
function row(radio: Locator): Locator {
  return radio.locator('xpath=ancestor::label[1]');
}

// Run in the page, on one element. `activeElement` of the element's own root sees inside shadow trees.

function isFocused(element: Element): boolean {
  return (element.getRootNode() as Document | ShadowRoot).activeElement === element && document.hasFocus();
}

function shareGroupWithFocus(element: Element): boolean {
  const focused = (element.getRootNode() as Document | ShadowRoot).activeElement;
  const group = (radio: Element | null) => (radio as HTMLInputElement | null)?.name;
  return (focused as HTMLInputElement | null)?.type === 'radio' && group(focused) === group(element);
}

function sizeOfGroup(element: Element): number {
  const { name } = element as HTMLInputElement;
  const root = element.getRootNode() as Document | ShadowRoot;
  return root.querySelectorAll(`input[type=radio][name="${CSS.escape(name)}"]`).length;
}
