import type { Page } from '@playwright/test';
import type { Journey } from '../src/journey.ts';
import { CLIENT } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { differingPixels } from '../support/pictures.ts';
import { document as html, snippet } from '../support/site.ts';
import { stylesOf } from '../support/styles.ts';

const PLACE = { agency: 'nantes-commerce', theme: 'premier-rdv', channel: 'office' } as const;

/** The widget takes the page's font and its size, on purpose: pages that are compared have the same ones. */
const FONT = '16px / 1.5 sans-serif';

/** What themes of an earlier age do to every element, and to those that widgets are made of. */
const HOSTILE = `
  * { box-sizing: content-box !important; letter-spacing: 3px !important; word-spacing: 9px !important;
      text-transform: uppercase !important; text-indent: 12px !important; text-shadow: 1px 1px red !important;
      text-align: right !important; line-height: 3 !important; font-style: italic !important;
      font-weight: 900 !important; font-variant: small-caps !important; color: #c00 !important;
      cursor: wait !important; white-space: pre !important; visibility: visible !important;
      list-style: square inside !important; border-collapse: collapse !important; quotes: none !important;
      pointer-events: auto !important; user-select: none !important; hyphens: auto !important;
      accent-color: red !important; caret-color: red !important; tab-size: 1 !important;
      --brand: red !important; --text: red; --surface: yellow; --line: red; --radius: 0px; --small: 3em; }
  :root { font-size: 62.5%; color-scheme: dark; } body { font: ${FONT} !important; letter-spacing: 2px; }
  div, span, button, input, textarea, select, label, form, ul, li, dl, dd, h2, h3, fieldset, legend, p, svg, strong, time {
    float: left !important; margin: 7px !important; padding: 9px !important; background: yellow !important;
    border: 3px dashed red !important; width: 40px !important; min-height: 77px !important; display: inline !important; }
  p { margin: 40px !important; } a { color: red !important; text-decoration: line-through !important; }
  :focus { outline: 5px solid red !important; background: red !important; }
  button:hover, button:focus, input:focus, h2:focus { outline: none !important; background: black !important; }
  .button, .field, .choice, .step, .heading, .hidden { display: none !important; }
  @keyframes turn { to { opacity: 0; } } @keyframes appear { from, to { opacity: 0.2; } }`;

/** The widget at its steps: computed styles of what is in it, and its picture. */
async function portraits(page: Page, journey: Journey) {
  const states: Record<string, { styles: Awaited<ReturnType<typeof stylesOf>>; picture: Buffer }> = {};
  const take = async (state: string) => {
    await page.mouse.move(0, 0);
    const picture = await journey.element.locator('.creno').screenshot({ animations: 'disabled', caret: 'hide' });
    states[state] = { styles: await stylesOf(page), picture };
  };
  await journey.step('agency').waitFor();
  await take('agency');
  await journey.next();
  await journey.hook('missing').waitFor();
  await take('agency, none chosen');
  await journey.walkTo('channel', PLACE);
  await journey.hand.choose(journey.hook(`channel-${PLACE.channel}`));
  await take('channel');
  await journey.next();
  await journey.pickSlot();
  await take('slot');
  await journey.next();
  await journey.hook('countdown').waitFor();
  await journey.next();
  await journey.hook('errors').waitFor();
  await take('details, all wrong');
  await journey.fillDetails(CLIENT);
  await journey.step('check').waitFor();
  await take('check');
  return states;
}

