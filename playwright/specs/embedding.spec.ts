import { createHash, randomBytes } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { Journey } from '../src/journey.ts';
import { CLIENT } from '../support/api.ts';
import { expect, test } from '../support/fixtures.ts';
import { startServer, type Server } from '../support/server.ts';
import { document as html, snippet } from '../support/site.ts';

const PLACE = { agency: 'nantes-commerce', theme: 'premier-rdv', channel: 'office' } as const;

/** Has the page note the widget's events. */
async function listen(page: Page) {
  await page.addInitScript(() => {
    const events: unknown[] = ((window as any).events = []);
    for (const name of ['ready', 'step', 'held', 'booked', 'error']) {
      addEventListener(`creno:${name}`, (event) => {
        events.push([event.type, (event as CustomEvent).detail, (event.target as Element).localName]);
      });
    }
  });
}

/** The events that the page noted: type, detail, the element that they came from. */
function heardEvents(page: Page): Promise<[string, Record<string, string>, string][]> {
  return page.evaluate(() => (window as any).events);
}

/** Waits until the widget was taken down in an element that left the page. */
async function takenDown(page: Page) {
  await page.waitForFunction(() => (window as any).kept.shadowRoot.querySelector('.creno').childElementCount === 0);
}

test.describe('in a page of another origin', () => {
  test('books under the policy that the documentation gives', async ({ page, site, server, journey }) => {
    const policy = `default-src 'none'; script-src ${server.url} 'wasm-unsafe-eval'; connect-src ${server.url}; style-src 'self'`;
    await page.goto(site.page(html(snippet(server)), { 'content-security-policy': policy }));
    await journey.book({ ...PLACE, answers: CLIENT });
    await expect(journey.hook('manage')).toHaveAttribute('href', new RegExp(`^${server.url}/rdv#`));
  });

  test('tells the page of each step, and of nothing personal', async ({ page, site, server, journey }) => {
    await listen(page);
    await page.goto(site.page(html(snippet(server))));
    const { reference } = await journey.book({ ...PLACE, answers: CLIENT });
    const events = await heardEvents(page);
    expect(new Set(events.map(([, , target]) => target))).toEqual(new Set(['creno-booking']));
    const steps = events.filter(([type]) => type === 'creno:step').map(([, detail]) => detail.step);
    expect(steps).toEqual(['agency', 'theme', 'channel', 'slot', 'details', 'check', 'done']);
    expect(events.filter(([type]) => type === 'creno:ready')).toHaveLength(1);
    expect(events.filter(([type]) => type === 'creno:held')).toHaveLength(1);
    expect(events.filter(([type]) => type === 'creno:error')).toEqual([]);
    const booked = events.filter(([type]) => type === 'creno:booked');
    expect(booked).toHaveLength(1);
    expect(booked[0]![1]).toEqual({ reference, start: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) });
    for (const value of Object.values(CLIENT)) expect(JSON.stringify(events)).not.toContain(value);
  });

  test('takes the page’s answers, choices and language', async ({ page, site, server, journey }) => {
    const attributes = `agency="rennes-republique" theme="premier-rdv" channel="phone" lang="en"
      prefill='{"email":"nom@exemple.fr","last_name":"Le Goff"}'`;
    await page.goto(site.page(html(snippet(server, attributes))));
    await journey.chooseSlot();
    await expect(journey.heading).toHaveText('Who are you?');
    await expect(journey.field('email')).toHaveValue('nom@exemple.fr');
    await expect(journey.field('last_name')).toHaveValue('Le Goff');
    await expect(journey.hook('summary')).toContainText('Rennes République');
  });
});

