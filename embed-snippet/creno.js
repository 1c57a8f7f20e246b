// <creno-booking>: opens a shadow root, fetches the widget's parts side by side, and keeps the application in
// step with the element. No cookie, no storage, no inline style, nothing evaluated.

const HERE = new URL('.', import.meta.url);
const ORIGIN = HERE.origin;
const TEXTS = { fr: './fr.json', en: './en.json' };
const ATTRIBUTES = ['agency', 'skill', 'theme', 'channel', 'campaign', 'lang', 'prefill', 'api', 'manage'];
const HOSTED = { agency: 'agence', skill: 'competence', theme: 'theme', channel: 'canal', campaign: 'campagne', lang: 'lang' };

const text = async (address, options) => {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
};

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

const style = () =>
  once('css', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await text(new URL('./creno.css', HERE)));
    return sheet;
  });

// Fetched only by those who come to confirm. Its failure is told to whoever awaits it; until then it is no
// unhandled one.
const prove = (api) => {
  const proof = import('./work.js').then((work) => work.prove(api));
  proof.catch(() => {});
  return proof;
};

const texts = (lang) => once(lang, () => text(new URL(TEXTS[lang], HERE)));

// Shown before the style sheet is there: the page below must not jump when the widget appears.
const early = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':host{display:block}:host([hidden]){display:none}.creno:empty{min-block-size:512px}');
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
    const config = { api, lang, prove, key: this.#name(), texts: await texts(lang) };
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
      const catalog = text(`${this.#api}/api/v1/public/catalog?lang=${this.#lang}`, { credentials: 'omit' });
      catalog.catch(() => {}); // The widget asks again, and says what is wrong.
      const [module, sheet, config] = await Promise.all([widget(), style(), this.#config()]);
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

  async #update() {
    try {
      const config = await this.#config();
      this.#handle?.update(config);
    } catch {
      this.#tell('unreachable');
    }
  }

  // Without WebAssembly, or where a policy refuses it: a plain link to the hosted page, with the same choices.
  #giveUp(shadow) {
    const address = new URL('/rdv', this.#api);
    for (const [attribute, parameter] of Object.entries(HOSTED)) {
      const value = this.getAttribute(attribute);
      if (value) address.searchParams.set(parameter, value);
    }
    const manage = this.getAttribute('manage');
    if (manage) address.hash = `rendez-vous=${manage}`;
    const link = document.createElement('a');
    link.href = address.href;
    link.dataset.testid = 'creno-fallback';
    link.textContent = this.#lang === 'en' ? 'Book an appointment' : 'Prendre rendez-vous';
    // A page that provides its own link does not need a second one.
    shadow.replaceChildren(this.querySelector('a[href]') ? document.createElement('slot') : link);
    this.#root = null;
    this.#tell('refused');
  }

  #tell(code) {
    this.dispatchEvent(new CustomEvent('creno:error', { bubbles: true, composed: true, detail: { code } }));
  }
}

// The script may be on the page twice; the first one serves.
if (!customElements.get('creno-booking')) {
  customElements.define('creno-booking', CrenoBooking);
  if (document.querySelector('creno-booking')) widget().catch(() => {});
}