for (const width of [360, 760]) {
  test(`styles of the host page do not leak in: not a style, not a pixel, ${width} px wide`, async ({ page, site, server, api, journey }) => {
    await page.setViewportSize({ width: 1000, height: 2600 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    // Time stands still for what is told of the hold.
    await page.clock.setFixedTime(new Date());
    // At the same place of both pages, on the same ground: corners show what is behind.
    const place = `main { position: absolute !important; inset: 40px auto 40px 40px; width: ${width}px; background: #fff !important }
      creno-booking { position: absolute !important; inset: 0 0 auto }`;
    const [calm, hostile] = [`body { font: ${FONT} }`, HOSTILE].map((rules) =>
      site.page(html(`<main>${snippet(server)}</main>`, `<style>${rules} ${place}</style>`)));
    const before = await api.starts(PLACE);
    const open = async (address: string) => {
      await page.goto(address);
      const states = await portraits(page, journey);
      // The start is given back: the second page offers it too.
      await page.goto('about:blank');
      await expect.poll(() => api.starts(PLACE)).toEqual(before);
      return states;
    };
    const expected = await open(calm!);
    const found = await open(hostile!);
    expect(Object.keys(expected['agency']!.styles).length).toBeGreaterThan(50);
    for (const [state, { styles, picture }] of Object.entries(expected)) {
      expect.soft(found[state]!.styles, state).toEqual(styles);
      const differing = await differingPixels(page, found[state]!.picture, picture);
      expect.soft(differing, `${state}: pixels that differ`).toBe(0);
      if (differing === 0) continue;
      await test.info().attach(`${state}, calm`, { body: picture, contentType: 'image/png' });
      await test.info().attach(`${state}, hostile`, { body: found[state]!.picture, contentType: 'image/png' });
    }
  });
}

test('styles of the widget do not leak out: the page around it is the same, to the pixel', async ({ page, site, server, journey }) => {
  const around = (what: string) => `<h1>Titre</h1><h2 class="heading step">Sous-titre</h2>
    <p class="hold">Un paragraphe, avec <a href="#ici" class="link">un lien</a>.</p>
    <button class="button button-main">Envoyer</button>
    <form class="step"><label class="choice field">Nom <input class="control" value="Lefèvre"></label>
    <select class="control"><option>Un</option></select></form>${what}
    <ul class="actions"><li class="summary">Un</li><li>Deux</li></ul><fieldset><legend>Cadre</legend><textarea>Texte</textarea></fieldset>`;
  // Whatever is in it, the element takes the same place.
  const place = '<style>creno-booking { display: block; width: 600px; height: 700px; overflow: hidden; contain: strict }</style>';
  const bare = site.page(html(around('<creno-booking></creno-booking>'), place));
  const carrying = site.page(html(around(snippet(server)), place));
  const read = async () => {
    const mask = [page.locator('creno-booking')];
    const picture = await page.screenshot({ fullPage: true, animations: 'disabled', mask });
    const styles = await page.evaluate(() =>
      [...document.querySelectorAll('html, body, body *:not(creno-booking, script)')].map((element) => {
        const style = getComputedStyle(element);
        return [element.localName, ...[...style].map((name) => `${name}: ${style.getPropertyValue(name)}`)];
      }));
    return { picture, styles };
  };
  await page.goto(bare);
  const before = await read();
  await page.goto(carrying);
  await journey.walkTo('slot', PLACE);
  await page.evaluate(() => scrollTo(0, 0));
  const after = await read();
  expect(after.styles).toEqual(before.styles);
  expect(await differingPixels(page, after.picture, before.picture), 'pixels that differ').toBe(0);
  // One of its own rules, by `place`.
  expect(await page.evaluate(() => document.adoptedStyleSheets.length + document.styleSheets.length)).toBe(1);
});

test('styles are the same in the third-party page and in the hosted page', async ({ page, journey }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const parts = ['heading', 'progress-text', 'choice', 'choice-title', 'choice-note', 'button-main', 'control', 'field-label'];
  const read = async () => {
    await expect(journey.step('agency')).toBeVisible();
    return stylesOf(page, parts.map((part) => `.${part}`));
  };
  await page.goto('/');
  const host = await page.evaluate(() => getComputedStyle(document.querySelector('creno-booking')!.parentElement!).fontSize);
  const embedded = await read();
  expect(Object.keys(embedded)).toHaveLength(parts.length);
  await page.goto('/rdv');
  // The widget takes the page's font and its size, on purpose.
  await page.evaluate((size) => (document.body.style.fontSize = size), host);
  expect(embedded).toEqual(await read());
});

test('styles follow the page’s own tokens', async ({ page, site, server, journey }) => {
  await page.goto(site.page(html(snippet(server), '<style>creno-booking { --creno-brand: rgb(0, 85, 140) }</style>')));
  await expect(journey.hook('next')).toHaveCSS('background-color', 'rgb(0, 85, 140)');
});