test.describe('under strict policies', () => {
  const rest = (server: Server) =>
    `default-src 'none'; connect-src ${server.url}; style-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; ` +
    "require-trusted-types-for 'script'";

  test('a nonce with strict-dynamic books, without an address of ours among scripts', async ({ page, site, server, journey }) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = `script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; ${rest(server)}`;
    const script = `<script nonce="${nonce}" type="module" src="${server.url}/widget/v1/creno.js"></script>`;
    await page.goto(site.page(html(`${script}<creno-booking></creno-booking>`), { 'content-security-policy': policy }));
    await journey.book({ ...PLACE, answers: CLIENT });
  });

  test('a nonce and our address books', async ({ page, site, server, journey }) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = `script-src 'nonce-${nonce}' ${server.url}/widget/v1/ 'wasm-unsafe-eval'; ${rest(server)}`;
    const script = `<script nonce="${nonce}" type="module" src="${server.url}/widget/v1/creno.js"></script>`;
    await page.goto(site.page(html(`${script}<creno-booking></creno-booking>`), { 'content-security-policy': policy }));
    await journey.book({ ...PLACE, answers: CLIENT });
  });

  test('the hash of an inline script that adds the loader, with strict-dynamic, books', async ({ page, site, server, journey }) => {
    // Where addresses of scripts have to be trusted, the page's own policy says that ours is.
    const inline = `const ours = trustedTypes.createPolicy('ours', { createScriptURL: () => '${server.url}/widget/v1/creno.js' });
      document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: ours.createScriptURL('') }));`;
    const hash = createHash('sha256').update(inline).digest('base64');
    const policy = `script-src 'sha256-${hash}' 'strict-dynamic' 'wasm-unsafe-eval'; ${rest(server)}; trusted-types ours`;
    await page.goto(site.page(html(`<script>${inline}</script><creno-booking></creno-booking>`), { 'content-security-policy': policy }));
    await journey.book({ ...PLACE, answers: CLIENT });
  });
});

