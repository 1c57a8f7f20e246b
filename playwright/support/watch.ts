import { expect, type BrowserContext } from '@playwright/test';

/** Status codes of refusals that the product explains to people: the browser writes them in its console too. */
const REFUSALS = /^Failed to load resource: the server responded with a status of (401|404|409|410|422)\b/;

/**
 * The demonstration site's own jQuery, of another age: it probes inline handlers as it loads, which the page's
 * policy refuses. It is there to show that the widget bears it; what it does is its own.
 */
const OLD_SCRIPT = /\/site\/jquery\.js$/;

/** Notes what no page may do: errors, breaches of its policy, requests to somebody else. */
export class Watch {
  private readonly wrongs: string[] = [];
  private readonly expected: RegExp[] = [REFUSALS];
  private readonly origins = new Set<string>();
  /** Every address asked for. */
  readonly requests: string[] = [];

  constructor(context: BrowserContext, origins: string[]) {
    for (const origin of origins) this.origins.add(origin);
    context.on('request', (request) => {
      this.requests.push(request.url());
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && !this.origins.has(origin)) this.wrongs.push(`request to ${request.url()}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500) this.wrongs.push(`${response.status()} from ${response.url()}`);
    });
    context.on('console', (message) => {
      const wrong = message.type() === 'error' || message.type() === 'warning';
      if (wrong) this.note(message.text(), message.location().url);
    });
    context.on('weberror', (error) => this.wrongs.push(String(error.error())));
  }

  /** Notes something wrong that `source`, a script or a page, did. */
  note(what: string, source: string) {
    if (!OLD_SCRIPT.test(source)) this.wrongs.push(what);
  }

  /** Pages of `origin` may be asked for too. */
  allowOrigin(origin: string) {
    this.origins.add(origin);
  }

  /** What matches `pattern` is what the test is about. */
  expectWrong(pattern: RegExp) {
    this.expected.push(pattern);
  }

  /** What happened that should not have. */
  unexpected(): string[] {
    return this.wrongs.filter((wrong) => !this.expected.some((pattern) => pattern.test(wrong)));
  }

  /** Fails when something happened that should not have. */
  check() {
    expect(this.unexpected(), 'errors, breaches of the policy, requests to others').toEqual([]);
  }
}

/** Has every breach of a page's policy noted, with what was refused: browsers do not write all of them. */
export async function tellViolations(context: BrowserContext, watch: Watch) {
  await context.exposeFunction('noteViolation', (what: string, source: string) => watch.note(what, source));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const what = `policy: ${event.effectiveDirective} refused ${event.blockedURI || event.sample}`;
      (window as any).noteViolation(what, event.sourceFile);
    });
  });
}
