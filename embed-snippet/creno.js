// <creno-booking>: opens a shadow root, fetches the widget's parts side by side, and keeps the application in
// step with the element. No cookie, no storage, no inline style, nothing evaluated.

const HERE = new URL('.', import.meta.url);
const ORIGIN = HERE.origin;
const TEXTS = { fr: './fr.json', en: './en.json' };
// What the steps after the first add to it.
const LATER_TEXTS = { fr: './fr-later.json', en: './en-later.json' };
const ATTRIBUTES = ['agency', 'skill', 'theme', 'channel', 'campaign', 'lang', 'prefill', 'api', 'manage'];
const EVENTS = ['ready', 'step', 'held', 'booked', 'error'];
const PATIENCE_MS = 6_000; // For the frame's first word.
const HOSTED = { agency: 'agence', skill: 'competence', theme: 'theme', channel: 'canal', campaign: 'campagne', lang: 'lang' };

const text = async (address, options) => {
  const response = await fetch(address, options);
  if (!response.ok) {
    // In the widget's own words, where it has to tell the visitor.
    const creno = [429, 503].includes(response.status) ? 'unavailable' : 'unreadable';
    throw Object.assign(new Error(`${address}: ${response.status}`), { creno });
  }
  return response.text();
};

const catalogue = (api, lang) =>
  text(`${api}/api/v1/public/catalog?lang=${lang}`, { credentials: 'omit', signal: AbortSignal.timeout(20_000) });

// What every element of the page shares, fetched once. A failure is forgotten, so that the next element,
// or the next attempt, asks again.
const shared = new Map();
const once = (key, make) => {
  if (!shared.has(key)) {
    const promise = make();
    promise.catch(() => shared.delete(key));
    shared.set(key, promise);
  }
  return shared.get(key);
};

const widget = () =>
  once('wasm', async () => {
    if (typeof WebAssembly !== 'object') throw new Error('no WebAssembly');
    const bytes = fetch(new URL('./creno-widget_bg.wasm', HERE));
    // Its failure is told below, by whoever awaits it; until then it is no unhandled one.
    bytes.catch(() => {});
    const module = await import('./creno-widget.js');
    await module.default({ module_or_path: bytes });
    return module;
  });

const style = (address) =>
  once(address, async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await text(new URL(address, HERE)));
    return sheet;
  });

// Fetched only by those who come to confirm. Its failure is told to whoever awaits it; until then it is no
// unhandled one.
const prove = (api) => {
  const proof = import('./work.js').then((work) => work.prove(api));
  proof.catch(() => {});
  return proof;
};

const texts = (address) => once(address, () => text(new URL(address, HERE)));

// Shown before the style sheet is there: the page below must not jump when the widget appears.
const early = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ':host{display:block}:host([hidden]){display:none}.creno:empty{min-block-size:max(512px,90svh)}' +
      'iframe{inline-size:100%;block-size:512px;border:0;vertical-align:top;color-scheme:light}',
  );
  return sheet;
};

