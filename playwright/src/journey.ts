import type { Locator, Page } from '@playwright/test';
import { Mouse, type Hand } from './hands.ts';

/** The steps, in the order in which they are asked. */
const STEPS = ['agency', 'theme', 'channel', 'slot', 'details', 'check', 'done'] as const;

/** A step. */
export type Step = (typeof STEPS)[number];

/** Ways of meeting. */
export type Channel = 'office' | 'video' | 'phone';

/** What is typed in the fields of step 5, by key. */
export type Answers = Readonly<Record<string, string>>;

/** An appointment to book. What the page has chosen already is left out. */
export interface Wish {
  /** The agency's slug. */
  agency?: string;
  /** The theme's slug. */
  theme?: string;
  /** The way of meeting. */
  channel?: Channel;
  /** The start, as the API writes it; the first in sight when there is none. */
  start?: string;
  /** The fields of step 5; none when there is none. */
  answers?: Answers;
}

/** How to find and use the widget. */
export interface JourneyOptions {
  /** The element, when the page has several. */
  element?: Locator;
  /** What uses it: a mouse unless told otherwise. */
  hand?: Hand;
}

/** A booking journey in a `<creno-booking>` element, as a person goes through it. */
export class Journey {
  /** The element. */
  readonly element: Locator;
  /** What uses it. */
  readonly hand: Hand;

  constructor(page: Page, options: JourneyOptions = {}) {
    this.element = options.element ?? page.locator('creno-booking');
    this.hand = options.hand ?? new Mouse();
  }

  /** A control or a step, by its test hook without the prefix `creno-`. */
  hook(name: string): Locator {
    return this.element.getByTestId(`creno-${name}`);
  }

  /** The step, on screen or not. */
  step(step: Step): Locator {
    return this.hook(`step-${step}`);
  }

  /** The heading of the step on screen. */
  get heading(): Locator {
    return this.element.getByRole('heading', { level: 2 });
  }

  /** What went wrong, when something did. */
  get problem(): Locator {
    return this.hook('problem');
  }

  /** On with the answer given. */
  async next() {
    await this.hand.press(this.hook('next'));
  }

  /** Back by the widget's own button. */
  async back() {
    await this.hand.press(this.hook('back'));
  }

  /** Step 1: chooses the agency by slug, after a search if one is given. */
  async chooseAgency(agency: string, search?: string) {
    await this.step('agency').waitFor();
    if (search !== undefined) await this.searchAgency(search);
    await this.hand.choose(this.hook(`agency-${agency}`));
    await this.next();
  }

  /** Step 1: types in the search field, in place of what it holds. */
  async searchAgency(search: string) {
    await this.step('agency').waitFor();
    await this.hand.write(this.hook('agency-search'), search);
  }

  /** Step 1: opens the map, and waits until it shows agencies. */
  async openMap() {
    await this.step('agency').waitFor();
    await this.hand.press(this.hook('map-toggle'));
    await this.hook('map').locator('.map-mark').first().waitFor();
  }

  /** Step 2: chooses the theme by slug. */
  async chooseTheme(theme: string) {
    await this.step('theme').waitFor();
    await this.hand.choose(this.hook(`theme-${theme}`));
    await this.next();
  }

  /** Step 3: chooses the way of meeting. */
  async chooseChannel(channel: Channel) {
    await this.step('channel').waitFor();
    await this.hand.choose(this.hook(`channel-${channel}`));
    await this.next();
  }

  /**
   * Step 4: chooses a start, the first of those in sight when none is given, and reserves it. Gives the start,
   * as the API writes it.
   */
  async chooseSlot(start?: string): Promise<string> {
    const chosen = await this.pickSlot(start);
    await this.next();
    return chosen;
  }

  /** Step 4 without reserving. */
  async pickSlot(start?: string): Promise<string> {
    await this.step('slot').waitFor();
    const starts = this.step('slot').locator('[data-testid^="creno-slot-"]');
    await starts.first().waitFor({ state: 'attached' });
    if (start !== undefined) await this.showDay(start.slice(0, 10));
    const wanted = start === undefined ? starts.locator('visible=true').first() : this.hook(`slot-${start}`);
    const hook = await wanted.getAttribute('data-testid');
    await this.hand.choose(wanted);
    return hook?.slice('creno-slot-'.length) ?? '';
  }

  /** Brings a day's starts in sight: by the strip of days on a narrow widget, by turning pages on a wide one. */
  private async showDay(date: string) {
    const day = this.hook(`day-${date}`);
    if (await day.isVisible()) {
      if (!(await day.isChecked())) await this.hand.choose(day);
      return;
    }
    const starts = this.step('slot').locator(`[data-testid^="creno-slot-${date}T"]`);
    while (!(await starts.first().isVisible())) await this.hand.press(this.hook('next-days'));
  }

  /** Step 5: fills the fields, by key; gives the consent; goes on. */
  async fillDetails(answers: Answers) {
    await this.writeDetails(answers);
    const consent = this.hook('consent');
    if (!(await consent.isChecked())) await this.hand.tick(consent);
    await this.next();
  }

  /** Step 5: fills the fields and stays. */
  async writeDetails(answers: Answers) {
    await this.step('details').waitFor();
    for (const [key, answer] of Object.entries(answers)) await this.hand.write(this.field(key), answer);
  }

  /** A field of step 5, by key. */
  field(key: string): Locator {
    return this.hook(`field-${key}`);
  }

  /** Step 6: books. */
  async confirm() {
    await this.step('check').waitFor();
    await this.hand.press(this.hook('confirm'));
  }

  /**
   * Goes from the first step to `step`, with the answers of `wish` on the way, and waits there. Steps that the
   * page has answered itself are passed over when `wish` says nothing of them. Gives the start that was
   * reserved, or nothing before that.
   */
  async walkTo(step: Exclude<Step, 'done'>, wish: Wish): Promise<string> {
    const { agency, theme, channel, answers = {} } = wish;
    const before = (later: Step) => STEPS.indexOf(later) < STEPS.indexOf(step);
    let start = '';
    if (agency !== undefined && before('agency')) await this.chooseAgency(agency);
    if (theme !== undefined && before('theme')) await this.chooseTheme(theme);
    if (channel !== undefined && before('channel')) await this.chooseChannel(channel);
    if (before('slot')) start = await this.chooseSlot(wish.start);
    if (before('details')) await this.fillDetails(answers);
    await this.step(step).waitFor();
    return start;
  }

  /** Goes through the whole journey. Gives the reference and the start. */
  async book(wish: Wish): Promise<{ reference: string; start: string }> {
    const start = await this.walkTo('check', wish);
    await this.confirm();
    return { reference: await this.reference(), start };
  }

  /** The reference of the appointment, once booked: `CRN-` and six characters. */
  async reference(): Promise<string> {
    await this.step('done').waitFor();
    return this.hook('reference').innerText();
  }
}