test.describe('the loader by the name with its hash', () => {
  /** What the server tells of it. */
  async function told(request: APIRequestContext) {
    const answer = await request.get('/widget/v1/integrity.json');
    expect(answer.headers()['cache-control']).toContain('must-revalidate');
    return (await answer.json()) as { file: string; integrity: string };
  }

  const pageWith = (server: Server, file: string, integrity: string) =>
    html(`<script type="module" src="${server.url}/widget/v1/${file}" integrity="${integrity}" crossorigin="anonymous"></script>
      <creno-booking><a href="/contact">Nous appeler</a></creno-booking>`);

  test('is the same script, for ever, and what it loads is by such names too', async ({ request }) => {
    const { file, integrity } = await told(request);
    expect(file).toMatch(/^creno-[0-9a-f]{10}\.js$/);
    const [moving, pinned] = await Promise.all(['creno.js', file].map((name) => request.get(`/widget/v1/${name}`)));
    expect(moving!.headers()['cache-control']).toContain('must-revalidate');
    expect(pinned!.headers()['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(pinned!.headers()['access-control-allow-origin']).toBe('*');
    const script = await pinned!.body();
    expect(script.equals(await moving!.body())).toBe(true);
    expect(`sha384-${createHash('sha384').update(script).digest('base64')}`).toBe(integrity);
    const names = [...script.toString().matchAll(/"\.\/([\w.-]+)"/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(name).toMatch(/-[0-9a-f]{10}\.(js|json|css|wasm)$/);
  });

  test('comes with modules that whoever accepts no compression reads as well', async ({ request, server }) => {
    const { file } = await told(request);
    const script = (await (await request.get(`/widget/v1/${file}`)).body()).toString();
    const module = /"\.\/([\w-]+\.wasm)"/.exec(script)![1]!;
    const read = async (encoding: string) => {
      const answer = await request.get(`${server.url}/widget/v1/${module}`, { headers: { 'accept-encoding': encoding } });
      return { encoding: answer.headers()['content-encoding'], type: answer.headers()['content-type'], body: await answer.body() };
    };
    const [plain, packed] = await Promise.all([read('identity'), read('br')]);
    expect([plain.encoding, plain.type, packed.encoding]).toEqual([undefined, 'application/wasm', 'br']);
    expect(WebAssembly.validate(new Uint8Array(plain.body))).toBe(true);
    expect(plain.body.equals(packed.body)).toBe(true);
  });

  test('works in a page that checks it', async ({ page, site, server, request, journey }) => {
    const { file, integrity } = await told(request);
    const policy = `script-src ${server.url}/widget/v1/ 'wasm-unsafe-eval'; connect-src ${server.url}; style-src 'self'`;
    await page.goto(site.page(pageWith(server, file, integrity), { 'content-security-policy': policy }));
    await journey.book({ ...PLACE, answers: CLIENT });
  });

  test('does not run when it is not what the page expects: the page’s own link stays', async ({ page, site, server, request, journey, watch }) => {
    watch.expectWrong(/integrity/);
    const { file } = await told(request);
    const wrong = `sha384-${createHash('sha384').update('something else').digest('base64')}`;
    await page.goto(site.page(pageWith(server, file, wrong)));
    await page.waitForLoadState('networkidle');
    await expect(page.getByRole('link', { name: 'Nous appeler' })).toBeVisible();
    await expect(journey.heading).toHaveCount(0);
    expect(await page.evaluate(() => customElements.get('creno-booking'))).toBeUndefined();
  });
});

test.describe('an element that the page handles', () => {
  test('moved elsewhere, goes on as it was', async ({ page, site, server, journey }) => {
    await page.goto(site.page(html(`<div id="a">${snippet(server)}</div><div id="b"></div>`)));
    await journey.walkTo('details', PLACE);
    await journey.writeDetails(CLIENT);
    await page.evaluate(() => document.getElementById('b')!.append(document.querySelector('creno-booking')!));
    await expect(page.locator('#b creno-booking')).toBeVisible();
    for (const [key, value] of Object.entries(CLIENT)) await expect(journey.field(key)).toHaveValue(value);
    await expect(journey.hook('hold')).toBeVisible();
    await journey.fillDetails({});
    await journey.confirm();
    await journey.reference();
  });

  test('taken out and put back at once, goes on as it was', async ({ page, site, server, journey }) => {
    await page.goto(site.page(html(`<div id="a">${snippet(server)}</div>`)));
    await journey.walkTo('details', PLACE);
    await journey.writeDetails(CLIENT);
    await page.evaluate(() => {
      const element = document.querySelector('creno-booking')!;
      element.remove();
      document.getElementById('a')!.append(element);
    });
    for (const [key, value] of Object.entries(CLIENT)) await expect(journey.field(key)).toHaveValue(value);
  });

  test('taken out for long, gives the start back, and finds its choices again', async ({ page, site, server, api, journey }) => {
    await page.goto(site.page(html(`<div id="a">${snippet(server)}</div>`)));
    const before = await api.starts(PLACE);
    await journey.walkTo('details', PLACE);
    const released = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    await page.evaluate(() => {
      const element = ((window as any).kept = document.querySelector('creno-booking')!);
      element.remove();
    });
    await takenDown(page);
    expect((await released).status()).toBe(204);
    expect(await api.starts(PLACE)).toEqual(before);
    await page.evaluate(() => document.getElementById('a')!.append((window as any).kept));
    await expect(journey.step('details')).toBeVisible();
    await expect(journey.hook('summary')).toContainText('Nantes Commerce');
  });

  test('replaced by fresh markup, as Drupal’s AJAX does, finds its choices again', async ({ page, site, server, journey }) => {
    await page.goto(site.page(html(`<div id="a">${snippet(server)}</div>`)));
    await journey.chooseAgency('nantes-commerce');
    await journey.step('theme').waitFor();
    await page.evaluate(() => {
      (window as any).kept = document.querySelector('creno-booking');
      document.getElementById('a')!.innerHTML = '<creno-booking></creno-booking>';
    });
    await takenDown(page);
    await expect(journey.step('theme')).toBeVisible();
    await expect(journey.hook('summary')).toContainText('Nantes Commerce');
    await journey.chooseTheme('premier-rdv');
    await expect(journey.step('channel')).toBeVisible();
    await page.goBack();
    await expect(journey.step('theme')).toBeVisible();
  });

  test('inserted by a script after the page has loaded, works', async ({ page, site, server, journey }) => {
    await page.goto(site.page(html('<main></main>')));
    await page.evaluate((url) => {
      const element = document.createElement('creno-booking');
      element.setAttribute('agency', 'lyon-part-dieu');
      document.querySelector('main')!.append(element);
      const script = Object.assign(document.createElement('script'), { type: 'module', src: url });
      document.head.append(script);
    }, `${server.url}/widget/v1/creno.js`);
    await expect(journey.step('theme')).toBeVisible();
  });

  test('with other attributes, is another journey', async ({ page, site, server, journey }) => {
    await page.goto(site.page(html(snippet(server, 'agency="paris-opera" theme="premier-rdv"'))));
    await expect(journey.step('channel')).toBeVisible();
    await expect(journey.hook('summary')).toContainText('Paris Opéra');
    await page.evaluate(() => document.querySelector('creno-booking')!.setAttribute('agency', 'toulouse-wilson'));
    await expect(journey.hook('summary')).toContainText('Toulouse Wilson');
    await expect(journey.hook('channel-phone')).toHaveCount(0);
    await page.evaluate(() => document.querySelector('creno-booking')!.removeAttribute('theme'));
    await expect(journey.step('theme')).toBeVisible();
    await page.evaluate(() => document.querySelector('creno-booking')!.removeAttribute('agency'));
    await expect(journey.step('agency')).toBeVisible();
  });

  test('in another language, stays where it is with what was typed', async ({ page, site, server, journey }) => {
    await page.goto(site.page(html(snippet(server))));
    await journey.walkTo('details', PLACE);
    await journey.writeDetails(CLIENT);
    await page.evaluate(() => document.querySelector('creno-booking')!.setAttribute('lang', 'en'));
    await expect(journey.heading).toHaveText('Who are you?');
    for (const [key, value] of Object.entries(CLIENT)) await expect(journey.field(key)).toHaveValue(value);
    await expect(journey.hook('hold')).toContainText(/\d\d:\d\d/);
  });
});

test('two on a page keep apart, after a reload too', async ({ page, site, server }) => {
  const two = `${snippet(server, 'agency="paris-opera"')}<creno-booking agency="lyon-part-dieu"></creno-booking>`;
  await page.goto(site.page(html(two)));
  const first = new Journey(page, { element: page.locator('creno-booking').nth(0) });
  const second = new Journey(page, { element: page.locator('creno-booking').nth(1) });
  await first.chooseTheme('premier-rdv');
  await second.chooseTheme('aides-sociales');
  await first.chooseChannel('phone');
  await expect(second.step('channel')).toBeVisible();
  const check = async () => {
    await expect(first.step('slot')).toBeVisible();
    await expect(first.hook('summary')).toContainText('Paris Opéra');
    await expect(first.hook('summary')).toContainText('Premier rendez-vous');
    await expect(second.step('channel')).toBeVisible();
    await expect(second.hook('summary')).toContainText('Lyon Part-Dieu');
    await expect(second.hook('summary')).toContainText('Aides et droits sociaux');
  };
  await check();
  await page.reload();
  await check();
  // Back undoes the last thing done, wherever it was done.
  await page.goBack();
  await expect(first.step('channel')).toBeVisible();
  await expect(second.step('channel')).toBeVisible();
});

test('the script may be included twice', async ({ page, site, server, journey }) => {
  const again = `<script type="module" src="${server.url}/widget/v1/creno.js?again"></script>`;
  await page.goto(site.page(html(again + snippet(server) + again)));
  await journey.walkTo('details', PLACE);
  await expect(journey.heading).toHaveCount(1);
});

test.describe('the hosted page', () => {
  test('starts where its address says', async ({ page, journey }) => {
    await page.goto('/rdv?agence=paris-nation');
    await expect(journey.step('theme')).toBeVisible();
    await page.goto('/rdv?agence=paris-nation&theme=premier-rdv');
    await expect(journey.step('channel')).toBeVisible();
    await expect(journey.hook('summary')).toContainText('Paris Nation');
    await page.goto('/rdv?agence=paris-nation&theme=premier-rdv&canal=phone');
    await expect(journey.step('slot')).toBeVisible();
  });

  test('asks what its address says wrongly', async ({ page, journey }) => {
    await page.goto('/rdv?agence=nulle-part&theme=premier-rdv');
    await expect(journey.step('agency')).toBeVisible();
    // Not offered there.
    await page.goto('/rdv?agence=paris-nation&theme=independants');
    await expect(journey.step('theme')).toBeVisible();
    await expect(journey.hook('theme-independants')).toHaveCount(0);
  });

  test('filters themes by the skill of its address', async ({ page, journey }) => {
    await page.goto('/rdv?agence=paris-opera&competence=mediation');
    await expect(journey.hook('skill-mediation')).toBeChecked();
    await expect(journey.hook('theme-mediation-familiale')).toBeVisible();
    await expect(journey.hook('theme-premier-rdv')).toHaveCount(0);
    await journey.hand.choose(journey.hook('skill-all'));
    await expect(journey.hook('theme-premier-rdv')).toBeVisible();
  });
});

test.describe('where WebAssembly is refused', () => {
  const refused = (server: Server) => `script-src ${server.url}; connect-src ${server.url}; style-src 'self'`;

  /** The journey inside of the frame. */
  const framed = (page: Page) =>
    new Journey(page, { element: page.frameLocator('iframe[data-testid="creno-frame"]').locator('creno-booking') });

  test('by the page’s policy, the hosted page books in a frame', async ({ page, site, server, watch }) => {
    watch.expectWrong(/wasm|WebAssembly/i);
    await listen(page);
    const policy = `${refused(server)}; frame-src ${server.url}`;
    const attributes = `agency="nantes-commerce" lang="en" prefill='{"email":"nom@exemple.fr"}'`;
    await page.goto(site.page(html(`<p>Avant</p>${snippet(server, attributes)}<p>Après</p>`), { 'content-security-policy': policy }));
    const frame = page.locator('creno-booking').getByTestId('creno-frame');
    await expect(frame).toHaveAttribute('title', 'Book an appointment');
    await expect(frame).toHaveAttribute('allow', 'clipboard-write; geolocation');
    const address = new URL((await frame.getAttribute('src'))!);
    expect(address.searchParams.toString()).toBe('agence=nantes-commerce&lang=en&cadre=1');
    const journey = framed(page);
    await journey.step('theme').waitFor();
    await expect(page.frameLocator('[data-testid="creno-frame"]').getByRole('heading', { level: 1 })).toBeHidden();

    // As high as what it shows, at each step.
    const heights = async () => {
      const inside = await journey.element.evaluate((element) => Math.ceil(element.getBoundingClientRect().height));
      const { scrolls } = await journey.element.evaluate(() => ({
        scrolls: document.documentElement.scrollHeight > document.documentElement.clientHeight,
      }));
      return { same: inside === (await frame.boundingBox())!.height, scrolls };
    };
    await expect.poll(heights).toEqual({ same: true, scrolls: false });
    await journey.chooseTheme('premier-rdv');
    await journey.chooseChannel('office');
    await journey.step('slot').waitFor();
    await expect.poll(heights).toEqual({ same: true, scrolls: false });

    // A new step is brought in sight when its top has left the screen.
    await page.evaluate(() => document.body.append(Object.assign(document.createElement('div'), { innerHTML: '<p>…</p>'.repeat(60) })));
    await journey.pickSlot();
    await page.evaluate(() => scrollTo(0, 400));
    await journey.next();
    await journey.step('details').waitFor();
    await expect.poll(async () => (await frame.boundingBox())!.y).toBeGreaterThanOrEqual(0);
    await expect(journey.field('email')).toHaveValue('nom@exemple.fr');
    expect(page.frames().map((frame) => frame.url()).join()).not.toContain('exemple.fr');
    await journey.fillDetails(CLIENT);
    await journey.confirm();
    const reference = await journey.reference();

    const told = await heardEvents(page);
    expect(told.filter(([type]) => type === 'creno:step').map(([, detail]) => detail.step)).toEqual(
      ['theme', 'channel', 'slot', 'details', 'check', 'done']);
    expect(told.filter(([type]) => type === 'creno:ready')).toHaveLength(1);
    expect(told.filter(([type]) => type === 'creno:held')).toHaveLength(1);
    expect(told.filter(([type]) => type === 'creno:error')).toEqual([]);
    expect(told.find(([type]) => type === 'creno:booked')![1]).toEqual({ reference, start: expect.any(String) });
    expect(new Set(told.map(([, , target]) => target))).toEqual(new Set(['creno-booking']));
  });

  test('the frame and the page listen to each other only', async ({ page, site, server, watch }) => {
    watch.expectWrong(/wasm|WebAssembly/i);
    await listen(page);
    const policy = `script-src ${server.url} 'unsafe-inline'; connect-src ${server.url}; frame-src ${server.url} ${site.url}`;
    const place = 'agency="nantes-commerce" theme="premier-rdv" channel="office"';
    await page.goto(site.page(html(snippet(server, place)), { 'content-security-policy': policy }));
    const journey = framed(page);
    await journey.step('slot').waitFor();
    const add = (address: string) =>
      page.evaluate((address) => new Promise<void>((done) => {
        const frame = document.createElement('iframe');
        frame.onload = () => done();
        frame.src = address;
        document.body.append(frame);
      }), address);
    // From the right origin, but the wrong window: a frame that nobody asked for, and that nobody answers.
    await add(`${server.url}/rdv?agence=lyon-part-dieu&cadre=1`);
    const twin = page.frames().find((frame) => frame.url().includes('lyon-part-dieu'))!;
    // From another origin, to the page and to that frame; then from the page itself.
    const lies = `for (const creno of ['height', 'booked', 'error']) {
        parent.postMessage({ creno, value: 7, detail: { code: 'refused', reference: 'CRN-LIAR' } }, '*');
      }`;
    await add(site.page(html(`<script>${lies}
      for (let place = 0; place < parent.length; place += 1) {
        parent[place].postMessage({ creno: 'welcome', prefill: '{"email":"menteur@exemple.fr"}' }, '*');
      }</script>`)));
    await twin.evaluate(lies);
    await page.evaluate(lies);
    await expect(twin.locator('creno-booking')).toBeVisible();
    await expect(twin.locator('creno-booking')).not.toHaveAttribute('prefill');
    await journey.pickSlot();
    await journey.next();
    await expect(journey.field('email')).toHaveValue('');
    expect((await heardEvents(page)).filter(([type]) => /booked|error/.test(type))).toEqual([]);
    const frame = await page.locator('creno-booking').getByTestId('creno-frame').boundingBox();
    expect(frame!.height).toBeGreaterThan(500);
  });

  test('and frames too, a link leads to the hosted page with the same choices', async ({ page, site, server, journey, watch }) => {
    watch.expectWrong(/wasm|WebAssembly|fram/i);
    const policy = `script-src ${server.url}; connect-src ${server.url}; frame-src 'none'`;
    const attributes = 'agency="paris-opera" theme="premier-rdv"';
    await page.goto(site.page(html(snippet(server, attributes)), { 'content-security-policy': policy }));
    const link = journey.hook('fallback');
    await expect(link).toHaveText('Prendre rendez-vous');
    await expect(link).toHaveAttribute('href', `${server.url}/rdv?agence=paris-opera&theme=premier-rdv`);
    await link.click();
    await expect(journey.step('channel')).toBeVisible();
  });

  test('and the frame refused by its own policy, a link comes after a while', async ({ page, site, journey, watch }) => {
    watch.expectWrong(/wasm|WebAssembly|frame-ancestors|Refused to (frame|display)|Framing/i);
    const server = await startServer({ CRENO_FRAME_ANCESTORS: 'https://www.example.fr' });
    watch.allowOrigin(server.url);
    const policy = `${refused(server)}; frame-src ${server.url}`;
    await page.goto(site.page(html(snippet(server)), { 'content-security-policy': policy }));
    await expect(journey.hook('frame')).toHaveCount(1);
    await expect(journey.hook('fallback')).toHaveAttribute('href', `${server.url}/rdv`);
    await expect(journey.hook('frame')).toHaveCount(0);
    await server.stop();
  });

  test('by the browser, the page’s own link stays', async ({ page, site, server, journey }) => {
    await page.addInitScript(() => {
      delete (window as any).WebAssembly;
    });
    const own = '<a href="/contact">Prendre rendez-vous autrement</a>';
    await page.goto(site.page(html(snippet(server, '', own))));
    await expect(page.getByRole('link', { name: 'Prendre rendez-vous autrement' })).toBeVisible();
    await expect(journey.hook('fallback')).toHaveCount(0);
  });

  test('when the widget’s files do not come, a link remains', async ({ page, context, site, server, journey, watch }) => {
    watch.expectWrong(/Failed to load resource/);
    await context.route(/\.wasm$/, (route) => route.abort());
    await page.goto(site.page(html(snippet(server, 'lang="en"'))));
    await expect(journey.hook('fallback')).toHaveText('Book an appointment');
  });
});

test('without JavaScript the page’s own link is there', async ({ browser, site, server, watch }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.page(html(snippet(server, '', `<a href="${server.url}/rdv">Prendre rendez-vous</a>`))));
  await expect(page.getByRole('link', { name: 'Prendre rendez-vous' })).toBeVisible();
  await context.close();
  watch.check();
});
