import type { APIRequestContext } from '@playwright/test';

/** The clock and the data of a demonstration (`creno demo`); other servers have no such routes. */
export class Sandbox {
  /** `origin` is where Créno answers, when the relative addresses of `request` lead elsewhere. */
  constructor(
    private readonly request: APIRequestContext,
    private readonly origin = '',
  ) {}

  /** Makes it `now`; the clock runs on from there. Sessions, holds and notices follow it. */
  async setClock(now: Date) {
    await this.post('/api/v1/sandbox/clock', { now: now.toISOString() });
  }

  /** Restores the demonstration's data, around the clock's present. Everyone is signed out. */
  async reset() {
    await this.post('/api/v1/sandbox/reset');
  }

  private async post(path: string, data?: unknown) {
    const answer = await this.request.post(this.origin + path, { data });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  }
}
