import type { Page } from '@playwright/test';
import { expectNoSideways } from '../support/checks.ts';

/** Heights of windows by width. */
export const WIDTHS = { 320: 640, 360: 740, 390: 844, 768: 1024, 1440: 900 };

/** Takes a picture of the page as it is. */
export type Shot = (name: string) => Promise<void>;

/**
 * Pictures in report/screenshots/`folder`/ of the whole page, in a window as high as it: what sticks to the
 * window's edge is then at the page's end. Fails when something of it is cut off at the side.
 */
export function camera(page: Page, folder: string): Shot {
  return async (name) => {
    const { width, height } = page.viewportSize()!;
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, whole) });
    await expectNoSideways(page);
    await page.screenshot({ path: `report/screenshots/${folder}/${name}.png`, animations: 'disabled' });
    await page.setViewportSize({ width, height });
  };
}
