import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import Provider from 'oidc-provider';

export const CLIENT = { id: 'creno', secret: 'a secret of the tests, long enough' } as const;

/** Somebody whom the sign-in service knows. */
export interface Person {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

/** What is said in the place of the service's own answer. */
type Tamper = (body: Record<string, unknown>) => Promise<Record<string, unknown>> | Record<string, unknown>;

/** A certified OpenID provider of others' making, whose people sign in without typing: whoever is `person`. */
export class SignInService {
  /** Who is at the keyboard. */
  person: Person = { sub: 'nobody' };
  /** Whether they say no. */
  refuses = false;
  /** How often somebody had to sign in there. */
  asked = 0;
  /** What came back from it, by path: `/token`, `/.well-known/openid-configuration`. */
  readonly tampering = new Map<string, Tamper>();
  /** What browsers asked of it. */
  readonly seen: URL[] = [];
  private keys = 0;
  private key!: CryptoKey;
  private kid = '';
  private provider!: Provider;
  private readonly people = new Map<string, Person>();
  private server: HttpServer;
  private redirect: string[] = [];
  private port = 0;

  private constructor() {
    this.server = this.makeServer();
  }

  /** Listens on a free port; it answers once {@link serve} has said for whom. */
  static async listen(): Promise<SignInService> {
    const service = new SignInService();
    service.server.listen(0, '127.0.0.1');
    await once(service.server, 'listening');
    service.port = (service.server.address() as AddressInfo).port;
    return service;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Serves the application at `origin`. */
  async serve(origin: string) {
    this.redirect = [`${origin}/api/v1/session/oidc/callback`, `${origin}/back-office/`];
    await this.rotate();
  }

  /** Signs with another key from now on, and no longer publishes the one before. */
  async rotate() {
    const pair = await generateKeyPair('RS256', { extractable: true });
    this.key = pair.privateKey;
    this.kid = `key-${++this.keys}`;
    const jwk = { ...(await exportJWK(pair.privateKey)), kid: this.kid, use: 'sig', alg: 'RS256' };
    const [callback, home] = this.redirect;
    const { people } = this;
    this.provider = new Provider(this.issuer, {
      clients: [{
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [callback],
        post_logout_redirect_uris: [home],
      }],
      jwks: { keys: [jwk] },
      cookies: { keys: ['a key of the tests'] },
      ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
      pkce: { required: () => true },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
      interactions: { url: (_: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
      findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
      loadExistingGrant: async ({ oidc }: { oidc: any }) => {
        const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
  }

  /** Answers nobody. */
  async stop() {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  /** Answers again, at the same address. */
  async restart() {
    this.server = this.makeServer();
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** The ID token with other claims, signed by the service's key, or by one that only has its name. */
  async forge(token: string, change: (claims: JWTPayload) => JWTPayload, ownKey = true): Promise<string> {
    const key = ownKey ? this.key : (await generateKeyPair('RS256')).privateKey;
    const { alg } = decodeProtectedHeader(token);
    return new SignJWT(change(decodeJwt(token))).setProtectedHeader({ alg: alg!, kid: this.kid }).sign(key);
  }

  /** Has the ID token say something else. */
  forgeTokens(change: (claims: JWTPayload) => JWTPayload, ownKey = true) {
    this.tampering.set('/token', async (body) =>
      ({ ...body, id_token: await this.forge(String(body.id_token), change, ownKey) }));
  }

  private makeServer(): HttpServer {
    return createServer((request, response) => void this.answer(request, response));
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', this.issuer);
    this.seen.push(url);
    if (url.pathname.startsWith('/interaction/')) {
      this.asked += 1;
      this.people.set(this.person.sub, { ...this.person });
      const result = this.refuses
        ? { error: 'access_denied', error_description: 'no' }
        : { login: { accountId: this.person.sub } };
      await this.provider.interactionFinished(request, response, result);
      return;
    }
    const tamper = this.tampering.get(url.pathname);
    if (tamper) this.intercept(response, tamper);
    this.provider.callback()(request, response);
  }

  private intercept(response: ServerResponse, tamper: Tamper) {
    const end = response.end.bind(response) as (body: string) => ServerResponse;
    response.end = ((body: string | Buffer) => {
      void (async () => {
        const said = JSON.stringify(await tamper(JSON.parse(String(body))));
        response.setHeader('content-length', Buffer.byteLength(said));
        end(said);
      })();
      return response;
    }) as typeof response.end;
  }
}
