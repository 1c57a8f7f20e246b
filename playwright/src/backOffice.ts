import type { Locator, Page } from '@playwright/test';

/** The back-office, as a member of staff uses it. */
export class BackOffice {
  /** `origin` is where Créno answers, when the page's relative addresses lead elsewhere. */
  constructor(
    readonly page: Page,
    private readonly origin = '',
  ) {}

  /** Signs in on the page that is shown, or on the front page when none is. */
  async signIn(email: string, password: string) {
    if (!this.page.url().includes('/back-office/')) await this.page.goto(`${this.origin}/back-office/`);
    await this.page.getByTestId('email').fill(email);
    await this.page.getByTestId('password').fill(password);
    await this.page.getByTestId('sign-in').click();
    await this.page.getByTestId('person').waitFor({ state: 'attached' });
  }

  /** Shows the appointments of a day, `YYYY-MM-DD`, of one agency when its slug is given. */
  async openDay(date: string, agency?: string) {
    const query = new URLSearchParams(agency === undefined ? { date } : { date, agence: agency });
    await this.page.goto(`${this.origin}/back-office/rendez-vous?${query}`);
    await this.list.or(this.page.getByTestId('empty')).first().waitFor();
  }

  /** The list of appointments. */
  get list(): Locator {
    return this.page.getByTestId('appointments');
  }

  /** Its lines. */
  get lines(): Locator {
    return this.page.getByTestId('appointment');
  }

  /** The line of an appointment of the day shown. */
  findAppointment(reference: string): Locator {
    return this.page.locator(`[data-testid="appointment"][data-reference="${reference}"]`);
  }

  /** The detail of the appointment that is open. */
  get panel(): Locator {
    return this.page.getByTestId('panel');
  }
}
