import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of somebody else's, on an origin of its own. */
export interface Site {
  /** Its origin. */
  url: string;
  /** Serves `html` at a new address, with `headers`; gives the address. */
  page(html: string, headers?: Record<string, string>): string;
  /** Ends it. */
  stop(): Promise<void>;
}

/** Starts an empty site. */
export async function startSite(): Promise<Site> {
  const pages = new Map<string, { html: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://site').pathname);
    if (!page) {
      response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    page(html, headers = {}) {
      const path = `/page-${pages.size + 1}`;
      pages.set(path, { html, headers });
      return url + path;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A plain page whose body is `body`. */
export function document(body: string, head = ''): string {
  return `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page d’un autre site</title>${head}</head>
<body>${body}</body>
</html>`;
}

/** The snippet of the documentation, with attributes and content. */
export function snippet(server: { url: string }, attributes = '', content = ''): string {
  return `<script type="module" src="${server.url}/widget/v1/creno.js"></script>
<creno-booking ${attributes}>${content}</creno-booking>`;
}