class CrenoBooking extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #root = null;
  #handle = null;
  #starting = false;
  #leaving = 0;
  #changed = false;
  #stale = false;
  #grown = false;
  #key = '';

  connectedCallback() {
    // Moved within the page, or taken out and put back by a script: the same application goes on.
    clearTimeout(this.#leaving);
    if (!this.#handle && !this.#starting) this.#start();
  }

  disconnectedCallback() {
    this.#leaving = setTimeout(() => {
      if (this.isConnected) return;
      this.#handle?.destroy();
      this.#handle = null;
    }, 250);
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || this.#changed) return;
    this.#changed = true;
    // Several attributes set in a row are one change.
    queueMicrotask(() => {
      this.#changed = false;
      if (this.#handle) this.#update();
      else this.#stale = true;
    });
  }

  get #api() {
    const api = this.getAttribute('api');
    return (api ? new URL(api, document.baseURI).href : ORIGIN).replace(/\/+$/, '');
  }

  get #lang() {
    const wanted = this.getAttribute('lang') || this.closest('[lang]')?.lang || document.documentElement.lang;
    const lang = (wanted || 'fr').slice(0, 2).toLowerCase();
    return lang in TEXTS ? lang : 'fr';
  }

  // Which element of the page this is, so that a reload finds its own choices again.
  #name() {
    this.#key ||= this.id || String([...document.querySelectorAll('creno-booking')].indexOf(this));
    return this.#key;
  }

  async #config() {
    const [api, lang] = [this.#api, this.#lang];
    const load = () => catalogue(api, lang);
    const later = () => {
      const more = this.#later(lang);
      // Awaited after the module's part; until then its failure is no unhandled one.
      more.catch(() => {});
      return more;
    };
    const config = { api, lang, prove, load, later, key: this.#name(), texts: await texts(TEXTS[lang]) };
    if (this.#grown) config.more_texts = await texts(LATER_TEXTS[lang]);
    for (const name of ATTRIBUTES) config[name] ??= this.getAttribute(name) ?? undefined;
    return config;
  }

  async #start() {
    this.#starting = true;
    this.#stale = false;
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    try {
      shadow.adoptedStyleSheets = [early()];
      this.#root?.remove();
      this.#root = Object.assign(document.createElement('div'), { className: 'creno', lang: this.#lang });
      this.#root.setAttribute('part', 'root');
      const fallback = document.createElement('slot');
      // What the page itself puts inside stays in sight until the widget can take its place.
      this.#root.hidden = this.childElementCount > 0;
      shadow.replaceChildren(this.#root, fallback);
      const catalog = catalogue(this.#api, this.#lang);
      catalog.catch(() => {}); // The widget asks again, and says what is wrong.
      const [module, sheet, config] = await Promise.all([widget(), style('./creno.css'), this.#config()]);
      if (!this.isConnected) return;
      shadow.adoptedStyleSheets = [sheet];
      fallback.remove();
      this.#root.hidden = false;
      this.#handle = module.mount(this.#root, { ...config, catalog });
      if (this.#stale) this.#update();
    } catch (error) {
      this.#giveUp(shadow);
    } finally {
      this.#starting = false;
    }
  }

  // What goes with the parts of the module that come later: their style, and their texts.
  async #later(lang) {
    const [sheet, more] = await Promise.all([style('./creno-later.css'), texts(LATER_TEXTS[lang])]);
    const sheets = this.shadowRoot.adoptedStyleSheets;
    if (!sheets.includes(sheet)) this.shadowRoot.adoptedStyleSheets = [...sheets, sheet];
    this.#grown = true;
    return more;
  }

  async #update() {
    try {
      // A frame needs none, and could not fetch all of it.
      const config = this.#root && (await this.#config());
      this.#handle?.update(config);
    } catch {
      this.#emit('error', { code: 'unreachable' });
    }
  }

  // The hosted page with the same choices.
  get #hosted() {
    const address = new URL('/rdv', this.#api);
    for (const [attribute, parameter] of Object.entries(HOSTED)) {
      const value = this.getAttribute(attribute);
      if (value) address.searchParams.set(parameter, value);
    }
    const manage = this.getAttribute('manage');
    if (manage) address.hash = `rendez-vous=${manage}`;
    return address;
  }

  get #words() {
    return this.#lang === 'en' ? 'Book an appointment' : 'Prendre rendez-vous';
  }

  // Where a policy refuses WebAssembly or our scripts: the hosted page in a frame, which has a policy of its own.
  #giveUp(shadow) {
    this.#root = null;
    const { origin, pathname } = this.#hosted;
    // A browser without WebAssembly has none in a frame either, and the hosted page frames no other.
    const vain = typeof WebAssembly !== 'object' || (location.origin === origin && location.pathname === pathname);
    if (vain || !this.isConnected) this.#link(shadow);
    else this.#frame(shadow, origin);
  }

  #frame(shadow, origin) {
    const frame = document.createElement('iframe');
    Object.assign(frame, { title: this.#words, allow: 'clipboard-write; geolocation' });
    frame.hidden = this.childElementCount > 0;
    frame.dataset.testid = 'creno-frame';
    const own = document.createElement('slot');
    const update = () => {
      const address = this.#hosted;
      address.searchParams.set('cadre', '1');
      address.searchParams.set('lang', this.#lang);
      frame.src = address.href;
    };
    const listen = ({ data, source, origin: from }) => {
      if (source !== frame.contentWindow || from !== origin) return;
      const { creno, value, detail } = data ?? {};
      if (creno === 'hello') {
        clearTimeout(patience);
        own.remove();
        frame.hidden = false;
        source.postMessage({ creno: 'welcome', prefill: this.getAttribute('prefill') }, origin);
      } else if (creno === 'height') frame.style.blockSize = `${value}px`;
      else if (creno === 'top') frame.getBoundingClientRect().top < 0 && frame.scrollIntoView();
      else if (creno === 'error' && detail?.code === 'refused') refuse();
      else if (EVENTS.includes(creno)) this.#emit(creno, detail);
    };
    const forbid = ({ effectiveDirective, blockedURI }) => {
      if (effectiveDirective === 'frame-src' && blockedURI.startsWith(origin)) refuse();
    };
    const destroy = () => {
      clearTimeout(patience);
      removeEventListener('message', listen);
      document.removeEventListener('securitypolicyviolation', forbid);
    };
    const refuse = () => {
      destroy();
      this.#handle = null;
      this.#link(shadow);
    };
    const patience = setTimeout(refuse, PATIENCE_MS);
    addEventListener('message', listen);
    document.addEventListener('securitypolicyviolation', forbid);
    update();
    this.#handle = { update, destroy };
    shadow.replaceChildren(frame, own);
  }

  // Where nothing else is left. A page that provides its own link does not need a second one.
  #link(shadow) {
    const link = document.createElement('a');
    link.href = this.#hosted.href;
    link.dataset.testid = 'creno-fallback';
    link.textContent = this.#words;
    shadow.replaceChildren(this.querySelector('a[href]') ? document.createElement('slot') : link);
    this.#emit('error', { code: 'refused' });
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`creno:${name}`, { bubbles: true, composed: true, detail }));
  }
}

// The script may be on the page twice; the first one serves.
if (!customElements.get('creno-booking')) {
  customElements.define('creno-booking', CrenoBooking);
  if (document.querySelector('creno-booking')) widget().catch(() => {});
}
